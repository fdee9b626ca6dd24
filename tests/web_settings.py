"""Settings of a web or rendering process that the suite starts beside itself: those of an instance, on the suite's own
database and folder. Misses are filled, as they are everywhere but in the suite's own process."""

from tests.worker_settings import *  # noqa: F403 (settings are one namespace)

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
