"""A real Celery worker for the few tests that need one."""

import os
import subprocess
import time

import pytest
from django.conf import settings
from django.db import connection

from gisti_cms.celery import app
from gisti_cms.processes import QUIET_WORKER, program
from gisti_cms.supervisor import child_command, stop_groups

SECONDS_TO_START = 30


@pytest.fixture(scope="module")
def celery_worker(django_db_setup, tmp_path_factory):
    """A worker process on the suite's database and broker, for tests that commit (`transactional_db`).

    For one module and not for the session: it would carry out what later tests only mean to see queued.
    """
    app.control.purge()  # what earlier tests queued
    solo = program("worker", ("celery", "-A", "gisti_cms", "worker", "--pool", "solo", *QUIET_WORKER))
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "DATA": str(settings.DATA_DIR),
        "SUITE_DATABASE": str(connection.settings_dict["NAME"]),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            child_command(solo), env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not app.control.ping(timeout=0.5, limit=1):  # a call that is made before it listens is lost
            assert process.poll() is None and time.monotonic() < deadline, f"no worker:\n{log.read_text()}"
        yield process
    finally:
        stop_groups({process.pid: solo.stop_signal}, between=process.poll)
        process.wait()
