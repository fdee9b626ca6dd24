"""Deciding: the queue, one proposal read field by field, the two answers, and what stands in their way."""

import pytest
from django.urls import reverse

from offices import moderation
from offices.enums import EvidenceKind, NoSourceReason, RefusalReason, WarningCode
from offices.evidence import Evidence
from offices.models import Page, Proposal
from tests.plugins.cast import approve, changed, propose, publish, with_address, with_fee

pytestmark = pytest.mark.django_db

QUEUE = "/espace/file/"


def address(proposal: Proposal) -> str:
    return reverse("offices:proposal", args=[proposal.pk])


# --- The queue ------------------------------------------------------------------------------------------------------


def test_the_queue_says_in_sentences_what_waits(at_work, claire, fee_proposal):
    screen = at_work(claire).open(QUEUE)
    assert "1 proposition attend." in screen.text
    assert "le montant passe de 50,00 € à 75,00 €" in screen.text
    assert screen.html.css_first("main .list a").attributes["href"] == address(fee_proposal)


def test_the_queue_marks_what_needs_a_closer_look(at_work, amina, claire, isere, fee_proposal):
    unsourced = Evidence(kind=EvidenceKind.NONE, no_source_reason=NoSourceReason.FIRST_HAND)
    moderation.submit(with_fee(isere.filing.document, "60"), evidence=unsourced, author=claire, page=isere.filing)
    approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), amina), claire)
    lines = [
        " ".join(line.text(separator=" ").split()) for line in at_work(claire).open(QUEUE).html.css("main .list > li")
    ]
    assert "la page a changé depuis" in lines[0]
    assert "sans source" not in lines[0]
    assert "sans source" in lines[1]
    assert "la vôtre" in lines[1]


def test_the_queue_asks_no_more_for_twenty_proposals_than_for_two(
    at_work, amina, claire, isere, django_assert_max_num_queries
):
    for amount in range(20):
        propose(isere.filing, with_fee(isere.filing.document, str(100 + amount)), amina)
    screen = at_work(claire)
    with django_assert_max_num_queries(22):
        screen.open(QUEUE)
    assert "20 propositions attendent" in screen.text


def test_the_queue_is_narrowed_by_departement_and_origin(at_work, amina, claire, isere, fee_proposal):
    elsewhere = publish({"kind": "office", "office_kind": "prefecture", "name": "Rhône", "department": "69"}, by=claire)
    propose(elsewhere, changed(elsewhere.document, website="https://www.rhone.gouv.fr"), amina)
    screen = at_work(claire).open(QUEUE)
    assert "2 propositions" in screen.text
    assert "1 proposition attend." in screen.open(f"{QUEUE}?departement=69").text
    assert "Rien n'attend, pour ces choix." in screen.open(f"{QUEUE}?origine=checker").text


def test_an_empty_queue_says_so(at_work, claire, isere):
    assert "Rien n'attend." in at_work(claire).open(QUEUE).text


# --- One proposal ---------------------------------------------------------------------------------------------------


def test_names_are_said_and_not_codes(at_work, amina, claire, isere):
    document = isere.filing.document
    moved = changed(
        document,
        offices=["sous-prefecture-vienne"],
        territory={"arrondissements": ["383"]},
        steps=[
            *document.model_dump(mode="json")["steps"],
            {"id": "o", "purpose": "hand_in", "office": "prefecture-grenoble"},
        ],
    )
    text = at_work(claire).open(address(propose(isere.filing, moved, amina))).text
    assert "Sous-préfecture de Vienne" in text
    assert "Préfecture de l'Isère" in text
    assert "sous-prefecture-vienne" not in text
    assert "383" not in text


def test_the_source_stands_beside_the_change_and_the_decision_after_both(at_work, claire, fee_proposal):
    html = at_work(claire).open(address(fee_proposal)).response.content.decode()
    places = [html.index(mark) for mark in ('id="changements-titre"', 'id="source-titre"', 'id="approuver-titre"')]
    assert places == sorted(places)
    assert 'href="https://www.isere.gouv.fr/sejour" rel="noreferrer noopener" target="_blank"' in html


def test_approving_opens_the_next_proposal_then_the_empty_queue(at_work, amina, claire, isere, fee_proposal):
    following = propose(isere.vienne, changed(isere.vienne.document, website="https://www.isere.gouv.fr"), amina)
    screen = at_work(claire).open(address(fee_proposal))
    screen = press(screen, "approuver")
    assert screen.address == address(following)
    assert "Approuvée et publiée" in screen.text
    assert "Voici la proposition suivante." in screen.text
    screen = press(screen, "approuver")
    assert screen.address == QUEUE


def press(screen, act: str, **typed):
    """One of the two answers, with what its own form holds."""
    form = screen.html.css_first(f'form[action*="/{act}/"]')
    assert form, f"no form to {act}"
    held = {node.attributes["name"]: node.attributes["value"] for node in form.css("input[type=hidden]")}
    lifted = [node.attributes["value"] for node in form.css("input[name=lift]") if "checked" in node.attributes]
    return screen.show(screen.client.post(form.attributes["action"], held | {"lift": lifted} | typed, follow=True))


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(at_work, claire, fee_proposal):
    screen = press(at_work(claire).open(address(fee_proposal)), "refuser", reason="La page dit 50.")
    assert screen.status == 422
    assert "Choisissez un motif" in screen.errors
    assert screen.html.css_first("#id_reason").text().strip() == "La page dit 50."
    screen = press(screen, "refuser", code="other", reason=" ")
    assert "Dites en quelques mots" in screen.errors
    press(screen, "refuser", code="source_says_otherwise", reason="La page dit 50.")
    fee_proposal.refresh_from_db()
    assert fee_proposal.decision.reason == "La page dit 50."


def test_a_refusal_is_read_by_its_author(at_work, amina, claire, fee_proposal):
    press(at_work(claire).open(address(fee_proposal)), "refuser", code="unclear", reason="Quelle taxe ?")
    screen = at_work(amina).open("/espace/")
    assert "La modification n'est pas compréhensible. Quelle taxe ?" in screen.text


def test_a_text_that_changed_since_it_was_opened_is_not_decided(at_work, amina, claire, isere, fee_proposal):
    screen = at_work(claire).open(address(fee_proposal))
    propose(isere.filing, with_fee(isere.filing.document, "90"), amina, amending=fee_proposal)
    screen = press(screen, "approuver")
    assert screen.status == 409
    assert "Le texte a changé depuis que vous l'avez ouvert." in screen.errors
    assert "90,00" in screen.text
    assert Page.objects.get(pk=isere.filing.pk).version == 1


def test_what_another_decided_meanwhile_is_shown_as_decided(at_work, claire, driss, fee_proposal):
    screen = at_work(claire).open(address(fee_proposal))
    approve(fee_proposal, driss)
    screen = press(screen, "refuser", code="unclear")
    assert screen.status == 409
    assert "décidée ou retirée entre-temps" in screen.errors
    assert "Approuvée – " in screen.text
    assert not screen.html.css("form[action*='/approuver/']")


def test_nobody_finds_a_button_to_decide_what_they_wrote(at_work, claire, isere):
    own = propose(isere.filing, with_fee(isere.filing.document, "75"), claire)
    screen = at_work(claire).open(address(own))
    assert not screen.html.css("form[action*='/approuver/'], form[action*='/refuser/']")
    assert screen.html.css("form[action*='/retirer/']")


def test_a_conflict_shows_three_values_and_no_button_to_publish(at_work, amina, bilal, claire, isere, fee_proposal):
    approve(propose(isere.filing, with_fee(isere.filing.document, "60"), bilal), claire)
    screen = at_work(claire).open(address(fee_proposal))
    told = screen.html.css_first(".compare--three").text(separator=" ")
    assert all(amount in told for amount in ("50,00", "60,00", "75,00"))
    assert not screen.html.css("form[action*='/approuver/']")
    assert screen.html.css("form[action*='/refuser/']")


def test_its_author_goes_from_the_conflict_to_the_choice(at_work, amina, bilal, claire, isere, fee_proposal):
    approve(propose(isere.filing, with_fee(isere.filing.document, "80"), bilal), claire)
    choice = f"section[aria-labelledby=conflits-titre] a[href$='{fee_proposal.pk}/reprendre/']"
    assert at_work(amina).open(address(fee_proposal)).html.css_first(choice)
    assert not at_work(claire).open(address(fee_proposal)).html.css_first(choice)


def test_what_waits_for_a_page_is_told_apart_by_what_it_would_change(at_work, amina, claire, isere, fee_proposal):
    propose(isere.filing, with_fee(isere.filing.document, "80"), amina)
    for person in (amina, claire):
        text = at_work(person).open(f"/espace/pages/{isere.filing.slug}/").text
        assert "à 75,00" in text
        assert "à 80,00" in text


def test_an_outdated_proposal_shows_what_it_would_change_now(at_work, amina, bilal, claire, isere, fee_proposal):
    approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), bilal), claire)
    screen = at_work(claire).open(address(fee_proposal))
    assert "La page a changé depuis que cette proposition a été écrite" in screen.text
    assert "1 changement sera public" in screen.text
    press(screen, "approuver")
    document = Page.objects.get(pk=isere.filing.pk).document
    assert (document.fees[0].amount, document.steps[1].address.lines[1]) == ("75.00", "1 rue Neuve")


def test_a_correction_lifts_the_warning_it_answers(at_work, claire, isere, fee_proposal):
    moderation.warn(isere.filing, code=WarningCode.REPORTED_WRONG, by=claire)
    press(at_work(claire).open(address(fee_proposal)), "approuver")
    assert not isere.filing.warnings.standing().exists()


def test_what_reaches_beyond_ones_scope_says_who_decides(at_work, amina, claire, driss, isere):
    elsewhere = publish({"kind": "office", "office_kind": "prefecture", "name": "Rhône", "department": "69"}, by=claire)
    reaching = changed(isere.filing.document, offices=["prefecture-grenoble", elsewhere.slug])
    proposal = propose(isere.filing, reaching, amina)
    screen = at_work(driss).open(address(proposal))
    assert "hors de votre périmètre" in screen.text
    assert not screen.html.css("form[action*='/approuver/']")


# --- Beside the content ---------------------------------------------------------------------------------------------


def test_a_warning_on_one_step_is_put_and_lifted(at_work, claire, isere):
    screen = at_work(claire).open(reverse("offices:warn", args=[isere.filing.slug]))
    assert "2. envoyer la demande par courrier" in screen.text
    screen.type(code="address_doubtful", step="post").send()
    assert "Sur l'étape « 2. envoyer la demande par courrier »." in screen.text
    warning = isere.filing.warnings.standing().get()
    screen.show(screen.client.post(reverse("offices:lift", args=[warning.pk]), follow=True))
    assert "La mise en garde est levée." in screen.text


def test_the_same_warning_is_not_put_twice(at_work, claire, isere):
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
    screen = at_work(claire).open(reverse("offices:warn", args=[isere.filing.slug]))
    screen.type(code="link_dead").send()
    assert screen.status == 409
    assert "déjà affichée" in screen.errors


def test_a_volunteer_confirms_and_the_page_says_so(at_work, amina, isere):
    screen = at_work(amina).open(reverse("offices:page", args=[isere.filing.slug]))
    screen.show(screen.client.post(reverse("offices:verify", args=[isere.filing.slug]), follow=True))
    assert "confirmée aujourd'hui" in screen.text
    assert isere.filing.verifications.filter(by=amina).exists()


@pytest.mark.parametrize("kind", ["ground", "grenoble", "filing"])
def test_every_kind_of_page_leads_from_its_versions_to_what_changed(at_work, claire, amina, isere, kind):
    page = getattr(isere, kind)
    field = "name" if kind == "grenoble" else "title"
    approve(propose(page, changed(page.document, **{field: "Un autre nom"}), amina), claire)
    screen = at_work(amina).open(reverse("offices:page", args=[page.slug]))
    [link] = [
        node.attributes["href"] for node in screen.html.css(".timeline a") if "?de=1&a=2" in node.attributes["href"]
    ]
    assert "Un autre nom" in screen.open(link).text


def test_people_are_named_to_those_who_work_and_proposals_linked_for_those_who_may_read_them(
    at_work, amina, bilal, claire, isere, fee_proposal
):
    approve(fee_proposal, claire)
    own, other = (at_work(person).open(reverse("offices:page", args=[isere.filing.slug])) for person in (amina, bilal))
    assert "Écrite par amina, décidée par claire." in other.text
    assert address(fee_proposal) in own.response.content.decode()
    assert address(fee_proposal) not in other.response.content.decode()


def test_ones_own_work_says_what_became_of_it(at_work, amina, claire, isere, fee_proposal):
    approve(fee_proposal, claire)
    waiting = propose(isere.vienne, changed(isere.vienne.document, website="https://www.isere.gouv.fr"), amina)
    refused = propose(isere.grenoble, changed(isere.grenoble.document, name="Autre"), amina)
    moderation.refuse(refused, by=claire, seen_hash=refused.content_hash, code=RefusalReason.WRONG_PAGE)
    badges = [node.text() for node in at_work(amina).open("/espace/").html.css("main .badge")]
    assert badges == ["refusée", "en attente", "approuvée"]
    assert waiting.is_pending
