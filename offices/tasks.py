from celery import shared_task

from offices import moderation


@shared_task
def sweep_calendar():
    return moderation.sweep_calendar()
