"""Grounds on two levels: what hangs on the wider one holds for its cases; what hangs on a case is found from it."""

import pytest

from offices.indexing import reindex
from offices.models import Procedure
from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

AES = "admission-exceptionnelle-au-sejour"
CASE = {"kind": "ground", "title": "AES – travail", "filing": "office", "parent": AES}


@pytest.fixture
def work(isere, claire):
    return publish(CASE | {"requirements": [{"id": "r", "document": "payslips"}]}, by=claire, slug="aes-travail")


@pytest.fixture
def filing(isere, work, claire):
    """Grenoble's procedure for AES, some rows of which are limited to work."""
    document = isere.filing.document.model_dump(mode="json") | {
        "title": "Toute AES à Vienne",
        "offices": [isere.vienne.slug],
        "territory": {"arrondissements": ["383"]},
        "requirements": [
            {"id": "a", "document": "passport"},
            {"id": "b", "document": "employment_contract", "grounds": ["aes-travail"]},
        ],
        "conditions": [{"id": "c", "text": "Avoir un employeur.", "grounds": ["aes-travail"]}],
    }
    return publish(document, by=claire, slug="aes-38-vienne")


def test_a_case_shows_its_own_facts_then_those_of_the_wider_ground_named_as_such(isere, work, claire, reader):
    wider = {"requirements": [{"id": "r", "document": "passport"}], "conditions": [{"id": "c", "text": "Vivre ici."}]}
    parent = publish({"kind": "ground", "title": "Séjour", "filing": "office", **wider}, by=claire, slug="sejour")
    own = {"title": "Séjour – travail", "parent": parent.slug, "requirements": [{"id": "r", "document": "payslips"}]}
    page = publish(CASE | own, by=claire, slug="sejour-travail")
    assert reader.text(page.get_absolute_url(), "#pieces") == "Pièces à fournir Bulletins de paie"
    assert reader.text(page.get_absolute_url(), "#large-pieces") == "Pièces à fournir – Séjour Passeport"
    assert "Vivre ici." in reader.text(page.get_absolute_url(), "#large-conditions")
    assert "Séjour – travail" in reader.text(parent.get_absolute_url())


def test_a_case_names_the_procedures_that_say_something_of_it_alone(filing, work, reader):
    assert [row.page for row in work.index.particular_procedures.all()] == [filing]
    text = reader.text(work.get_absolute_url())
    assert "Guichets qui en disent quelque chose de particulier Toute AES à Vienne" in text
    assert "Isère (38)" in text  # its département is described for the wider ground


def test_a_procedure_that_stops_saying_so_is_no_longer_named(filing, work, claire, reader):
    row = Procedure.objects.get(pk=filing.pk)
    reindex(filing, filing.document.model_copy(update={"requirements": (), "conditions": ()}))
    assert not row.particular_grounds.exists()


def test_the_api_finds_the_procedures_that_say_something_of_a_case(filing, reader):
    results = reader.get("/api/v1/procedures/?ground=aes-travail").json()["results"]
    assert [row["slug"] for row in results] == [filing.slug]


def test_a_procedure_groups_its_rows_by_case(filing, reader):
    assert reader.text(filing.get_absolute_url(), "#pieces").endswith(
        "Passeport Seulement pour : AES – travail Contrat ou promesse d'embauche"
    )


def test_the_lookup_of_a_case_falls_back_and_shows_what_is_limited_to_it(filing, work, reader):
    text = reader.text("/ou-deposer/?commune=38544&fondement=aes-travail")
    assert "Votre guichet : Sous-préfecture de Vienne." in text
    assert "En particulier, pour « AES – travail »" in text
    assert "Contrat ou promesse d'embauche" in text
    assert "Avoir un employeur." in text
    assert "Passeport" not in text
    link = reader.page("/ou-deposer/?commune=38544&fondement=aes-travail").css_first("main a[href*='/pieces/']")
    assert "Passeport" in reader.text(link.attributes["href"])


def test_the_api_lists_cases_with_everything_that_hangs_on_them(work, isere, reader):
    assert reader.get("/api/v1/procedures/?ground=aes-travail").json()["results"] == []
    (row,) = reader.get(f"/api/v1/grounds/?parent={isere.ground.slug}").json()["results"]
    assert (row["slug"], row["parent"]["slug"]) == ("aes-travail", isere.ground.slug)
    assert row["requirements"][0]["document"] == "payslips"
    assert {"conditions", "downloads", "legal_bases", "passages", "notices", "includes"} <= row.keys()


class TestTheGuide:
    @pytest.fixture
    def guide(self, isere, claire):
        kinds = ("context", "steps", "warning", "tip", "footnote")
        content = filled("guide", "mot").model_dump(mode="json") | {
            "department": "",  # of a département, it would say whom to ask there
            "sections": [{"id": kind, "kind": kind, "heading": f"Partie {kind}", "text": "Un\nDeux"} for kind in kinds],
        }
        return publish(content, by=claire)

    def test_where_one_looks_for_grounds_the_guide_is_told_whole(self, guide, reader):
        text = reader.text("/fondements/")
        for kind in ("context", "steps", "warning", "tip", "footnote"):
            assert f"Partie {kind}" in text, kind
        for said in ("mot description", "mot text", "mot former", "mot name", "mot title", "mot news_page"):
            assert said in text or said.replace(" ", ".example.org/") in reader.get("/fondements/").content.decode(), (
                said
            )
        assert text.index("Partie context") < text.index("1 fondement") < text.index("Partie steps")

    def test_it_is_decided_like_any_page_and_keeps_its_history(self, guide, reader):
        assert reader.page("/fondements/").css(f"a[href='{guide.get_absolute_url()}']")
        assert reader.get(f"{guide.get_absolute_url()}historique/").status_code == 200

    def test_the_api_serves_it(self, guide, reader):
        (listed,) = reader.get("/api/v1/guides/").json()["results"]
        assert reader.get(f"/api/v1/guides/{guide.slug}/").json() == listed
        assert [row["kind"] for row in listed["sections"]] == ["context", "steps", "warning", "tip", "footnote"]
        assert listed["pictures"][0]["description"] == "mot description"
        assert listed["renamings"][0]["former"] == "mot former"
        assert listed["news_page"]
