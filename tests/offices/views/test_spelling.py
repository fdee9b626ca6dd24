"""An address that is evidently another one leads there; what could be two is asked of the reader."""

import pytest

from offices.models import Page, PageSlug
from offices.views.public.spelling import meant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/guichets/prefecture-grenoble", "/guichets/prefecture-grenoble/"),
        ("/Guichets/Prefecture-Grenoble/", "/guichets/prefecture-grenoble/"),
        ("/guichets/préfecture-grenoble/", "/guichets/prefecture-grenoble/"),
        ("/guichets/pre\u0301fecture-grenoble/", "/guichets/prefecture-grenoble/"),
        ("//guichets//prefecture-grenoble//", "/guichets/prefecture-grenoble/"),
        ("/guichets/prefecture grenoble/", "/guichets/prefecture-grenoble/"),
        ("/guichets/prefecture_grenoble/historique", "/guichets/prefecture-grenoble/historique/"),
        ("/guichets/prefecture-grenoble/).", "/guichets/prefecture-grenoble/"),
        ("/guichets/prefecture-grenoble/QR.SVG", "/guichets/prefecture-grenoble/qr.svg"),
        ("/régions/Bretagne", "/regions/bretagne/"),
        ("/Departements/2a", "/departements/2A/"),
        ("/g/7KQ2M.", "/g/7kq2m/"),
        ("/EN/Guichets/prefecture-grenoble/", "/en/guichets/prefecture-grenoble/"),
        ("/Robots.txt", "/robots.txt"),
        ("/fr/guichets/prefecture-grenoble", "/guichets/prefecture-grenoble/"),
        ("/fr", "/"),
    ],
)
def test_what_was_meant_is_evident(typed, address):
    assert meant(typed) == address
    assert meant(address) is None  # nobody is sent in circles


@pytest.mark.parametrize(
    "path", ["/", "/rien/", "/espace/File/", "/compte/Mot-de-passe/", "/api/v1/Offices/", "/admin"]
)
def test_what_is_nobody_s_or_not_public_is_not_guessed(path):
    assert meant(path) is None


def test_a_reader_is_led_there_with_what_was_asked(isere, reader):
    response = reader.get("/Guichets/Pr%C3%A9fecture-Grenoble?au=2026-01-01")
    assert response.status_code == 301
    assert response["Location"] == "/guichets/prefecture-grenoble/?au=2026-01-01"


@pytest.mark.parametrize("path", ["//exemple.org/", "//exemple.org/guichets/x/", "/\\exemple.org/aide"])
def test_no_address_leads_to_another_site(path):
    assert meant(path) is None


def test_two_slashes_before_a_name_of_ours_are_one():
    assert meant("//aide/") == "/aide/"


def test_a_departement_that_does_not_exist_is_not_found_at_once(isere, reader):
    assert reader.client.get("/departements/ZZ/").status_code == 404
    assert reader.client.get("/departements/zz/", follow=True).status_code == 404


def test_every_address_below_an_old_one_leads_below_the_new_one(isere, reader):
    old = isere.filing.slug
    PageSlug.objects.create(slug="nouvelle", page=isere.filing)
    Page.objects.filter(pk=isere.filing.pk).update(slug="nouvelle")
    for below in ("", "historique/", "versions/1/", "pieces/", "comparer/", "qr.svg", f"pieces/{isere.ground.slug}/"):
        response = reader.get(f"/modalites/{old}/{below}")
        assert (response.status_code, response["Location"]) == (301, f"/modalites/nouvelle/{below}")
    asked = reader.get(f"/modalites/{old}/historique/?de=1&a=2&utm_source=lettre")
    assert asked["Location"] == "/modalites/nouvelle/historique/?de=1&a=2"
