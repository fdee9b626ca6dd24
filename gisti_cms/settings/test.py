"""The suite's settings: the same as everywhere, with a throw-away data folder and quick passwords."""

import atexit
import os
import shutil
import tempfile

# Before base is read: the suite never touches the data of a running instance.
os.environ["DATA"] = tempfile.mkdtemp(prefix="gisti_cms-test-")
atexit.register(shutil.rmtree, os.environ["DATA"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "a-secret-for-the-suite-alone")
# One Redis serves every process of the suite: each takes the database of its own number (gw0 → 1; alone → 0).
if "REDIS_URL" in os.environ and (process := os.environ.get("PYTEST_XDIST_WORKER")):
    server = os.environ["REDIS_URL"].rpartition("/")[0]
    os.environ["REDIS_URL"] = f"{server}/{int(process.removeprefix('gw')) + 1}"

from gisti_cms.settings.base import *  # noqa: E402, F403 (settings are one namespace)
from gisti_cms.settings.base import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
FILL_ON_MISS = False  # a thread would not see what a test has not committed; tests that are about it say so
CHECKER_TEST_HOSTS = {}  # each test names its own farm
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and live servers must meet the same locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["DATA"], "test.sqlite3")}
