import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Membership, User

ADDRESS = "lea@example.org"
PASSWORD = "un-secret-de-papier-3"

pytestmark = pytest.mark.django_db


@pytest.fixture
def invite(capsys):
    """Run the command; returns the path of the link it prints."""

    def run(*arguments: str) -> str:
        call_command("invite", *arguments)
        return capsys.readouterr().out.strip().removeprefix("http://localhost:8000")

    return run


def open_account(client, link: str, password: str = PASSWORD):
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


def test_whoever_is_invited_chooses_a_password_and_is_signed_in(client, invite):
    answer = open_account(client, invite(ADDRESS, "--role", "volunteer"))

    user = User.objects.get(username=ADDRESS)
    assert answer.status_code == 302
    assert user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_before_that_nobody_can_sign_in_with_the_account(client, invite):
    invite(ADDRESS, "--role", "moderator")

    assert not User.objects.get(username=ADDRESS).has_usable_password()


def test_the_link_works_once(client, invite):
    link = invite(ADDRESS, "--role", "volunteer")
    open_account(client, link)
    client.logout()

    answer = client.get(link, follow=True)

    assert "Ce lien ne fonctionne plus" in answer.content.decode()
    assert not answer.redirect_chain


def test_a_link_with_another_end_opens_nothing(client, invite):
    link = invite(ADDRESS, "--role", "volunteer")

    answer = client.get(f"{link[:-3]}xx/")

    assert "Ce lien ne fonctionne plus" in answer.content.decode()


def test_inviting_again_before_it_is_used_gives_a_new_link(client, invite):
    invite(ADDRESS, "--role", "volunteer")

    assert open_account(client, invite(ADDRESS, "--role", "volunteer")).status_code == 302
    assert Membership.objects.filter(user__username=ADDRESS).count() == 1


def test_an_account_in_use_is_not_given_away_by_a_second_invitation(client, invite):
    open_account(client, invite(ADDRESS, "--role", "volunteer"))

    with pytest.raises(CommandError, match="a déjà un compte"):
        invite(ADDRESS, "--role", "administrator")

    assert not Membership.objects.filter(user__username=ADDRESS, role="administrator").exists()


@pytest.mark.parametrize(
    ("scope", "kind", "code"),
    [
        ([], "france", ""),
        (["--scope", "38"], "department", "38"),
        (["--scope", "2A"], "department", "2A"),
        (["--scope", "occitanie"], "region", "76"),
    ],
)
def test_a_role_has_a_scope(invite, france, scope, kind, code):
    invite(ADDRESS, "--role", "moderator", *scope)

    membership = Membership.objects.get(user__username=ADDRESS)
    assert (membership.role, membership.scope_kind, membership.scope_code) == ("moderator", kind, code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lea", "--role", "moderator"], "n'est pas une adresse électronique"),
        ([ADDRESS, "--role", "moderator", "--scope", "atlantide"], "n'est ni le code d'un département"),
    ],
)
def test_what_cannot_be_granted_is_told_and_opens_nothing(invite, france, arguments, message):
    with pytest.raises(CommandError, match=message):
        invite(*arguments)

    assert not User.objects.exists()


def test_an_administrator_enters_the_administration(client, invite):
    open_account(client, invite(ADDRESS, "--role", "administrator"))

    assert client.get("/admin/").status_code == 200


def test_a_moderator_does_not(client, invite):
    open_account(client, invite(ADDRESS, "--role", "moderator"))

    assert client.get("/admin/").status_code == 403
