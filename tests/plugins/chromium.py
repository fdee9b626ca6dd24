"""`page` and `browser` of pytest-playwright, in the Chromium of the machine."""

import os

import pytest

from deploy.tools import CHROMIUM, how_to_get

# Nothing but the page asks the network: no component update, no look-up of Google's hosts.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # Chromium refuses to run as root with its sandbox; it opens our own pages only
)


def pytest_collection_modifyitems(items):
    """Marks what opens a page, leaves it out where there is no Chromium, and runs it last: Playwright leaves an event
    loop in the thread, in which asyncio.run() of a later test would fail."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if not CHROMIUM.find():
                item.add_marker(pytest.mark.skip(reason=f"no Chromium: {how_to_get([CHROMIUM])}"))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # The same loop makes Django refuse its ORM in the test itself, where nothing is concurrent.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": CHROMIUM.find(), "args": QUIET}
