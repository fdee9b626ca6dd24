"""The first content, for tests that read it."""

import pytest
from django.db import transaction

from accounts.models import Role, ScopeKind
from offices.fixtures_loading import Report, bring
from offices.fixtures_reading import wanted_pages
from tests.plugins.cast import person
from tests.plugins.geography import france_again

MODEL_DEPARTMENTS = {"34", "38", "48", "50", "80"}


@pytest.fixture(scope="module")
def loaded_content(django_db_setup, django_db_blocker) -> Report:
    """The five model départements with all their offices, the grounds and the guide: 52 pages, through the door.

    Loaded once per module, in a transaction that each test's own lies in and that is undone after the last. So it is
    not for tests that commit (`transactional_db`, `live_server`): those call `bring` themselves.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        france_again()  # a test before may have had real transactions: such a test leaves every table empty
        moderator = person("chargement", (Role.MODERATOR, ScopeKind.FRANCE, ""))
        yield bring(pages_of(MODEL_DEPARTMENTS), by=moderator)
        transaction.set_rollback(True)


def pages_of(departments: set[str]):
    """What is written of these départements, and what is written of none."""
    return [page for page in wanted_pages() if getattr(page.content, "department", "") in departments | {""}]
