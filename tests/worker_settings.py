"""Settings of a worker that the suite starts beside itself: those of an instance, on the suite's own database."""

import os

from gisti_cms.settings.base import *  # noqa: F403 (settings are one namespace)
from gisti_cms.settings.base import DATABASES

DATABASES["default"]["NAME"] = os.environ["SUITE_DATABASE"]
