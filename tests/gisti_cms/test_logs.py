"""What a refused reader leaves in the logs: nothing. What was answered is in none: the server writes no access log."""

import io
import logging.config

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What an instance would write to its standard error: the real configuration, bound to this text."""
    text = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", text)
        logging.config.dictConfig(settings.LOGGING)
        yield text
    logging.config.dictConfig(settings.LOGGING)


@pytest.fixture
def stranger():
    return Client(
        enforce_csrf_checks=True,
        headers={"user-agent": "agent-sentinelle", "referer": "https://x.example/?q=mot-sentinelle"},
        REMOTE_ADDR="203.0.113.77",
    )


def test_refusals_name_neither_what_was_asked_nor_who_asked(stranger, told):
    refusals = [
        stranger.get("/chemin-sentinelle/?q=mot-sentinelle"),
        stranger.get("/?q=mot-sentinelle", headers={"host": "hote-sentinelle.example"}),
        stranger.post("/compte/connexion/?mot-sentinelle"),
        stranger.post("/compte/connexion/", headers={"origin": "https://origine-sentinelle.example"}),
        stranger.post("/compte/connexion/", secure=True),
        stranger.put("/modalites/mot-sentinelle/"),
    ]

    assert [answer.status_code for answer in refusals] == [404, 400, 403, 403, 403, 405]
    assert told.getvalue() == ""


def test_what_concerns_the_operator_is_still_told(told):
    logging.getLogger("sources.checker").warning("hors ligne")

    assert "WARNING sources.checker hors ligne" in told.getvalue()
