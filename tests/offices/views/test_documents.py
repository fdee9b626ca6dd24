"""The list of documents as a sheet of paper: what stands on it, for whom, and that it fits on one page of A4."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from offices.content import Requirement
from offices.enums import Document
from offices.models import Procedure
from offices.presentation.sheet import DENSE_LINES, ROOMY_LINES
from tests.plugins.cast import publish

pytestmark = pytest.mark.django_db

AES = "admission-exceptionnelle-au-sejour"
OVERLEAF = "elle continue sur une autre page"


@pytest.fixture
def procedure(isere, claire):
    """A procedure of Isère, on the ground AES and its two particular cases."""
    case = {"kind": "ground", "filing": "office", "parent": AES}
    publish(case | {"title": "AES – travail"}, by=claire, slug="aes-travail")
    publish(case | {"title": "AES – vie privée"}, by=claire, slug="aes-vie-privee")
    publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire, slug="salarie")

    def write(**facts):
        document = {"kind": "procedure", "title": "AES – Grenoble", "department": "38", "grounds": [AES]}
        return publish(document | {"offices": [isere.grenoble.slug]} | facts, by=claire, slug="aes-38")

    return write


REQUIREMENTS = [
    {"id": "a", "document": "passport", "form": "both"},
    {"id": "b", "document": "payslips", "grounds": ["aes-travail"]},
    {"id": "c", "document": "family_ties", "grounds": ["aes-vie-privee"], "only_if": "vous avez des enfants"},
]


class TestTheSheet:
    def test_it_says_what_to_bring_how_and_where(self, procedure, reader):
        page = procedure(
            requirements=REQUIREMENTS,
            presentation=[{"id": "p", "rule": "a4"}],
            fees=[{"id": "f", "amount": "50", "exempted": ["student"]}],
            downloads=[{"id": "d", "title": "Le formulaire", "url": "https://www.isere.gouv.fr/f.pdf"}],
            steps=[
                {
                    "id": "s",
                    "purpose": "send",
                    "channel": "post",
                    "marking": "AES",
                    "address": {"lines": ["Bureau du séjour"], "postcode": "38000", "city": "Grenoble"},
                }
            ],
        )
        text = reader.text(f"{page.get_absolute_url()}pieces/")
        for said in (
            "Pour tout le monde Passeport, original et copie",
            "Seulement pour : AES – travail Bulletins de paie",
            "Preuves des liens familiaux – Seulement si : vous avez des enfants",
            "Copies au format A4.",
            "Taxe d'examen de la demande : 50,00 € – Ne paient pas : étudiant·es",
            "Le formulaire, Formulaire, sur isere.gouv.fr",
            "Envoyer la demande par courrier Adresse Bureau du séjour 38000 Grenoble À écrire sur l'enveloppe AES",
            "Préfecture de l'Isère – Isère (38)",
            "Personne n'a encore confirmé ces informations.",
            f"Version 1 de la page : {settings.SITE_URL}{page.get_absolute_url()}pieces/",
        ):
            assert said in text, said

    def test_every_document_has_a_box_to_tick(self, procedure, reader):
        page = reader.page(f"{procedure(requirements=REQUIREMENTS).get_absolute_url()}pieces/")
        assert len(page.css(".ticks .box")) == len(REQUIREMENTS)

    def test_where_no_step_says_an_address_the_office_does(self, procedure, reader):
        page = procedure(requirements=REQUIREMENTS, steps=[{"id": "s", "purpose": "hand_in", "channel": "counter"}])
        assert "12 place de Verdun 38000 Grenoble" in reader.text(f"{page.get_absolute_url()}pieces/")

    def test_silence_about_documents_is_not_a_statement(self, procedure, reader):
        page = procedure()
        assert "Cela ne veut pas dire qu'il n'en faut pas." in reader.text(f"{page.get_absolute_url()}pieces/")
        assert not reader.page(page.get_absolute_url()).css("a[href$='/pieces/']")

    def test_the_page_leads_to_it(self, procedure, reader):
        page = procedure(requirements=REQUIREMENTS)
        link = reader.page(page.get_absolute_url()).css_first("a[href$='/pieces/']")
        assert link.text() == "Imprimer la liste des pièces"


class TestOneGround:
    def test_it_keeps_what_is_for_everybody_and_for_this_ground(self, procedure, reader):
        page = procedure(requirements=REQUIREMENTS)
        text = reader.text(f"{page.get_absolute_url()}pieces/aes-travail/")
        assert "Passeport" in text
        assert "Bulletins de paie" in text
        assert "Preuves des liens familiaux" not in text

    def test_the_whole_list_leads_to_the_shorter_ones(self, procedure, reader):
        page = procedure(requirements=REQUIREMENTS)
        links = reader.page(f"{page.get_absolute_url()}pieces/").css("main nav a")
        assert [link.attributes["href"] for link in links] == [
            f"{page.get_absolute_url()}pieces/aes-travail/",
            f"{page.get_absolute_url()}pieces/aes-vie-privee/",
        ]

    def test_what_the_ground_itself_asks_everywhere_stands_there_too(self, procedure, claire, reader):
        page = procedure(requirements=REQUIREMENTS)
        ground = {"kind": "ground", "title": "AES – accueil", "filing": "office", "parent": AES}
        publish(ground | {"requirements": [{"id": "r", "document": "cover_letter"}]}, by=claire, slug="aes-accueil")
        text = reader.text(f"{page.get_absolute_url()}pieces/aes-accueil/")
        assert "Partout en France, pour : AES – accueil Lettre expliquant la demande" in text
        assert "Passeport" in text
        assert "Bulletins de paie" not in text

    def test_a_ground_that_the_page_does_not_speak_of_has_no_sheet(self, procedure, reader):
        page = procedure(requirements=REQUIREMENTS)
        for ground in ("salarie", "nulle-part"):
            assert reader.get(f"{page.get_absolute_url()}pieces/{ground}/").status_code == 404

    def test_an_old_address_leads_to_the_new_one(self, procedure, reader):
        page = procedure(requirements=REQUIREMENTS)
        page.slugs.create(slug="ancienne")
        response = reader.get("/modalites/ancienne/pieces/aes-travail/")
        assert (response.status_code, response["Location"]) == (301, "/modalites/aes-38/pieces/aes-travail/")


STYLES = "".join(Path(f"static/{name}.css").read_text() for name in ("site", "paper"))


class TestPaper:
    """As Chromium prints it."""

    @pytest.fixture
    def printed(self, browser, reader):
        """Address of a sheet → (number of pages of paper, whether it says that it goes on overleaf)."""
        css = STYLES
        tab = browser.new_page()

        def print_page(address: str) -> tuple[int, bool]:
            html = reader.get(address).content.decode()
            tab.set_content(re.sub(r"<link rel=.stylesheet[^>]*>", f"<style>{css}</style>", html, count=1))
            pdf = tab.pdf(prefer_css_page_size=True)
            return len(re.findall(rb"/Type\s*/Page[^s]", pdf)), OVERLEAF in html

        return print_page

    def filling(self, lines: int) -> list[dict]:
        """So many documents that each take one line, filled with words of an ordinary width."""
        label = "relevés et bulletins de la période %03d"
        return [{"id": f"r{n}", "document": "other", "label": label % n} for n in range(lines)]

    @pytest.mark.parametrize("lines", [1, ROOMY_LINES - 4, ROOMY_LINES, DENSE_LINES // 2, DENSE_LINES - 6])
    def test_a_list_that_fits_prints_on_one_page(self, procedure, printed, lines):
        page = procedure(requirements=self.filling(lines))
        assert printed(f"{page.get_absolute_url()}pieces/") == (1, False)

    def test_a_list_that_does_not_fit_says_so(self, procedure, printed):
        page = procedure(requirements=self.filling(2 * DENSE_LINES))
        pages, said = printed(f"{page.get_absolute_url()}pieces/")
        assert pages > 1
        assert said

    def test_every_document_there_is_fits_on_one_page(self, procedure, printed):
        rows = [
            Requirement(id=f"r{n}", document=code, quantity=2, form="copy", max_age_months=6).model_dump(mode="json")
            for n, code in enumerate(Document)
        ]
        assert printed(f"{procedure(requirements=rows).get_absolute_url()}pieces/") == (1, False)


def test_the_sheets_of_the_first_content_print_on_one_page(loaded_content, reader, browser):
    css = STYLES
    tab = browser.new_page()
    described = [row.page for row in Procedure.objects.published().select_related("page")]
    with_documents = [page for page in described if page.document.requirements]
    assert len(with_documents) > 2
    for page in with_documents:
        html = reader.get(f"{page.get_absolute_url()}pieces/").content.decode()
        tab.set_content(re.sub(r"<link rel=.stylesheet[^>]*>", f"<style>{css}</style>", html, count=1))
        assert len(re.findall(rb"/Type\s*/Page[^s]", tab.pdf(prefer_css_page_size=True))) == 1, page.slug
