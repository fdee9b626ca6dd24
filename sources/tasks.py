from celery import shared_task

from sources.checker import Pace, check_due

# Less than the beat's five minutes, and than the time limit of a task: what is left stays due.
SECONDS = 240


@shared_task
def check_due_sources() -> int:
    """Visit what is due; how many sources were visited."""
    return sum(1 for _report in check_due(pace=Pace(seconds=SECONDS)))
