"""How the first content comes into the site, and comes again without undoing anything."""

from dataclasses import replace
from datetime import date
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from offices import moderation
from offices.enums import DecisionMode, Origin
from offices.exceptions import NotAllowed
from offices.fixtures_loading import Fate, bring
from offices.fixtures_reading import wanted_pages
from offices.management.commands import load_fixtures
from offices.models import Change, Decision, Page, Procedure, Proposal, Verification
from tests.plugins.cast import FROM_DOSSIER, approve, changed, propose

AES, OFFICE, FILING = "aes", "prefecture-mende", "aes-48-prefecture-mende"


@pytest.fixture(scope="module")
def lozere(django_db_setup, django_db_blocker):
    """A ground, an office and its procedure: three pages are as good as four hundred."""
    with django_db_blocker.unblock():
        return [page for page in wanted_pages() if page.slug in {AES, OFFICE, FILING}]


@pytest.fixture
def loaded(lozere, claire):
    bring(lozere, by=claire)
    return Page.objects.get(slug=FILING)


def edited(pages, slug, **fields):
    """The same pages, one of whose files has been edited."""
    return [replace(page, content=changed(page.content, **fields)) if page.slug == slug else page for page in pages]


def imported(page, claire, **fields):
    """What an import of a dossier brought to the page, let in as a batch."""
    proposal = moderation.submit(
        changed(page.document, **fields), evidence=FROM_DOSSIER, origin=Origin.DOSSIER, page=page
    )
    return approve(proposal, claire, mode=DecisionMode.BATCH)


def test_each_page_is_a_batch_of_the_fixtures_decided_by_somebody(lozere, claire):
    report = bring(lozere, by=claire)

    assert set(report.fates.values()) == {Fate.CREATED}
    for decision in Decision.objects.select_related("proposal"):
        assert decision.mode == DecisionMode.BATCH
        assert decision.proposal.origin == Origin.FIXTURES
        assert decision.proposal.author is None
        assert decision.proposal.decided_by == claire


def test_the_date_of_the_dossier_is_that_of_the_confirmation(loaded):
    assert loaded.verifications.get().on == date(2023, 2, 22)
    assert Procedure.objects.published().get().verified_on == date(2023, 2, 22)


def test_loading_again_writes_nothing(loaded, lozere, claire):
    def written():
        return [model.objects.count() for model in (Page, Proposal, Decision, Change, Verification)]

    before = written()
    report = bring(lozere, by=claire)

    assert set(report.fates.values()) == {Fate.UNCHANGED}
    assert written() == before


def test_an_edited_file_changes_its_page_alone(loaded, lozere, claire):
    report = bring(edited(lozere, FILING, fees=[{"id": "t1", "amount": "50"}]), by=claire)

    assert report.slugs(Fate.UPDATED) == [FILING]
    loaded.refresh_from_db()
    assert loaded.version == 2
    assert loaded.document.fees[0].amount == "50.00"


def test_a_new_day_of_confirmation_is_no_new_version(loaded, lozere, claire):
    again = [replace(page, verified_on=date(2024, 1, 8)) if page.slug == FILING else page for page in lozere]

    bring(again, by=claire)

    loaded.refresh_from_db()
    assert loaded.version == 1
    assert loaded.verifications.first().on == date(2024, 1, 8)


def test_what_a_person_decided_stays(loaded, lozere, claire, amina):
    approve(propose(loaded, changed(loaded.document, title="Corrigé à la main"), amina), claire)

    report = bring(edited(lozere, FILING, title="Corrigé dans le fichier"), by=claire)

    assert report.slugs(Fate.KEPT) == [FILING]
    loaded.refresh_from_db()
    assert loaded.document.title == "Corrigé à la main"


def test_what_an_import_has_added_since_stays(loaded, lozere, claire):
    imported(loaded, claire, passages=[{"id": "p1", "text": "Un texte du dossier."}])

    report = bring(edited(lozere, FILING, fees=[{"id": "t1", "amount": "50"}]), by=claire)

    assert report.slugs(Fate.UPDATED) == [FILING]
    loaded.refresh_from_db()
    assert loaded.document.passages[0].text == "Un texte du dossier."
    assert loaded.document.fees[0].amount == "50.00"


def test_an_import_that_says_otherwise_of_the_same_fact_is_not_overruled(loaded, lozere, claire):
    imported(loaded, claire, title="Le titre du dossier")

    report = bring(edited(lozere, FILING, title="Le titre du fichier"), by=claire)

    assert report.slugs(Fate.KEPT) == [FILING]
    assert not Proposal.objects.awaiting_review().exists()


def test_a_page_that_came_by_another_way_stays(lozere, claire):
    office = next(page for page in lozere if page.slug == OFFICE)
    other = changed(office.content, name="Apportée par un dossier")
    proposal = moderation.submit(other, evidence=FROM_DOSSIER, origin=Origin.DOSSIER, slug=OFFICE)
    approve(proposal, claire, mode=DecisionMode.BATCH)

    report = bring(lozere, by=claire)

    assert report.slugs(Fate.KEPT) == [OFFICE]
    assert Page.objects.get(slug=OFFICE).document.name == "Apportée par un dossier"


def test_who_does_not_moderate_all_of_it_loads_none_of_it(lozere, driss):
    with pytest.raises(NotAllowed):
        bring(lozere, by=driss)
    assert not Page.objects.exists()
    assert not Proposal.objects.exists()


# --- The command ----------------------------------------------------------------------------------------------------


def test_the_command_says_in_one_line_what_it_did(claire, lozere, monkeypatch):
    monkeypatch.setattr(load_fixtures, "wanted_pages", lambda: lozere)
    out = StringIO()

    call_command("load_fixtures", by="claire", stdout=out)

    assert out.getvalue() == "Contenu de départ : 3 pages créées, 0 mises à jour, 0 inchangées.\n"


def test_the_command_names_what_it_left_alone(claire, loaded, lozere, amina, monkeypatch):
    approve(propose(loaded, changed(loaded.document, title="Corrigé à la main"), amina), claire)
    monkeypatch.setattr(load_fixtures, "wanted_pages", lambda: edited(lozere, FILING, title="Autrement"))
    out = StringIO()

    call_command("load_fixtures", by="claire", stdout=out)

    assert f"Laissées telles quelles, car décidées ou apportées autrement : {FILING}." in out.getvalue()


def test_an_account_that_does_not_exist_is_told(france):
    with pytest.raises(CommandError, match="Aucun compte ne s'appelle « personne »"):
        call_command("load_fixtures", by="personne")


def test_a_volunteer_cannot_decide_the_batch(amina):
    with pytest.raises(CommandError, match="« amina » n'est pas modérateur·rice"):
        call_command("load_fixtures", by="amina")


def test_a_moderator_of_one_departement_is_told_that_nothing_was_loaded(driss, lozere, monkeypatch):
    monkeypatch.setattr(load_fixtures, "wanted_pages", lambda: lozere)
    with pytest.raises(CommandError, match="Rien n'a été chargé"):
        call_command("load_fixtures", by="driss")


def test_one_wrong_file_stops_everything_before_anything_is_written(claire, tmp_path, monkeypatch):
    (tmp_path / "48-lozere.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(load_fixtures, "wanted_pages", partial(wanted_pages, tmp_path))

    with pytest.raises(CommandError, match=r"48-lozere\.json : ce n'est pas du JSON"):
        call_command("load_fixtures", by="claire")

    assert not Page.objects.exists()


# --- What other tests read ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_model_departements_are_there_for_tests_that_read_them(loaded_content):
    assert set(loaded_content.fates.values()) == {Fate.CREATED}
    assert Procedure.objects.published().count() == 10


@pytest.mark.django_db
def test_what_a_test_does_to_them_is_undone_after_it(loaded_content):
    assert Page.objects.count() == len(loaded_content.fates)
