import socket
from functools import partial

import pytest
from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from kombu import Connection

from accounts.access import Access
from gisti_cms import health
from offices.publishing import rendering
from tests.plugins.cast import approve


@pytest.fixture
def cache_that_is_down(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",  # nobody listens on port 1
        }
    }


def test_the_process_says_that_it_lives_and_its_version(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": "0.1.0"}


def test_health_asks_no_database(client):
    """The `db` fixture is absent: any query would fail this test."""
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_when_everything_answers(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok", "cache": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_how_many_addresses_wait_to_be_rendered_is_told_and_is_no_failure(client, fee_proposal, claire, empty_store):
    approve(fee_proposal, claire)
    waiting = rendering.behind(1000)
    assert "/" in waiting
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["rendering"]) == (200, {"behind": len(waiting), "filled": False})

    rendering.warm("/")
    assert client.get("/readyz").json()["rendering"]["behind"] == len(waiting) - 1


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "failed"


@pytest.mark.django_db
def test_not_ready_without_its_cache_and_the_answer_names_it(client, cache_that_is_down):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert [name for name, state in answer.json()["checks"].items() if state == "failed"] == ["cache"]


@pytest.mark.django_db
def test_not_ready_while_redis_hangs_and_nobody_waits_for_it(client, monkeypatch):
    """It takes connections, as its kernel does for it, and answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        url = f"redis://127.0.0.1:{hanging.getsockname()[1]}/0"
        monkeypatch.setattr(health.app, "connection_for_write", partial(Connection, url))
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["broker"] == "failed"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_told_to_everybody_and_leaves_no_cookie(client, path):
    answer = client.get(path)

    assert answer.resolver_match.func.access is Access.PUBLIC
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_the_machine_itself_is_always_heard():
    """Supervisors and health checks ask under these names, whatever ALLOWED_HOSTS says."""
    assert {"localhost", "127.0.0.1", "[::1]"} <= set(settings.ALLOWED_HOSTS)
