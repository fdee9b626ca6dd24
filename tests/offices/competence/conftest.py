"""The whole first content, as the rules read it."""

import pytest

from offices.competence import Written, facts_of
from offices.competence.rules import GroundFacts, OfficeFacts, Statement
from offices.fixtures_reading import wanted_pages
from tests.plugins.geography import france_again


def written_of(pages) -> Written:
    """What the rules read, taken from contents instead of tables."""
    facts = [facts_of(page.slug, page.content) for page in pages]
    kinds = (OfficeFacts, Statement, GroundFacts)
    return Written(*([fact for fact in facts if isinstance(fact, kind)] for kind in kinds))


@pytest.fixture(scope="module")
def first_content(django_db_setup, django_db_blocker) -> Written:
    with django_db_blocker.unblock():
        france_again()  # a test before may have had real transactions
        return written_of(wanted_pages())
