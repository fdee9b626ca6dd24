"""The suite's settings: the same as everywhere, with a throw-away data folder and quick passwords."""

import os
import tempfile

# Before base is read: the suite never touches the data of a running instance.
os.environ["DATA"] = tempfile.mkdtemp(prefix="gisti_cms-test-")
os.environ.setdefault("SECRET_KEY", "a-secret-for-the-suite-alone")

from gisti_cms.settings.base import *  # noqa: F403 (settings are one namespace)
from gisti_cms.settings.base import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
CHECKER_TEST_HOSTS = {}  # each test names its own farm
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and live servers must meet the same locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["DATA"], "test.sqlite3")}
