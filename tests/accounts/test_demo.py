import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Role, User


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.DEMO_PASSWORD = "un-premier-secret"


@pytest.mark.django_db
def test_the_cast_of_the_demonstration_has_its_roles_over_france(demo):
    call_command("demo_accounts")

    roles = {
        user.username: {(membership.role, membership.scope_kind) for membership in user.memberships.all()}
        for user in User.objects.all()
    }
    assert roles == {
        "benevole": {(Role.VOLUNTEER, "france")},
        "benevole2": {(Role.VOLUNTEER, "france")},
        "moderation": {(Role.MODERATOR, "france")},
        "moderation2": {(Role.MODERATOR, "france")},
        "administration": {(Role.ADMINISTRATOR, "france")},
    }
    assert list(User.objects.filter(is_staff=True).values_list("username", flat=True)) == ["administration"]


@pytest.mark.django_db
def test_a_new_password_reaches_every_account_and_the_same_one_ends_no_session(demo, client, settings):
    call_command("demo_accounts")
    client.force_login(User.objects.get(username="benevole"))

    call_command("demo_accounts")
    assert client.get("/compte/mot-de-passe/").status_code == 200

    settings.DEMO_PASSWORD = "un-second-secret"
    call_command("demo_accounts")
    assert all(user.check_password("un-second-secret") for user in User.objects.all())
    assert client.get("/compte/mot-de-passe/").status_code == 302


@pytest.mark.django_db
def test_outside_the_demonstration_they_do_not_exist(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_accounts")

    assert not User.objects.exists()
