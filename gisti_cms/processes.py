"""The long-running programs of an instance, as command lines of `python -m`.

Written once for `manage.py serve` and `make stack`; docker-compose.yml repeats them, and a test compares.
"""

import sys

from gisti_cms.supervisor import Program


def web(*, host: str, port: int) -> tuple[str, ...]:
    """granian over WSGI, one process and four threads: SQLite and the in-memory cache want a single process.

    More come as more instances behind nginx. No access log: it would keep addresses.
    """
    listening = ("--host", host, "--port", str(port))
    serving = ("--interface", "wsgi", "--http", "1", "--no-ws", "--blocking-threads", "4")
    ending = ("--workers-kill-timeout", "4")  # within the supervisor's five seconds
    return ("granian", *listening, *serving, *ending, "--log-level", "warning", "gisti_cms.wsgi:application")


# Nobody watches Celery's own events, and one worker has no neighbours to greet.
QUIET_WORKER = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")


def worker() -> tuple[str, ...]:
    """A worker of production: processes, so that CELERY_TASK_TIME_LIMIT can end a task."""
    return ("celery", "-A", "gisti_cms", "worker", "--concurrency", "2", *QUIET_WORKER)


def beat() -> tuple[str, ...]:
    return ("celery", "-A", "gisti_cms", "beat", "--loglevel", "WARNING")


def worker_with_beat() -> tuple[str, ...]:
    """The single process of an instance without Redis: threads, and the schedule beside them (97 MB in all)."""
    return ("celery", "-A", "gisti_cms", "worker", "--beat", "--pool", "threads", "--concurrency", "2", *QUIET_WORKER)


def program(name: str, arguments: tuple[str, ...], environment: dict[str, str] | None = None) -> Program:
    """The command line for the supervisor, run by the interpreter of this environment."""
    return Program(name, (sys.executable, "-m", *arguments), environment or {})
