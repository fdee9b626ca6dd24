"""Where one files, by commune and ground: each rule with the case that made it necessary."""

from datetime import date

import pytest

from geography.models import Commune
from offices import moderation
from offices.competence import Rule, lookup, own_office
from offices.enums import Handling
from offices.models import Ground, Office, Page, PageSlug
from tests.plugins.cast import READ_ON_SITE, approve, changed, propose, publish

pytestmark = pytest.mark.django_db

BOURG, BELLEY, GEX, NANTUA = "01053", "01034", "01173", "01269"
GROUND = {"kind": "ground", "title": "Admission exceptionnelle au séjour", "filing": "office"}
OFFICES = {
    "prefecture-bourg-en-bresse": ("prefecture", "Préfecture de l'Ain", "01", BOURG, ["012"]),
    "sous-prefecture-belley": ("sous_prefecture", "Sous-préfecture de Belley", "01", BELLEY, ["011"]),
    "sous-prefecture-gex": ("sous_prefecture", "Sous-préfecture de Gex", "01", GEX, ["013"]),
    "sous-prefecture-nantua": ("sous_prefecture", "Sous-préfecture de Nantua", "01", NANTUA, ["014"]),
}
PREFECTURE, SP_BELLEY, SP_GEX, SP_NANTUA = OFFICES


@pytest.fixture
def write(claire):
    """Publishes plain data as a first content."""
    return lambda document, slug="": publish(document, by=claire, slug=slug)


@pytest.fixture
def office(write):
    def write_office(slug, kind, name, department, seat, arrondissements, **facts):
        document = {"kind": "office", "office_kind": kind, "name": name, "department": department, "seat": seat}
        return write(document | {"arrondissements": arrondissements} | facts, slug)

    return write_office


@pytest.fixture
def ain(write, office):
    """The Ain: a préfecture and three sous-préfectures, about which nothing is said yet."""
    write(GROUND, "aes")
    for slug, facts in OFFICES.items():
        office(slug, *facts)


@pytest.fixture
def says(write):
    """One procedure: what these offices say of a ground."""

    def write_procedure(*offices, ground="aes", handling="handled", arrondissements=(), department="01", **facts):
        document = {
            "kind": "procedure",
            "title": "Modalités",
            "department": department,
            "offices": list(offices),
            "grounds": [ground],
            "handling": handling,
            "territory": {"arrondissements": list(arrondissements)},
        }
        return write(document | facts)

    return write_procedure


def ask(commune: str, ground: str = "aes"):
    return lookup(
        Commune.objects.select_related("parent").get(code=commune),
        Ground.objects.select_related("page", "parent").get(page__slug=ground),
    )


def slug_of(row) -> str | None:
    return row and row.page.slug


class TestPlatform:
    def test_a_ground_filed_on_the_national_platform_is_filed_there_from_everywhere(self, write, france):
        write(GROUND | {"title": "Étudiant", "filing": "anef"}, "etudiant")
        for commune in (BOURG, "75056", "2A004", "97608", "98818"):
            answer = ask(commune, "etudiant")
            assert (answer.rule, answer.platform, answer.handling) == (Rule.PLATFORM, "anef", Handling.HANDLED)
            assert (answer.office, answer.procedure, answer.ask) == (None, None, None)

    def test_a_narrower_ground_that_says_nothing_is_filed_like_the_wider_one(self, write, france):
        write(GROUND | {"title": "Étudiant", "filing": "anef"}, "etudiant")
        write({"kind": "ground", "title": "Étudiant en mobilité", "parent": "etudiant"}, "mobilite")
        assert ask(BOURG, "mobilite").rule == Rule.PLATFORM

    def test_a_narrower_ground_that_says_otherwise_is_not(self, write, ain):
        write(GROUND | {"title": "Étudiant", "filing": "anef"}, "etudiant")
        write(GROUND | {"title": "Étudiant algérien", "parent": "etudiant"}, "etudiant-algerien")
        assert ask(BOURG, "etudiant-algerien").rule == Rule.UNKNOWN


class TestTerritory:
    def test_a_procedure_speaks_for_the_arrondissements_it_names(self, ain, says):
        own = says(PREFECTURE, arrondissements=["012"])
        answer = ask(BOURG)
        assert (answer.rule, answer.handling) == (Rule.TERRITORY, Handling.HANDLED)
        assert (slug_of(answer.office), slug_of(answer.procedure)) == (PREFECTURE, own.slug)
        assert ask(GEX).procedure is None

    def test_it_may_name_those_of_offices_that_are_not_its_own(self, ain, says):
        says(PREFECTURE, arrondissements=["011", "012", "013", "014"])
        answer = ask(BELLEY)
        assert (answer.rule, slug_of(answer.office)) == (Rule.TERRITORY, PREFECTURE)
        assert slug_of(answer.own_office) == SP_BELLEY

    def test_a_shared_procedure_sends_each_commune_to_its_own_office(self, ain, says):
        says(PREFECTURE, SP_GEX)
        assert slug_of(ask(BOURG).office) == PREFECTURE
        assert slug_of(ask(GEX).office) == SP_GEX

    def test_without_arrondissements_it_speaks_for_its_own_offices_and_no_other(self, ain, says):
        says(PREFECTURE, SP_GEX)
        assert ask(BELLEY).rule == Rule.OFFICE_SILENT

    def test_a_procedure_on_the_wider_ground_holds_for_the_narrower_one(self, ain, says, write):
        write({"kind": "ground", "title": "AES par le travail", "parent": "aes"}, "aes-travail")
        wider = says(PREFECTURE)
        assert slug_of(ask(BOURG, "aes-travail").procedure) == wider.slug

    def test_the_procedure_on_the_narrower_ground_comes_first(self, ain, says, write):
        write({"kind": "ground", "title": "AES par le travail", "parent": "aes"}, "aes-travail")
        says(PREFECTURE)
        narrower = says(PREFECTURE, ground="aes-travail")
        assert slug_of(ask(BOURG, "aes-travail").procedure) == narrower.slug

    def test_a_refusal_on_the_narrower_ground_comes_before_the_wider_procedure(self, ain, says, write):
        write({"kind": "ground", "title": "AES par le travail", "parent": "aes"}, "aes-travail")
        says(SP_GEX)
        says(SP_GEX, ground="aes-travail", handling="not_handled")
        assert ask(GEX).rule == Rule.TERRITORY
        assert ask(GEX, "aes-travail").rule == Rule.OFFICE_ELSEWHERE

    def test_a_procedure_on_a_narrower_ground_says_nothing_of_the_wider_one(self, ain, says, write):
        write({"kind": "ground", "title": "AES par le travail", "parent": "aes"}, "aes-travail")
        says(PREFECTURE, ground="aes-travail")
        assert ask(BOURG).rule == Rule.UNKNOWN

    def test_handled_though_nobody_knows_how_is_still_handled(self, ain, says):
        says(SP_GEX, way="unknown")
        assert (ask(GEX).rule, ask(GEX).handling) == (Rule.TERRITORY, Handling.HANDLED)


class TestOfficeElsewhere:
    def test_the_place_that_it_names(self, ain, says):
        there = says(SP_GEX)
        says(SP_BELLEY, handling="not_handled", see_instead={"office": SP_GEX})
        answer = ask(BELLEY)
        assert (answer.rule, answer.handling) == (Rule.OFFICE_ELSEWHERE, Handling.NOT_HANDLED)
        assert (slug_of(answer.office), slug_of(answer.procedure)) == (SP_GEX, there.slug)
        assert slug_of(answer.own_office) == SP_BELLEY

    def test_the_procedure_that_it_names_says_at_which_office(self, ain, says):
        there = says(SP_NANTUA, SP_GEX)
        says(SP_BELLEY, handling="not_handled", see_instead={"procedure": there.slug})
        assert (slug_of(ask(BELLEY).office), slug_of(ask(BELLEY).procedure)) == (SP_NANTUA, there.slug)

    def test_else_the_prefecture(self, ain, says):
        there = says(PREFECTURE)
        says(SP_BELLEY, SP_NANTUA, handling="not_handled")
        for commune in (BELLEY, NANTUA):
            answer = ask(commune)
            assert (answer.rule, slug_of(answer.office)) == (Rule.OFFICE_ELSEWHERE, PREFECTURE)
            assert slug_of(answer.procedure) == there.slug

    def test_not_the_prefecture_where_it_limits_itself_to_others(self, ain, says):
        says(PREFECTURE, arrondissements=["012"])
        says(SP_BELLEY, handling="not_handled")
        answer = ask(BELLEY)
        assert (answer.rule, answer.office, answer.procedure) == (Rule.OFFICE_ELSEWHERE, None, None)
        assert slug_of(answer.ask.office) == PREFECTURE

    def test_a_prefecture_that_does_not_handle_is_not_where_it_sends(self, ain, says):
        says(PREFECTURE, handling="not_handled")
        answer = ask(BOURG)
        assert (answer.rule, answer.office) == (Rule.OFFICE_ELSEWHERE, None)

    def test_nor_where_the_prefecture_does_not_know_whether_it_handles_the_request(self, ain, says):
        says(PREFECTURE, handling="unknown")
        says(SP_BELLEY, handling="not_handled")
        answer = ask(BELLEY)
        assert (answer.rule, answer.office, answer.procedure) == (Rule.OFFICE_ELSEWHERE, None, None)

    def test_not_an_office_that_says_itself_that_it_does_not_handle_the_request(self, ain, says):
        says(PREFECTURE)
        says(SP_GEX, handling="not_handled", see_instead={"office": SP_BELLEY})
        says(SP_BELLEY, handling="not_handled", see_instead={"office": SP_GEX})
        for commune in (BELLEY, GEX):
            answer = ask(commune)
            assert (answer.rule, answer.office, answer.procedure) == (Rule.OFFICE_ELSEWHERE, None, None)
            assert slug_of(answer.ask.office) == PREFECTURE

    def test_the_place_may_lie_in_another_departement(self, ain, office, says):
        office("prefecture-lyon", "prefecture", "Préfecture du Rhône", "69", "69123", ["691"])
        there = says("prefecture-lyon", department="69")
        says(SP_BELLEY, handling="not_handled", see_instead={"office": "prefecture-lyon"})
        says(SP_GEX, handling="not_handled", see_instead={"procedure": there.slug})
        for commune in (BELLEY, GEX):
            assert (slug_of(ask(commune).office), slug_of(ask(commune).procedure)) == ("prefecture-lyon", there.slug)

    def test_the_place_is_found_under_an_address_that_it_had(self, ain, says):
        there = says(SP_GEX)
        PageSlug.objects.create(slug="ancienne-adresse", page=there)
        says(SP_BELLEY, handling="not_handled", see_instead={"procedure": "ancienne-adresse"})
        assert slug_of(ask(BELLEY).procedure) == there.slug

    def test_a_refusal_of_all_permits_holds_for_every_ground(self, ain, says, write):
        write(GROUND | {"title": "Salarié"}, "salarie")
        there = says(PREFECTURE, ground="salarie")
        says(SP_BELLEY, handling="not_handled", scope="all_permits")
        answer = ask(BELLEY, "salarie")
        assert (answer.rule, slug_of(answer.procedure)) == (Rule.OFFICE_ELSEWHERE, there.slug)

    def test_a_refusal_of_one_ground_says_nothing_of_another(self, ain, says, write):
        write(GROUND | {"title": "Salarié"}, "salarie")
        says(SP_BELLEY, handling="not_handled", scope="these_grounds")
        assert ask(BELLEY, "salarie").rule == Rule.UNKNOWN


class TestOfficeSilent:
    def test_the_procedure_of_the_prefecture_is_given_and_no_place_to_go(self, ain, says):
        unconfirmed = says(PREFECTURE)
        answer = ask(BELLEY)
        assert (answer.rule, answer.handling, answer.office) == (Rule.OFFICE_SILENT, Handling.UNKNOWN, None)
        assert slug_of(answer.procedure) == unconfirmed.slug
        assert slug_of(answer.ask.office) == SP_BELLEY

    def test_not_where_the_prefecture_limits_itself_to_others(self, ain, says):
        says(PREFECTURE, arrondissements=["012"])
        answer = ask(BELLEY)
        assert (answer.rule, answer.handling, answer.procedure) == (Rule.OFFICE_SILENT, Handling.UNKNOWN, None)

    def test_an_office_that_does_not_know_is_as_good_as_silent(self, ain, says):
        own = says(SP_BELLEY, handling="unknown")
        assert (ask(BELLEY).rule, slug_of(ask(BELLEY).procedure)) == (Rule.OFFICE_SILENT, own.slug)
        unconfirmed = says(PREFECTURE)
        assert slug_of(ask(BELLEY).procedure) == unconfirmed.slug


class TestUnknown:
    def test_nothing_said_in_the_department_is_unknown_and_says_whom_to_ask(self, ain, amina, claire):
        page, website, looked_on = Page.objects.get(slug=SP_BELLEY), "https://www.ain.gouv.fr", date(2026, 3, 1)
        approve(propose(page, changed(page.document, website=website), amina), claire)
        moderation.verify(page, on=looked_on, by=amina)
        answer = ask(BELLEY)
        assert (answer.rule, answer.handling) == (Rule.UNKNOWN, Handling.UNKNOWN)
        assert (answer.office, answer.procedure) == (None, None)
        assert (slug_of(answer.ask.office), answer.ask.town) == (SP_BELLEY, "Belley")
        assert (answer.ask.website, answer.ask.looked_on) == (website, looked_on)

    def test_where_no_office_is_known_there_is_nobody_to_ask(self, write, france):
        write(GROUND, "aes")
        assert (ask("98818").rule, ask("98818").ask) == (Rule.UNKNOWN, None)

    def test_what_other_departments_say_is_no_answer(self, ain, office, says):
        office("prefecture-macon", "prefecture", "Préfecture de Saône-et-Loire", "71", "71270", ["714"])
        says("prefecture-macon", department="71")
        assert ask(BOURG).rule == Rule.UNKNOWN


class TestPlaces:
    """Communes that are not what they seem."""

    def test_paris_is_the_prefecture_of_polices(self, office, france):
        office("prefecture-paris", "prefecture", "Préfecture de Paris", "75", "75056", ["751"])
        office("prefecture-de-police", "prefecture_de_police", "Préfecture de police", "75", "75056", ["751"])
        for code in ("75056", "75118"):
            assert slug_of(own_office(Commune.objects.get(code=code))) == "prefecture-de-police"

    def test_an_arrondissement_of_a_city_and_a_former_commune_lie_in_a_commune_of_today(self, office, write, says):
        write(GROUND, "aes")
        office("prefecture-lyon", "prefecture", "Préfecture du Rhône", "69", "69123", ["691"])
        says("prefecture-lyon", department="69")
        part = Commune.objects.filter(parent__department="69", parent__arrondissement="691").exclude(kind="municipal")
        for code in ("69381", "69123", part.first().code):
            answer = ask(code)
            assert slug_of(answer.office) == "prefecture-lyon"
            assert answer.commune.parent_id is None

    def test_corsica_has_letters_in_its_codes(self, office, write, says):
        write(GROUND, "aes")
        office("prefecture-ajaccio", "prefecture", "Préfecture de la Corse-du-Sud", "2A", "2A004", ["2A1"])
        says("prefecture-ajaccio", department="2A")
        assert slug_of(ask("2A004").office) == "prefecture-ajaccio"

    def test_where_there_are_no_arrondissements_the_prefecture_is_everybodys(self, office, write, says):
        write(GROUND, "aes")
        office("prefecture-mamoudzou", "prefecture", "Préfecture de Mayotte", "976", "97608", [])
        says("prefecture-mamoudzou", department="976")
        assert slug_of(ask("97611").office) == "prefecture-mamoudzou"

    def test_one_prefecture_serves_saint_barthelemy_and_saint_martin(self, office, write, says):
        write(GROUND, "aes")
        office("prefecture-saint-martin", "prefecture", "Préfecture déléguée", "978", "97801", [])
        assert (ask("97701").rule, slug_of(ask("97701").ask.office)) == (Rule.UNKNOWN, "prefecture-saint-martin")
        says("prefecture-saint-martin", department="978")
        assert slug_of(ask("97701").office) == slug_of(ask("97801").office) == "prefecture-saint-martin"

    def test_an_arrondissement_without_an_office_of_its_own_is_the_prefectures(self, ain, claire, amina, says):
        belley = Page.objects.get(slug=SP_BELLEY)
        approve(propose(belley, belley.document, amina, action="remove"), claire)
        says(PREFECTURE)
        assert (ask(BELLEY).rule, slug_of(ask(BELLEY).office)) == (Rule.TERRITORY, PREFECTURE)


def test_what_is_not_validated_or_no_longer_published_decides_nothing(ain, says, amina, claire):
    page = says(SP_BELLEY)
    waiting = changed(page.document, offices=[SP_GEX])
    moderation.submit(waiting, evidence=READ_ON_SITE, author=amina)
    assert ask(GEX).procedure is None
    approve(propose(page, page.document, amina, action="remove"), claire)
    assert ask(BELLEY).rule == Rule.UNKNOWN


def test_every_commune_of_a_department_has_exactly_one_answer(ain, says):
    says(PREFECTURE, SP_GEX)
    says(SP_NANTUA, handling="not_handled")
    ground = Ground.objects.get(page__slug="aes")
    communes = Commune.objects.current().filter(department="01")
    rules = {}
    for commune in communes:
        rules.setdefault(commune.arrondissement_id, set()).add(lookup(commune, ground).rule)
    assert rules == {
        "011": {Rule.OFFICE_SILENT},
        "012": {Rule.TERRITORY},
        "013": {Rule.TERRITORY},
        "014": {Rule.OFFICE_ELSEWHERE},
    }


def test_the_number_of_queries_does_not_grow_with_what_is_written(ain, says, django_assert_max_num_queries):
    for _number in range(15):
        says(PREFECTURE, SP_GEX)
        says(SP_BELLEY, handling="not_handled")
    commune, ground = Commune.objects.get(code=BELLEY), Ground.objects.select_related("parent").get(page__slug="aes")
    with django_assert_max_num_queries(9):
        assert lookup(commune, ground).rule == Rule.OFFICE_ELSEWHERE


def test_of_equal_procedures_the_answer_is_always_the_same(ain, says):
    pages = [says(PREFECTURE) for _number in range(5)]
    assert {slug_of(ask(BOURG).procedure) for _try in range(5)} == {min(page.slug for page in pages)}


def test_an_office_that_administers_nothing_is_nobodys_own(ain, office):
    office("guichet-gare", "other", "Guichet de la gare", "01", BOURG, ["012"])
    assert slug_of(own_office(Commune.objects.get(code=BOURG))) == PREFECTURE
    assert Office.objects.count() == 5
