"""Is this process alive, and is everything it needs there? Answered to machines, without names of hosts or errors."""

import tomllib

from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from accounts.access import Access, allow
from gisti_cms.celery import app
from offices.models import Rendering
from offices.publishing.keys import store

VERSION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# Seconds. A Redis that hangs takes connections and answers nothing: each question kept a thread of this process until
# it woke, and there are four. Asked by us alone: a worker waits longer than that for its next call.
ANSWERS_SOON = {"socket_connect_timeout": 2, "socket_timeout": 2}


@allow(Access.PUBLIC)
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nobody else, so that a database that is down does not get web processes killed."""
    return JsonResponse({"status": "ok", "version": VERSION})


@allow(Access.PUBLIC)
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served, 503 naming what is missing: {"status", "checks": {name: "ok" | "failed"}}.

    `rendering`: how many keys wait to be rendered again (`behind`), and whether a full render of this release came to
    its end (`filled`). Readers get live what has no file, so that a lag is no failure.
    """
    checks = {name: "ok" if holds() else "failed" for name, holds in CHECKS.items()}
    ready = set(checks.values()) == {"ok"}
    answer = {"status": "ok" if ready else "failed", "checks": checks, "rendering": rendering_lag(checks)}
    return JsonResponse(answer, status=200 if ready else 503)


def rendering_lag(checks: dict[str, str]) -> dict[str, int | bool] | None:
    if "failed" in (checks["database"], checks["migrations"]):
        return None
    return {"behind": Rendering.objects.behind().count(), "filled": store().is_filled()}


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrations_applied() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    try:
        cache.set("readyz", VERSION, timeout=10)
        return cache.get("readyz") == VERSION
    except (RedisError, OSError):
        return False


def broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=2, transport_options=ANSWERS_SOON) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (BrokerError, RedisError, OSError):
        return False
    return True


CHECKS = {
    "database": database_answers,
    "migrations": migrations_applied,
    "cache": cache_answers,
    "broker": broker_answers,
}
