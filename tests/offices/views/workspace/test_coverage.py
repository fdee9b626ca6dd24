"""France by office on the working side: who opens it sees what is known, how fresh it is, and what to do next."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, ScopeKind
from offices import moderation, outcomes
from offices.enums import WarningCode
from tests.plugins.cast import FILING, FROM_DOSSIER, READ_ON_SITE, parse, person, propose, publish, with_fee

pytestmark = pytest.mark.django_db

ADDRESS = "/espace/couverture/"
TODAY = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Paris"))
EURE = {
    "kind": "office",
    "office_kind": "prefecture",
    "name": "Préfecture de l'Eure",
    "department": "27",
    "seat": "27229",
    "arrondissements": ["273"],
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def eure(isere, claire):
    return publish(EURE, by=claire)


def rows(screen) -> dict[str, list[str]]:
    """Title of each office → state, what is said, what to do."""
    return {
        line.css_first("th a").text(): [" ".join(cell.text().split()) for cell in line.css("td")]
        for line in screen.html.css("tbody tr")
    }


def to_do(screen, office: str) -> tuple[str, str]:
    """(words, address) of the link of the last column."""
    for line in screen.html.css("tbody tr"):
        if line.css_first("th a").text() == office:
            link = line.css("td")[-1].css_first("a")
            return link.text(deep=False), link.attributes["href"]
    raise AssertionError(office)


def counts(screen) -> list[str]:
    return [" ".join(item.text(separator=" ").split()) for item in screen.html.css(".counts li")]


def listed(screen) -> dict[str, list[str]]:
    """Group of the list beside the map → its départements."""
    titles = screen.html.css(".map__list h3")
    lists = screen.html.css(".map__list ul")
    return {
        " ".join(title.text().split()): [link.text() for link in found.css("a")]
        for title, found in zip(titles, lists, strict=True)
    }


# --- What it says ----------------------------------------------------------------------------------------------------


def test_each_office_has_its_state_what_is_said_and_what_to_do(eure, isere, amina, at_work):
    moderation.verify(isere.filing, on=date(2026, 5, 4), by=amina)
    found = rows(at_work(amina).open(ADDRESS))
    assert list(found) == ["Préfecture de l'Eure", "Préfecture de l'Isère", "Sous-préfecture de Vienne"]
    state, said, act = found["Préfecture de l'Isère"]
    assert state == "~ À confirmer Confirmé le 4 mai 2026, ce qui vaut jusqu'au 4 août 2026. Repris du dossier."
    assert said.startswith("Il faut d'abord prendre rendez-vous en ligne")
    assert act.startswith("Relire la source et confirmer")
    assert found["Sous-préfecture de Vienne"][:2] == ["? Sans information", "Rien"]


def test_ages_are_those_of_the_day_and_no_reader_sees_them(isere, amina, at_work, client):
    moderation.verify(isere.filing, on=date(2026, 8, 21), by=amina)
    assert rows(at_work(amina).open(ADDRESS))["Préfecture de l'Isère"][0].startswith("✓ Confirmé")
    public = client.get(isere.filing.get_absolute_url()).content
    with time_machine.travel(TODAY.replace(day=22), tick=False):
        assert rows(at_work(amina).open(ADDRESS))["Préfecture de l'Isère"][0].startswith("~ À confirmer")
        assert client.get(isere.filing.get_absolute_url()).content == public


def test_what_a_person_has_decided_is_no_longer_taken_over_from_a_dossier(isere, amina, claire, at_work):
    assert "Repris du dossier" in at_work(amina).open(ADDRESS).text
    proposal = propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
    moderation.approve(proposal, by=claire, seen_hash=outcomes.outcome(proposal).hash)
    assert "Repris du dossier" not in at_work(amina).open(ADDRESS).text


def test_departements_without_information_are_listed_as_such(eure, amina, at_work):
    screen = at_work(amina).open(ADDRESS)
    assert listed(screen) == {"~ À confirmer (1)": ["Isère (38)"], "? Sans information (1)": ["Eure (27)"]}
    assert screen.html.css_first(".map__france a.tone--none title").text() == "Eure (27). 1 sans information"
    assert screen.html.css_first(".map__france a.tone--wait title").text() == (
        "Isère (38). 1 à confirmer et 1 sans information"
    )


def test_the_rhythm_is_explained(isere, amina, at_work):
    text = at_work(amina).open(ADDRESS).text
    assert "à confirmer tous les 3 mois" in text and "l'adresse d'un guichet tous les 12 mois" in text


def test_without_any_content_it_says_so(amina, at_work):
    assert "Aucun fondement" in at_work(amina).open(ADDRESS).text


# --- Filters -------------------------------------------------------------------------------------------------------


def test_each_count_leads_to_its_list(eure, isere, amina, claire, at_work):
    moderation.warn(isere.vienne, code=WarningCode.OFFICE_CLOSED, by=claire)
    screen = at_work(amina).open(ADDRESS)
    assert counts(screen) == [
        "! 1 sous mise en garde",
        "~ 1 à confirmer",
        "? 1 sans information",
        "✓ 0 confirmé",
        "0 ne traite pas ces demandes",
        "3 guichets en tout",
    ]
    for link in [item.css_first("a").attributes["href"] for item in screen.html.css(".counts li")[:5]]:
        number = int(counts(at_work(amina).open(ADDRESS + link))[-1].split()[0])
        assert number == 3  # the counts stay those of the territory
    found = at_work(amina).open(f"{ADDRESS}?etat=mise-en-garde")
    assert list(rows(found)) == ["Sous-préfecture de Vienne"]
    assert not found.html.css(".map")


def test_refusals_can_be_listed_alone(isere, claire, amina, at_work):
    refused = {"title": "Refus", "offices": [isere.vienne.slug], "territory": {}, "handling": "not_handled"}
    publish(FILING | refused | {"steps": [], "fees": []}, by=claire, evidence=FROM_DOSSIER)
    screen = at_work(amina).open(ADDRESS)
    assert "1 ne traite pas ces demandes" in counts(screen)
    assert list(rows(at_work(amina).open(f"{ADDRESS}?dit=refus"))) == ["Sous-préfecture de Vienne"]


@pytest.mark.parametrize(
    ("query", "offices"),
    [
        ("region=normandie", ["Préfecture de l'Eure"]),
        ("departement=38", ["Préfecture de l'Isère", "Sous-préfecture de Vienne"]),
        ("departement=38&etat=sans-information", ["Sous-préfecture de Vienne"]),
        ("departement=%00&region=%00", None),
        ("departement=99&etat=autre&region=ailleurs&fondement=rien&page=9&dit=x", None),
    ],
)
def test_it_is_filtered_and_what_is_asked_in_vain_is_left_out(eure, amina, at_work, query, offices):
    found = list(rows(at_work(amina).open(f"{ADDRESS}?{query}")))
    assert found == (offices or ["Préfecture de l'Eure", "Préfecture de l'Isère", "Sous-préfecture de Vienne"])


def test_one_ground_at_a_time_the_most_described_first_and_none_that_is_filed_online(isere, claire, amina, at_work):
    child = publish({"kind": "ground", "title": "Accueil d'un enfant malade", "filing": "office"}, by=claire)
    publish({"kind": "ground", "title": "Visiteur", "filing": "anef"}, by=claire)
    screen = at_work(amina).open(ADDRESS)
    grounds = [option.text() for option in screen.html.css("#id_fondement option")]
    assert grounds == ["Admission exceptionnelle au séjour", "Accueil d'un enfant malade"]
    other = at_work(amina).open(f"{ADDRESS}?fondement={child.slug}")
    assert counts(other)[2] == "? 2 sans information"


def test_a_departement_is_shown_ground_by_ground(isere, claire, amina, at_work):
    salarie = publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire)
    screen = at_work(amina).open(f"{ADDRESS}?departement=38&etat=a-confirmer")
    said = {item.css_first("a").text(): item.css_first("p").text() for item in screen.html.css("#fondements li")}
    assert said == {
        "Admission exceptionnelle au séjour": "1 à confirmer et 1 sans information",
        "Salarié": "2 sans information",
    }
    link = screen.html.css("#fondements a")[1].attributes["href"]
    assert link == f"?departement=38&fondement={salarie.slug}#guichets"
    assert not at_work(amina).open(ADDRESS).html.css("#fondements")


def test_a_long_table_has_pages_and_only_the_first_bears_the_map(isere, claire, amina, at_work, monkeypatch):
    monkeypatch.setattr("offices.views.workspace.coverage.PER_PAGE", 1)
    screen = at_work(amina).open(ADDRESS)
    assert list(rows(screen)) == ["Préfecture de l'Isère"]
    following = at_work(amina).open(ADDRESS + screen.html.css_first("a[rel=next]").attributes["href"])
    assert list(rows(following)) == ["Sous-préfecture de Vienne"]
    assert screen.html.css(".map") and not following.html.css(".map")


def test_a_moderator_of_a_territory_sees_it_first_and_france_when_they_ask(eure, driss, amina, at_work):
    assert list(rows(at_work(driss).open(ADDRESS))) == ["Préfecture de l'Isère", "Sous-préfecture de Vienne"]
    assert len(rows(at_work(driss).open(f"{ADDRESS}?etendue=france"))) == 3
    assert not at_work(amina).open(ADDRESS).html.css("#id_etendue")


def test_a_moderator_of_a_ground_begins_with_it(isere, claire, at_work):
    publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire)
    hana = person("hana", (Role.MODERATOR, ScopeKind.GROUND, "salarie"))
    assert at_work(hana).open(ADDRESS).html.css_first("#id_fondement option[selected]").text() == "Salarié"


# --- What to do next -----------------------------------------------------------------------------------------------


def test_to_say_what_one_knows_opens_the_form_of_that_office_for_that_ground(isere, amina, at_work):
    words, address = to_do(at_work(amina).open(ADDRESS), "Sous-préfecture de Vienne")
    assert words == "Dire ce que l'on sait"
    assert address == (
        "/espace/proposer/sous-prefecture-vienne/nouvelles-modalites/?fondement=admission-exceptionnelle-au-sejour"
    )
    form = at_work(amina).open(address).html
    assert form.css_first("input[name=fondement][checked]").attributes["value"] == isere.ground.slug
    assert not form.css("[role=alert]")


def test_to_confirm_leads_to_the_page_with_its_button(isere, amina, at_work):
    words, address = to_do(at_work(amina).open(ADDRESS), "Préfecture de l'Isère")
    assert (words, address) == ("Relire la source et confirmer", f"/espace/pages/{isere.filing.slug}/")
    assert at_work(amina).open(address).html.css(f"form[action^='/espace/confirmer/{isere.filing.slug}/']")


def test_when_the_way_of_filing_is_confirmed_the_address_may_be_due(isere, amina, at_work):
    moderation.verify(isere.filing, on=date(2026, 11, 1), by=amina)
    assert to_do(at_work(amina).open(ADDRESS), "Préfecture de l'Isère") == (
        "Confirmer l'adresse du guichet",
        "/espace/pages/prefecture-grenoble/",
    )
    moderation.verify(isere.grenoble, on=date(2026, 1, 1), by=amina)
    assert rows(at_work(amina).open(ADDRESS))["Préfecture de l'Isère"][2] == "Rien"


def test_a_warning_is_looked_at(isere, claire, amina, at_work):
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
    assert to_do(at_work(amina).open(ADDRESS), "Préfecture de l'Isère") == (
        "Regarder la mise en garde",
        f"/espace/pages/{isere.filing.slug}/",
    )


def test_a_waiting_proposal_is_decided_first_by_those_who_may(fee_proposal, amina, bilal, claire, driss, at_work):
    link = f"/espace/propositions/{fee_proposal.pk}/"
    office = "Préfecture de l'Isère"
    for moderator in (claire, driss):
        assert to_do(at_work(moderator).open(ADDRESS), office) == ("Décider la proposition en attente", link)
    assert to_do(at_work(amina).open(ADDRESS), office) == ("Voir votre proposition, en attente", link)
    assert link not in at_work(bilal).open(ADDRESS).response.content.decode()
    driss.memberships.update(scope_code="69")
    assert link not in at_work(driss).open(f"{ADDRESS}?etendue=france").response.content.decode()


def test_a_proposed_new_page_waits_at_the_offices_that_it_names(isere, amina, claire, at_work):
    content = parse(FILING | {"title": "Vienne", "offices": [isere.vienne.slug], "territory": {}})
    new = moderation.submit(content, evidence=READ_ON_SITE, author=amina)
    words, address = to_do(at_work(claire).open(ADDRESS), "Sous-préfecture de Vienne")
    assert (words, address) == ("Décider la proposition en attente", f"/espace/propositions/{new.pk}/")
    assert to_do(at_work(claire).open(ADDRESS), "Préfecture de l'Isère")[0] == "Relire la source et confirmer"


def test_it_asks_as_many_questions_whatever_stands_there(fee_proposal, isere, claire, bilal, at_work):
    screen = at_work(claire)
    with CaptureQueriesContext(connection) as before:
        screen.open(ADDRESS)
    for number in range(3):
        publish(FILING | {"title": f"Dépôt {number}"}, by=claire, evidence=FROM_DOSSIER)
        new = parse(FILING | {"title": f"Autre {number}", "offices": [isere.vienne.slug], "territory": {}})
        moderation.submit(new, evidence=READ_ON_SITE, author=bilal)
    with CaptureQueriesContext(connection) as after:
        screen.open(ADDRESS)
    assert len(after) == len(before) < 32


# --- My work -------------------------------------------------------------------------------------------------------


def to_read_again(screen) -> list[str]:
    return [link.text() for link in screen.html.css("main ul.list a[href^='/espace/pages/']")]


def test_my_work_begins_with_what_was_confirmed_longest_ago(isere, claire, amina, at_work):
    page = {day: publish(FILING | {"title": f"Dépôt de {day}"}, by=claire) for day in (2022, 2023, 2024)}
    for day, procedure in page.items():
        moderation.verify(procedure, on=date(day, 3, 1), by=amina)
    titles = ["Admission exceptionnelle au séjour – préfecture de Grenoble", "Dépôt de 2022", "Dépôt de 2023"]
    screen = at_work(amina).open("/espace/")
    assert to_read_again(screen) == titles
    assert "Jamais confirmé" in screen.text and "Confirmé le 1er mars 2022" in screen.text
    moderation.verify(isere.filing, on=TODAY.date(), by=amina)
    assert to_read_again(at_work(amina).open("/espace/")) == ["Dépôt de 2022", "Dépôt de 2023", "Dépôt de 2024"]


def test_nothing_is_to_be_read_again_before_its_time(isere, amina, at_work):
    moderation.verify(isere.filing, on=date(2026, 8, 21), by=amina)
    assert "À relire" not in at_work(amina).open("/espace/").text


def test_a_moderator_of_a_territory_reads_its_pages_again(isere, driss, at_work):
    assert to_read_again(at_work(driss).open("/espace/")) == [isere.filing.document.title]
    driss.memberships.update(scope_code="69")
    assert to_read_again(at_work(driss).open("/espace/")) == []
