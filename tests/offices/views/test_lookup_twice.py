"""The page and the API answer the same question: they say the same, whatever the commune and the ground."""

import pytest

from geography.models import Commune
from offices import moderation
from offices.competence import areas
from offices.enums import WarningCode
from offices.models import Page
from tests.plugins.cast import publish
from tests.plugins.content import MODEL_DEPARTMENTS

pytestmark = pytest.mark.django_db

BESIDE = ["27229", "75118", "69383", "2A004", "97611", "97701", "98411", "50173", "02285"]
GROUNDS = ["aes", "aes-travail", "salarie", "etudiant"]
FLORAC = "sous-prefecture-florac-trois-rivieres"
FOLDERS = {"office": "guichets", "procedure": "modalites", "guide": "guides"}


@pytest.fixture
def told(loaded_content, claire):
    """The model départements, with one of everything that an answer can say: a refusal that names another office, a
    warning, a page that says whom to ask."""
    refusal = {"kind": "procedure", "title": "Refus", "department": "48", "offices": [FLORAC], "grounds": ["salarie"]}
    there = {"handling": "not_handled", "see_instead": {"office": "prefecture-mende"}}
    publish(refusal | there, by=claire)
    publish({"kind": "guide", "title": "À qui demander en Lozère", "department": "48"}, by=claire)
    beziers = Page.objects.get(slug="aes-34-sous-prefecture-beziers")
    moderation.warn(beziers, code=WarningCode.values[0], by=claire)


def questions() -> list[tuple[str, str]]:
    """One commune of each arrondissement of the model départements, and some that are not what they seem."""
    codes = []
    for department, arrondissement in areas(MODEL_DEPARTMENTS):
        communes = Commune.objects.current().filter(department=department, arrondissement=arrondissement)
        codes.append(communes.order_by("code").values_list("code", flat=True)[0])
    return [(code, ground) for code in codes + BESIDE for ground in GROUNDS]


def test_the_page_says_what_the_api_says(told, client, reader):
    rules = set()
    for commune, ground in questions():
        said = client.get("/api/v1/lookup/", {"commune": commune, "ground": ground}).json()
        page = reader.page(f"/ou-deposer/?commune={commune}&fondement={ground}")
        shown = {link.attributes["href"] for link in page.css("main a")}
        text = " ".join(page.css_first("main").text().split())
        where = (commune, ground, said["rule"])
        rules.add(said["rule"])

        sent_to = {said[name] and said[name]["slug"] for name in ("office", "procedure")}
        ask = said["ask"] or {}
        asked = {ask[name] and ask[name]["slug"] for name in ("office", "guide") if name in ask}
        named = {slug for kind in FOLDERS for slug in slugs_within(shown, FOLDERS[kind])}
        assert named == (sent_to | asked) - {None}, where

        assert bool(said["platform_url"]) == (said["platform"] == "anef"), where
        assert said["platform_url"] is None or said["platform_url"] in shown, where
        assert (said["platform"] == "anef") == ("plateforme nationale (ANEF)" in text), where
        assert (said["handling"] == "not_handled") == ("ne traite pas ces demandes" in text), where
        knows_whose = said["handling"] == "unknown" and said["own_office"]
        assert bool(knows_whose) == ("Je sais, je l'écris" in text), where
        assert (said["rule"] == "unknown") == ("Aucune information sur cette demande" in text), where
        unconfirmed = said["rule"] == "office_silent" and said["procedure"]
        assert bool(unconfirmed) == ("Non confirmé pour votre commune : voici ce qui est écrit pour la" in text), where
        assert bool(said["warnings"]) == bool(page.css(".alert--warning")), where
        if said["own_office"] and said["rule"] in ("office_elsewhere", "office_silent"):
            assert said["own_office"]["title"].casefold() in text.casefold(), where
        if ask.get("website"):
            assert ask["website"] in shown, where
    assert rules == {"platform", "territory", "office_elsewhere", "office_silent", "unknown"}


def slugs_within(addresses: set[str], folder: str) -> set[str]:
    return {address.split("/")[2] for address in addresses if address.startswith(f"/{folder}/")}
