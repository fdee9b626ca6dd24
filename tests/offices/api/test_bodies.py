"""What an answer holds: the names of the contract, everything the shape says, and nothing that is not said."""

from datetime import date

import pytest

from offices import moderation
from offices.enums import Origin, WarningCode
from sources.models import Source
from tests.plugins.cast import FILING, approve, changed, propose, publish, with_fee
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

PROCEDURE = """
    id slug title url department offices grounds territory handling see_instead channels headline steps downloads
    requirements conditions fees processing_times passages remarks notices warnings sources verified_on edited_at
    source_checked_on version license links
"""
STEP = "id purpose channel url email phone address hours code instructions needs"


def procedure(api, page) -> dict:
    return api.read(f"procedures/{page.slug}/")


def test_a_procedure_carries_every_field_of_the_contract(api, isere):
    body = procedure(api, isere.filing)
    assert set(PROCEDURE.split()) <= body.keys()
    assert body["id"] == str(isere.filing.pk)
    assert body["department"] == {"code": "38", "name": "Isère"}
    assert [office["slug"] for office in body["offices"]] == ["prefecture-grenoble"]
    assert body["offices"][0].keys() == {"id", "slug", "title", "url"}
    assert body["territory"]["arrondissements"] == [{"code": "381", "name": "Grenoble"}]
    assert body["channels"] == ["booking", "post"]
    assert body["headline"]
    assert body["links"].keys() == {"html", "report"}


def test_it_answers_the_same_by_identifier_and_by_address(api, isere):
    by_slug = api.answer(f"procedures/{isere.filing.slug}/")
    by_id = api.answer(f"procedures/{isere.filing.pk}/")
    assert by_slug.content == by_id.content


def test_a_step_says_its_purpose_channel_and_address(api, isere):
    book, post = procedure(api, isere.filing)["steps"]
    assert set(STEP.split()) <= book.keys()
    assert (book["id"], book["purpose"], book["channel"]) == ("book", "book", "booking")
    assert post["address"] == {
        "lines": ["Bureau du séjour", "12 place de Verdun"],
        "postcode": "38000",
        "city": "Grenoble",
    }


def test_the_address_of_an_office_named_by_a_step_stands_on_the_step(api, isere, claire):
    hand_in = {"id": "desk", "purpose": "hand_in", "channel": "counter", "office": "prefecture-grenoble"}
    page = publish(FILING | {"steps": [hand_in], "title": "Au guichet"}, by=claire, slug="au-guichet")
    step = procedure(api, page)["steps"][0]
    assert step["office"]["slug"] == "prefecture-grenoble"
    assert step["address"] == {"lines": ["12 place de Verdun"], "postcode": "38000", "city": "Grenoble"}


def test_what_is_not_said_is_null_or_an_empty_list(api, isere):
    body = procedure(api, isere.filing)
    assert body["steps"][0]["address"] is None
    assert body["steps"][0]["email"] is None
    assert body["see_instead"] is None
    assert body["downloads"] == []
    assert '""' not in api.answer(f"procedures/{isere.filing.slug}/").content.decode()


def test_an_amount_is_a_decimal_text_with_its_currency(api, isere):
    fee = procedure(api, isere.filing)["fees"][0]
    assert (fee["amount"], fee["currency"], fee["not_refundable"]) == ("50.00", "EUR", None)


def test_rows_keep_their_identifiers_and_codes(api, isere, amina, claire):
    approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina), claire)
    body = procedure(api, isere.filing)
    assert [(fee["id"], fee["amount"], fee["kind"]) for fee in body["fees"]] == [("stamp", "75.00", "examination")]


@pytest.mark.parametrize(("kind", "route"), [("procedure", "procedures"), ("office", "offices"), ("ground", "grounds")])
def test_every_word_of_the_shape_reaches_the_answer(api, isere, claire, kind, route):
    """`filled` puts "mot <field>" in every text field of the kind: none may be lost on the way."""
    content = filled(kind, "mot")
    page = publish(content.model_dump(mode="json"), by=claire, slug=f"complet-{kind}")
    body = api.read(f"{route}/{page.slug}/")
    assert texts(content.model_dump(mode="json")) - {"38", "38185", "381", kind} <= texts(body)


def texts(value) -> set[str]:
    """Every text in plain data, keys left out."""
    if isinstance(value, dict):
        return set().union(*map(texts, value.values()))
    if isinstance(value, list):
        return set().union(*map(texts, value))
    return {value} if isinstance(value, str) and value else set()


class TestDates:
    def test_the_three_dates_stand_apart(self, api, isere, claire):
        moderation.verify(isere.filing, on=date(2023, 2, 9), origin=Origin.DOSSIER)
        body = procedure(api, isere.filing)
        assert body["verified_on"] == "2023-02-09"
        assert body["edited_at"] == isere.filing.edited_at.isoformat()
        assert body["source_checked_on"] is None

    def test_a_reading_of_a_source_moves_its_own_date_alone(self, api, isere):
        before = procedure(api, isere.filing)
        assert (before["sources"][0]["verdict"], before["source_checked_on"]) == ("unchecked", None)
        Source.objects.filter(url__contains="sejour").update(verdict="alive", last_checked_at="2026-05-04T23:30:00Z")
        assert procedure(api, isere.filing) == before  # nothing is public before it stands in the log
        moderation.tell_sources()
        after = procedure(api, isere.filing)
        # Half past one the next morning in Paris.
        assert after["source_checked_on"] == "2026-05-05"
        assert after["sources"][0]["verdict"] == "alive"
        assert (after["verified_on"], after["edited_at"]) == (before["verified_on"], before["edited_at"])

    def test_time_alone_changes_no_byte(self, api, isere, claire, time_machine):
        moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire)
        before = api.answer(f"procedures/{isere.filing.slug}/").content
        time_machine.move_to("2031-01-01")
        assert api.answer(f"procedures/{isere.filing.slug}/").content == before


def test_a_warning_stands_until_it_is_lifted(api, isere, claire):
    warning = moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, step="book")
    (shown,) = procedure(api, isere.filing)["warnings"]
    assert (shown["code"], shown["step"]) == ("link_dead", "book")
    assert shown.keys() == {"code", "step", "put_on", "expires_on"}
    moderation.lift(warning, by=claire)
    assert procedure(api, isere.filing)["warnings"] == []


def test_a_place_that_does_not_handle_says_where_to_go(api, isere, claire):
    elsewhere = FILING | {
        "title": "Sous-préfecture de Vienne",
        "offices": ["sous-prefecture-vienne"],
        "territory": {},
        "handling": "not_handled",
        "see_instead": {"office": "prefecture-grenoble", "procedure": isere.filing.slug},
        "steps": [],
        "fees": [],
    }
    body = procedure(api, publish(elsewhere, by=claire))
    assert body["handling"] == "not_handled"
    assert body["see_instead"]["office"]["slug"] == "prefecture-grenoble"
    assert body["see_instead"]["procedure"]["slug"] == isere.filing.slug
    assert body["channels"] == []


def test_a_removed_office_is_named_nowhere(api, isere, amina, claire):
    shared = changed(isere.filing.document, offices=["prefecture-grenoble", "sous-prefecture-vienne"])
    approve(propose(isere.filing, shared, amina), claire)
    approve(propose(isere.vienne, isere.vienne.document, amina, action="remove"), claire)
    assert [office["slug"] for office in procedure(api, isere.filing)["offices"]] == ["prefecture-grenoble"]


def test_an_office_says_its_department_seat_and_arrondissements(api, isere):
    body = api.read("offices/prefecture-grenoble/")
    assert (body["office_kind"], body["title"]) == ("prefecture", "Préfecture de l'Isère")
    assert body["seat"] == {"code": "38185", "name": "Grenoble"}
    assert body["arrondissements"] == [{"code": "381", "name": "Grenoble"}]


def test_a_department_lists_its_arrondissements_offices_and_procedures(api, isere):
    body = api.read("departments/38/")
    assert [row["code"] for row in body["arrondissements"]] == ["381", "382", "383"]
    assert [office["slug"] for office in body["offices"]] == ["prefecture-grenoble", "sous-prefecture-vienne"]
    assert [row["slug"] for row in body["procedures"]] == [isere.filing.slug]
    assert body["region"] == {"code": "84", "name": "Auvergne-Rhône-Alpes"}


def test_all_departments_and_regions_of_france_are_listed(api, france):
    assert len(api.results("departments/?limit=200")) == 109
    assert len(api.results("regions/")) == 26


def test_communes_are_found_by_name_postcode_and_typo(api, france):
    found = api.results("communes/?q=vienne")
    assert (found[0]["code"], found[0]["department"]["code"], found[0]["match"]) == ("38544", "38", "exact")
    assert api.results("communes/?q=38200")[0]["name"] == "Vienne"
    assert api.results("communes/?q=monteruil")[0]["match"] == "approximate"
    assert api.results("communes/?q=lyon+1er")[0]["current"] == {"code": "69123", "name": "Lyon"}


class TestVersions:
    def test_each_validated_version_says_what_changed(self, api, isere, amina, claire):
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina, comment="Vu par Amina"), claire)
        newest, first = api.results(f"procedures/{isere.filing.slug}/versions/")
        assert (newest["number"], newest["mode"], first["number"], first["mode"]) == (2, "read", 1, "batch")
        assert len(newest["summary"]) == 1
        assert "75" in newest["summary"][0]
        isere.filing.refresh_from_db()
        assert newest["hash"] == isere.filing.content_hash

    def test_nobody_is_named(self, api, isere, amina, claire):
        approve(propose(isere.filing, with_fee(isere.filing.document, "75"), amina, comment="Vu par Amina"), claire)
        text = api.answer(f"procedures/{isere.filing.slug}/versions/").content.decode().lower()
        assert "amina" not in text
        assert "claire" not in text

    def test_a_long_history_is_read_page_by_page_in_both_directions(self, api, isere, amina, claire):
        for amount in ("60", "70", "80", "90"):
            isere.filing.refresh_from_db()
            approve(propose(isere.filing, with_fee(isere.filing.document, amount), amina), claire)
        first = api.read(f"procedures/{isere.filing.slug}/versions/?limit=2")
        assert [row["number"] for row in first["results"]] == [5, 4]
        assert first["previous"] is None
        second = api.read(path_of(first["next"]))
        assert [row["number"] for row in second["results"]] == [3, 2]
        assert [row["number"] for row in api.read(path_of(second["previous"]))["results"]] == [5, 4]
        last = api.read(path_of(second["next"]))
        assert ([row["number"] for row in last["results"]], last["next"]) == ([1], None)


def path_of(url: str) -> str:
    return url.removeprefix("http://testserver")


class TestAsOf:
    @pytest.fixture
    def edited(self, isere, amina, claire, time_machine):
        """The first version of March 2026 said 50 €, the second of May says 75 €."""
        time_machine.move_to("2026-03-10T12:00:00Z")
        page = publish(FILING | {"title": "Modalités datées"}, by=claire, slug="modalites-datees")
        time_machine.move_to("2026-05-10T12:00:00Z")
        approve(propose(page, with_fee(page.document, "75"), amina), claire)
        time_machine.move_to("2026-06-10T12:00:00Z")
        return page

    @pytest.mark.parametrize(
        ("day", "version", "amount"),
        [("2026-03-10", 1, "50.00"), ("2026-05-09", 1, "50.00"), ("2026-05-10", 2, "75.00")],
    )
    def test_the_version_that_stood_at_the_end_of_the_day(self, api, edited, day, version, amount):
        body = api.read(f"procedures/modalites-datees/?as_of={day}")
        assert (body["version"], body["fees"][0]["amount"]) == (version, amount)

    def test_before_its_first_publication_it_says_since_when(self, api, edited):
        problem = api.problem("procedures/modalites-datees/?as_of=2026-03-09")
        assert (problem["status"], problem["since"]) == (404, "2026-03-10")

    def test_a_warning_stands_on_its_days_only(self, api, edited, claire, time_machine):
        warning = moderation.warn(edited, code=WarningCode.LINK_DEAD, by=claire)
        time_machine.move_to("2026-06-20T12:00:00Z")
        moderation.lift(warning, by=claire)
        warned = {
            day: len(api.read(f"procedures/modalites-datees/?as_of={day}")["warnings"])
            for day in ("2026-06-09", "2026-06-10", "2026-06-19", "2026-06-20")
        }
        assert warned == {"2026-06-09": 0, "2026-06-10": 1, "2026-06-19": 1, "2026-06-20": 0}

    def test_the_future_is_refused(self, api, edited):
        assert api.problem("procedures/modalites-datees/?as_of=2026-06-11")["parameter"] == "as_of"


def test_the_lookup_carries_the_warnings_of_the_pages_it_sends_to(api, isere, claire):
    question = f"lookup/?commune=38185&ground={isere.ground.slug}"
    assert api.read(question)["warnings"] == []
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, step="book")
    moderation.warn(isere.grenoble, code=WarningCode.OFFICE_CLOSED, by=claire)
    warned = {(warning["code"], warning["step"]) for warning in api.read(question)["warnings"]}
    assert warned == {("link_dead", "book"), ("office_closed", None)}
