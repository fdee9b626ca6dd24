"""A session that ended while somebody was writing: what was written is given back after the login."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import resuming
from tests.plugins.cast import propose, with_fee

PASSWORD = "un mot de passe"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limit_of_the_test_before():
    cache.clear()


@pytest.fixture
def refusal(isere, amina) -> str:
    return reverse("offices:refuse", args=[propose(isere.filing, with_fee(isere.filing.document, "75"), amina).pk])


WORDS = {"code": "other", "reason": 'Deux lignes,\r\ndont une "citée" & <notée>.', "seen": "0" * 64}


def hidden(answer) -> dict[str, str]:
    """The fields that nobody sees, as a browser would send them."""
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}


def send(client, address: str, fields: dict[str, str]):
    """As a form without files is sent."""
    return client.post(address, urlencode(fields), content_type=resuming.FORM)


def sign_in(client, answer, password: str = PASSWORD):
    return send(client, "/compte/connexion/", hidden(answer) | {"login": "claire", "password": password})


def test_what_was_typed_is_held_through_the_login_and_sent_again_by_a_press(client, refusal):
    asked = send(client, refusal, WORDS)
    assert asked.status_code == 403
    assert "Rien n'est perdu" in unescape(asked.content.decode())

    offered = sign_in(client, asked)

    assert f'action="{refusal}#resultat"' in offered.content.decode()
    assert WORDS.items() <= hidden(offered).items()
    assert "Votre proposition" not in offered.content.decode()
    decided = send(client, refusal, hidden(offered))
    assert decided.status_code == 409  # the text was never that of this hash: it is judged as any other form is
    assert "Deux lignes,\ndont une &quot;citée&quot; &amp; &lt;notée&gt;." in decided.content.decode().replace("\r", "")


def test_it_is_still_held_after_a_wrong_password(client, refusal):
    again = sign_in(client, send(client, refusal, WORDS), "un autre")

    assert again.status_code == 200
    assert WORDS.items() <= hidden(sign_in(client, again)).items()


def test_nothing_is_held_on_the_server(client, refusal):
    send(client, refusal, WORDS)

    assert "Deux lignes" not in str(list(client.session.values()))


def test_a_token_of_an_earlier_session_does_not_lose_what_was_typed(claire, refusal):
    """Somebody signed in anew in another window: the form bears the token of before."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(claire)

    offered = send(client, refusal, WORDS | {"csrfmiddlewaretoken": "a" * 64})

    assert offered.status_code == 200
    assert WORDS.items() <= hidden(offered).items()
    assert send(client, refusal, hidden(offered)).status_code == 409


@pytest.mark.parametrize("origin", ["https://ailleurs.example", "null", ""])
def test_what_another_site_had_somebody_send_is_refused_and_not_offered(origin, claire, refusal):
    client = Client(enforce_csrf_checks=True, headers={"origin": origin} if origin else None)
    client.force_login(claire)

    answer = send(client, refusal, WORDS)

    assert answer.status_code == 403
    assert "Deux lignes" not in answer.content.decode()


def test_passwords_are_never_held(client, claire):
    answer = send(client, "/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "a", "password2": "a"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/connexion/")


def test_words_that_are_not_ours_lead_nowhere(client, claire):
    assert resuming.held("n'importe quoi") is None

    answer = client.post("/compte/connexion/", {"login": "claire", "password": PASSWORD, "held": "n'importe quoi"})

    assert (answer.status_code, answer["Location"]) == (302, "/espace/")
