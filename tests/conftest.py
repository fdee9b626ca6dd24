"""What every test may rely on."""

import pytest

from geography.loading import load
from tests.plugins.geography import france_again, keep_geography

pytest_plugins = [
    "tests.plugins.cast",
    "tests.plugins.chromium",
    "tests.plugins.content",
    "tests.plugins.page_kinds",
    "tests.plugins.web",
    "tests.plugins.worker",
]


OPENING_A_DATABASE = {"db", "transactional_db", "live_server", "loaded_content", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out what opens no database, and how pages look: both were tried with the first one",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        out = [item for item in items if not depends_on_the_database(item)]
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if depends_on_the_database(item)]


def depends_on_the_database(item) -> bool:
    if item.get_closest_marker("looks"):
        return False
    return bool(item.get_closest_marker("django_db") or OPENING_A_DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database holds all of France, as every installation does: loaded once per session and worker."""
    with django_db_blocker.unblock():
        load()
        keep_geography()


@pytest.fixture
def france(db):
    """France, also where the test before had real transactions: such a test leaves every table empty."""
    france_again()
