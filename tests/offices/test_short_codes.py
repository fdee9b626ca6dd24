"""The short code of a page: drawn from its identifier, given once, never to two pages."""

import re
from itertools import islice
from uuid import UUID, uuid4

import pytest

from offices import slugs
from offices.models import Page
from offices.short_codes import ALPHABET, drawn, first_free, given
from tests.plugins.cast import approve, propose, with_fee

PAGE = UUID("6f1cf7a6-3a0d-4c9a-9b1e-000000000001")


def test_a_code_is_the_same_on_every_machine_for_ever():
    """They are printed on paper: whoever changes how they are drawn breaks every sheet that was handed out."""
    assert list(islice(drawn(PAGE), 3)) == ["tx28w", "28rtk", "236r9"]


def test_no_code_spells_a_word_or_is_read_for_another():
    codes = [next(drawn(uuid4())) for _ in range(200)]
    assert all(re.fullmatch("[2346789bcdfghjkmnpqrtvwxz]{5}", code) for code in codes)
    assert not set(ALPHABET) & set("aeiouy01l5s")


def test_a_code_that_is_taken_gives_way_to_the_next_one():
    first, second, _third = islice(drawn(PAGE), 3)
    assert first_free(PAGE, lambda code: code == first) == second


def test_many_pages_get_the_codes_that_they_would_get_one_by_one():
    pages = [uuid4() for _ in range(50)]
    codes = dict(given(pages))
    assert codes == {page: next(drawn(page)) for page in pages}
    first = codes[pages[0]]
    assert dict(given(pages[:1], taken=[first])) == {pages[0]: list(islice(drawn(pages[0]), 2))[1]}


@pytest.mark.django_db
def test_a_page_gets_its_code_with_its_first_approval_and_keeps_it(isere, amina, claire):
    code = isere.filing.code
    assert code == next(drawn(isere.filing.pk))
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    assert Page.objects.get(pk=isere.filing.pk).code == code


@pytest.mark.django_db
def test_a_new_page_does_not_take_the_code_of_another(isere):
    page = uuid4()
    first, second = islice(drawn(page), 2)
    assert slugs.code(page) == first
    Page.objects.filter(pk=isere.vienne.pk).update(code=first)
    assert slugs.code(page) == second
