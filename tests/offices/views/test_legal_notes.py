"""The association's own law on the public pages: beside the very row it speaks of, its words once, and gone with it."""

import pytest

from offices import moderation
from offices.content import parse
from offices.enums import ProposalAction, RefusalReason
from tests.plugins.cast import FILING, FROM_CODES, approve, changed, propose, publish
from tests.plugins.notes import BOOKING_NOTE, PASSPORT_NOTE

pytestmark = pytest.mark.django_db

MARK = "Ce que dit le droit : note 1"


@pytest.fixture
def note(isere, claire):
    return publish(BOOKING_NOTE, by=claire)


@pytest.fixture
def address(isere) -> str:
    return isere.filing.get_absolute_url()


class TestOnAProcedure:
    def test_a_mark_stands_beside_the_very_row_that_carries_the_practice(self, note, address, reader):
        page = reader.page(address)
        assert MARK in reader.text(address, "#etape-book")
        assert not page.css("#etape-post a[href='#note-1']")
        assert len(page.css("a[href='#note-1']")) == 1

    def test_what_the_law_says_stands_once_with_its_decision_and_date(self, note, address, reader):
        assert reader.text(address, "#notes") == (
            "Ce que dit le droit Notes juridiques de l'association. La préfecture n'en a rien écrit. "
            "Note 1 : Un rendez-vous doit pouvoir se prendre autrement "
            "Texte de pure fiction. Cour imaginaire, n° 1, 3 juin 2022"
        )
        links = [link.attributes["href"] for link in reader.page(address).css("#notes a")]
        assert links == [note.get_absolute_url(), "https://droit.example.org/1"]

    def test_it_is_never_mixed_with_words_that_are_quoted(self, note, address, reader):
        assert not reader.page(address).css("blockquote .law, .law blockquote")

    def test_a_note_about_a_document_stands_beside_that_document(self, isere, claire, reader):
        publish(PASSPORT_NOTE, by=claire)
        papers = [{"id": "p", "document": "passport"}, {"id": "f", "document": "photo"}]
        page = publish(FILING | {"requirements": papers}, by=claire)
        items = reader.page(page.get_absolute_url()).css("#pieces li")
        assert [bool(item.css("a[href='#note-1']")) for item in items] == [True, False]

    def test_two_notes_on_one_row_are_told_apart_by_their_numbers(self, note, claire, address, reader):
        publish(BOOKING_NOTE | {"title": "Autre fiction"}, by=claire)
        marks = [link.attributes["href"] for link in reader.page(address).css("#etape-book .law-mark")]
        assert marks == ["#note-1", "#note-2"]

    def test_it_leaves_with_the_requirement(self, isere, note, address, amina, claire, reader):
        steps = isere.filing.document.model_dump(mode="json")["steps"]
        approve(propose(isere.filing, changed(isere.filing.document, steps=steps[1:]), amina), claire)
        assert "Ce que dit le droit" not in reader.text(address)

    def test_it_leaves_every_page_when_it_is_removed(self, note, address, amina, claire, reader):
        approve(propose(note, note.document, amina, action=ProposalAction.REMOVE), claire)
        assert "Ce que dit le droit" not in reader.text(address)
        assert reader.get(note.get_absolute_url()).status_code == 410

    def test_a_practice_of_a_past_day_carries_it_no_longer(self, isere, note, claire, reader):
        ended = FILING["steps"][0] | {"valid_until": "2020-12-31"}
        page = publish(FILING | {"steps": [ended, FILING["steps"][1]]}, by=claire)
        assert "Ce que dit le droit" not in reader.text(page.get_absolute_url())

    def test_an_old_version_keeps_to_its_own_words(self, note, address, reader):
        assert "Ce que dit le droit" not in reader.text(f"{address}versions/1/")

    def test_what_is_not_decided_shows_nowhere(self, isere, address, amina, claire, reader):
        before = [reader.get(url).content for url in (address, "/notes/", "/sitemap.xml", "/")]
        waiting = moderation.submit(parse(BOOKING_NOTE), evidence=FROM_CODES, author=amina)
        assert [reader.get(url).content for url in (address, "/notes/", "/sitemap.xml", "/")] == before
        moderation.refuse(waiting, by=claire, seen_hash=waiting.content_hash, code=RefusalReason.UNCLEAR)
        assert [reader.get(url).content for url in (address, "/notes/", "/sitemap.xml", "/")] == before


def test_a_ground_that_demands_a_document_shows_the_note_about_it(isere, claire, reader):
    publish(PASSPORT_NOTE, by=claire)
    ground = publish(
        {"kind": "ground", "title": "Visiteur", "requirements": [{"id": "p", "document": "passport"}]}, by=claire
    )
    assert MARK in reader.text(ground.get_absolute_url(), "#pieces")


class TestItsOwnPage:
    def test_it_says_of_what_it_speaks_and_where_it_is_read(self, isere, note, reader):
        text = reader.text(note.get_absolute_url())
        assert "Texte de pure fiction." in text
        assert "Pratiques Rendez-vous en ligne obligatoire" in text
        links = [link.attributes["href"] for link in reader.page(note.get_absolute_url()).css("#pages a")]
        assert links == [isere.filing.get_absolute_url()]

    def test_a_note_that_speaks_of_nothing_that_is_demanded_says_so(self, isere, claire, reader):
        page = publish(PASSPORT_NOTE, by=claire)
        assert "Sur aucune page pour l'instant" in reader.text(page.get_absolute_url(), "#pages")

    def test_all_of_them_are_listed_with_what_they_speak_of(self, isere, note, claire, reader):
        publish(PASSPORT_NOTE, by=claire)
        text = reader.text("/notes/", ".list")
        assert text == (
            "Un rendez-vous doit pouvoir se prendre autrement Cour imaginaire, n° 1, 3 juin 2022 "
            "Pratiques : rendez-vous en ligne obligatoire "
            "Une autre preuve d'identité suffit Pièces : passeport"
        )

    def test_an_empty_list_says_so(self, isere, reader):
        assert "Aucune note n'est encore publiée." in reader.text("/notes/")

    def test_it_is_found_by_name_and_by_programs(self, note, reader):
        assert "Un rendez-vous doit pouvoir se prendre autrement" in reader.text("/?q=rendez-vous autrement")
        addresses = reader.get("/sitemap.xml").content.decode()
        assert f"<loc>http://localhost:8000{note.get_absolute_url()}</loc>" in addresses
        assert "<loc>http://localhost:8000/notes/</loc>" in addresses

    def test_its_history_tells_what_changed(self, note, amina, claire, reader):
        approve(propose(note, changed(note.document, practices=["booking_only", "online_only"]), amina), claire)
        text = reader.text(f"{note.get_absolute_url()}historique/")
        assert "dépôt en ligne uniquement" in text


class TestNews:
    """A note on a hundred pages is one piece of news: the log names every page, feeds and the home page the note."""

    def test_the_home_page_and_the_feeds_name_it_once(self, isere, claire, reader):
        publish(FILING, by=claire)
        publish(BOOKING_NOTE, by=claire)
        for feed in ("/flux/", "/flux/departements/38/", "/flux/regions/auvergne-rhone-alpes/"):
            text = reader.get(feed).content.decode()
            assert text.count("Un rendez-vous doit pouvoir se prendre autrement</title>") == 1, feed
            assert "Note juridique ajoutée" not in text, feed
        assert "Note juridique ajoutée" not in reader.text("/")

    def test_the_feed_of_france_still_tells_everything_else(self, isere, reader):
        assert reader.get("/flux/").content.decode().count("<entry>") == 4
