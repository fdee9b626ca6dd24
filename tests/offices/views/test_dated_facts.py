"""The public pages and the API on two days: nobody decides anything in between, and nothing is swept."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from selectolax.lexbor import LexborHTMLParser

from offices import moderation
from offices.enums import ProposalAction, WarningCode
from tests.plugins.cast import (
    FILING,
    GRENOBLE,
    READ_ON_SITE,
    approve,
    changed,
    propose,
    publish,
    with_address,
    with_fee,
)

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
DECIDED = datetime(2027, 2, 10, 12, tzinfo=PARIS)
EVE = datetime(2027, 2, 28, 23, 59, 59, tzinfo=PARIS)
MIDNIGHT = EVE + timedelta(seconds=1)

STEPS = [
    {"id": "book", "purpose": "book", "channel": "phone", "phone": "04 76 60 34 00"},
    {"id": "post", "purpose": "send", "channel": "post", "valid_until": "2027-02-28"},
    {"id": "online", "purpose": "send", "channel": "online_form", "valid_from": "2027-03-01"},
]
FEES = [
    {"id": "old", "amount": "50", "valid_until": "2027-02-28"},
    {"id": "new", "amount": "75", "valid_from": "2027-03-01"},
]
NOTICES = [
    {
        "id": "n1",
        "code": "closure",
        "text": "Le service ferme.",
        "valid_from": "2027-03-01",
        "valid_until": "2027-03-15",
    },
    {"id": "n2", "code": "attention", "text": "Les bureaux ont changé.", "valid_until": "2027-02-28"},
]
ONLINE = "il faut d'abord prendre rendez-vous par téléphone, puis envoyer la demande par formulaire en ligne."


def at(moment: datetime):
    return time_machine.travel(moment, tick=False)


def refused(reader, address: str) -> tuple[int, str]:
    """(status, what the page says) where there is nothing to show."""
    response = reader.get(address)
    return response.status_code, LexborHTMLParser(response.content).css_first("main").text()


@pytest.fixture
def dated(isere, amina, claire):
    """Decided on 10 February 2027: by post and for 50 € until the 28th, on line and for 75 € from 1 March."""
    page = isere.filing
    with at(DECIDED):
        wanted = changed(page.document, steps=STEPS, fees=FEES, notices=NOTICES)
        approve(propose(page, wanted, amina), claire)
    page.refresh_from_db()
    return page


class TestAPageOnTwoDays:
    def test_its_headline_turns_at_midnight(self, dated, reader):
        with at(EVE):
            before = reader.text(dated.get_absolute_url(), ".lead")
        with at(MIDNIGHT):
            after = reader.text(dated.get_absolute_url(), ".lead")
        assert before.startswith("Jusqu'au 28 février 2027, il faut d'abord prendre rendez-vous par téléphone, puis")
        assert before.endswith(f"À partir du 1er mars 2027, {ONLINE}")
        assert after == ONLINE.capitalize()

    def test_what_begins_later_is_said_beforehand_under_its_date_numbered_as_it_will_be(self, dated, reader):
        with at(EVE):
            page = reader.page(dated.get_absolute_url())
        assert [step.attributes["id"] for step in page.css(".steps > li")] == [
            "etape-book",
            "etape-post",
            "etape-online",
        ]
        now, later = page.css(".steps")
        assert later.css_first(".number").text() == "2"
        announced = page.css_first(".steps ~ p strong").text()
        assert announced == "À partir du 1er mars 2027"
        assert "Jusqu'au 28 février 2027." in now.text()

    def test_what_has_ended_leaves_the_page_and_what_began_says_since_when(self, dated, reader):
        with at(MIDNIGHT):
            page = reader.page(dated.get_absolute_url())
        assert [step.attributes["id"] for step in page.css(".steps > li")] == ["etape-book", "etape-online"]
        assert "À partir du 1er mars 2027." in page.css_first("#etape-online").text()
        assert "50,00" not in page.body.text()

    def test_what_to_have_ready_counts_what_stands(self, dated, reader):
        with at(EVE):
            assert "50,00" in reader.text(dated.get_absolute_url(), ".brief")
            assert "75,00" not in reader.text(dated.get_absolute_url(), ".brief")
            assert "À partir du 1er mars 2027" in reader.text(dated.get_absolute_url(), "#frais h3")
        with at(MIDNIGHT):
            assert "75,00" in reader.text(dated.get_absolute_url(), ".brief")

    def test_notices_come_announced_and_go(self, dated, reader):
        with at(EVE):
            told = [notice.text() for notice in reader.page(dated.get_absolute_url()).css(".alert--info")]
            assert "Attention" in told[0]
            assert "Du 1er mars 2027 au 15 mars 2027\u00a0: fermeture" in told[1]
        with at(MIDNIGHT):
            (told,) = [notice.text() for notice in reader.page(dated.get_absolute_url()).css(".alert--info")]
            assert "Fermeture" in told
        with at(MIDNIGHT + timedelta(days=15)):
            assert not reader.page(dated.get_absolute_url()).css(".alert--info")

    def test_lists_and_the_lookup_turn_with_it(self, dated, isere, reader):
        lookup = f"/ou-deposer/?commune=38185&fondement={isere.ground.slug}"
        for address in (isere.grenoble.get_absolute_url(), "/departements/38/", lookup):
            with at(EVE):
                assert "Jusqu'au 28 février 2027" in reader.text(address), address
            with at(MIDNIGHT):
                assert "par courrier" not in reader.text(address), address

    def test_the_sheet_of_paper_says_until_when_and_from_when(self, dated, reader):
        with at(EVE):
            text = reader.text(f"{dated.get_absolute_url()}pieces/")
        assert "par courrier (jusqu'au 28 février 2027)" in text
        assert "par un formulaire en ligne (à partir du 1er mars 2027)" in text
        assert "À partir du 1er mars 2027 : taxe d'examen de la demande : 75,00" in text.replace("\u00a0", " ")

    def test_nothing_of_it_says_which_day_it_is(self, dated, reader):
        """Law 7: what was rendered on the eve is still true, word by word, a month later."""
        with at(EVE):
            text = reader.text(dated.get_absolute_url())
        assert "aujourd'hui" not in text
        for way in ("par courrier", "50,00"):
            assert way in text
        assert "Jusqu'au 28 février 2027" in text

    def test_between_two_dates_it_is_the_same_to_the_byte(self, dated, reader):
        with at(DECIDED):
            first = reader.get(dated.get_absolute_url()).content
        with at(EVE):
            assert reader.get(dated.get_absolute_url()).content == first

    def test_an_old_version_is_shown_whole_with_its_dates_whatever_the_day(self, dated, reader):
        address = f"{dated.get_absolute_url()}versions/2/"
        with at(EVE):
            before = reader.get(address).content
            assert "(jusqu'au 28 février 2027)" in reader.text(address, ".lead")
            assert "Jusqu'au 28 février 2027." in reader.text(address, "#etape-post")
        with at(MIDNIGHT + timedelta(days=60)):
            assert reader.get(address).content == before


class TestOffices:
    CLOSED = {"id": "info", "name": "Guichet de renseignement", "state": "closed"}
    AT_THE_COUNTER = {"id": "c", "purpose": "hand_in", "channel": "counter", "office": "prefecture-grenoble"}

    def test_closed_until_further_notice(self, isere, amina, claire, reader):
        approve(propose(isere.grenoble, changed(isere.grenoble.document, desks=[self.CLOSED]), amina), claire)
        assert "Fermé jusqu'à nouvel ordre." in reader.text(isere.grenoble.get_absolute_url(), "#services")

    def test_closed_until_a_known_day_and_open_the_next(self, isere, amina, claire, reader):
        desk = self.CLOSED | {"valid_until": "2027-02-28"}
        with at(DECIDED):
            approve(propose(isere.grenoble, changed(isere.grenoble.document, desks=[desk]), amina), claire)
        with at(EVE):
            said = reader.text(isere.grenoble.get_absolute_url(), "#services")
            assert "Fermé. Jusqu'au 28 février 2027." in said
            assert "nouvel ordre" not in said
        with at(MIDNIGHT):
            assert not reader.page(isere.grenoble.get_absolute_url()).css("#services")

    def test_a_closed_desk_shows_at_the_step_that_sends_to_that_counter(self, isere, claire, reader):
        publish(GRENOBLE | {"name": "Guichet fermé", "desks": [self.CLOSED]}, by=claire, slug="guichet-ferme")
        step = self.AT_THE_COUNTER | {"office": "guichet-ferme"}
        page = publish(FILING | {"steps": [step]}, by=claire, slug="au-guichet")
        shown = reader.text(page.get_absolute_url(), "#etape-c")
        assert "Guichet de renseignement : fermé jusqu'à nouvel ordre" in shown.replace("\u00a0", " ")

    def test_not_at_a_step_for_another_service_of_it(self, isere, claire, reader):
        open_desk = {"id": "aes", "name": "Service du séjour", "state": "appointment_only"}
        publish(GRENOBLE | {"name": "Deux services", "desks": [self.CLOSED, open_desk]}, by=claire, slug="deux")
        step = self.AT_THE_COUNTER | {"office": "deux", "service": "service du séjour"}
        page = publish(FILING | {"steps": [step]}, by=claire, slug="au-guichet")
        assert "fermé" not in reader.text(page.get_absolute_url(), "#etape-c").lower()

    def test_a_step_takes_the_address_that_the_office_has_that_day(self, isere, claire, reader):
        addresses = [
            {"id": "old", "address": {"lines": ["1 rue Vieille"], "city": "Grenoble"}, "valid_until": "2027-02-28"},
            {"id": "new", "address": {"lines": ["2 rue Neuve"], "city": "Grenoble"}, "valid_from": "2027-03-01"},
        ]
        publish(GRENOBLE | {"name": "Qui déménage", "addresses": addresses}, by=claire, slug="qui-demenage")
        page = publish(FILING | {"steps": [self.AT_THE_COUNTER | {"office": "qui-demenage"}]}, by=claire, slug="la")
        with at(EVE):
            assert "1 rue Vieille" in reader.text(page.get_absolute_url(), "#etape-c")
        with at(MIDNIGHT):
            assert "2 rue Neuve" in reader.text(page.get_absolute_url(), "#etape-c")


class TestTheApi:
    def read(self, reader, page, query="") -> dict:
        return reader.get(f"/api/v1/procedures/{page.slug}/{query}").json()

    def test_it_sums_up_the_day_and_keeps_every_row_with_its_dates(self, dated, reader):
        with at(EVE):
            before = self.read(reader, dated)
        with at(MIDNIGHT):
            after = self.read(reader, dated)
        assert before["channels"] == ["phone", "post"]
        assert after["channels"] == ["phone", "online_form"]
        assert before["headline"].startswith("Jusqu'au 28 février 2027")
        assert after["headline"].startswith("Il faut")
        assert before["steps"] == after["steps"]
        assert [step["valid_until"] for step in after["steps"]] == [None, "2027-02-28", None]
        assert [step["valid_from"] for step in after["steps"]] == [None, None, "2027-03-01"]

    def test_the_filter_by_channel_follows_with_the_sweep_of_the_minute(self, dated, reader):
        def found(channel):
            return [row["slug"] for row in reader.get(f"/api/v1/procedures/?channel={channel}").json()["results"]]

        assert found("post") == [dated.slug]
        with at(MIDNIGHT):
            moderation.sweep_calendar()
            assert found("post") == []
            assert found("online_form") == [dated.slug]

    def test_as_of_a_day_it_sums_up_that_day_on_the_version_of_that_day(self, dated, amina, claire, reader):
        with at(MIDNIGHT + timedelta(days=1)):
            approve(propose(dated, changed(dated.document, steps=[STEPS[0]]), amina), claire)
            past = self.read(reader, dated, "?as_of=2027-02-28")
            assert past["version"] == 2
            assert past["channels"] == ["phone", "post"]
            assert self.read(reader, dated, "?as_of=2027-03-01")["channels"] == ["phone", "online_form"]
            assert self.read(reader, dated)["channels"] == ["phone"]


class TestAsItStood:
    """`?au=`: for whoever must show what this site said that day."""

    @pytest.fixture
    def decided_twice(self, claire, amina):
        """First published on 10 February 2027, for 50 €; 75 € from the 20th."""
        with at(DECIDED):
            publish({"kind": "ground", "title": "AES", "filing": "office"}, by=claire, slug=FILING["grounds"][0])
            publish(GRENOBLE, by=claire)
            page = publish(FILING, by=claire)
        with at(DECIDED + timedelta(days=10)):
            approve(propose(page, with_fee(page.document, "75"), amina), claire)
        page.refresh_from_db()
        return page

    def test_it_is_the_version_of_that_day_under_a_banner_that_leads_to_the_present(self, decided_twice, reader):
        with at(DECIDED + timedelta(days=30)):
            page = reader.page(f"{decided_twice.get_absolute_url()}?au=2027-02-19")
            assert "50,00" in page.body.text()
            assert "75,00" not in page.body.text()
            banner = page.css_first(".alert--info")
            assert "La page telle qu'elle se lisait le 19 février 2027." in banner.text()
            assert banner.css_first(f"a[href='{decided_twice.get_absolute_url()}']")
            assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"
            assert "75,00" in reader.text(f"{decided_twice.get_absolute_url()}?au=2027-02-20")

    def test_the_history_asks_for_which_day(self, decided_twice, reader):
        form = reader.page(f"{decided_twice.get_absolute_url()}historique/").css_first("input[name=au]").parent.parent
        assert form.attributes["action"] == decided_twice.get_absolute_url()
        assert form.attributes["method"] == "get"

    def test_facts_are_those_that_stood_that_day(self, dated, reader):
        with at(MIDNIGHT + timedelta(days=30)):
            assert "Jusqu'au 28 février" in reader.text(f"{dated.get_absolute_url()}?au=2027-02-28", ".lead")
            assert "Jusqu'au 28 février" not in reader.text(f"{dated.get_absolute_url()}?au=2027-03-01", ".lead")

    def test_the_warnings_and_the_confirmation_of_that_day_stand_on_it(self, decided_twice, claire, reader):
        with at(DECIDED + timedelta(days=2)):
            warning = moderation.warn(decided_twice, code=WarningCode.OFFICE_CLOSED, by=claire)
            moderation.verify(decided_twice, on=date(2027, 2, 12), by=claire)
        with at(DECIDED + timedelta(days=4)):
            moderation.lift(warning, by=claire)
        address = decided_twice.get_absolute_url()
        with at(DECIDED + timedelta(days=30)):
            then = reader.text(f"{address}?au=2027-02-13")
            assert "Ce guichet serait fermé." in then
            assert "la dernière confirmation datait du 12 février 2027." in then
            assert "Ce guichet serait fermé." not in reader.text(f"{address}?au=2027-02-14")
            assert "personne ne l'avait confirmée" in reader.text(f"{address}?au=2027-02-11")

    def test_an_office_it_names_has_its_address_of_that_day(self, decided_twice, amina, claire, reader):
        step = {"id": "c", "purpose": "hand_in", "channel": "counter", "office": "prefecture-grenoble"}
        with at(DECIDED + timedelta(days=11)):
            page = publish(FILING | {"steps": [step]}, by=claire, slug="au-guichet")
            office = page.procedure.offices.get().page
        with at(DECIDED + timedelta(days=13)):
            moved = office.document.model_dump(mode="json")["addresses"]
            moved[0]["address"]["lines"] = ["5 place de Lavalette"]
            approve(propose(office, changed(office.document, addresses=moved), amina), claire)
        with at(DECIDED + timedelta(days=30)):
            assert "5 place de Lavalette" in reader.text(page.get_absolute_url())
            assert "12 place de Verdun" in reader.text(f"{page.get_absolute_url()}?au=2027-02-22")
            body = reader.get(f"/api/v1/procedures/{page.slug}/?as_of=2027-02-22").json()
            assert body["steps"][0]["address"]["lines"] == ["12 place de Verdun"]

    @pytest.mark.parametrize("asked", ["", "hier", "2027-02-30", "20270219", "2027-02-19&au=2027-02-20", "0000-01-01"])
    def test_what_is_no_day_is_said_to_be_none(self, decided_twice, reader, asked):
        with at(DECIDED + timedelta(days=30)):
            status, text = refused(reader, f"{decided_twice.get_absolute_url()}?au={asked}")
        assert status == 400
        assert "Une date s'écrit AAAA-MM-JJ" in text
        assert "La page en vigueur" in text

    def test_a_day_to_come_is_not_told(self, dated, reader):
        with at(EVE):
            status, text = refused(reader, f"{dated.get_absolute_url()}?au=2027-03-01")
        assert status == 400
        assert "Le 1er mars 2027 n'est pas encore venu" in text

    def test_before_it_was_published_it_says_since_when_it_is_and_offers_the_first_version(self, decided_twice, reader):
        with at(DECIDED + timedelta(days=30)):
            response = reader.get(f"{decided_twice.get_absolute_url()}?au=2027-02-09")
        text = response.content.decode()
        assert response.status_code == 404
        assert "elle a été publiée le 10 février 2027" in text
        assert f"{decided_twice.get_absolute_url()}versions/1/" in text

    def test_a_day_on_which_it_was_removed_says_since_when(self, decided_twice, amina, claire, reader):
        with at(DECIDED + timedelta(days=12)):
            removal = propose(decided_twice, decided_twice.document, amina, action=ProposalAction.REMOVE)
            approve(removal, claire)
        with at(DECIDED + timedelta(days=15)):
            approve(moderation.revert(decided_twice, to_version=1, author=amina, evidence=READ_ON_SITE), claire)
        with at(DECIDED + timedelta(days=30)):
            status, text = refused(reader, f"{decided_twice.get_absolute_url()}?au=2027-02-23")
        assert status == 410
        assert "était retirée depuis le 22 février 2027" in text

    def test_an_old_address_keeps_the_day(self, decided_twice, reader):
        decided_twice.slugs.create(slug="ancienne-adresse")
        response = reader.get("/modalites/ancienne-adresse/?au=2027-02-19&utm_source=x")
        assert response["Location"] == f"{decided_twice.get_absolute_url()}?au=2027-02-19"

    def test_every_kind_of_page_has_its_past(self, isere, amina, claire, reader):
        with at(DECIDED):
            approve(propose(isere.filing, with_address(isere.filing.document, "1 rue Neuve"), amina), claire)
            for page in (isere.ground, isere.grenoble, isere.vienne, isere.filing):
                assert "La page telle qu'elle se lisait" in reader.text(f"{page.get_absolute_url()}?au=2027-02-10")
