"""What a change of territory moves is read before it is sent, before it is decided, and nowhere in public."""

import pytest
from django.urls import reverse

from tests.plugins.cast import changed, propose

pytestmark = pytest.mark.django_db
GAINED = "inconnu → devient Préfecture de l'Isère (Admission exceptionnelle au séjour)"
WIDER = {"arrondissements": ["381", "383"], "wording": "arrondissements de Grenoble et de Vienne"}


def test_whoever_proposes_a_territory_sees_which_communes_it_moves(isere, at_work, amina):
    screen = at_work(amina).open(reverse("offices:propose", args=[isere.filing.slug]))
    offered = [box.attributes["value"] for box in screen.html.css("input[name=territory-arrondissements]")]
    assert offered == ["381", "382", "383"]
    assert "La Tour-du-Pin" in screen.text  # by name, not by code
    screen.type(**{"territory-arrondissements": ["381", "383"]}).press("show")
    assert "113 communes auront une autre réponse" in screen.text
    assert f"113 communes de l'arrondissement de Vienne : {GAINED}" in screen.text
    assert "Ampuis" not in screen.text  # in the Rhône, though its postal town is Vienne
    assert "Chasse-sur-Rhône" in screen.text


def test_whoever_decides_sees_it_too(isere, at_work, amina, claire):
    proposal = propose(isere.filing, changed(isere.filing.document, territory=WIDER), amina)
    screen = at_work(claire).open(reverse("offices:proposal", args=[proposal.pk]))
    assert f"113 communes de l'arrondissement de Vienne : {GAINED}" in screen.text
    assert "Approuver et publier" in screen.text


def test_an_ordinary_correction_says_nothing_of_communes(isere, fee_proposal, at_work, claire):
    screen = at_work(claire).open(reverse("offices:proposal", args=[fee_proposal.pk]))
    assert "autre réponse" not in screen.text


def test_whoever_asks_for_a_removal_sees_who_is_left_without_an_answer(isere, at_work, amina):
    screen = at_work(amina).open(reverse("offices:propose_removal", args=[isere.filing.slug]))
    assert "communes de l'arrondissement de Grenoble : Préfecture de l'Isère → devient inconnu" in screen.text
