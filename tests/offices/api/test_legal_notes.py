"""The association's own law in the API: on every procedure that carries what it speaks of, and in the log that mirrors
follow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from offices import moderation
from offices.content import parse
from offices.enums import ProposalAction
from tests.plugins.cast import FILING, FROM_CODES, approve, changed, propose, publish, with_fee
from tests.plugins.notes import BOOKING_NOTE, PASSPORT_NOTE

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking_note(isere, claire):
    return publish(BOOKING_NOTE, by=claire)


@pytest.fixture
def passport_note(isere, claire):
    return publish(PASSPORT_NOTE, by=claire)


def of_filing(api, isere) -> list[dict]:
    return api.read(f"procedures/{isere.filing.slug}/")["legal_notes"]


def test_a_procedure_holds_the_note_whole_with_the_rows_beside_which_it_stands(api, isere, booking_note):
    assert of_filing(api, isere) == [
        {
            "id": str(booking_note.pk),
            "slug": booking_note.slug,
            "title": "Un rendez-vous doit pouvoir se prendre autrement",
            "url": f"http://localhost:8000/api/v1/legal-notes/{booking_note.pk}/",
            "text": "Texte de pure fiction.",
            "decision": "Cour imaginaire, n° 1",
            "decided_on": "2022-06-03",
            "decision_url": "https://droit.example.org/1",
            "practices": ["booking_only"],
            "documents": [],
            "rows": ["book"],
        }
    ]


def test_a_ground_that_demands_a_document_holds_the_note_about_it(api, isere, passport_note, claire):
    ground = publish(
        {"kind": "ground", "title": "Visiteur", "requirements": [{"id": "p", "document": "passport"}]}, by=claire
    )
    (note,) = api.read(f"grounds/{ground.slug}/")["legal_notes"]
    assert (note["slug"], note["rows"]) == (passport_note.slug, ["p"])


def test_the_note_leaves_with_the_requirement_and_comes_back_with_it(api, isere, booking_note, amina, claire):
    said = isere.filing.document
    approve(propose(isere.filing, changed(said, steps=said.model_dump(mode="json")["steps"][1:]), amina), claire)
    assert of_filing(api, isere) == []
    isere.filing.refresh_from_db()
    approve(propose(isere.filing, said, amina), claire)
    assert [note["slug"] for note in of_filing(api, isere)] == [booking_note.slug]


def test_the_note_leaves_every_page_when_it_is_removed(api, isere, booking_note, amina, claire):
    removal = propose(booking_note, booking_note.document, amina, action=ProposalAction.REMOVE)
    assert len(of_filing(api, isere)) == 1
    approve(removal, claire)
    assert of_filing(api, isere) == []
    assert api.results("legal-notes/") == []
    assert api.problem(f"legal-notes/{booking_note.slug}/")["status"] == 410


def test_what_nobody_decided_stands_nowhere(api, isere, amina):
    moderation.submit(parse(BOOKING_NOTE), evidence=FROM_CODES, author=amina)
    assert of_filing(api, isere) == []
    assert api.results("legal-notes/") == []


def test_notes_are_listed_and_filtered_by_what_they_speak_of(api, booking_note, passport_note):
    titles = [note["slug"] for note in api.results("legal-notes/")]
    assert titles == sorted([booking_note.slug, passport_note.slug])
    assert [note["slug"] for note in api.results("legal-notes/?practice=booking_only")] == [booking_note.slug]
    assert [note["slug"] for note in api.results("legal-notes/?document=passport")] == [passport_note.slug]
    assert api.results("legal-notes/?practice=no_companion") == []
    assert api.problem("legal-notes/?practice=rendez-vous")["parameter"] == "practice"


def test_a_note_says_what_it_says_and_where_its_decision_is_read(api, booking_note):
    body = api.read(f"legal-notes/{booking_note.slug}/")
    assert body["url"] == f"http://localhost:8000/api/v1/legal-notes/{booking_note.pk}/"
    assert body["decision_url"] == "https://droit.example.org/1"
    assert (body["decision"], body["decided_on"]) == ("Cour imaginaire, n° 1", "2022-06-03")
    assert body["links"]["html"] == f"http://localhost:8000/notes/{booking_note.slug}/"


def test_procedures_are_found_by_what_they_demand_and_by_the_note_about_it(api, isere, booking_note, passport_note):
    assert [row["slug"] for row in api.results("procedures/?practice=booking_only")] == [isere.filing.slug]
    assert [row["slug"] for row in api.results(f"procedures/?legal_note={booking_note.slug}")] == [isere.filing.slug]
    assert api.results(f"procedures/?legal_note={passport_note.slug}") == []
    assert api.results("procedures/?document=passport") == []
    assert api.problem("procedures/?legal_note=aucune")["parameter"] == "legal_note"


def test_a_past_day_has_the_notes_of_that_day(api, isere, claire, amina, time_machine):
    time_machine.move_to("2026-03-10T12:00:00Z")
    filing = publish(FILING | {"title": "Modalités datées"}, by=claire, slug="modalites-datees")
    time_machine.move_to("2026-04-10T12:00:00Z")
    note = publish(BOOKING_NOTE, by=claire)
    time_machine.move_to("2026-05-10T12:00:00Z")
    approve(propose(note, changed(note.document, text="Autre fiction."), amina), claire)
    time_machine.move_to("2026-06-10T12:00:00Z")
    note.refresh_from_db()
    approve(propose(note, note.document, amina, action=ProposalAction.REMOVE), claire)
    time_machine.move_to("2026-07-10T12:00:00Z")
    texts = {
        day: [found["text"] for found in api.read(f"procedures/{filing.slug}/?as_of={day}")["legal_notes"]]
        for day in ("2026-03-20", "2026-04-20", "2026-05-20", "2026-06-20")
    }
    assert texts == {
        "2026-03-20": [],
        "2026-04-20": ["Texte de pure fiction."],
        "2026-05-20": ["Autre fiction."],
        "2026-06-20": [],
    }


class TestTheLog:
    """A mirror that reads again each page that the log names has the same bytes as this site."""

    @pytest.fixture
    def since(self, api):
        def lines_of(act) -> list[tuple]:
            last = api.read("changes/")["last"]
            act()
            return [
                (line["page_kind"], line["kind"], line["type"], line["summary"])
                for line in api.results(f"changes/?since={last}")
            ]

        return lines_of

    def test_a_note_that_is_published_names_every_page_on_which_it_stands(self, isere, claire, since):
        assert since(lambda: publish(BOOKING_NOTE, by=claire)) == [
            ("legal_note", "decision", "created", f"Nouvelle page : {BOOKING_NOTE['title']}"),
            ("procedure", "legal_note", "updated", f"Note juridique ajoutée : {BOOKING_NOTE['title']}"),
        ]

    def test_a_note_about_something_else_names_none(self, isere, claire, since):
        assert len(since(lambda: publish(PASSPORT_NOTE, by=claire))) == 1

    def test_a_note_that_says_something_else_names_them_again(self, isere, booking_note, amina, claire, since):
        edit = propose(booking_note, changed(booking_note.document, text="Autre fiction."), amina)
        assert since(lambda: approve(edit, claire))[1][:3] == ("procedure", "legal_note", "updated")

    def test_what_only_its_own_page_shows_is_said_of_its_own_page_alone(
        self, isere, booking_note, amina, claire, since
    ):
        sources = [{"id": "s", "url": "https://droit.example.org/commentaire"}]
        edit = propose(booking_note, changed(booking_note.document, sources=sources), amina)
        assert [line[0] for line in since(lambda: approve(edit, claire))] == ["legal_note"]

    def test_a_note_that_turns_to_another_practice_leaves_one_page_and_reaches_another(
        self, api, isere, booking_note, amina, claire
    ):
        book, post = FILING["steps"]
        by_post = publish(FILING | {"steps": [post]}, by=claire)
        by_hand = publish(
            FILING | {"steps": [book, {"id": "h", "purpose": "hand_in", "channel": "counter"}]}, by=claire
        )
        edit = propose(booking_note, changed(booking_note.document, practices=["post_only"]), amina)
        last = api.read("changes/")["last"]
        approve(edit, claire)
        told = {line["id"]: line["summary"].split(" : ")[0] for line in api.results(f"changes/?since={last + 1}")}
        assert told == {
            str(by_post.pk): "Note juridique ajoutée",
            str(by_hand.pk): "Note juridique retirée",
            str(isere.filing.pk): "Note juridique modifiée",  # booked on line and sent by post: it had and has the note
        }

    def test_a_note_that_is_removed_names_every_page_that_it_leaves(self, isere, booking_note, amina, claire, since):
        removal = propose(booking_note, booking_note.document, amina, action=ProposalAction.REMOVE)
        assert since(lambda: approve(removal, claire))[1] == (
            "procedure",
            "legal_note",
            "updated",
            f"Note juridique retirée : {BOOKING_NOTE['title']}",
        )

    def test_a_mirror_that_follows_the_log_ends_with_what_the_site_says(self, api, isere, amina, claire):
        def follow(mirror: dict, since: int) -> int:
            answer = api.read(f"changes/?since={since}")
            for line in answer["results"]:
                if line["page_kind"] == "procedure":
                    mirror[line["id"]] = api.read(f"procedures/{line['id']}/")
            return answer["last"]

        mirror: dict[str, dict] = {}
        seen = follow(mirror, 0)
        note = publish(BOOKING_NOTE, by=claire)
        seen = follow(mirror, seen)
        approve(propose(note, changed(note.document, title="Un autre titre"), amina), claire)
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
        seen = follow(mirror, seen)
        assert mirror == {body["id"]: body for body in api.results("procedures/")}
        note.refresh_from_db()
        approve(propose(note, note.document, amina, action=ProposalAction.REMOVE), claire)
        follow(mirror, seen)
        assert mirror == {body["id"]: body for body in api.results("procedures/")}

    def test_deciding_costs_as_many_statements_for_twenty_pages_as_for_two(self, isere, amina, claire, booking_note):
        def statements(text: str) -> int:
            booking_note.refresh_from_db()
            edit = propose(booking_note, changed(booking_note.document, text=text), amina)
            with CaptureQueriesContext(connection) as queries:
                approve(edit, claire)
            return len(queries)

        publish(FILING, by=claire)
        few = statements("Fiction pour deux.")
        for _number in range(18):
            publish(FILING, by=claire)
        assert statements("Fiction pour vingt.") == few
