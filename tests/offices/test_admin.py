"""The administration shows content and writes none of it, not even for an administrator."""

import pytest
from django.contrib import admin
from django.test import Client

from offices.models import Decision, Page, Proposal
from tests.plugins.cast import approve

pytestmark = pytest.mark.django_db


def test_an_administrator_reads_content_and_changes_none(isere, fee_proposal, emma, claire):
    decision = approve(fee_proposal, claire)
    before = Page.objects.get(pk=isere.filing.pk).content
    client = Client()
    client.force_login(emma)
    for row in (isere.filing, fee_proposal, decision):
        name = row._meta.model_name
        assert client.get(f"/admin/offices/{name}/").status_code == 200
        assert client.get(f"/admin/offices/{name}/{row.pk}/change/").status_code == 200
        for url in (f"{row.pk}/change/", f"{row.pk}/delete/", "add/"):
            assert (
                client.post(f"/admin/offices/{name}/{url}", {"content": "{}", "state": "approved"}).status_code == 403
            )
    assert Page.objects.get(pk=isere.filing.pk).content == before


def test_no_table_of_content_can_be_written_from_the_administration(rf, emma):
    request = rf.get("/admin/")
    request.user = emma
    for model, registered in admin.site._registry.items():
        if model._meta.app_label in ("offices", "reversion", "sources"):
            assert not any(registered.get_model_perms(request)[right] for right in ("add", "change", "delete")), model


def test_there_is_no_bulk_action_on_proposals(emma, rf):
    request = rf.get("/admin/")
    request.user = emma
    for model in (Proposal, Decision, Page):
        assert admin.site._registry[model].get_actions(request) == {}
