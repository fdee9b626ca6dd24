"""`/chiffres/` as a reader meets it: tables whose numbers lead to their lists, files of the same, plain refusals."""

import codecs
import csv
import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from offices import moderation
from offices.enums import Origin, ProposalAction, WayOfFiling
from offices.filing import DEFINITIONS
from offices.publishing import files, keys, rendering
from tests.offices.small_contents import plain
from tests.plugins.cast import AES, FILING, GRENOBLE, VIENNE, approve, changed, propose, publish

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 12, 20, 12, tzinfo=PARIS)
POST = [{"id": "post", "purpose": "send", "channel": "post"}]
BOTH = [*POST, {"id": "box", "purpose": "hand_in", "channel": "dropbox", "alternative": True}]
ONLINE = [{"id": "online", "purpose": "send", "channel": "online_form"}]


def at(day: date, hour: int = 12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=PARIS), tick=False)


@pytest.fixture
def site(claire, amina):
    """Grenoble: by post since 9 February 2023 (a dossier imported on 2 November 2026), on line since 1 December 2026.
    Nothing is said of Vienne. It is 20 December 2026."""
    with at(date(2026, 11, 2)):
        publish(AES, by=claire, slug="aes")
        publish(GRENOBLE, by=claire)
        publish(VIENNE, by=claire)
        page = publish(FILING | {"grounds": ["aes"], "steps": POST}, by=claire)
        moderation.verify(page, on=date(2023, 2, 9), origin=Origin.DOSSIER)
    with at(date(2026, 12, 1)):
        approve(propose(page, changed(page.document, steps=ONLINE), amina), claire)
    page.refresh_from_db()
    with time_machine.travel(NOON, tick=False):
        yield page


def table(reader, address: str, heading: str = "#facons") -> dict[str, str]:
    """What the table after a heading says: its first column → its last."""
    rows = reader.page(address).css(f"{heading} ~ table.figures")[0].css("tbody tr")
    return {row.css("th, td")[0].text().strip(): row.css("th, td")[-1].text().strip() for row in rows}


def listed(reader, address: str) -> list[str]:
    return [" ".join(row.text().split()) for row in reader.page(address).css("main .list > li")]


def lines(reader, address: str) -> list[dict[str, str]]:
    response = reader.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


class TestTheTables:
    def test_it_counts_offices_by_way_of_filing_on_the_day_of_the_reader(self, site, reader):
        assert table(reader, "/chiffres/") == {"En ligne uniquement": "1", "On ne sait pas": "1"}
        assert reader.text("/chiffres/", ".lead") == (
            "Au 20 décembre 2026, 1 guichet sur 2 reçoit ces demandes. On ne sait rien de 1 autre guichet."
        )

    def test_none_is_singular_in_french(self, site, reader, claire, amina):
        approve(propose(site, changed(site.document, steps=[], handling="not_handled"), amina), claire)
        assert reader.text("/chiffres/", ".lead").startswith(
            "Au 20 décembre 2026, 0 guichet sur 2 reçoit ces demandes."
        )
        assert reader.text("/chiffres/guichets/?facon=post", ".lead") == "0 guichet, au 20 décembre 2026."

    def test_it_says_from_when_a_page_without_a_day_counts(self, site, reader):
        assert "compte depuis le jour où elle a été publiée ici" in reader.text("/chiffres/")

    def test_on_any_day(self, site, reader):
        assert table(reader, "/chiffres/?au=2023-02-09") == {"Par courrier uniquement": "1", "On ne sait pas": "1"}
        assert table(reader, "/chiffres/?au=2023-02-08") == {"On ne sait pas": "2"}
        assert table(reader, "/chiffres/?au=2026-11-30") == {"Par courrier uniquement": "1", "On ne sait pas": "1"}

    def test_a_day_of_which_nothing_is_known_does_not_count_as_a_refusal(self, site, reader):
        assert reader.text("/chiffres/?au=2023-02-08", ".lead") == (
            "Au 8 février 2023, on ne sait d'aucun guichet s'il reçoit ces demandes."
        )

    def test_every_number_leads_to_as_many_offices(self, site, reader):
        for address in ("/chiffres/", "/chiffres/?au=2024-01-01&fondement=tous", "/chiffres/?region=bretagne"):
            links = reader.page(address).css("td.count a, .through-time a.count")
            assert links
            for link in links:
                assert len(listed(reader, link.attributes["href"])) == int(link.text().split()[0]), link.attributes[
                    "href"
                ]

    def test_a_list_names_the_office_its_ways_since_when_and_the_page_that_says_so(self, site, reader, amina, claire):
        approve(propose(site, changed(site.document, steps=BOTH), amina), claire)
        (row,) = listed(reader, "/chiffres/guichets/?facon=several")
        assert plain(row) == (
            "Préfecture de l'Isère Isère (38) "
            "Par plusieurs voies (par courrier et dans une boîte aux lettres), depuis le 20 décembre 2026 "
            f"D'après : {site.document.title}"
        )
        links = [link.attributes["href"] for link in reader.page("/chiffres/guichets/?facon=several").css(".list a")]
        assert links == ["/guichets/prefecture-grenoble/", site.get_absolute_url()]

    def test_what_changed_between_two_days_apart_from_what_was_learned(self, site, reader):
        address = "/chiffres/?de=2026-11-30&a=2026-12-01"
        page = reader.page(address)
        (shown,) = page.css("#changements ~ table.figures")
        assert shown.css_first("caption").text() == "Changements de façon de déposer"
        assert [cell.text().strip() for cell in shown.css("td")] == [
            "Par courrier uniquement",
            "En ligne uniquement",
            "1",
        ]
        learned = reader.page("/chiffres/?de=2022-01-01&a=2026-12-01").css_first("#changements ~ table.figures caption")
        assert learned.text().startswith("Ce qui a été appris")

    def test_a_list_of_changes_says_before_and_after(self, site, reader):
        link = reader.page("/chiffres/?de=2026-11-30&a=2026-12-01").css_first("#changements ~ table.figures td a")
        (row,) = listed(reader, link.attributes["href"])
        assert "Avant : par courrier uniquement" in plain(row)
        assert "Après : en ligne uniquement, depuis le 1er décembre 2026" in plain(row)

    def test_an_office_that_left_the_site_is_listed_without_a_page_to_open(self, site, reader, amina, claire):
        vienne = site.index.department.offices.get(page__slug="sous-prefecture-vienne").page
        approve(propose(vienne, vienne.document, amina, action=ProposalAction.REMOVE), claire)
        (row,) = listed(reader, "/chiffres/changements/?de=2026-12-19&a=2026-12-20&apres=retire")
        assert "Après : retiré de ce site, depuis le 20 décembre 2026" in plain(row)
        assert not reader.page("/chiffres/changements/?de=2026-12-19&apres=retire").css(".list a")

    def test_a_day_without_change_says_so(self, site, reader):
        assert "Rien n'a changé." in reader.text("/chiffres/?de=2026-12-02&a=2026-12-03")

    def test_a_field_that_a_form_left_empty_was_not_asked(self, site, reader):
        assert table(reader, "/chiffres/?au=&region=&fondement=&de=&a=") == table(reader, "/chiffres/")

    def test_the_form_keeps_what_was_asked(self, site, reader):
        page = reader.page("/chiffres/?au=2024-01-31&fondement=tous&region=auvergne-rhone-alpes")
        assert page.css_first("#au").attributes["value"] == "2024-01-31"
        chosen = [option.attributes["value"] for option in page.css("select option[selected]")]
        assert chosen == ["tous", "auvergne-rhone-alpes"]

    def test_each_quarter_since_something_is_known_has_its_bar_and_its_numbers(self, site, reader):
        page = reader.page("/chiffres/")
        bars = page.css(".through-time li")
        assert [bars[0].css_first("a").text(), bars[-1].css_first("a").text()] == ["31 mars 2023", "20 décembre 2026"]
        assert len(bars) == len(page.css("details tbody tr")) == 16
        assert bars[0].css_first("rect").attributes["class"] == "way-post"
        assert bars[-1].css_first("rect").attributes["class"] == "way-online"

    def test_it_defines_each_answer_where_the_tables_point(self, site, reader):
        text = reader.text("/chiffres/")
        for answer, definition in DEFINITIONS.items():
            assert " ".join(str(definition).split()) in text
            assert reader.page("/chiffres/").css_first(f"dt#{answer}")

    def test_it_says_from_when_and_what_a_correction_does(self, site, reader):
        text = reader.text("/chiffres/")
        assert "La plus ancienne réponse date du 9 février 2023" in text
        assert "Une correction vaut à partir du jour où elle est décidée" in text

    def test_a_site_without_content_counts_nothing(self, france, reader):
        assert "Rien n'est encore connu" in reader.text("/chiffres/")
        assert lines(reader, "/chiffres/facons.csv") == []

    def test_its_tables_can_be_read_aloud(self, site, reader):
        for shown in reader.page("/chiffres/").css("table"):
            assert shown.css_first("caption").text().strip()
            assert all(cell.attributes.get("scope") in ("col", "row") for cell in shown.css("th"))
        assert all(bar.attributes["aria-hidden"] == "true" for bar in reader.page("/chiffres/").css("main svg.bar"))

    def test_what_trackers_add_to_its_address_changes_nothing(self, site, reader):
        assert reader.get("/chiffres/?utm_source=x").content == reader.get("/chiffres/").content
        assert "noindex" in reader.get("/chiffres/?au=2024-01-31").content.decode()


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("au=2026-12-21", "n'est pas encore venu"),
            ("au=hier", "Une date s'écrit AAAA-MM-JJ"),
            ("au=2026-02-30", "Une date s'écrit AAAA-MM-JJ"),
            ("de=2026-12-02&a=2026-12-01", "vient après le second"),
            ("fondement=rien", "n'est pas un fondement"),
            ("region=rien", "n'est pas une région"),
            ("fondement=%00", "n'est pas un fondement"),
            ("region=%00", "n'est pas une région"),
            ("facon=pigeon", "n'est pas une des façons"),
            ("facon=retire", "n'est pas une des façons"),
        ],
    )
    @pytest.mark.parametrize("address", ["/chiffres/", "/chiffres/guichets/", "/chiffres/changements.csv"])
    def test_what_cannot_be_counted_is_refused_with_the_reason(self, address, query, reason, site, reader):
        response = reader.get(f"{address}?{query}")
        assert response.status_code == 400
        assert reason in response.content.decode().replace("&#x27;", "'")

    def test_the_first_day_of_all_is_a_day(self, site, reader):
        assert table(reader, "/chiffres/?au=0001-01-01") == {"On ne sait pas": "2"}

    def test_a_leap_day_has_a_year_before(self, site, reader):
        with at(date(2028, 2, 29)):
            assert "28 février 2027" in reader.text("/chiffres/")


class TestFiles:
    def test_counts_add_up_and_name_what_is_nobodys(self, site, reader):
        found = lines(reader, "/chiffres/facons.csv")
        assert [line["facon"] for line in found] == WayOfFiling.values  # of the one région that has an office
        assert sum(int(line["guichets"]) for line in found) == 2
        assert {line["date"] for line in found} == {"2026-12-20"}

    def test_offices(self, site, reader):
        known, unknown = lines(reader, "/chiffres/guichets.csv?au=2024-01-31")
        assert known | {"adresse": ""} == {
            "date": "2024-01-31",
            "fondement": "aes",
            "region": "auvergne-rhone-alpes",
            "region_nom": "Auvergne-Rhône-Alpes",
            "departement": "38",
            "departement_nom": "Isère",
            "guichet": "prefecture-grenoble",
            "guichet_nom": "Préfecture de l'Isère",
            "adresse": "",
            "facon": "post",
            "facon_nom": "par courrier uniquement",
            "voies": "post",
            "depuis": "2023-02-09",
        }
        assert (unknown["facon"], unknown["depuis"]) == ("unknown", "")

    def test_changes(self, site, reader):
        (line,) = lines(reader, "/chiffres/changements.csv?de=2026-11-30")
        assert (line["de"], line["a"]) == ("2026-11-30", "2026-12-20")
        assert (line["avant"], line["apres"], line["depuis"]) == ("post", "online", "2026-12-01")

    def test_a_list_limited_to_some_answers_offers_a_file_of_as_many(self, site, reader):
        for filters, number in (("", 1), ("&avant=post&apres=online", 1), ("&avant=online", 0), ("&apres=post", 0)):
            query = f"?de=2026-11-30&a=2026-12-01{filters}"
            assert len(lines(reader, f"/chiffres/changements.csv{query}")) == number
            assert len(listed(reader, f"/chiffres/changements/{query}")) == number
        link = reader.page("/chiffres/changements/?de=2026-11-30&avant=post&apres=online").css_first(".links a")
        assert {"avant=post", "apres=online"} <= set(link.attributes["href"].split("?")[1].split("&"))
        assert link.text() == "Télécharger cette liste (CSV)"

    @pytest.mark.parametrize("name", ["facons", "guichets", "changements"])
    def test_a_mark_tells_spreadsheets_that_they_are_utf_8(self, site, reader, name):
        assert reader.get(f"/chiffres/{name}.csv").content.startswith(codecs.BOM_UTF8)

    def test_their_columns_are_documented(self, settings, site, reader):
        documented = (settings.BASE_DIR / "docs" / "figures.md").read_text()
        for name in ("facons", "guichets", "changements"):
            header = reader.get(f"/chiffres/{name}.csv").content.decode("utf-8-sig").splitlines()[0].split(",")
            assert all(f"`{column}`" in documented for column in header), header
        assert all(f"`{code}`" in documented for code in WayOfFiling.values)

    def test_a_name_that_looks_like_a_formula_stays_a_name(self, site, reader, claire):
        publish(VIENNE | {"name": "=1+1"}, by=claire, slug="formule")
        assert "'=1+1" in [line["guichet_nom"] for line in lines(reader, "/chiffres/guichets.csv")]


class TestTheFile:
    """`/chiffres/` without a query is a file of its day, forgotten by what it counts."""

    def stands(self, day: date) -> bool:
        return keys.store().stands(files.name_of("/chiffres/"), day)

    def test_it_stands_on_its_day_alone(self, site, empty_store):
        assert rendering.render("/chiffres/") == 200
        today = NOON.date()
        assert self.stands(today)
        assert not self.stands(today + timedelta(days=1))

    def test_a_decision_forgets_it(self, site, empty_store, amina, claire):
        rendering.render("/chiffres/")
        approve(propose(site, changed(site.document, steps=POST), amina), claire)
        assert not self.stands(NOON.date())

    def test_it_names_its_day_and_no_other_word_for_it(self, site, reader):
        text = reader.text("/chiffres/")
        assert "20 décembre 2026" in text
        assert "aujourd'hui" not in text


def test_an_undecided_proposal_counts_nowhere(site, reader, amina):
    before = reader.get("/chiffres/?x").content, reader.get("/chiffres/guichets.csv").content
    propose(site, changed(site.document, steps=POST), amina)
    assert (reader.get("/chiffres/?x").content, reader.get("/chiffres/guichets.csv").content) == before


def test_figures_read_again_from_every_version_are_the_same(site, reader):
    before = reader.get("/chiffres/?x").content
    call_command("reindex", verbosity=0)
    assert reader.get("/chiffres/?x").content == before
