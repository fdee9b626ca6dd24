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


@pytest.mark.parametrize(
    ("quantity", "said"), [(1, "خلال السنة الأخيرة"), (2, "خلال السنتين الأخيرتين"), (5, "خلال السنوات الـ 5 الأخيرة")]
)
def test_a_recent_time_is_counted_in_the_same_way(quantity, said):
    with override("ar"):
        assert words.recent(quantity, TimeUnit.YEAR) == said
