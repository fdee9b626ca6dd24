from queue import Empty
from threading import Thread

import pytest
from django.conf import settings
from kombu import Connection

from gisti_cms.celery import app
from offices import moderation
from offices.enums import WarningCode
from offices.models import Warning
from offices.tasks import sweep
from tests.processes import eventually


def test_everything_on_the_schedule_is_a_task():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_another_process_does_what_is_due(celery_worker, isere, claire):
    """Nothing travels with the call: what to do stands in the rows that this process has committed."""
    warning = moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, days=0)

    sweep.delay()

    assert eventually(lambda: Warning.objects.get(pk=warning.pk).ended_at is not None, seconds=30)


def test_a_worker_never_meets_half_a_message(tmp_path):
    """A file that has its name before it is written is read half, and ends the worker. Long ones take time to write."""
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path)}
    sent = [str(number) * 5_000_000 for number in range(5)]
    with (
        Connection("files://", transport_options=folders) as one,
        Connection("files://", transport_options=folders) as two,
    ):
        writing, reading = one.channel(), two.channel()
        writer = Thread(target=lambda: [writing._put("calls", {"text": text}) for text in sent])
        writer.start()
        read = []
        while len(read) < len(sent):
            try:
                read.append(reading._get("calls")["text"])
            except Empty:
                assert writer.is_alive() or list(tmp_path.iterdir()), "a message is lost"
        writer.join()
    assert read == sent
