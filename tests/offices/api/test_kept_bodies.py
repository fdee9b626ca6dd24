"""A body is made once for equal values and kept: it must be another as soon as anything that it says is another."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from offices import moderation
from offices.api.bodies import body
from offices.api.surroundings import outline
from offices.enums import Origin, WarningCode
from offices.models import Page, Warning
from sources.models import Source
from tests.plugins.cast import FILING, approve, changed, propose, publish, with_fee
from tests.plugins.notes import BOOKING_NOTE

pytestmark = pytest.mark.django_db

DESK = {"id": "desk", "purpose": "hand_in", "channel": "counter", "office": "prefecture-grenoble"}
FROM_TOMORROW = {"id": "tomorrow", "purpose": "send", "channel": "email", "email": "sejour@isere.example"}
REFUSAL = {"title": "Vienne", "offices": ["sous-prefecture-vienne"], "territory": {}, "handling": "not_handled"}


@pytest.fixture
def site(isere, claire):
    """Next to the model procedure: one at a desk of the préfecture, and a refusal that says nothing else."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    publish(BOOKING_NOTE, by=claire, slug="note")
    steps = [DESK, FROM_TOMORROW | {"valid_from": tomorrow.isoformat()}]
    publish(FILING | {"title": "Au guichet", "territory": {}, "steps": steps}, by=claire, slug="au-guichet")
    publish(FILING | REFUSAL | {"steps": [], "fees": []}, by=claire, slug="refus")
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
    return isere


def read(api) -> bytes:
    return b"".join(api.answer(path).content for path in ("procedures/", "offices/", "grounds/"))


def read_afresh(api) -> bytes:
    body.cache_clear()
    outline.cache_clear()
    return read(api)


class Acts:
    """What changes an answer, by what it changes."""

    def __init__(self, site, amina, claire):
        self.site, self.amina, self.claire = site, amina, claire

    def edit(self, slug, **fields):
        page = Page.objects.get(slug=slug)
        approve(propose(page, changed(page.document, **fields), self.amina), self.claire)

    def its_own_text(self):
        filing = self.site.filing
        approve(propose(filing, with_fee(filing.document, "75"), self.amina), self.claire)

    def the_name_of_an_office(self):
        self.edit("prefecture-grenoble", name="Préfecture de Grenoble")

    def the_address_of_the_office_to_which_a_step_sends(self):
        moved = {"lines": ["1 rue Neuve"], "postcode": "38000", "city": "Grenoble"}
        self.edit("prefecture-grenoble", addresses=[{"id": "a1", "address": moved}])

    def an_office_that_is_removed(self):
        grenoble = self.site.grenoble
        approve(propose(grenoble, grenoble.document, self.amina, action="remove"), self.claire)

    def the_name_of_a_ground(self):
        self.edit(self.site.ground.slug, title="Admission exceptionnelle")

    def where_others_send_whom_it_refuses(self):
        self.edit("au-guichet", territory={"arrondissements": ["381"]})

    def a_legal_note(self):
        self.edit("note", text="Texte de pure fiction, récrit.")

    def a_warning_that_is_put(self):
        moderation.warn(self.site.grenoble, code=WarningCode.LINK_DEAD, by=self.claire)

    def a_warning_that_is_lifted(self):
        moderation.lift(Warning.objects.standing().get(), by=self.claire)

    def a_confirmation(self):
        moderation.verify(self.site.filing, on=date(2023, 2, 9), origin=Origin.DOSSIER)

    def the_state_of_a_source(self):
        Source.objects.update(verdict="dead", last_checked_at=timezone.now())
        moderation.tell_sources()


@pytest.mark.parametrize("what", [name for name in vars(Acts) if name[0] != "_" and name != "edit"])
def test_what_it_says_follows(api, site, amina, claire, what):
    before = read(api)
    getattr(Acts(site, amina, claire), what)()
    after = read(api)
    assert after != before
    assert after == read_afresh(api)


def test_a_fact_that_begins_tomorrow_is_summed_up_tomorrow(api, site, time_machine):
    def channels() -> list[str]:
        return api.read("procedures/?q=guichet")["results"][0]["channels"]

    assert channels() == ["counter"]
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert channels() == ["counter", "email"]


def test_the_same_page_is_made_once_for_the_list_and_for_itself(api, site):
    api.read("procedures/")
    made = body.cache_info().misses
    api.read("procedures/")
    api.read(f"procedures/{site.filing.slug}/")
    assert body.cache_info().misses == made


def test_what_is_kept_is_bounded():
    assert body.cache_info().maxsize
    assert outline.cache_info().maxsize


def test_a_line_separator_is_written_as_rest_framework_writes_it(api, site, amina, claire):
    """Old JavaScript takes it for the end of a line, in the middle of a text."""
    Acts(site, amina, claire).edit("au-guichet", title="Au\u2028guichet")
    answer = api.answer("procedures/?q=guichet").content
    assert b"Au\\u2028guichet" in answer
    assert "\u2028".encode() not in answer
