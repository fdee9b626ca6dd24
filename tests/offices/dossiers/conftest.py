import pytest
from django.db import transaction

from geography.loading import load
from tests.offices.dossiers.site import Exported, build


@pytest.fixture(scope="session")
def exported(django_db_setup, django_db_blocker) -> Exported:
    """What a site with content of every kind exports. The site itself is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()  # a test before may have had real transactions: such a test leaves every table empty
        made = build()
        transaction.set_rollback(True)
    return made
