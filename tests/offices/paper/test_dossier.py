"""The dossier that associations hand out: everything that is published there, in the order of the originals."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from geography.models import Department, Region
from offices import moderation
from offices.enums import PageKind, WarningCode
from offices.paper import compiling, dossier
from offices.publishing import files, keys, rendering
from tests.offices.paper.reading import flat, opened, said
from tests.plugins.cast import FILING, approve, propose, publish, with_address, with_fee
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

ISERE, REGION = "/dossiers/departement-38.pdf", "/dossiers/auvergne-rhone-alpes.pdf"


def region() -> dict:
    return dossier.region_data(Region.objects.get(slug="auvergne-rhone-alpes"), timezone.localdate())


def isere_data() -> dict:
    return dossier.department_data(Department.objects.get(code="38"), timezone.localdate())


def test_a_reader_is_given_a_pdf_that_says_all_that_is_published(isere, client, claire):
    moderation.verify(isere.filing, on=date(2026, 3, 2), by=claire)
    response = client.get(ISERE)

    assert response.headers["Content-Type"] == "application/pdf"
    text = said(response.content)
    for wanted in (
        "Modalités de dépôt d'une demande de titre de séjour",
        "Département de l'Isère (38)",
        "Dernière mise à jour : 2 mars 2026",
        "Il faut d'abord prendre rendez-vous en ligne, puis envoyer la demande par courrier.",
        "Bureau du séjour 12 place de Verdun 38000 Grenoble",
        "50,00 €",
        "https://www.isere.gouv.fr/sejour",
        f"Cette page, à jour : {isere.filing.short_address}",
        "n'est pas un document de l'État",
        "page 1 sur",
    ):
        assert flat(wanted) in text, wanted


def test_the_page_of_a_place_leads_to_its_dossier(isere, client):
    assert ISERE in client.get("/departements/38/").content.decode()
    assert REGION in client.get("/regions/auvergne-rhone-alpes/").content.decode()


def test_departments_stand_in_the_order_of_their_codes_and_those_without_information_say_so(isere):
    shown = region()["departments"]

    headings = [flat(one["heading"]) for one in shown]
    assert headings[0] == "Département de l'Ain (01) : aucune information"
    assert len(headings) == 12
    silent = {flat(one["heading"]) for one in shown if one["silent"]}
    assert silent == set(headings) - {"Département de l'Isère (38)"}
    body = compiling.pdf("dossier", region())
    assert said(body).count("Département de l'Ain (01)") == 2, "in the contents list, and in its place"


def test_the_contents_list_names_the_page_on_which_each_part_begins(isere):
    body = compiling.pdf("dossier", region())

    pages = [flat(page.extract_text()) for page in opened(body).pages]
    place = next(number for number, text in enumerate(pages, 1) if number > 2 and "Préfecture de Grenoble" in text)
    assert f"Préfecture de Grenoble {place}" in flat(pages[1].replace(".", ""))


def test_two_ways_of_one_office_are_told_apart_and_so_are_its_contacts(isere, claire):
    ground = publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire)
    publish(FILING | {"title": "Une autre", "grounds": [ground.slug]}, by=claire, slug="une-autre")

    headings = [flat(block["heading"]) for block in isere_data()["departments"][0]["blocks"]]
    assert headings == [
        "Préfecture de Grenoble – Admission exceptionnelle au séjour",
        "Préfecture de Grenoble – Salarié",
        "Préfecture de l'Isère : coordonnées",
    ]


def test_the_cover_shows_of_which_departments_the_dossier_speaks(isere):
    drawn = region()["map"]

    assert {sign["code"] for sign in drawn["signs"]} >= {"01", "38", "74"}
    assert drawn["svg"].count("#ddd") == 1
    overseas = dossier.department_data(Department.objects.get(code="974"), timezone.localdate())
    assert overseas["map"] is None


def test_a_warning_stands_before_what_it_is_about(isere, claire):
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)

    text = said(compiling.pdf("dossier", isere_data()))
    assert text.index("Mise en garde :") < text.index("Il faut d'abord prendre rendez-vous")


def test_words_of_others_stand_between_quotation_marks(isere, claire):
    page = publish(filled(PageKind.PROCEDURE, "complet").model_dump(mode="json"), by=claire)

    blocks = isere_data()["departments"][0]["blocks"]
    assert any(block["quotes"] for block in blocks)
    text = said(compiling.pdf("dossier", isere_data()))
    words = flat(page.document.passages[0].text.lstrip("# ").split("\n")[0])
    assert f"« {words}" in text


def test_what_changed_goes_back_ninety_days_from_the_last_change(isere, amina, claire):
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
        assert len(isere_data()["news"]) == 2, "the first day is less than ninety days before"
    with time_machine.travel(timezone.now() + timedelta(days=120)):
        isere.filing.refresh_from_db()
        approve(propose(isere.filing, with_fee(isere.filing.document, "80"), amina), claire)
        news = isere_data()["news"]
    assert len(news) == 2
    assert any("80,00" in line["what"] for line in news[0]["lines"])


def test_waiting_changes_no_byte(isere):
    now = compiling.pdf("dossier", isere_data())
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert compiling.pdf("dossier", isere_data()) == now


def test_another_place_is_not_forgotten_and_this_one_is(isere, amina, claire, empty_store):
    for address in (ISERE, REGION, "/dossiers/departement-69.pdf", "/dossiers/bretagne.pdf"):
        assert rendering.render(address) == 200

    approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), amina), claire)

    standing = {address for address in KNOWN if keys.store().stands(files.name_of(address), timezone.localdate())}
    assert standing == {"/dossiers/departement-69.pdf", "/dossiers/bretagne.pdf"}


KNOWN = (ISERE, REGION, "/dossiers/departement-69.pdf", "/dossiers/bretagne.pdf")


def test_paper_is_rendered_after_what_is_read_on_a_screen(isere, empty_store):
    waiting = rendering.behind(1000)

    first = next(place for place, key in enumerate(waiting) if key.endswith(".pdf"))
    assert first > 0
    assert all(key.endswith(".pdf") for key in waiting[first:])


def test_a_text_that_cannot_be_laid_out_leads_to_the_page_that_says_the_same(isere, client, monkeypatch, caplog):
    monkeypatch.setattr(dossier, "department_data", lambda *_given: {"title": "without the rest"})
    response = client.get(ISERE)

    assert response.status_code == 500
    assert "/departements/38/dossier/" in response.content.decode()
    assert "could not be laid out" in caplog.text


def test_whoever_comes_while_another_is_laid_out_is_told_to_wait_and_holds_up_nobody(isere, client):
    with compiling.one_at_a_time:
        response = client.get(ISERE)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "/departements/38/dossier/" in response.content.decode()

    assert client.get(ISERE).status_code == 200


def test_a_query_has_no_pdf_made_anew(isere, client):
    response = client.get(f"{ISERE}?x=1")
    assert (response.status_code, response.headers["Location"]) == (302, ISERE)


def test_a_code_in_small_letters_leads_to_its_address(france, client):
    response = client.get("/dossiers/departement-2a.pdf")
    assert (response.status_code, response.headers["Location"]) == (301, "/dossiers/departement-2A.pdf")
    assert client.get("/dossiers/nulle-part.pdf").status_code == 404
