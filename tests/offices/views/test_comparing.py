"""Two procedures in two columns: rows meet by what they are about, and differences are said in words."""

import pytest

from offices import moderation
from offices.enums import ProposalAction
from tests.plugins.cast import READ_ON_SITE, approve, publish

pytestmark = pytest.mark.django_db

AES = "admission-exceptionnelle-au-sejour"


@pytest.fixture
def procedure(isere, claire):
    def write(office, **facts):
        document = {"kind": "procedure", "title": f"AES – {office.slug}", "department": "38", "grounds": [AES]}
        return publish(document | {"offices": [office.slug]} | facts, by=claire)

    return write


@pytest.fixture
def compared(isere, procedure, reader):
    """What the one and the other say → the rows of a table: (what it is about and whether it differs, one, other)."""

    def rows(table: str, left: dict, right: dict) -> list[tuple[str, str, str]]:
        first, second = procedure(isere.grenoble, **left), procedure(isere.vienne, **right)
        page = reader.page(f"{first.get_absolute_url()}comparer/{second.slug}/")
        for name in page.css(".side"):  # shown where the columns stand one below the other; never read aloud
            name.decompose()
        read = [
            tuple(" ".join(cell.text(separator=" ").split()) for cell in row.css("th, td"))
            for row in page.css(f"#{table} tbody tr")
        ]
        return [row for row in read if row]

    return rows


def test_documents_meet_by_their_code_whatever_their_place(compared):
    left = [{"id": "a", "document": "passport"}, {"id": "b", "document": "photo", "quantity": 3}]
    right = [{"id": "x", "document": "photo", "quantity": 4}, {"id": "y", "document": "passport"}]
    assert compared("pieces", {"requirements": left}, {"requirements": right}) == [
        ("Passeport identique", "Passeport", "Passeport"),
        ("Photographie d'identité différent", "3 photographies d'identité", "4 photographies d'identité"),
    ]


def test_where_one_says_nothing_nothing_is_said_for_it(compared):
    left = [{"id": "a", "document": "stamped_envelope", "quantity": 2}]
    assert compared("pieces", {"requirements": left}, {"requirements": []}) == [
        ("Enveloppe timbrée d'un seul côté", "2 enveloppes timbrées", "Rien n'est dit."),
    ]


def test_what_holds_for_one_ground_only_is_not_compared_with_what_holds_for_all(compared):
    left = [{"id": "a", "document": "payslips", "grounds": [AES]}]
    right = [{"id": "a", "document": "payslips"}]
    assert [row[0] for row in compared("pieces", {"requirements": left}, {"requirements": right})] == [
        "Bulletins de paie (seulement pour : Admission exceptionnelle au séjour) d'un seul côté",
        "Bulletins de paie d'un seul côté",
    ]


def test_conditions_meet_by_kind_and_situation(compared):
    def years(number):
        threshold = {"id": "t", "measure": "residence", "quantity": number, "unit": "year"}
        return {"conditions": [{"id": "c", "situation": "parent_of_pupil", "thresholds": [threshold]}]}

    (row,) = compared("conditions", years(5), years(3))
    assert row[0] == "Condition à remplir : parents d'enfants scolarisés différent"
    assert "5 ans de présence en France." in row[1]
    assert "3 ans de présence en France." in row[2]


def test_fees_meet_by_kind_and_steps_stand_in_the_order_of_the_acts(compared):
    left = {"steps": [{"id": "a", "purpose": "send", "channel": "post"}], "fees": [{"id": "f", "amount": "50"}]}
    right = {"steps": [{"id": "b", "purpose": "book", "channel": "phone"}], "fees": [{"id": "g", "amount": "50.00"}]}
    assert [row[0] for row in compared("etapes", left, right)] == [
        "Prendre rendez-vous d'un seul côté",
        "Envoyer la demande d'un seul côté",
    ]


def test_the_columns_say_which_page_how_and_since_when(isere, procedure, reader):
    first, second = procedure(isere.grenoble, handling="unknown"), procedure(isere.vienne, handling="not_handled")
    text = reader.text(f"{first.get_absolute_url()}comparer/{second.slug}/")
    assert "On ne sait pas si ce guichet traite ces demandes." in text
    assert "Ce guichet ne traite pas ces demandes." in text
    assert text.count("Personne n'a encore confirmé ces informations.") == 2
    assert "cela ne veut pas dire que rien n'est demandé" in text


def test_it_is_a_table_for_a_screen_reader_on_any_screen(isere, procedure, reader):
    first, second = (procedure(office, fees=[{"id": "f", "amount": "50"}]) for office in (isere.grenoble, isere.vienne))
    page = reader.page(f"{first.get_absolute_url()}comparer/{second.slug}/")
    table = page.css_first("table")
    assert [th.attributes["scope"] for th in table.css("th")] == ["col", "col", "row"]
    title = page.css_first(f"#{table.attributes['aria-labelledby']}")
    assert title.text(separator=" ").split() == ["Frais", "Aucune", "différence."]
    assert all(row.attributes["role"] == "row" for row in table.css("tr"))


class TestChoosing:
    def test_the_other_office_is_a_link_with_its_whole_name_under_its_department(self, isere, procedure, reader):
        """Closed, a list on a phone shows how a name begins, and these begin alike."""
        first, second = procedure(isere.grenoble), procedure(isere.vienne)
        address = f"{first.get_absolute_url()}comparer/"
        assert reader.page(first.get_absolute_url()).css(f"a[href='{address}']")
        page = reader.page(address)
        assert "Isère (38)" in [heading.text() for heading in page.css("main h2")]
        links = {link.attributes["href"]: link.text() for link in page.css("main nav a")}
        assert links[f"{address}{second.slug}/"] == second.document.title
        assert f"{address}{first.slug}/" not in links

    def test_with_itself_one_is_asked_to_choose(self, isere, procedure, reader):
        page = procedure(isere.grenoble)
        response = reader.get(f"{page.get_absolute_url()}comparer/{page.slug}/")
        assert (response.status_code, response["Location"]) == (302, f"{page.get_absolute_url()}comparer/")


class TestAddresses:
    def test_an_unknown_page_on_either_side_is_not_found(self, isere, procedure, reader):
        page = procedure(isere.grenoble)
        assert reader.get(f"{page.get_absolute_url()}comparer/nulle-part/").status_code == 404
        assert reader.get(f"/modalites/nulle-part/comparer/{page.slug}/").status_code == 404
        assert reader.get(f"{page.get_absolute_url()}comparer/{isere.grenoble.slug}/").status_code == 404

    def test_an_old_address_on_either_side_leads_to_the_new_one(self, isere, procedure, reader):
        first, second = procedure(isere.grenoble), procedure(isere.vienne)
        first.slugs.create(slug="ancienne")
        second.slugs.create(slug="autre-ancienne")
        wanted = f"{first.get_absolute_url()}comparer/{second.slug}/"
        assert reader.get(f"/modalites/ancienne/comparer/{second.slug}/")["Location"] == wanted
        response = reader.get(f"{first.get_absolute_url()}comparer/autre-ancienne/")
        assert (response.status_code, response["Location"]) == (301, wanted)

    def test_of_a_removed_page_the_day_of_its_removal_is_left(self, isere, procedure, claire, amina, reader):
        first, second = procedure(isere.grenoble), procedure(isere.vienne)
        removal = moderation.submit(
            second.document, evidence=READ_ON_SITE, author=amina, page=second, action=ProposalAction.REMOVE
        )
        approve(removal, claire)
        assert reader.get(f"{first.get_absolute_url()}comparer/{second.slug}/").status_code == 410
