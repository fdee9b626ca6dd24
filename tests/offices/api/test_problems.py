"""Whatever is asked, the answer is a document that says what is wrong and where: never HTML, never a server error."""

import json
from urllib.parse import quote

import pytest

from offices import moderation
from offices.content import parse
from offices.models import Change
from tests.plugins.cast import FILING, READ_ON_SITE, approve, propose

pytestmark = pytest.mark.django_db

LISTS = ["regions/", "departments/", "communes/", "offices/", "procedures/", "grounds/", "sources/", "changes/"]
OTHERS = ["lookup/", "departments/38/", "openapi.json", "docs/"]

NUMBERS = [
    "abc",
    "0",
    "-1",
    "201",
    "100000",
    "1.5",
    "1e3",
    "10 ",
    " 10",
    "１０",
    "0x10",
    "9" * 30,
    "9" * 5000,
    "",
    "None",
]
DAYS = ["2023-99-99", "2023-02-30", "2023", "09/02/2023", "2023-2-9", "20230209", "2023-W06-4", "9" * 500, "0000-01-01"]
MOMENTS = [
    *DAYS,
    "0001-01-01",
    "9999-12-31T23:59:59-14:00",
    "2023-02-09T25:00:00Z",
    "2023-02-09T10:00:00",
    "2023-02-09T10:00:00+99:99",
    "10000-01-01",
]
CODES = ["fax", "POST", "post,email", "post ", "null", "1", "handled"]
KEYS = ["no-such-page", "../admin", "a" * 400, "é", "A B", "'; DROP TABLE", "00000000-0000-0000-0000-000000000000"]
CURSORS = ["garbage", "=", "====", "PjEy?", "AAAA", "a" * 5000, "Pg\n", "4oCu", "_-_-", "PAAw"]
WORDS = ["mot " * 3000, "a" * 201, "!!!", "  ", "de " * 11]
ODD = ["\x00", "a\x00b", "\ud800", "%", "{{7*7}}", "\u202e"]

BAD_VALUES = {
    "limit": NUMBERS,
    "cursor": [*CURSORS, "\x00"],
    "verified_before": [*DAYS, "\x00"],
    "verified_after": DAYS,
    "modified_after": MOMENTS,
    "channel": [*CODES, "\x00"],
    "handling": ["post", "HANDLED", "unknown ", "\x00"],
    "region": ["999", "0", "Bretagne", "84 ", *ODD],
    "department": ["999", "1", "2a", "38 ", "038", *ODD],
    "commune": ["99999", "1", "3818", "38185 ", "٣٨١٨٥", *ODD],
    "office": [*KEYS, *ODD],
    "ground": [*KEYS, *ODD],
    "q": [*WORDS, "\x00", ""],
}


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_bad_value_is_refused_by_name(api, isere, name):
    for value in BAD_VALUES[name]:
        problem = api.problem(f"procedures/?{name}={encoded(value)}")
        told = (problem["status"], problem["code"], problem["parameter"])
        assert told == (400, "invalid_parameter", name), value[:80]
        # The value is not repeated; a short one may stand in the sentence by chance.
        assert len(value) <= 12 or value not in problem["detail"]


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
def test_an_unknown_parameter_is_refused_by_name(api, france, path):
    problem = api.problem(f"{path}?unknown=1")
    assert (problem["status"], problem["parameter"]) == (400, "unknown")


@pytest.mark.parametrize(
    "name", ["ordering", "format", "fields", "page", "offset", "author__email", "x" * 3000, "é", "limit[]"]
)
def test_nothing_that_is_not_declared_is_a_parameter(api, france, name):
    problem = api.problem(f"procedures/?{encoded(name)}=1")
    assert problem["parameter"] == name[:60]


def test_a_parameter_given_twice_is_refused(api, france):
    assert api.problem("procedures/?limit=1&limit=2")["parameter"] == "limit"


def test_every_error_is_told_at_once(api, france):
    problem = api.problem("procedures/?limit=0&channel=fax&nope=1")
    assert [error["parameter"] for error in problem["errors"]] == ["limit", "channel", "nope"]


@pytest.mark.parametrize("since", ["-1", "abc", "9" * 19, "9" * 40, "1.0", ""])
def test_a_bad_place_in_the_log_is_refused(api, france, since):
    assert api.problem(f"changes/?since={since}")["parameter"] == "since"


def test_a_place_beyond_the_log_asks_for_a_new_copy(api, isere):
    problem = api.problem("changes/?since=999999999")
    assert (problem["status"], problem["code"]) == (409, "resync")
    assert problem["last"] == Change.objects.count()


def test_a_place_in_another_log_asks_for_a_new_copy(api, isere):
    log = api.read("changes/")["log"]
    assert api.read(f"changes/?since=1&log={log}")["log"] == log
    other = "00000000-0000-4000-8000-000000000000"
    assert api.problem(f"changes/?since=1&log={other}")["code"] == "resync"
    assert api.problem("changes/?log=this-one")["parameter"] == "log"


@pytest.mark.parametrize("query", ["", "commune=38185", "ground=aes", "commune=38185&ground=no-such-ground"])
def test_a_lookup_needs_a_commune_and_a_ground(api, isere, query):
    assert api.problem(f"lookup/?{query}")["status"] == 400


UNKNOWN_PATHS = [
    "no-such-path/",
    "procedures/no-such-page/",
    "procedures/no-such-page/versions/",
    "procedures/00000000-0000-0000-0000-000000000000/",
    "procedures/%00/",
    "procedures/..%2f..%2fadmin/",
    "procedures/" + "a" * 3000 + "/",
    "procedures/%ff%fe/",
    "procedures//",
    "offices/x_y/",
    "departments/999/",
    "departments/2a/",
    "grounds/%E2%80%AE/",
    "openapi.json/",
    "/api/",
    "/api/v1/",
    "/api/v2/procedures/",
    "/api/v1/procedures/x/y/z",
]


def test_an_unknown_address_is_a_problem_and_no_page(api, isere):
    for path in UNKNOWN_PATHS:
        assert api.problem(path)["status"] == 404, path[:80]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_nothing_can_be_written(api, france, method):
    for path in [*LISTS, *OTHERS, "no-such-path/", "procedures/no-such-page/", "procedures"]:
        response = api.answer(path, method)
        assert response.status_code == 405, path
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_sent_along_is_not_read(api, france):
    response = api.client.generic("POST", "/api/v1/procedures/", b"[" * 100_000, content_type="application/json")
    assert response.status_code == 405


def test_a_missing_final_slash_is_added(api, france):
    response = api.answer("departments?limit=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/departments/?limit=1")


def test_what_is_asked_for_in_accept_changes_nothing(api, france):
    for accept in ("text/html", "application/xml", "garbage", ""):
        assert api.answer("regions/", accept=accept).headers["Content-Type"] == "application/json"


def test_a_thousand_parameters_are_a_problem_too(api, france):
    query = "&".join(f"p{number}=1" for number in range(10_000))
    assert api.problem(f"procedures/?{query}")["status"] == 400


def test_only_the_first_of_many_errors_are_told(api, france):
    query = "&".join(f"p{number}=1" for number in range(1_000))
    assert len(api.problem(f"procedures/?{query}")["errors"]) == 20


def test_a_host_that_is_not_ours_is_a_problem(api, france):
    response = api.answer("procedures/", host="evil.example.org")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert b"evil" not in response.content


@pytest.mark.parametrize("path", ["procedures/?verified_after=0001-01-01", "procedures/?modified_after=9999-12-31"])
def test_the_ends_of_time_are_dates_like_others(api, isere, path):
    assert api.results(path) == []


def test_a_day_before_everything_is_before_the_first_publication(api, isere):
    assert api.problem("offices/prefecture-grenoble/?as_of=0001-01-01")["code"] == "not_yet_published"


def test_a_server_error_is_told_in_the_same_manner(api, isere, monkeypatch):
    def breaks(*arguments):
        raise RuntimeError("a defect")

    monkeypatch.setattr("offices.competence.lookup", breaks)
    problem = api.problem("lookup/?commune=38185&ground=admission-exceptionnelle-au-sejour")
    assert (problem["status"], problem["code"]) == (500, "server_error")
    assert "defect" not in json.dumps(problem)


class TestRemoved:
    def test_a_removed_page_is_gone_since_a_day(self, api, isere, amina, claire, time_machine):
        time_machine.move_to("2031-03-01T23:30:00Z")
        approve(propose(isere.vienne, isere.vienne.document, amina, action="remove"), claire)
        for key in ("sous-prefecture-vienne", isere.vienne.pk):
            problem = api.problem(f"offices/{key}/")
            assert (problem["status"], problem["removed_on"]) == (410, "2031-03-02")  # half past midnight in Paris
        assert api.problem("offices/sous-prefecture-vienne/?as_of=2031-03-01")["status"] == 410

    def test_it_stands_in_no_list_and_no_filter_knows_it(self, api, isere, amina, claire):
        approve(propose(isere.vienne, isere.vienne.document, amina, action="remove"), claire)
        assert [row["slug"] for row in api.results("offices/")] == ["prefecture-grenoble"]
        assert api.problem("procedures/?office=sous-prefecture-vienne")["parameter"] == "office"

    def test_its_removal_stands_in_the_log(self, api, isere, amina, claire):
        approve(propose(isere.vienne, isere.vienne.document, amina, action="remove"), claire)
        last = api.results("changes/")[-1]
        assert (last["type"], last["id"]) == ("removed", str(isere.vienne.pk))


def test_an_identifier_of_another_kind_of_page_is_unknown(api, isere):
    assert api.problem(f"procedures/{isere.grenoble.pk}/")["status"] == 404
    assert api.problem("procedures/prefecture-grenoble/")["status"] == 404


def test_what_was_never_validated_answers_like_what_never_existed(api, isere, amina):
    pending = moderation.submit(
        parse(FILING | {"title": "En attente"}),
        evidence=READ_ON_SITE,
        author=amina,
        slug="en-attente",
    )
    unknown = api.answer("procedures/00000000-0000-4000-8000-000000000000/")
    for key in ("en-attente", pending.pk):
        answer = api.answer(f"procedures/{key}/")
        assert (answer.status_code, answer.content) == (404, unknown.content)
    named = api.answer("procedures/?office=en-attente").content
    assert named == api.answer("procedures/?office=no-such-office").content
