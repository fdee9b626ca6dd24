"""The figures themselves: on a small France that the door wrote, and as laws over any past whatever."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from offices import moderation
from offices.enums import Origin, ProposalAction, WayOfFiling
from offices.figures import NEVER, Counted, Course, Figures, Said, figures
from offices.filing import PLAIN
from offices.models import Ground, Page
from tests.offices.random_contents import laws, numbers
from tests.plugins.cast import AES, FILING, GRENOBLE, VIENNE, approve, changed, propose, publish

PARIS = ZoneInfo("Europe/Paris")
VERIFIED = date(2023, 2, 9)
IMPORTED = date(2026, 11, 2)
POST = [{"id": "post", "purpose": "send", "channel": "post"}]
ONLINE = [{"id": "online", "purpose": "send", "channel": "online_form"}]
LYON = {"kind": "office", "office_kind": "prefecture", "name": "Préfecture du Rhône", "department": "69"}
RENNES = {"kind": "office", "office_kind": "prefecture", "name": "Préfecture d'Ille-et-Vilaine", "department": "35"}
W = WayOfFiling


def on(day: date, hour: int = 12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=PARIS), tick=False)


# --- A small France ------------------------------------------------------------------------------------------------


@pytest.fixture
def imported(claire) -> dict[str, Page]:
    """Four offices. Grenoble by post, says a dossier of 2023 brought in on 2 November 2026; Vienne refuses, undated."""
    with on(IMPORTED):
        pages = {
            "aes": publish(AES, by=claire, slug="aes"),
            "grenoble": publish(GRENOBLE, by=claire),
            "vienne": publish(VIENNE, by=claire),
            "lyon": publish(LYON, by=claire, slug="prefecture-lyon"),
            "rennes": publish(RENNES, by=claire, slug="prefecture-rennes"),
            "filing": publish(FILING | {"grounds": ["aes"], "steps": POST}, by=claire),
        }
        refusal = {"title": "Vienne ne traite pas", "offices": ["sous-prefecture-vienne"], "handling": "not_handled"}
        pages["refusal"] = publish(FILING | {"grounds": ["aes"], "steps": []} | refusal, by=claire)
        moderation.verify(pages["filing"], on=VERIFIED, origin=Origin.DOSSIER)
    return pages


def counts(day: date, slug: str = "aes", region: str = "") -> dict[WayOfFiling, int]:
    ground = Ground.objects.filter(page__slug=slug).first()
    return dict(figures(ground).within(region).counts(day))


@pytest.mark.django_db
class TestASmallFrance:
    def test_each_office_counts_once(self, imported):
        assert counts(IMPORTED) == {W.POST: 1, W.NOT_HANDLED: 1, W.UNKNOWN: 2}

    def test_a_first_state_counts_from_its_verification_and_an_undated_one_from_its_publication(self, imported):
        assert counts(VERIFIED) == {W.POST: 1, W.UNKNOWN: 3}
        assert counts(IMPORTED - timedelta(days=1)) == {W.POST: 1, W.UNKNOWN: 3}

    def test_before_the_first_answer_everything_is_unknown_and_the_figures_say_from_when(self, imported):
        found = figures(Ground.objects.get(page__slug="aes"))
        assert found.first_day == VERIFIED
        assert found.counts(VERIFIED - timedelta(days=1)) == {W.UNKNOWN: 4}

    def test_a_decision_counts_from_its_day_and_leaves_the_past_as_it_was_told(self, imported, amina, claire):
        page = imported["filing"]
        with on(date(2026, 12, 1)):
            approve(propose(page, changed(page.document, steps=ONLINE), amina), claire)
        assert counts(date(2026, 12, 1))[W.ONLINE] == 1
        assert counts(date(2026, 11, 30))[W.POST] == 1

    def test_by_region(self, imported):
        assert counts(IMPORTED, region="bretagne") == {W.UNKNOWN: 1}
        assert counts(IMPORTED, region="auvergne-rhone-alpes") == {W.POST: 1, W.NOT_HANDLED: 1, W.UNKNOWN: 1}
        by_region = figures(None).counts_by_region(IMPORTED)
        assert [name for _slug, name in by_region] == ["Auvergne-Rhône-Alpes", "Bretagne"]

    def test_an_office_that_is_removed_counts_until_that_day(self, imported, amina, claire):
        page = imported["rennes"]
        with on(date(2026, 12, 1)):
            approve(propose(page, page.document, amina, action=ProposalAction.REMOVE), claire)
        assert counts(date(2026, 11, 30))[W.UNKNOWN] == 2
        assert counts(date(2026, 12, 1))[W.UNKNOWN] == 1
        (turn,) = figures(None).turns(date(2026, 11, 30), date(2026, 12, 1))
        assert (turn.office.slug, turn.before.way, turn.after) == ("prefecture-rennes", W.UNKNOWN, None)

    def test_a_wider_ground_counts_with_its_cases_and_a_case_with_what_is_said_of_all(self, imported, claire):
        with on(IMPORTED + timedelta(days=1)):
            publish(
                {"kind": "ground", "title": "AES travail", "parent": "aes", "filing": "office"}, by=claire, slug="w"
            )
            publish(
                {"kind": "ground", "title": "AES famille", "parent": "aes", "filing": "office"}, by=claire, slug="f"
            )
            title = "Admission au séjour par le travail – Grenoble"
            publish(FILING | {"grounds": ["w"], "steps": ONLINE, "title": title}, by=claire)
        day = IMPORTED + timedelta(days=1)
        assert counts(day)[W.SEVERAL] == 1  # by post, and for one of its cases on line
        assert counts(day, "w") == {W.ONLINE: 1, W.NOT_HANDLED: 1, W.UNKNOWN: 2}  # its own word comes first
        assert counts(day, "f") == {W.POST: 1, W.NOT_HANDLED: 1, W.UNKNOWN: 2}

    def test_an_office_that_receives_no_request_at_all_has_answered_for_every_ground(self, imported, amina, claire):
        with on(IMPORTED + timedelta(days=1)):
            publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire, slug="salarie")
            refusal = imported["refusal"]
            approve(propose(refusal, changed(refusal.document, scope="all_permits"), amina), claire)
        assert counts(IMPORTED + timedelta(days=1), "salarie") == {W.NO_PERMITS: 1, W.UNKNOWN: 3}

    def test_what_was_learned_is_told_from_what_changed(self, imported, amina, claire):
        page = imported["filing"]
        with on(date(2026, 12, 1)):
            approve(propose(page, changed(page.document, steps=ONLINE), amina), claire)
        found = figures(None).turns(VERIFIED - timedelta(days=1), date(2026, 12, 1))
        assert {(turn.office.slug, turn.before.way, turn.after.way) for turn in found} == {
            ("prefecture-grenoble", W.UNKNOWN, W.ONLINE),
            ("sous-prefecture-vienne", W.UNKNOWN, W.NOT_HANDLED),
        }

    def test_as_many_queries_for_every_day(self, imported, django_assert_num_queries):
        with django_assert_num_queries(2):
            found = figures(None)
            for days in range(50):
                found.counts(IMPORTED - timedelta(days=days))


# --- Laws ----------------------------------------------------------------------------------------------------------

ANSWERS = [*PLAIN, W.WAY_UNKNOWN, W.NOT_HANDLED, W.NO_PERMITS, W.UNKNOWN]
FIRST, DAYS = date(2023, 1, 1), 60
days = st.integers(0, DAYS).map(lambda after: FIRST + timedelta(days=after))


def any_past(number: int) -> Figures:
    """Some offices in three régions, some of them removed one day, of each of which procedures said this and that."""
    rng = Random(number)

    def day() -> date:
        return FIRST + timedelta(days=rng.randrange(DAYS))

    def said(procedure: int) -> Said:
        since = day()
        until = rng.choice([None, since + timedelta(days=rng.randint(1, 30))])
        ways = frozenset(rng.sample(list(PLAIN), rng.randint(1, 2))) if rng.random() < 0.6 else {rng.choice(ANSWERS)}
        return Said(rng.randrange(3), since, until, frozenset(ways), UUID(int=procedure))

    offices = [
        Counted(UUID(int=key), f"Guichet {key}", f"guichet-{key}", "38", "Isère", *rng.choice(REGIONS), gone(rng, day))
        for key in range(rng.randint(1, 8))
    ]
    courses = {office.pk: Course([said(key) for key in range(rng.randint(1, 4))]) for office in offices[1:]}
    return Figures(offices, courses)


REGIONS = [("bretagne", "Bretagne"), ("corse", "Corse"), ("normandie", "Normandie")]


def gone(rng: Random, day) -> date | None:
    return day() if rng.random() < 0.2 else None


@laws
@given(numbers, days)
def test_the_answers_share_the_offices_out_between_them_in_france_and_in_each_region(number, day):
    found = any_past(number)
    counting = [office for office in found.offices if office.counts_on(day)]
    assert found.counts(day).total() == len(counting)
    by_region = found.counts_by_region(day)
    assert sum(by_region.values(), Counter()) == found.counts(day)
    for slug, name in REGIONS:
        assert found.within(slug).counts(day) == by_region.get((slug, name), Counter())


@laws
@given(numbers, days, days)
def test_the_counts_of_a_day_and_the_changes_since_make_the_counts_of_another(number, start, end):
    for region in ("", "bretagne", "corse", "normandie"):
        found = any_past(number).within(region)
        counts = Counter(found.counts(start))
        for turn in found.turns(start, end):
            if turn.before:
                counts[turn.before.way] -= 1
            if turn.after:
                counts[turn.after.way] += 1
        assert +counts == found.counts(end)


@laws
@given(numbers, days)
def test_an_answer_holds_since_the_day_it_names_and_not_the_day_before(number, day):
    found = any_past(number)
    for office, answer in found.on(day):
        if answer.since is None:
            assert answer == NEVER
            continue
        eve = answer.since - timedelta(days=1)
        between = [answer.since + timedelta(days=after) for after in range((day - answer.since).days + 1)]
        assert {found.answer(office, then).way for then in between} == {answer.way}
        before = found.answer(office, eve)
        assert before.way != answer.way or before == NEVER


@laws
@given(numbers)
def test_the_first_day_is_the_first_on_which_something_is_said(number):
    found = any_past(number)
    if found.first_day is None:
        assert not found.courses
    else:
        assert all(found.answer(office, found.first_day - timedelta(days=1)) == NEVER for office in found.offices)
