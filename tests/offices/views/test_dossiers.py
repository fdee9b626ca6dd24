"""A region's or a département's dossier on one page: all that is published there, to print."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geography.models import Region
from offices import moderation
from offices.enums import PageKind, WarningCode
from offices.paper.dossier import region_data
from tests.plugins.cast import FILING, propose, publish, with_fee
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

ISERE = "/departements/38/dossier/"
REGION = "/regions/auvergne-rhone-alpes/dossier/"
MOST_QUERIES = 22  # whatever the number of pages


@pytest.fixture
def full(isere, claire):
    """A procedure in which every field says something, and a note on what it demands."""
    publish(filled(PageKind.LEGAL_NOTE, "note").model_dump(mode="json"), by=claire)
    return publish(filled(PageKind.PROCEDURE, "complet").model_dump(mode="json"), by=claire)


def test_it_says_all_of_each_page_and_when_it_was_confirmed(isere, reader, claire):
    moderation.verify(isere.filing, on=date(2026, 3, 2), by=claire)
    text = reader.text(ISERE)
    for said in (
        "Modalités de dépôt d'une demande de titre de séjour",
        "Département de l'Isère (38)",
        "Sous-préfecture de Vienne",
        "Dernière mise à jour : 2 mars 2026",
        "Il faut d'abord prendre rendez-vous en ligne, puis envoyer la demande par courrier.",
        "12 place de Verdun",
        "50,00",
        "isere.gouv.fr/sejour",
    ):
        assert said in text.replace("\u00a0", " "), said


def test_its_contents_list_names_the_departments_of_which_nothing_is_known(isere, reader):
    page = reader.page(REGION)
    listed = [item.text(strip=True).replace("\u00a0", " ") for item in page.css(".contents li")]
    assert "Département de l'Isère (38)" in listed
    assert "Département de l'Ain (01) : aucune information" in listed
    assert len(page.css(".part:not(.silent)")) == 1


def test_screen_and_paper_have_one_rule_of_which_departments_nothing_is_known(isere, reader, claire):
    """A préfecture of which only the web site is known says nothing of how to file."""
    ain = {"kind": "office", "name": "Préfecture de l'Ain", "office_kind": "prefecture", "department": "01"}
    publish(ain | {"website": "https://www.ain.gouv.fr"}, by=claire)
    shown = reader.page(REGION)
    on_paper = region_data(Region.objects.get(slug="auvergne-rhone-alpes"), date(2026, 11, 21))["departments"]
    headings = [one["heading"].replace("’", "'") for one in on_paper]  # print has an apostrophe of its own

    assert [one.text(strip=True) for one in shown.css(".part > h2")] == headings
    assert shown.css_first("#departement-01 article") is not None, "its web site is said all the same"
    assert "aucune information" in shown.css_first("#departement-01 > h2").text()


def test_a_department_of_which_nothing_is_known_has_a_page_that_says_so(isere, reader):
    assert "aucune information" in reader.text("/departements/29/dossier/")


def flat(text: str) -> str:
    return re.sub(r" (?=[.,)])", "", " ".join(text.split()))


def test_it_holds_everything_that_the_page_of_a_procedure_holds(full, reader):
    text = reader.text(ISERE)
    own = reader.page(full.get_absolute_url())
    said = {
        node.text(separator=" ") for node in own.css(".steps dd, .items .prose, .quote p, .remark > p, .law .prose")
    }
    assert not {words for words in map(flat, said) if words not in flat(text)}


def test_a_warning_stands_above_what_it_speaks_of(full, reader, claire):
    moderation.warn(full, code=WarningCode.LINK_DEAD, by=claire)
    moderation.warn(full, code=WarningCode.ADDRESS_DOUBTFUL, by=claire, step=full.document.steps[0].id)
    text = reader.text(ISERE)
    assert "Le lien indiqué ne fonctionne plus." in text
    assert "L'adresse indiquée est douteuse" in text


def test_a_legal_note_is_printed_once_and_named_where_it_stands(full, reader):
    page = reader.page(ISERE)
    assert len(page.css("#note-1")) == 1
    assert page.css("article a.law-mark[href='#note-1']")


def test_what_is_only_proposed_changes_not_one_byte(isere, reader, amina):
    before = reader.get(ISERE).content
    propose(isere.filing, with_fee(isere.filing.document, "999"), amina)
    assert reader.get(ISERE).content == before


def test_it_is_sound_html(full, reader):
    for address in (ISERE, REGION):
        page = reader.page(address)
        identifiers = [node.attributes["id"] for node in page.css("[id]")]
        assert len(identifiers) == len(set(identifiers))
        anchors = [link.attributes["href"].removeprefix("#") for link in page.css("a[href^='#']")]
        assert set(anchors) <= set(identifiers)
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels
        assert not page.css("[style], script:not([src])")


def queries(reader) -> int:
    with CaptureQueriesContext(connection) as asked:
        reader.get(REGION)
    return len(asked)


def test_its_queries_do_not_grow_with_its_pages(isere, reader, claire):
    refusal = {"handling": "not_handled", "offices": ["sous-prefecture-vienne"]}  # where else, other pages tell
    counted = []
    for number in range(3):
        publish(FILING | {"title": f"Autre {number}"}, by=claire)
        publish(FILING | refusal | {"title": f"Refus {number}"}, by=claire)
        counted.append(queries(reader))
    assert counted[1] == counted[2] <= MOST_QUERIES


def test_it_names_the_site_and_not_the_request(isere, reader):
    assert "http://testserver" not in reader.get(ISERE).content.decode()


def test_both_places_link_to_it(isere, reader):
    assert reader.page("/departements/38/").css_first(f"a[href='{ISERE}']")
    assert reader.page("/regions/auvergne-rhone-alpes/").css_first(f"a[href='{REGION}']")


def test_a_code_in_small_letters_is_sent_to_its_address(isere, reader):
    assert reader.client.get("/departements/2a/dossier/")["Location"] == "/departements/2A/dossier/"
    assert reader.client.get("/departements/999/dossier/").status_code == 404
    assert reader.client.get("/regions/armorique/dossier/").status_code == 404
