"""A page that was made before is given again only where the database says again what it said then."""

from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone, translation

from offices import moderation
from offices.enums import WarningCode
from offices.models import Page
from offices.presentation.keeping import AskedTheDatabase, by_value, kept
from tests.plugins.cast import approve, changed, propose

pytestmark = pytest.mark.django_db


def edit(page: Page, author, decider, **fields) -> None:
    page.refresh_from_db()
    approve(propose(page, changed(page.document, **fields), author), decider)


@pytest.fixture
def read(isere, client):
    """The procedure's page as a reader gets it, rendered: an address with a query never comes from a file."""
    return lambda: unescape(client.get(f"{isere.filing.get_absolute_url()}?x").content.decode())


@pytest.fixture
def made(monkeypatch):
    """The names of the templates from which pages were made since the test began."""
    from offices.views.public import pages

    names, render = [], pages.render_to_string
    monkeypatch.setattr(pages, "render_to_string", lambda name, context: names.append(name) or render(name, context))
    return names


class TestAPageReadAgain:
    def test_is_made_once_while_nothing_changes(self, read, made):
        assert read() == read()
        assert made == ["public/procedure.html"]

    def test_shows_the_new_name_of_an_office_that_it_cites(self, isere, read, amina, claire):
        assert isere.grenoble.document.title in read()
        edit(isere.grenoble, amina, claire, name="Préfecture des Alpes du Nord")
        assert "Préfecture des Alpes du Nord" in read()

    def test_shows_its_own_new_text(self, isere, read, amina, claire):
        read()
        edit(isere.filing, amina, claire, title="Dépôt à l'étage")
        assert "Dépôt à l'étage" in read()

    def test_shows_what_begins_tomorrow_otherwise_tomorrow(self, isere, read, amina, claire):
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        steps = [{"id": "late", "purpose": "send", "channel": "email", "email": "a@example.fr", "valid_from": tomorrow}]
        edit(isere.filing, amina, claire, steps=steps)
        today = read()
        assert "À partir du" in today
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            assert read() != today

    def test_shows_a_warning_as_soon_as_it_is_put_and_no_longer_than_it_stands(self, isere, read, claire):
        before = read()
        warning = moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
        assert "alert--warning" in read()
        moderation.lift(warning, by=claire)
        assert read() == before

    def test_follows_a_departement_that_is_renamed(self, isere, read):
        read()
        department = isere.filing.index.department
        department.name = "Alpes du Nord"
        department.save()
        assert "Alpes du Nord" in read()


class TestAKeptText:
    def test_tells_rows_of_one_identifier_apart_by_their_words(self, isere):
        same, other = Page.objects.get(pk=isere.filing.pk), Page.objects.get(pk=isere.filing.pk)
        assert by_value(same) == by_value(other)
        other.slug = "ailleurs"
        assert same == other
        assert by_value(same) != by_value(other)

    def test_tells_apart_what_was_read_along_with_a_row(self, isere):
        first, second = (Page.objects.select_related("procedure").get(pk=isere.filing.pk) for _ in range(2))
        second.procedure.verified_on = date(2026, 1, 1)  # and the way back, from the index to its page, ends
        assert by_value(first) != by_value(second)

    def test_is_refused_the_database(self, isere):
        lazy = kept(1)(lambda page: page.index.title)
        with pytest.raises(AskedTheDatabase):
            lazy(Page.objects.get(pk=isere.filing.pk))

    def test_is_another_in_another_language(self):
        spoken = kept(2)(lambda: translation.get_language())
        assert spoken() == "fr"
        with translation.override("ar"):
            assert spoken() == "ar"

    def test_is_forgotten_once_others_are_read_more(self):
        asked = []
        text = kept(2)(lambda name: asked.append(name) or name)
        for name in ("a", "b", "a", "c", "a", "b"):
            text(name)
        assert asked == ["a", "b", "c", "b"]
