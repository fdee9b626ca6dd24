"""What dated facts ask of people: to look before the day, to clean away after it, to ask again what is a year old."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Role, ScopeKind
from tests.plugins.cast import approve, changed, person, propose

pytestmark = pytest.mark.django_db

DECIDED = datetime(2027, 1, 10, 12, tzinfo=ZoneInfo("Europe/Paris"))
SOON = DECIDED + timedelta(days=30)  # 9 February
AFTER = DECIDED + timedelta(days=60)  # 11 March

STEPS = [
    {"id": "post", "purpose": "send", "channel": "post", "valid_until": "2027-02-28"},
    {"id": "online", "purpose": "send", "channel": "online_form", "valid_from": "2027-03-01"},
]
TIMES = [
    {"id": "old", "quantity": 4, "unit": "month", "stated_on": "2022-09-01"},
    {"id": "recent", "quantity": 6, "unit": "month", "stated_on": "2026-12-01"},
]


def at(moment: datetime):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def dated(isere, amina, claire):
    with at(DECIDED):
        approve(propose(isere.filing, changed(isere.filing.document, steps=STEPS), amina), claire)
    isere.filing.refresh_from_db()
    return isere.filing


@pytest.fixture
def long_ago(isere, amina, claire):
    with at(DECIDED):
        approve(propose(isere.filing, changed(isere.filing.document, processing_times=TIMES), amina), claire)
    isere.filing.refresh_from_db()
    return isere.filing


def listed(screen, section: str) -> list[str]:
    items = screen.html.css(f"#{section} li > p:not(.links)")
    return [" ".join(item.text().replace("\u00a0", " ").split()) for item in items]


def test_what_begins_or_ends_is_on_the_list_thirty_days_before(dated, claire, at_work):
    with at(SOON - timedelta(days=11)):
        assert "Rien ne commence" in at_work(claire).open("/espace/echeances/").text
    with at(SOON):
        assert listed(at_work(claire).open("/espace/echeances/"), "bientot") == [
            "Étape « envoyer la demande par courrier » jusqu'au 28 février 2027",
            "Étape « envoyer la demande par formulaire en ligne » à partir du 1er mars 2027",
        ]


def test_what_begins_and_ends_within_the_month_is_said_once(isere, amina, claire, at_work):
    notice = {"id": "n", "code": "closure", "valid_from": "2027-02-15", "valid_until": "2027-02-20"}
    with at(SOON):
        approve(propose(isere.filing, changed(isere.filing.document, notices=[notice]), amina), claire)
        assert len(listed(at_work(claire).open("/espace/echeances/"), "bientot")) == 1


def test_what_has_ended_stays_on_the_list_until_it_leaves_the_text(dated, amina, claire, at_work):
    with at(AFTER):
        screen = at_work(claire).open("/espace/echeances/")
        assert listed(screen, "termine") == ["Étape « envoyer la demande par courrier » jusqu'au 28 février 2027"]
        assert screen.html.css_first(f"#termine a[href='/espace/proposer/{dated.slug}/']")
        approve(propose(dated, changed(dated.document, steps=[STEPS[1]]), amina), claire)
        assert "Rien ne commence" in at_work(claire).open("/espace/echeances/").text


def test_a_processing_time_announced_more_than_a_year_ago_is_asked_again(long_ago, claire, at_work):
    with at(DECIDED):
        assert listed(at_work(claire).open("/espace/echeances/"), "anciens") == [
            "Délai de traitement « 4 mois » annoncé le 1er septembre 2022"
        ]


def test_my_work_counts_them_and_leads_there(dated, claire, amina, at_work):
    with at(SOON):
        assert "2 dates dans les 30 jours" in at_work(claire).open("/espace/").text
        assert "dates dans les 30 jours" not in at_work(amina).open("/espace/").text
    with at(AFTER):
        screen = at_work(claire).open("/espace/")
    assert "1 date passée, encore dans un texte" in screen.text
    assert screen.html.css_first("a[href='/espace/echeances/#termine']")


@pytest.mark.parametrize(
    ("kind", "code", "sees"),
    [
        (ScopeKind.DEPARTMENT, "38", True),
        (ScopeKind.DEPARTMENT, "69", False),
        (ScopeKind.REGION, "84", True),
        (ScopeKind.REGION, "11", False),
        (ScopeKind.GROUND, "admission-exceptionnelle-au-sejour", True),
        (ScopeKind.GROUND, "etudiant", False),
    ],
)
def test_each_moderator_sees_those_of_their_scope(dated, at_work, kind, code, sees):
    moderator = person("hana", (Role.MODERATOR, kind, code))
    with at(SOON):
        assert bool(listed(at_work(moderator).open("/espace/echeances/"), "bientot")) is sees


def test_the_working_page_keeps_what_has_ended_in_sight(dated, amina, at_work):
    with at(AFTER):
        text = at_work(amina).open(f"/espace/pages/{dated.slug}/").text.replace("\u00a0", " ")
    assert "Étape « envoyer la demande par courrier » jusqu'au 28 février 2027, terminé" in text
