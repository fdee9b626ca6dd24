import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache

from accounts.models import User

PASSWORD = "un-secret-de-papier-3"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def person():
    cache.clear()  # the limits of the test before
    return User.objects.create_user("lea", password=PASSWORD)


def sign_in(client, password: str = PASSWORD, **extra):
    return client.post("/compte/connexion/?next=/healthz", {"login": "lea", "password": password}, **extra)


def test_signing_in_leads_where_one_wanted_to_go(client):
    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/healthz")


def test_a_wrong_password_is_told_in_french_without_saying_which_of_the_two_is_wrong(client):
    answer = sign_in(client, "un autre")

    assert answer.status_code == 200
    assert "Le nom ou le mot de passe ne convient pas." in answer.content.decode()


def test_guessing_is_slowed_down(client):
    """Five failures for one account, then not even the right password."""
    for number in range(5):
        sign_in(client, f"essai {number}")

    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_whoever_guesses_from_elsewhere_does_not_shut_the_owner_out(client):
    for number in range(6):
        sign_in(client, f"essai {number}", REMOTE_ADDR="203.0.113.77")

    assert sign_in(client, REMOTE_ADDR="203.0.113.78").status_code == 302


def test_one_machine_is_one_source_however_many_addresses_its_network_has(client):
    for number in range(5):
        sign_in(client, f"essai {number}", REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")

    assert sign_in(client, REMOTE_ADDR="2001:db8:1:2::ffff").status_code == 200
    assert sign_in(client, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_the_limits_tell_sources_apart_without_keeping_their_address(rf):
    """What allauth keeps in the cache for a minute is what the adapter calls the source."""
    one, again, other = (
        get_adapter().get_client_ip(rf.post("/", REMOTE_ADDR=address))
        for address in ("203.0.113.77", "203.0.113.77", "203.0.113.78")
    )

    assert one == again != other
    assert "203.0.113" not in one


@pytest.mark.parametrize(
    "path", ["/compte/connexion/", "/compte/deconnexion/", "/compte/mot-de-passe/", "/compte/confirmer/"]
)
def test_every_account_page_can_be_opened(client, person, path):
    if path != "/compte/connexion/":
        client.force_login(person)

    answer = client.get(path)

    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("path", ["/compte/deconnexion/", "/compte/mot-de-passe/", "/compte/confirmer/"])
def test_account_pages_ask_to_sign_in_first(client, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/connexion/")


def test_changing_the_password_keeps_this_session(client, person):
    client.force_login(person)
    new = "un-autre-secret-de-papier"

    client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    person.refresh_from_db()
    assert person.check_password(new)
    assert client.get("/compte/mot-de-passe/").status_code == 200


def test_signing_out_needs_a_post(client, person):
    client.force_login(person)
    client.get("/compte/deconnexion/")
    assert "_auth_user_id" in client.session

    client.post("/compte/deconnexion/")
    assert "_auth_user_id" not in client.session
