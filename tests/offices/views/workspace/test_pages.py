"""The working side of a page: what somebody with ten minutes needs to confirm it."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_page_says_when_it_was_confirmed_and_shows_its_sources_before_its_past(at_work, amina, isere):
    screen = at_work(amina).open(reverse("offices:page", args=[isere.filing.slug]))
    assert "Jamais confirmée." in screen.text
    titles = [title.text() for title in screen.html.css("main h2")]
    assert titles.index("Sources") < titles.index("Historique")
    screen.show(screen.client.post(reverse("offices:verify", args=[isere.filing.slug]), follow=True))
    assert "Confirmée pour la dernière fois le" in screen.text


def test_whoever_would_confirm_a_page_without_a_source_is_asked_to_find_one(at_work, amina, isere):
    assert not isere.vienne.index.sources.exists()
    assert "Aucune source à rouvrir" in at_work(amina).open(reverse("offices:page", args=[isere.vienne.slug])).text
    assert "Aucune source" not in at_work(amina).open(reverse("offices:page", args=[isere.filing.slug])).text
