"""People in the administration: a name, an address and roles, nothing that gives no right."""

import pytest
from django.test import Client

from accounts.models import Membership, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration(emma) -> Client:
    User.objects.filter(pk=emma.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=emma.pk))
    return client


def test_only_what_serves_is_listed(administration):
    index = administration.get("/admin/").content.decode()
    assert "/admin/accounts/user/" in index
    assert "/admin/auth/" not in index
    assert "/admin/account/" not in index


def test_people_are_told_apart_by_their_roles(administration, driss):
    assert "modérateur·rice (38)" in administration.get("/admin/accounts/user/").content.decode()


def test_a_person_has_no_field_that_gives_no_right(administration, amina):
    page = administration.get(f"/admin/accounts/user/{amina.pk}/change/").content.decode()
    for field in ("groups", "user_permissions", "is_staff", "is_superuser", "first_name", "last_login_0"):
        assert f'name="{field}"' not in page


def test_whoever_is_made_an_administrator_enters_and_whoever_no_longer_is_does_not(administration, amina):
    held = amina.memberships.get()
    role = {"memberships-0-id": str(held.pk), "memberships-0-user": str(amina.pk), "memberships-0-scope_kind": "france"}
    forms = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1", "username": "amina", "is_active": "on"}
    for given, enters in ((Role.ADMINISTRATOR, True), (Role.VOLUNTEER, False)):
        answer = administration.post(
            f"/admin/accounts/user/{amina.pk}/change/", forms | role | {"memberships-0-role": given}
        )
        assert answer.status_code == 302
        assert Membership.objects.get(pk=held.pk).role == given
        client = Client()
        client.force_login(User.objects.get(pk=amina.pk))
        assert (client.get("/admin/").status_code == 200) is enters
        assert ("/admin/" in client.get("/espace/").content.decode()) is enters
