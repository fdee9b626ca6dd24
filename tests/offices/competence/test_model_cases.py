"""The answers of the first content: the model départements by hand, and all that the dossiers describe at once."""

import pytest

from geography.models import Arrondissement, Commune, Department
from offices.competence import Area, Rule, area_of, areas

pytestmark = pytest.mark.django_db

# Sous-préfectures of which the dossiers say nothing, by département.
SILENT = {
    "09": ["Pamiers", "Saint-Girons"],
    "11": ["Limoux", "Narbonne"],
    "12": ["Millau", "Villefranche-de-Rouergue"],
    "30": ["Alès", "Le Vigan"],
    "31": ["Muret", "Saint-Gaudens"],
    "32": ["Condom", "Mirande"],
    "43": ["Brioude", "Yssingeaux"],
    "46": ["Figeac", "Gourdon"],
    "48": ["Florac"],
    "59": ["Valenciennes"],
    "63": ["Ambert", "Issoire", "Riom", "Thiers"],
    "65": ["Argelès-Gazost", "Bagnères-de-Bigorre"],
    "66": ["Céret", "Prades"],
    "69": ["Villefranche-sur-Saône"],
    "73": ["Albertville", "Saint-Jean-de-Maurienne"],
    "74": ["Bonneville", "Saint-Julien-en-Genevois", "Thonon-les-Bains"],
    "81": ["Castres"],
    "82": ["Castelsarrasin"],
}
# Whose sous-préfectures handle requests themselves, alone or with another office.
HANDLING = {
    "01": ["Bourg-en-Bresse", "Gex"],
    "34": ["Béziers", "Lodève", "Montpellier"],
    "38": ["Grenoble", "La Tour-du-Pin", "Vienne"],
    "42": ["Montbrison", "Roanne", "Saint-Étienne"],
    "59": ["Avesnes-sur-Helpe", "Cambrai", "Douai", "Dunkerque", "Lille"],
}


@pytest.fixture
def answer(first_content):
    """Code of a commune, ground → what the first content answers."""

    def ask(code: str, ground: str = "aes"):
        return first_content.find(area_of(Commune.objects.select_related("parent").get(code=code)), ground)

    return ask


def by_rule(first_content, departments) -> dict[Rule, dict[str, list[str]]]:
    names = dict(Arrondissement.objects.values_list("code", "name"))
    found: dict[Rule, dict[str, list[str]]] = {}
    for area in areas(departments):
        rule = first_content.find(area, "aes").rule
        found.setdefault(rule, {}).setdefault(area.department, []).append(names[area.arrondissement])
    return found


class TestTheDossiers:
    @pytest.fixture
    def described(self, first_content) -> set[str]:
        return {said.department for said in first_content.statements.values()}

    def test_they_describe_34_departements_and_none_is_without_an_answer(self, first_content, described):
        assert len(described) == 34
        assert len(areas(described)) == 115
        assert Rule.UNKNOWN not in by_rule(first_content, described)

    def test_34_sous_prefectures_are_silent(self, first_content, described):
        silent = by_rule(first_content, described)[Rule.OFFICE_SILENT]
        assert sum(map(len, SILENT.values())) == 34
        # In the Lot nothing is said of the préfecture either: its page describes another request.
        assert silent == SILENT | {"46": ["Cahors", "Figeac", "Gourdon"]}

    def test_an_office_handles_requests_in_every_departement_but_the_lot(self, first_content, described):
        handling = by_rule(first_content, described)[Rule.TERRITORY]
        assert {code: sorted(names, key=names.index) for code, names in handling.items() if len(names) > 1} == HANDLING
        seats = {row.code: row.seat.arrondissement.name for row in seated(described - HANDLING.keys() - {"46"})}
        assert {code: names[0] for code, names in handling.items() if len(names) == 1} == seats

    def test_every_other_sous_prefecture_sends_to_the_prefecture(self, first_content, described):
        elsewhere = by_rule(first_content, described)[Rule.OFFICE_ELSEWHERE]
        assert sum(map(len, elsewhere.values())) == 36
        for area in areas(described):
            found = first_content.find(area, "aes")
            if found.rule == Rule.OFFICE_ELSEWHERE:
                assert (found.office, found.stated) == (first_content.prefecture(area.department), False)

    def test_of_a_departement_without_a_dossier_nothing_is_known_but_whom_to_ask(self, first_content, answer):
        evreux = answer("27229")
        assert (evreux.rule, evreux.ask, evreux.procedure) == (Rule.UNKNOWN, "prefecture-evreux", "")
        assert answer("27016").ask == "sous-prefecture-les-andelys"


def seated(codes) -> list[Department]:
    return list(Department.objects.filter(code__in=codes).select_related("seat__arrondissement"))


class TestModelDepartements:
    def test_isere_three_offices_three_territories(self, answer):
        assert answer("38185").office == "prefecture-grenoble"
        assert answer("38509").office == "sous-prefecture-la-tour-du-pin"
        assert answer("38544").office == "sous-prefecture-vienne"
        assert len({answer(code).procedure for code in ("38185", "38509", "38544")}) == 3

    def test_herault_montpellier_and_lodeve_together_beziers_apart(self, answer):
        montpellier, lodeve, beziers = answer("34172"), answer("34142"), answer("34032")
        assert montpellier.procedure == lodeve.procedure != beziers.procedure
        assert (montpellier.office, lodeve.office) == ("prefecture-montpellier", "sous-prefecture-lodeve")
        assert beziers.office == "sous-prefecture-beziers"

    def test_nord_douai_and_cambrai_together_lille_for_itself_valenciennes_silent(self, answer):
        douai, cambrai, lille, valenciennes = (answer(code) for code in ("59178", "59122", "59350", "59606"))
        assert douai.procedure == cambrai.procedure
        assert (douai.office, cambrai.office) == ("sous-prefecture-douai", "sous-prefecture-cambrai")
        assert lille.office == "prefecture-lille"
        assert (valenciennes.rule, valenciennes.office, valenciennes.procedure) == (Rule.OFFICE_SILENT, "", "")
        assert valenciennes.ask == "sous-prefecture-valenciennes"

    def test_rhone_the_prefectures_page_is_not_confirmed_for_villefranche(self, answer):
        villefranche = answer("69264")
        assert (villefranche.rule, villefranche.procedure) == (Rule.OFFICE_SILENT, "aes-69-prefecture-lyon")
        assert (villefranche.office, villefranche.ask) == ("", "sous-prefecture-villefranche-sur-saone")


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "office"),
        [
            ("75056", "prefecture-de-police-paris"),
            ("75118", "prefecture-de-police-paris"),  # Paris 18e
            ("69123", "prefecture-lyon"),
            ("69383", "prefecture-lyon"),  # Lyon 3e
            ("13055", "prefecture-marseille"),
            ("13213", "prefecture-marseille"),  # Marseille 13e
            ("2A004", "prefecture-ajaccio"),
            ("2B096", "sous-prefecture-corte"),
            ("97105", "prefecture-basse-terre"),
            ("97120", "sous-prefecture-pointe-a-pitre"),
            ("97416", "sous-prefecture-saint-pierre-974"),
            ("97311", "sous-prefecture-saint-laurent-du-maroni"),
            ("97611", "prefecture-mamoudzou"),
            ("97502", "prefecture-saint-pierre"),
            ("97701", "prefecture-saint-martin"),
            ("97801", "prefecture-saint-martin"),
            ("98613", "prefecture-uvea"),
            ("98735", "prefecture-papeete"),
            ("98818", "prefecture-noumea"),
        ],
    )
    def test_every_place_has_its_own_office(self, answer, place, office):
        assert answer(place).own_office == office

    @pytest.mark.parametrize(
        ("place", "today", "office"),
        [
            ("50173", "50129", "sous-prefecture-cherbourg-en-cotentin"),  # Équeurdreville, merged into Cherbourg
            ("91182", "91228", "prefecture-evry-courcouronnes"),  # Courcouronnes, merged and renamed
            ("02285", "59", "sous-prefecture-cambrai"),  # Escaufourt went from the Aisne to the Nord
        ],
    )
    def test_a_place_that_is_no_commune_any_more_has_the_office_of_todays(self, answer, place, today, office):
        current = Commune.objects.select_related("parent").get(code=place).current
        assert current.code.startswith(today)
        assert answer(place).own_office == office == answer(current.code).own_office

    def test_a_commune_that_changes_arrondissement_changes_office_at_once(self, first_content, answer):
        assert answer("38001").own_office == "sous-prefecture-la-tour-du-pin"
        Commune.objects.filter(code="38001").update(arrondissement="381")
        assert answer("38001").own_office == "prefecture-grenoble"

    def test_what_is_filed_on_the_platform_is_so_everywhere(self, first_content):
        for area in (Area("75", "751"), Area("2A", "2A1"), Area("976", ""), Area("988", ""), Area("27", "272")):
            assert first_content.find(area, "etudiant").rule == Rule.PLATFORM
