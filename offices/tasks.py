from celery import shared_task

from offices import moderation


@shared_task
def sweep():
    """What waits in rows: warnings whose term has come, findings of the checker that the public was not told."""
    moderation.sweep_calendar()
    moderation.tell_sources()
