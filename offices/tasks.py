from celery import shared_task
from django.utils import timezone

from offices import moderation
from offices.importing.confirmations import confirm_approved
from offices.models import ImportDraft
from offices.publishing import keys, rendering

WARMED_AT_ONCE = 200  # addresses, some seconds of work; the rest waits for the next call


@shared_task
def sweep():
    """What waits in rows: what the calendar changes, findings of the checker that the public was not told, the days on
    which a dossier that was approved since was true, imports that nobody sent."""
    moderation.sweep_calendar()
    moderation.tell_sources()
    confirm_approved()
    ImportDraft.objects.lapsed(timezone.now()).delete()


@shared_task
def warm():
    """Render again what decisions made forget, and take away the files of days that are over."""
    for address in rendering.behind(WARMED_AT_ONCE):
        rendering.render(address)
    keys.store().sweep(timezone.localdate())
