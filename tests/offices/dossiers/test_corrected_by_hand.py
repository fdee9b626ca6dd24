"""A Fiche that somebody corrects in an exported file, while others decide pages: what becomes of each."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, ScopeKind, User
from geography.loading import load
from offices import moderation, outcomes
from offices.enums import ProposalState
from offices.importing.documents import parse_document
from offices.importing.fates import Fate
from offices.importing.writing import gazetteer, write
from offices.models import Page, Proposal
from tests.offices.dossiers.site import bring_in, decide, moderator, official_offices, read
from tests.plugins.cast import READ_ON_SITE, person


@pytest.fixture(scope="module")
def copy(exported, django_db_setup, django_db_blocker):
    """A site that has imported what another exported; each test has its own transaction within."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        claire = moderator()
        official_offices(claire)
        write(read(exported.files), by=claire)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def claire(copy, db):
    return User.objects.get(username="chargement")


def amount_changed(text: str) -> str:
    start = text.index("Fiche [complet]")
    return text[:start] + text[start:].replace("75,00\u00a0€", "80,00\u00a0€", 1)


def test_a_correction_in_a_fiche_is_the_only_change(exported, claire):
    report = bring_in(amount_changed(exported.isere), claire)
    assert [slug for slug, fate in report.fates.items() if fate == Fate.WRITTEN] == ["complet"]
    assert Page.objects.get(slug="complet").document.fees[0].amount == "80.00"


def test_a_correction_of_an_old_export_undoes_nothing_decided_since(exported, claire):
    page = Page.objects.get(slug="complet")
    decide(page.document.model_copy(update={"title": "Titre corrigé depuis"}), claire, page=page)
    bring_in(amount_changed(exported.isere), claire)
    document = Page.objects.get(slug="complet").document
    assert (document.title, document.fees[0].amount) == ("Titre corrigé depuis", "80.00")


def test_an_old_export_as_it_was_does_nothing(exported, claire):
    page = Page.objects.get(slug="complet")
    decide(page.document.model_copy(update={"title": "Titre corrigé depuis"}), claire, page=page)
    report = bring_in(f"{exported.isere}\n", claire)
    assert set(report.fates.values()) == {Fate.UNCHANGED}
    assert Page.objects.get(slug="complet").document.title == "Titre corrigé depuis"


def test_a_page_that_a_person_decided_gets_a_proposal_once(exported, claire):
    page = Page.objects.get(slug="complet")
    amina = person("amina", (Role.VOLUNTEER, ScopeKind.FRANCE, ""))
    own = page.document.model_copy(update={"title": "Titre lu au guichet"})
    proposal = moderation.submit(own, evidence=READ_ON_SITE, author=amina, page=page)
    moderation.approve(proposal, by=claire, seen_hash=outcomes.outcome(proposal).hash)
    corrected = amount_changed(exported.isere)
    assert bring_in(corrected, claire).fates["complet"] == Fate.PROPOSED
    assert bring_in(f"{corrected}\n", claire, "encore.txt").fates["complet"] == Fate.UNCHANGED
    [waiting] = Proposal.objects.filter(state=ProposalState.PENDING)
    assert outcomes.outcome(waiting).content.title == "Titre lu au guichet"


def test_a_conflict_with_what_was_decided_since_waits_for_a_person(exported, claire):
    page = Page.objects.get(slug="complet")
    fees = tuple(fee.model_copy(update={"amount": "90.00"}) for fee in page.document.fees)
    decide(page.document.model_copy(update={"fees": fees}), claire, page=page)
    assert bring_in(amount_changed(exported.isere), claire).fates["complet"] == Fate.CONFLICT
    assert Page.objects.get(slug="complet").document.fees[0].amount == "90.00"


def test_a_wrong_fiche_waits_whole_and_the_rest_is_done(exported, claire):
    wrong = exported.isere.replace("Montant en euros : 75,00\u00a0€", "Montant en euros : cher")
    wrong = wrong.replace("Nom officiel : mot name", "Nom officiel : Guichet des étrangers")
    report = bring_in(wrong, claire)
    assert "complet" not in report.fates
    assert report.fates["guichet-complet"] == Fate.WRITTEN
    [anomaly] = report.anomalies
    assert anomaly.code == "fiche_not_read"
    assert wrong.split("\n")[anomaly.line - 1].endswith("cher")
    assert "par exemple 50 ou 50,00" in anomaly.message


def test_a_date_to_come_is_told_and_confirms_nothing(exported, claire):
    text = exported.isere
    start = text.index("Fiche [aes-38-prefecture-grenoble]")
    report = bring_in(text[:start] + text[start:].replace("09/02/2023", "01/01/2999", 1), claire)
    assert [(one.code, one.slug) for one in report.anomalies] == [("bad_date", "aes-38-prefecture-grenoble")]
    assert set(report.fates.values()) == {Fate.UNCHANGED}


def test_a_date_alone_corrected_is_a_confirmation_by_whoever_may_decide(exported, claire):
    text = exported.isere
    start = text.index("Fiche [aes-38-prefecture-grenoble]")
    today = timezone.localdate()
    confirmed = text[:start] + text[start:].replace("09/02/2023", f"{today:%d/%m/%Y}", 1)
    page = Page.objects.get(slug="aes-38-prefecture-grenoble")
    before = page.index.verified_on
    parsed = parse_document("propose.txt", f"{confirmed}\n".encode(), gazetteer(), today)
    write([parsed], by=claire, deciding=False)
    assert Page.objects.get(pk=page.pk).index.verified_on == before
    bring_in(confirmed, claire)
    assert Page.objects.get(pk=page.pk).index.verified_on == today
    assert Page.objects.get(pk=page.pk).version == page.version


def test_what_is_only_brought_waits_for_another_person(exported, claire):
    parsed = parse_document("propose.txt", amount_changed(exported.isere).encode(), gazetteer(), timezone.localdate())
    [report] = write([parsed], by=claire, deciding=False)
    assert report.fates["complet"] == Fate.PROPOSED
    assert Proposal.objects.get(state=ProposalState.PENDING).brought_by == claire


def test_two_fiches_of_one_page_are_told(exported, claire):
    text = exported.isere
    again = text[text.index("Fiche [complet]") : text.index("Fin de la fiche [complet]")]
    report = bring_in(f"{text}\n{again}Fin de la fiche [complet]\n", claire)
    assert {one.code for one in report.anomalies} == {"duplicate_block"}
    assert set(report.fates.values()) == {Fate.UNCHANGED}


BLOCK = (
    "Sous-préfecture de %s\n\nDernière mise à jour : 05/05/2024\n\n"
    "La demande se fait par courriel.\n\nLes modalités sont reproduites ici :\n\n"
    "*Envoyez votre demande par courriel à sejour@%s.gouv.fr*\n\n"
)


def between(text: str, head: str, block: str) -> str:
    """The file with a block written before the first of a département."""
    place = text.index("## ", text.index(head))
    return text[:place] + block + text[place:]


def test_a_block_written_by_hand_between_two_fiches_is_read_as_in_any_dossier(exported, claire):
    text = exported.files["occitanie.txt"]
    report = bring_in(between(text, "Département de la Lozère (48)\nPréf", BLOCK % ("Florac", "lozere")), claire)
    written = [slug for slug, fate in report.fates.items() if fate == Fate.WRITTEN]
    assert written == ["aes-48-sous-prefecture-florac-trois-rivieres"]
    assert Page.objects.get(slug=written[0]).document.steps[0].email == "sejour@lozere.gouv.fr"


def test_a_block_written_by_hand_for_a_page_that_has_a_fiche_is_told(exported, claire):
    text = between(exported.isere, "Département de l'Isère (38)\nPréf", BLOCK % ("Vienne", "isere"))
    report = bring_in(text, claire)
    assert [one.code for one in report.anomalies] == ["duplicate_block"]
    assert set(report.fates.values()) == {Fate.UNCHANGED}


def test_an_export_of_another_site_follows_the_dates(exported, claire):
    """Its stamp is unknown here: nothing tells what it was written from."""
    page = Page.objects.get(slug="aes-38-prefecture-grenoble")
    text = exported.isere
    start = text.index("Fiche [aes-38-prefecture-grenoble]")
    stamp = text.index("Empreinte : ", start) + len("Empreinte : ")
    foreign = text[:stamp] + "0" * 16 + text[stamp + 16 :]
    title = foreign.index("  Titre : ", start) + len("  Titre : ")
    changed = foreign[:title] + "Autre titre, " + foreign[title:]
    dated = f"{page.index.verified_on:%d/%m/%Y}"
    fates = {
        dated: Fate.PROPOSED,  # the same day: a person chooses
        "01/01/2020": Fate.LEFT,
        f"{timezone.localdate():%d/%m/%Y}": Fate.WRITTEN,
    }
    for day, fate in fates.items():
        head, tail = changed[:start], changed[start:].replace(dated, day, 1).replace("Autre titre", fate.name, 1)
        report = bring_in(head + tail, claire, f"{fate.name}.txt")
        assert report.fates[page.slug] == fate, (day, report.anomalies)
    assert Page.objects.get(slug=page.slug).document.title.startswith("WRITTEN, ")
