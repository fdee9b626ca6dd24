"""How long a confirmation holds: three months for a way of filing, twelve for an address, by the calendar."""

from datetime import date

import pytest

from offices.enums import PageKind
from offices.rhythm import holds_until, is_due, months_later


def test_a_way_of_filing_holds_three_months_and_an_address_twelve():
    assert holds_until(PageKind.PROCEDURE, date(2026, 8, 21)) == date(2026, 11, 21)
    assert holds_until(PageKind.OFFICE, date(2026, 8, 21)) == date(2027, 8, 21)


def test_it_is_due_on_the_day_after():
    confirmed = date(2026, 8, 21)
    assert not is_due(PageKind.PROCEDURE, confirmed, date(2026, 11, 21))
    assert is_due(PageKind.PROCEDURE, confirmed, date(2026, 11, 22))


def test_what_nobody_ever_confirmed_is_due():
    assert is_due(PageKind.OFFICE, None, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_three_months_end_with_the_month_where_it_is_shorter(day, later):
    assert months_later(day, 3) == later
