"""What every test may rely on."""

import pytest

from geography.loading import load

pytest_plugins = [
    "tests.plugins.cast",
    "tests.plugins.chromium",
    "tests.plugins.content",
    "tests.plugins.web",
    "tests.plugins.worker",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database holds all of France, as every installation does: loaded once per session and worker."""
    with django_db_blocker.unblock():
        load()


@pytest.fixture
def france(db):
    """France, also where the test before had real transactions: such a test leaves every table empty."""
    load()
