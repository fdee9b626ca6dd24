"""A session that ended while somebody was writing: what was written is given back after the login."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.conf import settings
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


@pytest.fixture
def typed(claire) -> dict[str, str]:
    """What claire's browser sends."""
    return WORDS | {resuming.OPENED_BY: claire.mark}


def hidden(answer) -> dict[str, str]:
    """The fields that nobody sees, as a browser would send them."""
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}


def send(client, address: str, fields: dict[str, str]):
    """As a form without files is sent."""
    return client.post(address, urlencode(fields), content_type=resuming.FORM)


def sign_in(client, answer, password: str = PASSWORD, login: str = "claire"):
    return send(client, "/compte/connexion/", hidden(answer) | {"login": login, "password": password})


def test_what_was_typed_is_held_through_the_login_and_sent_again_by_a_press(client, refusal, typed):
    asked = send(client, refusal, typed)
    assert asked.status_code == 403
    assert "Rien n'est perdu" in unescape(asked.content.decode())

    offered = sign_in(client, asked)

    assert f'action="{refusal}#resultat"' in offered.content.decode()
    assert WORDS.items() <= hidden(offered).items()
    assert "Votre proposition" not in offered.content.decode()
    decided = send(client, refusal, hidden(offered))
    assert decided.status_code == 409  # the text was never that of this hash: it is judged as any other form is
    assert "Deux lignes,\ndont une &quot;citée&quot; &amp; &lt;notée&gt;." in decided.content.decode().replace("\r", "")


def test_it_is_still_held_after_a_wrong_password(client, refusal, typed):
    again = sign_in(client, send(client, refusal, typed), "un autre")

    assert again.status_code == 200
    assert WORDS.items() <= hidden(sign_in(client, again)).items()


def test_nobody_else_is_offered_what_somebody_typed(client, refusal, typed, driss):
    """Driss, who may decide the same proposal, signs in on the page that claire left."""
    asked = send(client, refusal, typed)

    answer = sign_in(client, asked, login="driss")

    assert (answer.status_code, answer["Location"]) == (302, "/espace/#resultat")
    told = client.get("/espace/").content.decode()
    assert "rempli avec un autre compte" in told
    assert "Deux lignes" not in told


def test_a_form_that_does_not_say_whose_it_is_is_held_for_nobody(client, refusal):
    answer = send(client, refusal, WORDS)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/connexion/")


def test_every_form_of_the_working_space_says_whose_it_is():
    templates = settings.BASE_DIR / "templates" / "espace"
    bare = {path.name for path in templates.rglob("*.html") if "{% csrf_token %}" in path.read_text()}
    assert bare == {"base.html", "token.html"}  # the first: signing out, a library's


def test_nothing_is_held_on_the_server(client, refusal, typed):
    send(client, refusal, typed)

    assert "Deux lignes" not in str(list(client.session.values()))


def test_a_token_of_an_earlier_session_does_not_lose_what_was_typed(claire, refusal, typed):
    """Somebody signed in anew in another window: the form bears the token of before."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(claire)

    offered = send(client, refusal, typed | {"csrfmiddlewaretoken": "a" * 64})

    assert offered.status_code == 200
    assert WORDS.items() <= hidden(offered).items()
    assert send(client, refusal, hidden(offered)).status_code == 409


def test_a_token_of_another_persons_session_offers_nothing(driss, refusal, typed):
    """Driss signed in on the machine of claire, whose form was still open in another window."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(driss)

    answer = send(client, refusal, typed | {"csrfmiddlewaretoken": "a" * 64})

    assert (answer.status_code, answer["Location"]) == (302, "/espace/#resultat")
    assert "rempli avec un autre compte" in client.get("/espace/").content.decode()


@pytest.mark.parametrize("origin", ["https://ailleurs.example", "null", ""])
def test_what_another_site_had_somebody_send_is_refused_and_not_offered(origin, claire, refusal, typed):
    client = Client(enforce_csrf_checks=True, headers={"origin": origin} if origin else None)
    client.force_login(claire)

    answer = send(client, refusal, typed)

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
