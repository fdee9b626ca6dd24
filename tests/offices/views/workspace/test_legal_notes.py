"""A legal note from the empty form to its removal: who writes, who decides, and what they see of its reach."""

import pytest
from django.urls import reverse

from offices import moderation
from offices.content import parse
from offices.enums import ProposalAction
from offices.models import Page, Proposal
from tests.plugins.cast import FROM_CODES, approve, changed, propose, publish
from tests.plugins.notes import BOOKING_NOTE, PASSPORT_NOTE

pytestmark = pytest.mark.django_db

SOURCE = {
    "evidence-kind": "web_page",
    "evidence-url": "https://droit.example.org/1",
    "evidence-date": "2026-03-02",
}
WRITTEN = {
    "title": "Un rendez-vous doit pouvoir se prendre autrement",
    "text": "Texte de pure fiction.",
    "practices": ["booking_only"],
}


@pytest.fixture
def waiting(isere, amina) -> Proposal:
    return moderation.submit(parse(BOOKING_NOTE), evidence=FROM_CODES, author=amina)


def reading(proposal: Proposal) -> str:
    return reverse("offices:proposal", args=[proposal.pk])


def test_whoever_wants_to_propose_something_finds_the_empty_note(isere, at_work, amina):
    screen = at_work(amina).open(reverse("offices:workspace"))
    assert screen.html.css(f"a[href='{reverse('offices:propose_start')}']")
    screen.open(reverse("offices:propose_start"))
    assert screen.html.css(f"a[href='{reverse('offices:propose_legal_note')}']")


def test_notes_that_exist_are_offered_for_correction_before_a_second_one_is_written(isere, at_work, amina, claire):
    note = publish(BOOKING_NOTE, by=claire)
    screen = at_work(amina).open(reverse("offices:propose_start"))
    assert screen.html.css(f"a[href='{reverse('offices:propose', args=[note.slug])}']")


def test_a_volunteer_writes_a_note_and_sees_where_it_would_stand(isere, at_work, amina):
    screen = at_work(amina).open(reverse("offices:propose_legal_note"))
    assert "Proposer une note juridique" in screen.text
    screen.type(**WRITTEN).press("show")
    assert "Cette note se lira sur 1 page." in screen.text
    assert screen.html.css(f"a[href='{isere.filing.get_absolute_url()}']")
    screen.type(**SOURCE).press("send")
    proposal = Proposal.objects.get(author=amina)
    assert (proposal.kind, proposal.document.practices) == ("legal_note", ("booking_only",))
    assert not Page.objects.filter(kind="legal_note").exists()


def test_a_note_without_a_text_is_asked_for_one(isere, at_work, amina):
    screen = at_work(amina).open(reverse("offices:propose_legal_note")).type(title="Sans texte").press("show")
    assert screen.status == 422
    assert "Texte de la note" in screen.errors


def test_a_note_that_would_stand_nowhere_says_so_before_it_is_sent(isere, at_work, amina):
    screen = at_work(amina).open(reverse("offices:propose_legal_note"))
    screen.type(**WRITTEN | {"practices": [], "documents": ["passport"]}).press("show")
    assert "ne se lira sur aucune autre page" in screen.text


def test_who_decides_reads_on_how_many_pages_it_will_stand_and_on_which(isere, waiting, at_work, claire):
    publish(PASSPORT_NOTE, by=claire)
    screen = at_work(claire).open(reading(waiting))
    assert "Cette note se lira sur 1 page." in screen.text
    assert screen.html.css(f"a[href='{isere.filing.get_absolute_url()}']")


def test_who_decides_a_change_reads_which_pages_it_will_leave(isere, at_work, amina, claire):
    note = publish(BOOKING_NOTE, by=claire)
    edit = propose(note, changed(note.document, practices=["no_companion"]), amina)
    screen = at_work(claire).open(reading(edit))
    assert "Cette note ne se lira sur aucune autre page" in screen.text
    assert "Elle quittera 1 page." in screen.text


def test_a_removal_says_which_pages_it_leaves_to_who_asks_and_to_who_decides(isere, at_work, amina, claire):
    note = publish(BOOKING_NOTE, by=claire)
    assert "Elle quittera 1 page." in at_work(amina).open(reverse("offices:propose_removal", args=[note.slug])).text
    removal = propose(note, note.document, amina, action=ProposalAction.REMOVE)
    assert "Elle quittera 1 page." in at_work(claire).open(reading(removal)).text


def test_other_pages_have_no_reach(isere, fee_proposal, at_work, claire):
    assert "Sur quelles pages" not in at_work(claire).open(reading(fee_proposal)).text


def test_a_note_binds_all_of_france_and_so_is_decided_by_who_moderates_france(isere, waiting, at_work, driss, claire):
    """Driss moderates Isère alone, where the note would stand: it would stand elsewhere too."""
    assert at_work(driss).open(reading(waiting)).status == 404
    with pytest.raises(moderation.NotAllowed):
        approve(waiting, driss)
    assert approve(waiting, claire).page.kind == "legal_note"


def test_its_author_decides_it_no_more_than_any_other_page(isere, claire):
    own = moderation.submit(parse(BOOKING_NOTE), evidence=FROM_CODES, author=claire)
    with pytest.raises(moderation.OwnProposal):
        approve(own, claire)


def test_an_older_note_can_be_restored_and_the_decision_page_says_where_it_comes_back(isere, at_work, amina, claire):
    note = publish(BOOKING_NOTE, by=claire)
    approve(propose(note, note.document, amina, action=ProposalAction.REMOVE), claire)
    note.refresh_from_db()
    back = moderation.revert(note, to_version=1, author=amina, evidence=FROM_CODES)
    assert "Cette note se lira sur 1 page." in at_work(claire).open(reading(back)).text
    approve(back, claire)
    note.refresh_from_db()
    assert note.is_published
