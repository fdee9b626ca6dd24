"""The one Celery application. Tasks only call a function of their app, so that a command can call the same one."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gisti_cms.settings.base")

TRANSPORT_ALIASES["files"] = "gisti_cms.broker:Transport"  # as in CELERY_BROKER_URL = "files://"

app = Celery("gisti_cms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
