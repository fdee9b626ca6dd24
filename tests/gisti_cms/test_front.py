"""The front before Django: what it answers from files, as Django would have; and what it leaves to Django."""

import gzip
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client

from gisti_cms import headers
from gisti_cms.front import Front
from offices.publishing import files, rendering
from offices.publishing.files import Store
from tests.plugins.web import comparable

TODAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 22)
NOON = datetime(2026, 11, 21, 11, tzinfo=UTC).timestamp()
BODY = b"<!doctype html>" + b"Un guichet. " * 50
ADDRESS = "/modalites/une-page/"


class Clock:
    def __init__(self, now: float):
        self.now = now

    def __call__(self) -> float:
        return self.now


class Asked:
    """A front over a Django that says so."""

    def __init__(self, store: Store):
        self.clock = Clock(NOON)
        self.front = Front(live, store, headers.of_files(), zone="Europe/Paris", clock=self.clock)

    def get(self, address: str, method: str = "GET", query: str = "", **more: str):
        said = {}
        environ = {"REQUEST_METHOD": method, "PATH_INFO": address, "QUERY_STRING": query, "wsgi.url_scheme": "http"}

        def start_response(status, fields):
            said.update(status=int(status.split()[0]), headers=dict(fields))

        body = b"".join(self.front(environ | more, start_response))
        return said["status"], said["headers"], body


def live(environ, start_response):
    start_response("299 Live", [])
    return [b"live"]


@pytest.fixture
def store(tmp_path) -> Store:
    store = Store(tmp_path / "rendered", "release")
    store.put(files.name_of(ADDRESS), BODY, mtime=1_700_000_000)
    return store


@pytest.fixture
def asked(store) -> Asked:
    return Asked(store)


def test_a_rendered_address_is_answered_from_its_file(asked):
    status, fields, body = asked.get(ADDRESS)

    assert (status, body) == (200, BODY)
    assert fields["Content-Length"] == str(len(BODY))
    assert fields["Last-Modified"] == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert fields["Vary"] == "Accept-Encoding"


def test_whoever_takes_gzip_gets_the_packed_twin_under_an_etag_of_its_own(asked):
    _status, plain, _body = asked.get(ADDRESS)
    _status, packed, body = asked.get(ADDRESS, HTTP_ACCEPT_ENCODING="br, gzip")

    assert gzip.decompress(body) == BODY
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] != plain["ETag"]


@pytest.mark.parametrize("refusing", ["gzip;q=0", "br, gzip; q=0.0", "x-gzip", ""])
def test_whoever_refuses_gzip_gets_the_plain_text(asked, refusing):
    _status, fields, body = asked.get(ADDRESS, HTTP_ACCEPT_ENCODING=refusing)

    assert body == BODY
    assert "Content-Encoding" not in fields


def test_a_head_has_the_headers_of_the_get_and_no_body(asked):
    _status, got, _body = asked.get(ADDRESS)

    assert asked.get(ADDRESS, method="HEAD") == (200, got, b"")


@pytest.mark.parametrize("known", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_what_the_reader_has_already_is_not_sent_again(asked, known):
    etag = asked.get(ADDRESS)[1]["ETag"]
    status, fields, body = asked.get(ADDRESS, HTTP_IF_NONE_MATCH=known.format(etag=etag))

    assert (status, body, fields["ETag"]) == (304, b"", etag)
    assert "Content-Length" not in fields


def test_what_the_reader_has_of_another_text_is_sent_anew(asked, store):
    etag = asked.get(ADDRESS)[1]["ETag"]
    store.forget({ADDRESS: True})
    store.put(files.name_of(ADDRESS), BODY.replace(b"Un", b"Mu"), mtime=1_700_000_001)

    assert asked.get(ADDRESS, HTTP_IF_NONE_MATCH=etag)[0] == 200
    assert asked.get(ADDRESS, HTTP_IF_NONE_MATCH='"other"')[0] == 200


def test_what_the_reader_has_since_then_is_not_sent_again(asked):
    since = asked.get(ADDRESS)[1]["Last-Modified"]

    assert asked.get(ADDRESS, HTTP_IF_MODIFIED_SINCE=since)[0] == 304
    assert asked.get(ADDRESS, HTTP_IF_MODIFIED_SINCE="Tue, 14 Nov 2023 22:13:21 GMT")[0] == 200, "exactly, as nginx"
    assert asked.get(ADDRESS, HTTP_IF_MODIFIED_SINCE=since, HTTP_IF_NONE_MATCH='"other"')[0] == 200, "the ETag decides"


@pytest.mark.parametrize("query", ["utm_source=lettre", "utm_source=a&utm_medium=b", "fbclid=x1", "gclid=", "mc_cid=3"])
def test_what_counts_readers_is_no_part_of_the_address(asked, query):
    assert asked.get(ADDRESS, query=query)[2] == BODY


@pytest.mark.parametrize(
    "query", ["au=2026-01-01", "utm_source=a&au=2026-01-01", "au=2026-01-01&utm_source=a", "x", "utm_source", "UTM_x=1"]
)
def test_any_other_query_is_answered_live(asked, query):
    assert asked.get(ADDRESS, query=query)[2] == b"live"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_whoever_does_not_read_is_answered_by_django(asked, method):
    assert asked.get(ADDRESS, method=method)[2] == b"live"


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "*",
        "//",
        "/modalites//une-page/",
        "/modalites/../modalites/une-page/",
        "/../../secret/",
        "/modalites/./une-page/",
        "/modalites/une-page",
        "/modalites/une-page/\0",
        "/modalites/une-page/\n",
        "/modalites/une-page\\",
        "/modalites/une-page/.gz",
        "/modalites/une-page/index.html",
        "/modalites/une-page/index.html.gz",
        "/modalites/une-page/index.html/",
        "/modalites/une-page/.index.html.1.a",
        "/espace/une-page.css",
        "/compte/connexion/x.html",
        "/" + "a" * 5000 + "/",
        "/" + "a/" * 5000,
        "/modalites/\udcff/",
        "/modalités/",
    ],
)
def test_what_is_no_address_of_ours_is_left_to_django(asked, store, odd):
    (store.root.parent / "secret").mkdir()
    (store.root.parent / "secret" / "index.html").write_text("secret")

    assert asked.get(odd)[2] == b"live"


def test_the_file_of_a_day_is_served_on_that_day_alone(asked, store):
    """No request falls between the last one before midnight and the first one after."""
    name = files.name_of("/modalites/datee/")
    store.put(name, b"hier", mtime=1_700_000_000, day=TODAY)
    asked.clock.now = datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC).timestamp()  # 23:59:59 in Paris
    assert asked.get("/modalites/datee/")[2] == b"hier"

    asked.clock.now += 1
    assert asked.get("/modalites/datee/")[2] == b"live"

    store.put(name, b"demain", mtime=1_700_000_001, day=TOMORROW)
    assert asked.get("/modalites/datee/")[2] == b"demain"
    asked.clock.now -= 1
    assert asked.get("/modalites/datee/")[2] == b"hier", "the clock was set back"


@pytest.mark.parametrize(
    ("last", "first"),
    [((2026, 3, 28, 22, 59, 59), (2026, 3, 28, 23)), ((2026, 3, 29, 21, 59, 59), (2026, 3, 29, 22))],
)
def test_the_day_of_summer_time_has_23_hours(asked, store, last, first):
    day = date(2026, 3, 28) if last[2] == 28 else date(2026, 3, 29)
    store.put(files.name_of("/modalites/datee/"), b"ce jour", mtime=1, day=day)

    asked.clock.now = datetime(*last, tzinfo=UTC).timestamp()
    assert asked.get("/modalites/datee/")[2] == b"ce jour"
    asked.clock.now = datetime(*first, tzinfo=UTC).timestamp()
    assert asked.get("/modalites/datee/")[2] == b"live"


def test_what_was_forgotten_is_answered_live_though_it_was_kept_in_memory(asked, store):
    assert asked.get(ADDRESS)[2] == BODY
    store.forget({ADDRESS: True})
    assert asked.get(ADDRESS)[2] == b"live"


def test_what_another_process_took_away_is_not_given_from_memory(asked, store):
    assert asked.get(ADDRESS)[2] == BODY
    taking = "import sys; from pathlib import Path; from offices.publishing.files import Store;"
    taking += f"Store(Path(sys.argv[1]), 'release').forget({{{ADDRESS!r}: True}})"
    subprocess.run([sys.executable, "-c", taking, str(store.root)], check=True)

    assert asked.get(ADDRESS)[2] == b"live"


def test_what_is_kept_goes_on_being_given_when_something_else_was_taken_away(asked, store):
    assert asked.get(ADDRESS)[2] == BODY
    store.forget({"/modalites/une-autre/": True})
    first = asked.front.kept[ADDRESS, False]

    assert asked.get(ADDRESS)[2] == BODY
    assert asked.front.kept[ADDRESS, False] is first


def test_a_text_put_again_under_an_address_replaces_the_one_in_memory(asked, store):
    assert asked.get(ADDRESS)[2] == BODY
    store.forget({ADDRESS: True})
    store.put(files.name_of(ADDRESS), b"autre", mtime=1_700_000_001)

    assert asked.get(ADDRESS)[2] == b"autre"


def test_a_folder_emptied_by_hand_is_noticed_within_a_second(asked, store):
    assert asked.get(ADDRESS)[2] == BODY
    shutil.rmtree(store.root)
    asked.clock.now += 1

    assert asked.get(ADDRESS)[2] == b"live"
    store.put(files.name_of(ADDRESS), BODY, mtime=1_700_000_000)
    assert asked.get(ADDRESS)[2] == BODY
    store.forget({ADDRESS: True})
    assert asked.get(ADDRESS)[2] == b"live", "a mark that nobody writes any more is still read"


def test_django_redirects_those_who_come_without_tls(store):
    front = Front(live, store, headers.of_files(), zone="Europe/Paris", only_https=True)
    asked = Asked(store)
    asked.front = front

    assert asked.get(ADDRESS)[2] == b"live"
    assert asked.get(ADDRESS, HTTP_X_FORWARDED_PROTO="https")[2] == BODY


# --- The same headers, whoever answers --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/departements/38/",
        "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/",
        "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/historique/",
        "/api/v1/departments/38/",
        "/api/v1/procedures/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/",
        "/flux/",
        "/sitemap.xml",
        "/dossiers/departement-38.pdf",
        "/guichets/prefecture-grenoble/fiche.pdf",
    ],
)
def test_a_file_carries_the_headers_and_bytes_of_the_live_answer(isere, empty_store, address):
    assert rendering.render(address) == 200
    asked = Asked(empty_store)
    asked.front = Front(live, empty_store, headers.of_files(), zone=settings.TIME_ZONE)
    answered = Client().get(address)

    status, fields, body = asked.get(address)

    assert (status, body) == (200, answered.content)
    said, file = comparable(dict(answered.items())), comparable(fields)
    said.pop("vary", None)
    file.pop("vary")  # a file has a packed twin
    assert file == said


@pytest.mark.django_db
def test_a_page_of_somebody_is_never_a_file(claire, empty_store):
    client = Client()
    client.force_login(claire)
    for address in ("/espace/", "/compte/mot-de-passe/"):
        assert client.get(address).status_code == 200
        assert rendering.keys.key_of(rendering.resolve(address)) is None
    assert empty_store.folders() == []
