import pytest
from django.conf import settings

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
