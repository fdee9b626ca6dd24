"""What is known of each office for a ground, on the day asked: first in Isère, then with all of the first content."""

from collections import Counter
from datetime import date

import pytest

from geography.models import Department
from offices import moderation
from offices.coverage import Coverage, Known, Standing, State, most_due, together
from offices.enums import Handling, Origin, WarningCode
from offices.fixtures_reading import wanted_pages
from offices.models import Procedure
from tests.offices.competence.conftest import written_of
from tests.plugins.cast import FILING, FROM_DOSSIER, approve, changed, propose, publish
from tests.plugins.geography import france_again

pytestmark = pytest.mark.django_db

AES = "admission-exceptionnelle-au-sejour"
CONFIRMED = date(2026, 8, 21)
TODAY = date(2026, 11, 21)  # the last day on which that confirmation holds
TOMORROW = date(2026, 11, 22)


def standings(day: date = TODAY, ground: str = AES) -> dict[str, Standing]:
    return {one.office.slug: one for one in Coverage.read(ground, day).standings}


def state(office: str, day: date = TODAY) -> State:
    return standings(day)[office].state


@pytest.fixture
def confirmed(isere, amina):
    moderation.verify(isere.filing, on=CONFIRMED, by=amina)
    return isere


def refusal(**fields) -> dict:
    return FILING | {"title": "Refus", "steps": [], "fees": [], "handling": "not_handled"} | fields


def test_a_way_of_filing_that_nobody_confirmed_is_to_be_confirmed(isere):
    found = standings()["prefecture-grenoble"]
    assert (found.state, found.said.slug, found.holds_until) == (State.DUE, isere.filing.slug, None)


def test_a_confirmation_holds_for_three_months(confirmed):
    assert standings()["prefecture-grenoble"].holds_until == TODAY
    assert state("prefecture-grenoble") == State.CONFIRMED
    assert state("prefecture-grenoble", TOMORROW) == State.DUE


def test_approving_a_change_confirms_nothing(isere, amina, claire):
    approve(propose(isere.filing, changed(isere.filing.document, title="Autre titre"), amina), claire)
    assert state("prefecture-grenoble") == State.DUE


def test_the_date_of_a_dossier_is_a_confirmation_of_that_day(isere):
    moderation.verify(isere.filing, on=CONFIRMED, origin=Origin.DOSSIER)
    assert state("prefecture-grenoble") == State.CONFIRMED


def test_an_office_of_which_nothing_is_said_is_without_information(isere):
    found = standings()["sous-prefecture-vienne"]
    assert (found.state, found.said, found.handling) == (State.UNKNOWN, None, Handling.UNKNOWN)


def test_a_page_that_says_that_nobody_knows_is_no_information(isere, claire):
    unknown = FILING | {"title": "Vienne", "offices": [isere.vienne.slug], "territory": {}, "handling": "unknown"}
    page = publish(unknown | {"steps": [], "fees": []}, by=claire, evidence=FROM_DOSSIER)
    found = standings()["sous-prefecture-vienne"]
    assert (found.state, found.said.slug) == (State.UNKNOWN, page.slug)


def test_a_refusal_is_a_statement_that_is_confirmed_like_the_others(isere, claire, amina):
    page = publish(refusal(offices=[isere.vienne.slug], territory={}), by=claire, evidence=FROM_DOSSIER)
    found = standings()["sous-prefecture-vienne"]
    assert (found.state, found.refuses) == (State.DUE, True)
    moderation.verify(page, on=CONFIRMED, by=amina)
    assert state("sous-prefecture-vienne") == State.CONFIRMED


def test_an_office_that_refuses_all_permits_has_said_so_of_every_ground(isere, claire):
    publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire)
    publish(refusal(offices=[isere.vienne.slug], territory={}, scope="all_permits"), by=claire, evidence=FROM_DOSSIER)
    found = standings(ground="salarie")
    assert found["sous-prefecture-vienne"].refuses
    assert found["prefecture-grenoble"].state == State.UNKNOWN


def test_a_procedure_whose_territory_names_the_arrondissement_speaks_for_its_office(isere, claire, amina):
    territory = {"arrondissements": ["381", "383"]}
    approve(propose(isere.filing, changed(isere.filing.document, territory=territory), amina), claire)
    assert standings()["sous-prefecture-vienne"].said.slug == isere.filing.slug


@pytest.mark.parametrize("bears", ["filing", "grenoble"])
def test_a_warning_comes_before_all_else_until_it_is_lifted(confirmed, claire, bears):
    page = getattr(confirmed, bears)
    warning = moderation.warn(page, code=WarningCode.LINK_DEAD, by=claire)
    found = standings()["prefecture-grenoble"]
    assert (found.state, found.warned) == (State.WARNED, page.slug)
    moderation.lift(warning, by=claire)
    assert state("prefecture-grenoble") == State.CONFIRMED


def test_a_territory_is_as_its_most_urgent_statement_and_silent_only_where_all_is_silence(confirmed, claire):
    everything = list(standings().values())
    assert [one.state for one in everything] == [State.CONFIRMED, State.UNKNOWN]
    assert together(everything) == State.CONFIRMED
    assert together(everything[1:]) == State.UNKNOWN
    moderation.warn(confirmed.vienne, code=WarningCode.OFFICE_CLOSED, by=claire)
    assert together(standings().values()) == State.WARNED


def test_what_is_proposed_changes_nothing_before_it_is_decided(isere, amina):
    before = standings()
    propose(isere.filing, changed(isere.filing.document, handling="not_handled", steps=[]), amina)
    assert standings() == before


def test_it_is_read_in_as_many_queries_whatever_is_written(isere, claire, django_assert_num_queries):
    with django_assert_num_queries(7):
        standings()
    for number in range(5):
        publish(FILING | {"title": f"Dépôt {number}"}, by=claire, evidence=FROM_DOSSIER)
    with django_assert_num_queries(7):
        standings()


# --- The first content ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_content(django_db_setup, django_db_blocker) -> Coverage:
    """Of the fixtures, for admission exceptionnelle, without loading them: from the contents themselves."""
    with django_db_blocker.unblock():
        france_again()  # a test before may have had real transactions
        pages = list(wanted_pages())
    rows = {
        kind: [
            Known(page.slug, page.content.title, page.content.department, page.verified_on)
            for page in pages
            if page.content.kind == kind
        ]
        for kind in ("office", "procedure")
    }
    procedures = {row.slug: row for row in rows["procedure"]}
    return Coverage("aes", TODAY, written_of(pages), tuple(rows["office"]), procedures, frozenset())


def test_of_the_115_offices_of_the_dossiers_34_sous_prefectures_are_silent(first_content):
    """The count of a reading of the dossiers. One page more, the préfecture of the Lot's, says that nobody knows."""
    described = {row.department for row in first_content.procedures.values()}
    offices = [one for one in first_content.standings if one.office.department in described]
    silent = [one for one in offices if one.said is None]
    assert (len(described), len(offices), len(silent)) == (34, 115, 34)
    assert all(one.office.slug.startswith("sous-prefecture-") for one in silent)
    assert [one.office.slug for one in offices if one.state == State.UNKNOWN and one.said] == ["prefecture-cahors"]
    assert {one.office.slug for one in silent} > {
        "sous-prefecture-valenciennes",
        "sous-prefecture-florac-trois-rivieres",
    }


def test_what_the_dossiers_say_is_to_be_confirmed_refusals_included(first_content):
    said = [one for one in first_content.standings if one.state != State.UNKNOWN]
    assert Counter(one.state for one in said) == {State.DUE: 80}
    assert Counter(one.handling for one in said) == {Handling.HANDLED: 44, Handling.NOT_HANDLED: 36}
    herault = next(one for one in said if one.office.slug == "sous-prefecture-lodeve")
    assert (herault.said.slug, herault.holds_until) == ("aes-34-prefecture-montpellier", date(2023, 5, 22))


def test_every_prefecture_and_sous_prefecture_of_france_stands_there(first_content):
    assert len(first_content.standings) == 340
    assert {"prefecture-evreux", "prefecture-de-police-paris", "prefecture-papeete"} < {
        one.office.slug for one in first_content.standings
    }


def test_departements_without_information_are_known_as_such_eure_among_them(first_content):
    states = {code: together(found) for code, found in first_content.serving.items()}
    silent = {code for code, state in states.items() if state == State.UNKNOWN}
    assert {"27", "75", "2A", "971", "976"} < silent
    assert len(states) - len(silent) == 33  # of the 34, the Lot has a page that says that nobody knows


def test_saint_barthelemy_is_served_by_the_office_in_saint_martin(first_content):
    assert [one.office.slug for one in first_content.serving["977"]] == ["prefecture-saint-martin"]


def test_where_the_state_has_no_office_there_is_nothing_to_know(first_content, france):
    codes = set(Department.objects.values_list("code", flat=True))
    assert codes - set(first_content.serving) == {"984", "989"}


def test_what_nobody_confirmed_is_read_again_first_then_what_was_confirmed_longest_ago(isere, claire, amina):
    others = {title: publish(FILING | {"title": title}, by=claire) for title in ("Ancienne", "Vieille", "Récente")}
    for title, day in (("Ancienne", date(2026, 5, 2)), ("Vieille", date(2026, 5, 1)), ("Récente", CONFIRMED)):
        moderation.verify(others[title], on=day, by=amina)

    found = most_due(Procedure.objects.published(), TODAY, limit=4)

    assert [row.title for row in found] == [isere.filing.document.title, "Vieille", "Ancienne"]  # the recent one holds
    assert found[:1] == most_due(Procedure.objects.published(), TODAY, limit=1)
