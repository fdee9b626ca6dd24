"""Arabic has six forms for a number of things, and says one and two of them without the number."""

import pytest
from django.utils.translation import override

from offices import words
from offices.enums import TimeUnit


@pytest.mark.parametrize(
    ("quantity", "said"), [(1, "سنة واحدة"), (2, "سنتين"), (3, "3 سنوات"), (11, "11 سنة"), (100, "100 سنة")]
)
def test_one_and_two_are_said_without_a_number(quantity, said):
    with override("ar"):
        assert words.duration(quantity, TimeUnit.YEAR) == said
