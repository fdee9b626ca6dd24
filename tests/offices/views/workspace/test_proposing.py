"""Proposing: what a volunteer sees and does, from the page to the queue."""

import pytest
from django.test import Client
from django.urls import reverse

from offices import permissions
from offices.enums import ProposalAction, ProposalState, RefusalReason
from offices.models import Page, Proposal
from offices.moderation import refuse, submit, withdraw
from tests.offices.views.workspace.conftest import SOURCE
from tests.plugins.cast import READ_ON_SITE, approve, propose, with_address, with_fee

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_address(isere) -> str:
    return reverse("offices:propose", args=[isere.filing.slug])


@pytest.mark.parametrize("kind", ["ground", "grenoble", "filing"])
def test_every_public_page_leads_to_its_form(isere, kind):
    page = getattr(isere, kind)
    html = Client().get(page.get_absolute_url()).content.decode()
    assert f'href="{reverse("offices:propose", args=[page.slug])}"' in html


def test_a_change_is_read_in_sentences_before_it_can_be_sent(at_work, amina, form_address):
    screen = at_work(amina).open(form_address)
    assert not screen.html.css("button[value=send]")
    screen.type(fees__stamp__amount="75").press("show")
    assert "le montant passe de 50,00 € à 75,00 €" in screen.text
    screen.type(**SOURCE).press("send")
    assert "Rien n'est public avant" in screen.text
    proposal = Proposal.objects.get(author=amina)
    assert proposal.document.fees[0].amount == "75.00"
    assert proposal.evidence_url == SOURCE["evidence-url"]


def test_what_changed_since_it_was_read_is_read_again(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show")
    screen.type(fees__stamp__amount="90", **SOURCE).press("send")
    assert "Pas encore envoyée" in screen.text
    assert "90,00 €" in screen.text
    assert not Proposal.objects.filter(author=amina).exists()
    screen.press("send")
    assert Proposal.objects.get(author=amina).document.fees[0].amount == "90.00"


def test_nothing_that_changes_nothing_can_be_sent(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).press("show")
    assert "Rien ne change" in screen.text
    assert not screen.html.css("button[value=send]")


def test_a_missing_source_is_asked_for_when_one_sends_and_not_before(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show")
    assert not screen.html.css("[role=alert]")
    screen.press("send")
    assert screen.status == 422
    assert "Indiquez l'adresse de la page que vous avez lue." in screen.errors
    assert [link.attributes["href"] for link in screen.html.css("[role=alert] a")] == [
        "#id_evidence-url",
        "#id_evidence-date",
    ]
    assert screen.value("fees-stamp-amount") == "75"


def test_a_proposal_without_a_source_says_why(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show")
    screen.type(**{"evidence-kind": "none"}).press("send")
    assert "Dites pourquoi il n'y a pas de source." in screen.errors
    screen.type(**{"evidence-kind": "none", "evidence-no_source_reason": "typo"}).press("send")
    assert Proposal.objects.get(author=amina).no_source_reason == "typo"


def test_the_page_that_was_read_joins_the_sources_in_one_tick(at_work, amina, form_address):
    url = "https://www.isere.gouv.fr/nouveau"
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show")
    screen.type(**SOURCE | {"evidence-url": url, "evidence-cited": "on"}).press("send")
    assert "Source ajoutée" in screen.text
    screen.press("send")
    assert [source.url for source in Proposal.objects.get(author=amina).document.sources] == [
        SOURCE["evidence-url"],
        url,
    ]


def test_a_source_that_the_page_has_already_is_not_added_again(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75", **SOURCE)
    screen.type(**{"evidence-cited": "on"}).press("show")
    assert "Source ajoutée" not in screen.text


def test_a_wrong_field_is_shown_with_everything_that_was_typed(at_work, amina, form_address):
    screen = at_work(amina).open(form_address)
    screen.type(steps__book__url="isere point fr", fees__stamp__amount="75").press("show")
    assert screen.status == 422
    assert "Étapes › 1. Prendre rendez-vous en ligne › Lien" in screen.errors
    assert not screen.folded("#partie-steps")
    assert screen.folded("#partie-fees")
    field = screen.html.css_first("#id_steps-book-url").attributes
    assert field["value"] == "isere point fr"
    assert field["aria-invalid"] == "true"
    assert screen.html.css_first(f"#{field['aria-describedby']}").text(strip=True).startswith("Une adresse de site")
    assert screen.value("fees-stamp-amount") == "75"


def test_a_row_is_added_where_the_button_stands_and_the_answer_opens_there(at_work, amina, form_address):
    screen = at_work(amina).open(form_address)
    button = next(
        node for node in screen.html.css("button[name=op]") if node.attributes["value"].startswith("add fees")
    )
    screen.press(button.attributes["value"])
    row = button.attributes["formaction"]
    assert not screen.folded("#partie-fees")
    assert not screen.folded(row)
    assert screen.folded("#partie-steps")


def test_the_same_form_sent_twice_is_one_proposal(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show").type(**SOURCE)
    data = screen.controls() | screen.typed | {"op": "send"}
    for _click in range(2):
        response = screen.client.post(form_address, data)
        assert response.status_code == 302
    assert Proposal.objects.filter(author=amina).count() == 1


def test_a_form_that_was_sent_can_send_another_text_as_another_proposal(at_work, amina, form_address):
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show").type(**SOURCE)
    back = screen.controls() | screen.typed
    screen.press("send")
    # The back button: the same form, another text.
    screen.show(screen.client.post(form_address, back | {"fees-stamp-amount": "80", "op": "show"}))
    screen.type(**SOURCE).press("send")
    assert screen.status == 409
    assert "a déjà servi" in screen.errors
    screen.type(**SOURCE).press("send")
    amounts = {proposal.document.fees[0].amount for proposal in Proposal.objects.filter(author=amina)}
    assert amounts == {"75.00", "80.00"}


# --- The page changes meanwhile -------------------------------------------------------------------------------------


def test_what_others_decided_since_the_form_was_opened_is_not_undone(
    at_work, amina, bilal, claire, isere, form_address
):
    screen = at_work(amina).open(form_address)
    approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), bilal), claire)
    screen.type(fees__stamp__amount="75").press("show")
    assert "La page a changé depuis" in screen.text
    assert "rue Neuve" not in screen.html.css_first("#resultat").text()
    screen.type(**SOURCE).press("send")
    approve(Proposal.objects.get(author=amina), claire)
    document = Page.objects.get(pk=isere.filing.pk).document
    assert document.fees[0].amount == "75.00"
    assert document.steps[1].address.lines[1] == "1 rue Neuve"


def test_where_both_changed_the_same_thing_the_author_sees_three_values(at_work, amina, bilal, claire, isere):
    mine = propose(isere.filing, with_fee(isere.filing.document, "80"), amina)
    theirs = with_address(with_fee(isere.filing.document, "75"), "1 rue Neuve")
    approve(propose(isere.filing, theirs, bilal), claire)
    screen = at_work(amina).open(reverse("offices:amend", args=[mine.pk]))
    told = screen.html.css_first(".compare--three").text(separator=" ")
    assert all(value in told for value in ("50,00", "75,00", "80,00"))
    assert screen.value("fees-stamp-amount") == "80,00"
    screen.press("show")
    assert "le montant passe de 75,00 € à 80,00 €" in screen.text
    assert "rue de Verdun" not in screen.html.css_first("#resultat").text(), "the other decision is not undone"
    screen.press("send")
    mine.refresh_from_db()
    approve(mine, claire)
    document = Page.objects.get(pk=isere.filing.pk).document
    assert document.fees[0].amount == "80.00"
    assert document.steps[1].address.lines[1] == "1 rue Neuve"


def test_a_refused_proposal_is_the_beginning_of_a_better_one(at_work, amina, claire, isere, fee_proposal):
    seen = fee_proposal.content_hash
    refuse(fee_proposal, by=claire, seen_hash=seen, code=RefusalReason.NO_SOURCE, reason="Quelle page ?")
    screen = at_work(amina).open(reverse("offices:proposal", args=[fee_proposal.pk]))
    assert "Quelle page ?" in screen.text
    screen.open(reverse("offices:amend", args=[fee_proposal.pk])).press("show")
    screen.press("send")
    states = Proposal.objects.filter(author=amina).values_list("state", flat=True)
    assert sorted(states) == [ProposalState.PENDING, ProposalState.REFUSED]


def test_what_was_decided_or_belongs_to_another_is_not_taken_up(at_work, amina, bilal, claire, fee_proposal):
    address = reverse("offices:amend", args=[fee_proposal.pk])
    assert at_work(bilal).open(address).status == 404
    assert at_work(claire).open(address).status == 404
    approve(fee_proposal, claire)
    screen = at_work(amina).open(address)
    assert "ne peut pas être reprise" in screen.html.body.text()


def test_a_proposal_that_was_taken_back_can_be_taken_up(at_work, amina, fee_proposal):
    withdraw(fee_proposal, by=amina)
    screen = at_work(amina).open(reverse("offices:amend", args=[fee_proposal.pk]))
    assert screen.value("fees-stamp-amount") == "75,00"


# --- Without a form -------------------------------------------------------------------------------------------------


def test_a_page_is_removed_and_brought_back_by_proposals(at_work, amina, claire, isere):
    removal = reverse("offices:propose_removal", args=[isere.filing.slug])
    screen = at_work(amina).open(removal)
    assert "Page retirée" in screen.text
    screen.type(**SOURCE).send()
    approve(Proposal.objects.get(author=amina), claire)
    assert not Page.objects.get(pk=isere.filing.pk).is_published

    for closed in (removal, reverse("offices:propose", args=[isere.filing.slug])):
        assert "retirée" in screen.open(closed).html.body.text()
        assert screen.address == reverse("offices:page", args=[isere.filing.slug])
    screen.open(reverse("offices:propose_revert", args=[isere.filing.slug, 1])).type(**SOURCE).send()
    approve(Proposal.objects.filter(author=amina).latest("submitted_at"), claire)
    assert Page.objects.get(pk=isere.filing.pk).is_published


def test_a_version_that_does_not_exist_is_not_gone_back_to(at_work, amina, isere):
    screen = at_work(amina).open(reverse("offices:propose_revert", args=[isere.filing.slug, 9]))
    assert "Cette version n'existe pas." in screen.html.body.text()


# --- An office of which nothing is known ----------------------------------------------------------------------------


@pytest.fixture
def start_address(isere) -> str:
    return reverse("offices:propose_procedure", args=[isere.vienne.slug])


def test_an_office_without_information_leads_there(isere, start_address):
    assert f'href="{start_address}"' in Client().get(isere.vienne.get_absolute_url()).content.decode()


def test_three_answers_say_that_an_office_refuses_and_where_to_go(at_work, amina, isere, start_address):
    answers = f"?fondement={isere.ground.slug}&reponse=aucune&ailleurs=prefecture-grenoble"
    screen = at_work(amina).open(start_address + answers)
    assert "ne traite pas ces demandes" in screen.text
    assert "pour tous les titres de séjour" in screen.text
    screen.type(**SOURCE).press("send")
    document = Proposal.objects.get(author=amina).document
    assert (document.handling, document.scope) == ("not_handled", "all_permits")
    assert document.see_instead.office == "prefecture-grenoble"
    assert document.offices == (isere.vienne.slug,)
    assert document.department == "38"


def test_an_office_that_receives_opens_at_its_first_step(at_work, amina, isere, start_address):
    screen = at_work(amina).open(f"{start_address}?fondement={isere.ground.slug}&reponse=oui")
    assert not screen.folded("#partie-steps")
    [row] = [name for name in screen.controls() if name == "steps"]
    step = screen.value(row)
    screen.type(**{f"steps-{step}-purpose": "send", f"steps-{step}-channel": "email"})
    screen.type(**{f"steps-{step}-email": "sejour@isere.gouv.fr"}).press("show")
    screen.type(**SOURCE).press("send")
    assert Proposal.objects.get(author=amina).document.steps[0].email == "sejour@isere.gouv.fr"


@pytest.mark.parametrize(
    "answers", ["?reponse=oui", "?fondement=aes&ailleurs=", "?reponse=peut-etre&fondement=x", "?ailleurs=\x00"]
)
def test_an_answer_that_is_missing_is_asked_for(at_work, amina, start_address, answers):
    screen = at_work(amina).open(start_address + answers)
    assert screen.status == 200
    assert screen.errors


def test_what_is_described_already_is_corrected_rather_than_described_twice(at_work, amina, isere):
    screen = at_work(amina).open(reverse("offices:propose_procedure", args=[isere.grenoble.slug]))
    assert reverse("offices:propose", args=[isere.filing.slug]) in screen.response.content.decode()


def test_only_an_office_is_asked_how_one_files_there(at_work, amina, isere):
    assert at_work(amina).open(reverse("offices:propose_procedure", args=[isere.filing.slug])).status == 404


# --- A session that ended -------------------------------------------------------------------------------------------


def test_what_is_posted_after_the_session_ended_is_said_to_be_lost(isere, form_address):
    response = Client().post(
        form_address,
        {"op": "show"},
        headers={"referer": f"http://testserver{form_address}"},
        follow=True,
    )
    assert response.redirect_chain == [(f"/compte/connexion/?next={form_address}", 302)]
    assert "pas été enregistré" in response.content.decode()


@pytest.mark.parametrize("referer", ["", "https://evil.example/x", "http://testserver.evil.example/", "//evil.example"])
def test_one_comes_back_to_ones_work_from_nowhere_else(isere, fee_proposal, referer):
    address = reverse("offices:approve", args=[fee_proposal.pk])
    response = Client().post(address, headers={"referer": referer})
    assert response.url == "/compte/connexion/?next=/espace/"


# --- What comes next ------------------------------------------------------------------------------------------------


def test_where_nothing_changes_one_is_told_what_to_do(at_work, amina, isere, form_address):
    screen = at_work(amina).open(form_address).press("show")
    assert "Rien à envoyer, donc." in screen.text
    confirm = reverse("offices:page", args=[isere.filing.slug])
    assert screen.html.css_first("#resultat a").attributes["href"] == confirm


def test_an_author_whose_proposal_meets_another_value_is_told_to_choose(at_work, amina, bilal, claire, isere):
    page = isere.filing
    mine = propose(page, with_fee(page.document, "80"), amina)
    approve(propose(page, with_fee(page.document, "75"), bilal), claire)
    screen = at_work(amina).open(reverse("offices:proposal", args=[mine.pk]))
    assert "Votre proposition attend votre choix Personne ne peut l'approuver" in screen.text
    assert "Une autre personne la lira" not in screen.text
    assert "la page a changé depuis" in at_work(amina).open("/espace/").text


def test_an_author_of_what_the_page_says_meanwhile_is_told_so(at_work, amina, bilal, claire, isere):
    page = isere.filing
    mine = propose(page, with_fee(page.document, "75"), amina)
    approve(propose(page, with_fee(page.document, "75"), bilal), claire)
    text = at_work(amina).open(reverse("offices:proposal", args=[mine.pk])).text
    assert "La page publique dit déjà cela" in text


def test_what_cannot_be_taken_up_again_is_not_said_to_be(at_work, amina, isere):
    removal = submit(
        isere.filing.document, page=isere.filing, action=ProposalAction.REMOVE, evidence=READ_ON_SITE, author=amina
    )
    text = at_work(amina).open(reverse("offices:proposal", args=[removal.pk])).text
    assert "D'ici là, vous pouvez la retirer." in text
    assert "reprendre" not in text


def test_whoever_takes_up_a_refused_proposal_reads_why_it_was(at_work, amina, claire, fee_proposal):
    """Also where it was refused while its author was writing."""
    screen = at_work(amina).open(reverse("offices:amend", args=[fee_proposal.pk]))
    assert "nouvelle proposition" not in screen.text
    seen = fee_proposal.content_hash
    refuse(fee_proposal, by=claire, seen_hash=seen, code=RefusalReason.OTHER, reason="La page dit 50 euros.")
    screen.type(fees__stamp__amount="76").press("show")
    assert "autre raison. La page dit 50 euros." in screen.text
    assert "Ce que vous enverrez sera une nouvelle proposition." in screen.text


def test_one_proposal_too_many_is_told_and_nothing_typed_is_lost(at_work, amina, form_address, isere, monkeypatch):
    monkeypatch.setattr(permissions, "MOST_WAITING", 1)
    propose(isere.filing, with_fee(isere.filing.document, "61"), amina)
    screen = at_work(amina).open(form_address).type(fees__stamp__amount="75").press("show")
    screen.type(**SOURCE).press("send")
    assert screen.status == 409
    assert "propositions attendent déjà" in screen.errors
    assert screen.value("fees-stamp-amount") == "75"
    assert screen.value("evidence-url") == SOURCE["evidence-url"]


# --- Errors that the shape admits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens", "closes", "told", "field"),
    [
        ("9h15", "8h", "À\u00a0: Cette heure vient avant celle de l'ouverture", "closes"),
        ("neuf heures et quart", "11h", "De\u00a0: Une heure s'écrit 8h30", "opens"),
    ],
)
def test_hours_are_refused_at_their_field_in_words_that_help(at_work, amina, isere, opens, closes, told, field):
    hours = {"id": "h1", "days": ["mon"], "opens": "09:00", "closes": "12:00"}
    page = isere.grenoble
    name = next(field for field in type(page.document).model_fields if "hours" in field)
    screen = at_work(amina).open(reverse("offices:propose", args=[page.slug]))
    screen.send(**{name: "h1", f"{name}-h1-days": hours["days"], f"{name}-h1-opens": opens}, op="show")
    screen.type(**{f"{name}-h1-opens": opens, f"{name}-h1-closes": closes}).press("show")
    assert screen.status == 422
    assert told in screen.errors.replace(" :", "\u00a0:")
    wrong = screen.html.css_first(f"#id_{name}-h1-{field}").attributes
    assert wrong["aria-invalid"] == "true"
    assert wrong["aria-describedby"] == f"id_{name}-h1-{field}_error"
    assert screen.value(f"{name}-h1-opens") == opens
