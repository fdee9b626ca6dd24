"""Where nobody knows: how somebody who does writes it down, from the answer itself."""

import pytest
from django.urls import reverse

from offices import moderation
from offices.content import parse
from tests.offices.views.test_whom_to_ask import ADDRESS, KNOWN, UNKNOWN, WHOM_TO_ASK
from tests.plugins.cast import FROM_CODES, Isere, approve, publish

pytestmark = pytest.mark.django_db


def prefilled(isere: Isere) -> str:
    return f"{reverse('offices:propose_procedure', args=[isere.vienne.slug])}?fondement={isere.ground.slug}"


def test_one_tap_from_an_unknown_answer_opens_the_form_with_office_and_ground(isere, client, at_work, amina):
    assert prefilled(isere) in client.get(UNKNOWN).text
    assert "nouvelles-modalites" not in client.get(KNOWN).text
    screen = at_work(amina).open(prefilled(isere))
    assert "Sous-préfecture de Vienne" in screen.text
    ticked = screen.html.css("input[name=fondement][checked]")
    assert [box.attributes["value"] for box in ticked] == [isere.ground.slug]
    assert "Choisissez une réponse" not in screen.text


def test_without_an_account_it_leads_to_the_login(isere, client):
    answer = client.get(prefilled(isere))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/")


def test_a_volunteer_writes_whom_to_ask_and_the_moderator_of_the_departement_decides(
    isere, at_work, client, amina, driss
):
    screen = at_work(amina).open(reverse("offices:propose_whom_to_ask", args=["38"]))
    assert "Dire à qui demander" in screen.text
    proposal = moderation.submit(parse(WHOM_TO_ASK), evidence=FROM_CODES, author=amina)
    assert ADDRESS not in client.get("/departements/38/").text
    page = approve(proposal, driss).page
    assert page.get_absolute_url() == ADDRESS
    assert ADDRESS in client.get("/departements/38/").text


def test_there_is_one_page_and_it_is_corrected(isere, client, amina, claire):
    page = publish(WHOM_TO_ASK, by=claire)
    client.force_login(amina)
    answer = client.get(reverse("offices:propose_whom_to_ask", args=["38"]))
    assert answer["Location"] == reverse("offices:propose", args=[page.slug])
    assert client.get(reverse("offices:propose_whom_to_ask", args=["00"])).status_code == 404
