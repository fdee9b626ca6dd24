from time import monotonic

from celery import shared_task
from django.utils import timezone

from offices import moderation
from offices.importing.confirmations import confirm_approved
from offices.models import ImportDraft
from offices.publishing import keys, rendering

# The next call of `warm` comes after ten: what else the worker has to do finds its turn, and two never warm at once.
SECONDS_TO_WARM = 8
WARMED_AT_ONCE = 200  # keys


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
    rendering.forget_another_past()
    keys.store().sweep(timezone.localdate())
    until = monotonic() + SECONDS_TO_WARM
    waiting = rendering.behind(WARMED_AT_ONCE)
    for french_only in (True, False):  # what most people read, then every language
        for key in waiting:
            if monotonic() > until:
                return
            rendering.warm(key, french_only=french_only)
