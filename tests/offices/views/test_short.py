"""The permanent short address of a page, and its QR code."""

from xml.etree import ElementTree

import pytest
import segno
from django.conf import settings

from offices.enums import ProposalAction
from offices.models import Page, PageSlug
from offices.presentation import qr
from tests.plugins.cast import approve, propose

pytestmark = pytest.mark.django_db


def test_a_short_address_leads_to_every_kind_of_page(isere, reader):
    for page in (isere.filing, isere.grenoble, isere.ground):
        response = reader.get(f"/g/{page.code}/")
        assert (response.status_code, response["Location"]) == (302, page.get_absolute_url())
        assert response["X-Robots-Tag"] == "noindex"


def test_it_is_understood_as_a_telephone_writes_it(isere, reader):
    assert reader.get(f"/g/{isere.filing.code.upper()}/").status_code == 302
    assert reader.get(f"/g/{isere.filing.code}").status_code == 301  # then with its slash


def test_it_follows_the_page_to_its_new_address(isere, reader):
    PageSlug.objects.create(slug="nouvelle-adresse", page=isere.filing)
    Page.objects.filter(pk=isere.filing.pk).update(slug="nouvelle-adresse")
    assert reader.get(f"/g/{isere.filing.code}/")["Location"] == "/modalites/nouvelle-adresse/"


def test_of_a_removed_page_it_leads_to_what_is_left_of_it(isere, amina, claire, reader):
    approve(propose(isere.filing, isere.filing.document, amina, action=ProposalAction.REMOVE), claire)
    response = reader.get(f"/g/{isere.filing.code}/")
    assert response.status_code == 302
    assert reader.get(response["Location"]).status_code == 410


def test_a_code_that_was_never_given_is_nobody_s(isere, reader):
    assert reader.get("/g/zzzzz/").status_code == 404


def test_the_drawing_of_a_page_says_its_short_address(isere, reader):
    response = reader.get(f"{isere.grenoble.get_absolute_url()}qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content == qr.svg(f"{settings.SITE_URL}/g/{isere.grenoble.code}/")
    assert "immutable" in response["Cache-Control"]


def test_a_drawing_is_black_on_white_also_around_it():
    drawn = ElementTree.fromstring(qr.svg("https://exemple.org/g/7kq2m/"))  # noqa: S314 (drawn here)
    ground, code = (node for node in drawn.iter() if node.tag.endswith("path"))
    side = segno.make_qr("https://exemple.org/g/7kq2m/", error="m").symbol_size(border=4)[0]
    assert (ground.attrib["fill"], ground.attrib["d"]) == ("#fff", f"M0 0h{side}v{side}h-{side}z")
    assert code.attrib["stroke"] == "#000"
    assert code.attrib["d"].startswith("M4 4.5")  # four modules of quiet zone


def test_the_drawing_does_not_follow_the_name_under_which_it_was_asked_for(isere, reader):
    address = f"{isere.grenoble.get_absolute_url()}qr.svg"
    assert reader.client.get(address, headers={"host": "127.0.0.1"}).content == reader.get(address).content
