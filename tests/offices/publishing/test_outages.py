"""Readers go on: what was rendered is served while database, Redis and application are down; the rest is told to wait.

With the real nginx and deploy/nginx.conf, and with the front alone, as on a machine without nginx.
"""

import gzip
import json
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from time import time
from urllib.parse import quote

import pytest
import time_machine
import yaml
from django.conf import settings
from django.db import connection
from django.utils import timezone

from deploy.servers import free_port, pings
from deploy.stack import native_configuration
from deploy.tools import FAKETIME, NGINX, REDIS, how_to_get
from gisti_cms import errors
from gisti_cms.supervisor import Program
from offices import languages, tasks
from offices.publishing import files, keys, rendering
from tests.offices.publishing.test_race import number_in, numbered
from tests.offices.publishing.test_rendering import nothing_waits
from tests.plugins import web
from tests.plugins.cast import approve, changed, propose
from tests.plugins.passage import Passage
from tests.plugins.web import Web, comparable
from tests.processes import eventually

PAGE = "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
API = "/api/v1/procedures/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
PAPER = ("/dossiers/departement-38.pdf", "/guichets/prefecture-grenoble/fiche.pdf")
IN_OTHER_LANGUAGES = [languages.address_in(code, address) for code in languages.OTHERS for address in ("/", PAGE)]
OF_THE_REST = ("/departements/38/", "/flux/", "/sitemap.xml", *PAPER)
RENDERED = (PAGE, f"{PAGE}historique/", API, "/", *IN_OTHER_LANGUAGES, *OF_THE_REST)
MISSING = "/guichets/sous-prefecture-vienne/"
# Another one where there is no nginx: the processes behind nginx run until the last test, and fill what was missing.
ABSENT = "/guichets/prefecture-grenoble/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rendered(isere, empty_store):
    for address in RENDERED:
        assert rendering.render(address) == 200
    empty_store.show()
    return empty_store


class Stack:
    """nginx before web processes, which come and go."""

    def __init__(
        self, folder: Path, nginx: Web, ports: list[int], variables: dict[str, str], process: subprocess.Popen
    ):
        self.folder, self.nginx, self.ports, self.process = folder, nginx, ports, process
        self.variables, self.running = variables, ExitStack()

    def start(self) -> None:
        self.running.enter_context(web.serving(self.ports, self.folder, BEHIND_PROXY="1", **self.variables))

    def stop(self) -> None:
        self.running.close()


@contextmanager
def stacked(folder: Path, webs: int, **variables: str) -> Iterator[Stack]:
    """A stack whose processes have these variables in their environment."""
    if not NGINX.find():
        pytest.skip(f"no nginx on this machine: {how_to_get([NGINX])}")
    port, ports = free_port(), [free_port() for _ in range(webs)]
    text = native_configuration(settings.DATA_DIR, port, ports)
    (folder / "nginx.conf").write_text(text)
    as_us = "user root;" if Path("/proc/self").owner() == "root" else ""  # the suite's folder is closed to others
    keep = " ".join(f"env {name};" for name in variables)  # nginx empties its environment of all others
    command = (NGINX.path(), "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", f"daemon off; {as_us} {keep}")
    program = Program("nginx", command)
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
    zone = compose["services"]["nginx"].get("environment", {}).get("TZ", "UTC")  # not the one Django gave to the suite
    process = web.start(program, folder / "nginx.log", TZ=zone, **variables)
    stack = Stack(folder, Web(port), ports, variables, process)
    try:
        stack.start()
        assert eventually(stack.nginx.answers), (folder / "nginx.log").read_text()
        yield stack
    finally:
        stack.stop()
        web.stop(process, program)


@pytest.fixture(scope="module")
def stack(django_db_setup, tmp_path_factory):
    with stacked(tmp_path_factory.mktemp("stack"), webs=2) as started:
        yield started


def is_file(reply: web.Reply, address: str) -> bool:
    """Whether the answer came from the file: its ETag is the second and the size of the file."""
    store, name = keys.store(), files.name_of(address)
    for folder in (store.always, store.folder(timezone.localdate())):
        for file in (folder / name, folder / f"{name}.gz"):
            if file.exists():
                stat = file.stat()
                if reply.headers.get("etag") == f'"{int(stat.st_mtime):x}-{stat.st_size:x}"':
                    return True
    return False


# --- nginx ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_file_served_by_nginx_carries_the_headers_of_the_live_answer(stack, rendered, encoding):
    live = Web(stack.ports[0])
    for address in RENDERED:
        file = stack.nginx.get(address, Accept_Encoding=encoding)
        assert file.status == 200, address
        assert is_file(file, address), address
        told = live.get(f"{address}?utm_source=", Accept_Encoding="identity")  # the front says the same …
        django = live.get(f"{address}?utm_source", Accept_Encoding="identity")  # … and so does Django behind it
        assert without_size(file, encoding) == without_size(told, encoding), address
        if django.status == 200:
            assert without_size(file, encoding) == without_size(django, encoding), address


def without_size(reply: web.Reply, encoding: str) -> dict:
    fields = comparable(reply.headers)
    for name in ("connection", "vary", "accept-ranges", "transfer-encoding"):
        fields.pop(name, None)
    fields.pop("strict-transport-security", None)  # nginx always stands behind TLS; Django says so where it is
    if encoding != "identity":
        fields.pop("content-length", None)
    return fields


def test_nginx_and_front_agree_on_which_requests_a_file_answers(stack, rendered):
    front = Web(stack.ports[0])
    for query in ("utm_source=a&utm_medium=b", "fbclid=1", "au=2026-01-01", "utm_source=a&au=2026-01-01", "x=1"):
        for page in (PAGE, *IN_OTHER_LANGUAGES):
            address = f"{page}?{query}"
            by_nginx, by_front = (is_file(one.get(address), page) for one in (stack.nginx, front))
            assert by_nginx == by_front == query.startswith(("utm_source=a&utm", "fbclid")), address
    for one in (stack.nginx, front):
        etag = one.get(PAGE).headers["etag"]
        since = one.get(PAGE).headers["last-modified"]
        assert one.get(PAGE, If_None_Match=etag).status == 304
        assert one.get(PAGE, If_None_Match='"1-1"').status == 200
        assert one.get(PAGE, If_Modified_Since=since).status == 304
        head = one.get(PAGE, method="HEAD")
        assert (head.status, head.body, head.headers["etag"]) == (200, b"", etag)
        assert one.get(PAGE, method="POST").status in (403, 405), "POST goes to Django"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_is_no_reading_reaches_django_though_there_is_a_file(stack, rendered, method):
    """Also where the file is that of a day."""
    dated = {"/modalites/datee/": b"<p>today", "/api/v1/procedures/datee/": b"{}"}
    for address, body in dated.items():
        rendered.put(files.name_of(address), body, mtime=1_700_000_000, day=timezone.localdate())
    live = Web(stack.ports[0])
    for address in (PAGE, f"{PAGE}?utm_source=a", API, *IN_OTHER_LANGUAGES, *OF_THE_REST, *dated):
        found, told = (one.get(address, method=method) for one in (stack.nginx, live))
        assert found.status == told.status != 304, address
        assert found.body == told.body, address


def test_no_second_half_of_a_page_is_joined_to_a_first_that_is_older(stack, rendered):
    """Of a dossier on paper, which is long, a download goes on: with an ETag that says whether it is the same one."""
    for address in (PAGE, API):
        assert stack.nginx.get(address, Range="bytes=100-").status == 200, address
    etag = stack.nginx.get(PAPER[0]).headers["etag"]
    assert stack.nginx.get(PAPER[0], Range="bytes=100-", If_Range=etag).status == 206
    assert stack.nginx.get(PAPER[0], Range="bytes=100-", If_Range='"1-1"').status == 200


def test_no_odd_address_leaves_the_folder_or_breaks_the_server(stack, rendered):
    outside = [settings.DATA_DIR / "index.html", settings.DATA_DIR / "rendered" / "index.html"]
    for file in outside:
        file.write_text("outside the folder")
    odd = [
        "/%2e%2e/index.html",
        "/%2e%2e/%2e%2e/",
        "/..%2f..%2findex.html",
        "//index.html",
        "/modalites/%2e%2e/%2e%2e/%2e%2e/index.html",
        "/modalites/x%00/",
        "/" + "a" * 3000 + "/",
        f"{PAGE}.gz",
        f"{PAGE}index.html.gz",
        f"{PAGE}index.html",
        f"{PAGE}index.html/",
        f"{PAGE}.index.html.1.a",
        "/guichets/prefecture-grenoble/fiche.pdf.gz",
        "/guichets/prefecture-grenoble/index.html",
        "/espace/style.css",
        "/espace/propositions/x.html",
        "/compte/connexion/index.html",
    ]
    try:
        for one in (stack.nginx, Web(stack.ports[0])):
            for address in odd:
                reply = one.get(address)
                assert b"outside the folder" not in reply.body, address
                assert not is_file(reply, PAGE), address
                assert reply.status in (301, 302, 400, 404), (address, reply.status)
    finally:
        for file in outside:
            file.unlink()


def test_a_decision_shows_through_nginx_at_once(stack, rendered, isere, amina, claire):
    before = stack.nginx.get(PAGE)
    assert is_file(before, PAGE)

    approve(propose(isere.filing, changed(isere.filing.document, title="Un autre titre"), amina), claire)

    assert b"Un autre titre" in stack.nginx.get(PAGE).body
    assert b"Un autre titre" in stack.nginx.get(API).body


def test_nginx_serves_the_file_of_a_day_on_that_day_alone(stack, rendered):
    """The folder's name is the day: yesterday's is what today's will be after midnight, with nobody awake."""
    name, today = files.name_of("/modalites/datee/"), timezone.localdate()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        rendered.put(name, b"another day", mtime=1_700_000_000, day=day)
    assert stack.nginx.get("/modalites/datee/").status == 404

    rendered.put(name, b"this day", mtime=1_700_000_000, day=today)
    assert stack.nginx.get("/modalites/datee/").body == b"this day"


def test_two_approvals_in_one_second_that_change_one_digit_are_told_apart(
    stack, rendered, isere, amina, claire, monkeypatch
):
    """A browser that has the text before asks whether it still holds: by the second and the size, it would."""
    second = int(time()) + 3600  # nobody's clock moves while both are decided and rendered
    monkeypatch.setattr(rendering, "time", lambda: second)
    approve(numbered(isere.filing, 1, amina), claire)
    rendering.render(API)
    readers = [(one, encoding) for one in (stack.nginx, Web(stack.ports[0])) for encoding in ("identity", "gzip")]
    known = [one.get(API, Accept_Encoding=encoding) for one, encoding in readers]

    approve(numbered(isere.filing, 2, amina), claire)
    rendering.render(API)

    for (one, encoding), before in zip(readers, known, strict=True):
        now = one.get(API, Accept_Encoding=encoding, If_None_Match=before.headers["etag"])
        assert (now.status, is_file(now, API)) == (200, True)
        assert now.headers["etag"] != before.headers["etag"]
        since = one.get(API, Accept_Encoding=encoding, If_Modified_Since=before.headers["last-modified"])
        assert since.status == 200


@pytest.fixture
def moving_clock(tmp_path):
    """Variables of processes that take the time from a file, and a function that sets it: seconds ahead of ours."""
    if not FAKETIME.find():
        pytest.skip(f"no libfaketime on this machine: {how_to_get([FAKETIME])}")
    ahead = tmp_path / "seconds-ahead"

    def set_ahead(seconds: float) -> None:
        waiting = ahead.with_suffix(".new")
        waiting.write_text(f"{seconds:+.0f}\n")
        waiting.rename(ahead)

    set_ahead(0)
    variables = {
        "LD_PRELOAD": FAKETIME.path(),
        "FAKETIME_TIMESTAMP_FILE": str(ahead),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # what waits for so many seconds waits for them
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",  # the files keep the times that we gave them
    }
    return variables, set_ahead


def test_a_dated_fact_is_told_at_midnight_by_everybody_though_nobody_is_awake(
    isere, amina, claire, empty_store, tmp_path, moving_clock
):
    """With nginx and without: the last answer before midnight is the file of that day; the next request comes after."""
    variables, set_ahead = moving_clock
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), timezone.get_default_timezone()).timestamp()
    phone = {"id": "call", "purpose": "ask", "channel": "phone", "phone": "04 76 60 34 00"}
    steps = isere.filing.document.model_dump(mode="json")["steps"]
    begins = [*steps, phone | {"valid_from": tomorrow.isoformat()}]
    ended = [step | {"valid_until": today.isoformat()} if step["id"] == "book" else step for step in begins]
    approve(propose(isere.filing, changed(isere.filing.document, steps=ended), amina), claire)
    for address in (PAGE, API):
        rendering.render(address)
    empty_store.show()

    set_ahead(midnight - time() - 60)
    with stacked(tmp_path, webs=1, **variables) as stack:
        readers = [stack.nginx, Web(stack.ports[0])]
        set_ahead(midnight - time() - 2)
        before = [[one.get(address) for address in (PAGE, API)] for one in readers]
        assert all(
            is_file(reply, address) for replies in before for reply, address in zip(replies, (PAGE, API), strict=True)
        )

        set_ahead(midnight - time() + 1)
        for one, (page, api) in zip(readers, before, strict=True):
            for address, told in ((PAGE, page), (API, api)):
                now = one.get(address)
                assert now.status == 200
                assert now.body != told.body, address
                assert now.body == rendered_on(tomorrow, address), address
                assert one.get(address, If_None_Match=told.headers["etag"]).status == 200


def rendered_on(day: date, address: str) -> bytes:
    noon = datetime.combine(day, datetime.min.time(), timezone.get_default_timezone()) + timedelta(hours=12)
    with time_machine.travel(noon):
        return rendering.ask(address).body


def test_nginx_serves_a_detail_of_a_day_as_it_serves_one_for_always(stack, rendered):
    address = "/api/v1/procedures/datee/"
    rendered.put(files.name_of(address), b'{"a": "day"}', mtime=1_700_000_000, day=timezone.localdate())

    dated, always = stack.nginx.get(address), stack.nginx.get(API)

    assert dated.body == b'{"a": "day"}'
    of_the_file = ("content-length", "etag", "last-modified", "date")
    without = [{k: v for k, v in reply.headers.items() if k not in of_the_file} for reply in (dated, always)]
    assert without[0] == without[1]
    assert without[0]["access-control-allow-origin"] == "*"


def test_nginx_logs_what_django_answered_without_who_asked_and_of_files_nothing(stack, rendered):
    log = stack.folder / "nginx.log"
    stack.nginx.get("/compte/avant/")
    stack.process.send_signal(signal.SIGUSR1)
    assert eventually(lambda: " /compte/ " in log.read_text()), log.read_text()
    before = len(log.read_text())
    stack.nginx.get(f"{PAGE}?utm_source=lettre", User_Agent="Lectrice/1.0")
    stack.nginx.get("/aide/?q=secret", User_Agent="Lectrice/1.0")
    stack.nginx.get("/compte/invitation/secret/", User_Agent="Lectrice/1.0")
    stack.process.send_signal(signal.SIGUSR1)  # as after a rotation: what waited is written first

    # Two processes write, each when it pleases.
    assert eventually(lambda: all(told in log.read_text()[before:] for told in (" /compte/ ", " /aide/ ")))
    text = log.read_text()[before:]
    assert re.search(r"^\S+ GET /aide/ 200 \d+ [\d.]+ [\d.]+$", text, re.MULTILINE)
    assert not re.search(rf"{PAGE}|index.html|utm_source|Lectrice|127\.0\.0\.1|secret", text)


def test_with_the_application_stopped_files_are_served_and_the_rest_is_told_to_wait(stack, rendered):
    stack.stop()
    try:
        for address in RENDERED:
            assert stack.nginx.get(address).status == 200, address
        refused = stack.nginx.get(MISSING)
        assert (refused.status, refused.headers["retry-after"]) == (503, "30")
        assert b'href="/departements/"' in refused.body
        assert len(refused.body) < 6000
    finally:
        stack.start()
    assert eventually(lambda: stack.nginx.get(MISSING).status == 200, seconds=30)


def test_where_nobody_answers_nginx_shows_the_page_of_the_site(stack, rendered):
    errors.write_files(settings.ERRORS_DIR)
    said, in_arabic = ((settings.ERRORS_DIR / language / "503.html").read_bytes() for language in ("fr", "ar"))
    stack.stop()
    try:
        assert stack.nginx.get(f"/ar{MISSING}").body == in_arabic
        for reply in (stack.nginx.get(MISSING), stack.nginx.post("/compte/connexion/", {"login": "x"})):
            assert (reply.status, reply.headers["retry-after"]) == (503, "30")
            assert (reply.headers["cache-control"], reply.body) == ("no-store", said)
        program = stack.nginx.get("/api/v1/changes/")
        assert (program.status, program.headers["content-type"]) == (503, "application/problem+json")
        assert json.loads(program.body)["code"] == "unavailable"
        packed = stack.nginx.get(MISSING, Accept_Encoding="gzip")
        assert (packed.headers["content-encoding"], gzip.decompress(packed.body)) == ("gzip", said)
        (settings.ERRORS_DIR / "fr" / "503.html").unlink()
        bare = stack.nginx.get(MISSING)
        assert (bare.status, bare.headers["retry-after"]) == (503, "30")
        assert b'href="/departements/"' in bare.body
    finally:
        stack.start()
        shutil.rmtree(settings.ERRORS_DIR)


@pytest.mark.parametrize("written", [True, False])
def test_what_nginx_refuses_by_itself_is_refused_in_words(stack, rendered, written):
    if written:
        errors.write_files(settings.ERRORS_DIR)
    try:
        big = stack.nginx.ask("POST", "/compte/connexion/", None, {"Content-Length": "9000000"})
        assert big.status == 413
        assert "2,5&nbsp;Mo" in big.body.decode()
        long = stack.nginx.get("/" + "a" * 40_000)
        assert long.status == 400
        assert b"<h1>" in long.body
    finally:
        shutil.rmtree(settings.ERRORS_DIR, ignore_errors=True)


def test_under_maintenance_files_are_served_and_the_rest_is_told_to_wait(stack, rendered):
    settings.MAINTENANCE_FILE.touch()
    try:
        for one in (stack.nginx, Web(stack.ports[0])):
            for address in RENDERED:
                assert one.get(address).status == 200, address
            for address in (f"{PAGE}?au=2026-01-01", "/ou-deposer/", "/compte/connexion/"):
                assert (one.get(address).status, one.get(address).headers["retry-after"]) == (503, "30"), address
            assert one.get("/healthz").status == 200
    finally:
        settings.MAINTENANCE_FILE.unlink()
    assert stack.nginx.get("/compte/connexion/").status == 200


# --- Without nginx ----------------------------------------------------------------------------------------------------


def test_without_database_and_redis_the_front_serves_files_and_tells_the_rest_to_wait(rendered, tmp_path):
    nobody = {
        "DATABASE_URL": f"postgres://nobody:x@127.0.0.1:{free_port()}/none",
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
        "SUITE_DATABASE": "none",  # the path of a file may be longer than a name can be on PostgreSQL
    }
    with web.serving([free_port()], tmp_path, **nobody) as (front,):
        check_that_readers_go_on(front)


@contextmanager
def redis(folder: Path, port: int) -> Iterator[None]:
    if not REDIS.find():
        pytest.skip(f"no Redis on this machine: {how_to_get([REDIS])}")
    command = (REDIS.path(), "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder))
    program = Program("redis", command)
    process = web.start(program, folder / "redis.log")
    try:
        assert eventually(lambda: pings(f"redis://127.0.0.1:{port}/0")), (folder / "redis.log").read_text()
        yield
    finally:
        web.stop(process, program)


def test_with_redis_stopped_under_it_the_site_is_read_decided_on_and_warmed(rendered, isere, amina, claire, tmp_path):
    """It carries wake-up calls and counts failed logins: no page, no decision and no rendering waits for it."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with ExitStack() as running, web.serving([free_port()], tmp_path, REDIS_URL=url) as (front,):
        with redis(tmp_path, port):
            assert eventually(lambda: front.get("/readyz").status == 200)
            moderator = front.signed_in(claire)
        checks = json.loads(front.get("/readyz").body)["checks"]
        assert {name for name, state in checks.items() if state == "failed"} == {"cache", "broker"}

        for address in (*RENDERED, ABSENT):
            assert front.get(address).status == 200, address
        nothing_waits()
        proposal = numbered(isere.filing, 1, amina)
        desk = f"/espace/propositions/{proposal.pk}/"
        opened = front.get(desk, Cookie=moderator)
        assert opened.status == 200
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|seen)" value="([^"]+)"', opened.body.decode()))
        decided = front.post(f"{desk}approuver/", fields, Cookie=moderator)
        assert decided.status == 302, decided.body
        for address in (PAGE, API, "/", "/flux/"):
            assert number_in(address, front.get(address).body) == 1
        assert eventually(lambda: tasks.warm() or not rendering.behind(1), seconds=60)  # each warms for some seconds
        assert rendering.is_rendered(PAGE)

        running.enter_context(redis(tmp_path, port))
        assert eventually(lambda: front.get("/readyz").status == 200), "it does not find Redis again"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database that is a server")
def test_a_database_server_stopped_under_the_site_stops_no_reader_of_what_was_rendered(rendered, tmp_path):
    """The suite's own server serves others: what stops is the way to it, as the site sees it."""
    known = connection.settings_dict
    with Passage(known["HOST"], int(known["PORT"])) as passage:
        person, secret = quote(known["USER"]), quote(known["PASSWORD"])
        url = f"postgres://{person}:{secret}@127.0.0.1:{passage.port}/{known['NAME']}"
        with web.serving([free_port()], tmp_path, DATABASE_URL=url) as (front,):
            assert front.get(ABSENT).status == 200
            assert eventually(lambda: keys.store().stands(files.name_of(ABSENT), timezone.localdate()))
            keys.store().forget({ABSENT: False})
            passage.stop()
            check_that_readers_go_on(front)
            passage.start()
            assert eventually(lambda: front.get(ABSENT).status == 200)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database that is one file")
def test_a_database_file_moved_away_stops_no_reader_of_what_was_rendered(rendered, tmp_path):
    copy, away = tmp_path / "db.sqlite3", tmp_path / "away.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as suite:
        suite.execute("VACUUM INTO ?", [str(copy)])
    suite.close()
    with web.serving([free_port()], tmp_path, SUITE_DATABASE=str(copy)) as (front,):
        assert front.get(ABSENT).status == 200
        assert eventually(lambda: keys.store().stands(files.name_of(ABSENT), timezone.localdate())), "nobody filled it"
        keys.store().forget({ABSENT: False})
        shutil.move(copy, away)
        check_that_readers_go_on(front)
        shutil.move(away, copy)
        assert front.get(ABSENT).status == 200


def check_that_readers_go_on(front: Web) -> None:
    for address in RENDERED:
        assert front.get(address).status == 200, address
    refused = front.get(ABSENT)
    assert (refused.status, refused.headers["retry-after"]) == (503, "30")
    assert b'href="/departements/"' in refused.body
    assert refused.headers["cache-control"] == "no-store"
    problem = front.get("/api/v1/offices/")
    assert (problem.status, problem.headers["content-type"]) == (503, "application/problem+json")
