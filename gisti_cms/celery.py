"""The one Celery application. Tasks only call a function of their app, so that a command can call the same one."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gisti_cms.settings.base")

app = Celery("gisti_cms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
