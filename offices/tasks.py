from celery import shared_task
from django.utils import timezone

from offices import moderation
from offices.importing.confirmations import confirm_approved
from offices.models import ImportDraft


@shared_task
def sweep():
    """What waits in rows: what the calendar changes, findings of the checker that the public was not told, the days on
    which a dossier that was approved since was true, imports that nobody sent."""
    moderation.sweep_calendar()
    moderation.tell_sources()
    confirm_approved()
    ImportDraft.objects.lapsed(timezone.now()).delete()
