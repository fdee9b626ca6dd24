"""Readers go on: what was rendered is served while database, Redis and application are down; the rest is told to wait.

With the real nginx and deploy/nginx.conf, and with the front alone, as on a machine without nginx.
"""

import shutil
import sqlite3
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from deploy.servers import free_port
from deploy.stack import native_configuration
from deploy.tools import NGINX
from gisti_cms.supervisor import Program
from offices.publishing import files, keys, rendering
from tests.plugins import web
from tests.plugins.cast import approve, changed, propose
from tests.plugins.web import Web, comparable
from tests.processes import eventually

PAGE = "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
API = "/api/v1/procedures/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
RENDERED = (PAGE, f"{PAGE}historique/", API, "/", "/departements/38/", "/flux/", "/sitemap.xml")
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
    """nginx before two web processes, which come and go."""

    def __init__(self, folder: Path, nginx: Web, ports: list[int]):
        self.folder, self.nginx, self.ports, self.running = folder, nginx, ports, ExitStack()

    def start(self) -> None:
        self.running.enter_context(web.serving(self.ports, self.folder, BEHIND_PROXY="1"))

    def stop(self) -> None:
        self.running.close()


@pytest.fixture(scope="module")
def stack(django_db_setup, tmp_path_factory):
    if not NGINX.find():
        pytest.skip("no nginx on this machine")
    folder, port, ports = tmp_path_factory.mktemp("stack"), free_port(), [free_port(), free_port()]
    text = native_configuration(settings.DATA_DIR, port, ports)
    (folder / "nginx.conf").write_text(text)
    as_us = "user root;" if Path("/proc/self").owner() == "root" else ""  # the suite's folder is closed to others
    command = (NGINX.path(), "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", f"daemon off; {as_us}")
    program = Program("nginx", command)
    process = web.start(program, folder / "nginx.log")
    stack = Stack(folder, Web(port), ports)
    stack.start()
    try:
        assert eventually(stack.nginx.answers), (folder / "nginx.log").read_text()
        yield stack
    finally:
        stack.stop()
        web.stop(process, program)


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
    if encoding != "identity":
        fields.pop("content-length", None)
    return fields


def test_nginx_and_front_agree_on_which_requests_a_file_answers(stack, rendered):
    front = Web(stack.ports[0])
    for query in ("utm_source=a&utm_medium=b", "fbclid=1", "au=2026-01-01", "utm_source=a&au=2026-01-01", "x=1"):
        address = f"{PAGE}?{query}"
        by_nginx, by_front = is_file(stack.nginx.get(address), PAGE), is_file(front.get(address), PAGE)
        assert by_nginx == by_front == query.startswith(("utm_source=a&utm", "fbclid")), query
    for one in (stack.nginx, front):
        etag = one.get(PAGE).headers["etag"]
        since = one.get(PAGE).headers["last-modified"]
        assert one.get(PAGE, If_None_Match=etag).status == 304
        assert one.get(PAGE, If_None_Match='"1-1"').status == 200
        assert one.get(PAGE, If_Modified_Since=since).status == 304
        head = one.get(PAGE, method="HEAD")
        assert (head.status, head.body, head.headers["etag"]) == (200, b"", etag)
        assert one.get(PAGE, method="POST").status in (403, 405), "POST goes to Django"


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


def test_with_the_application_stopped_files_are_served_and_the_rest_is_told_to_wait(stack, rendered):
    stack.stop()
    try:
        for address in RENDERED:
            assert stack.nginx.get(address).status == 200, address
        refused = stack.nginx.get(MISSING)
        assert (refused.status, refused.headers["retry-after"]) == (503, "30")
        assert b'href="/departements/"' in refused.body
        assert len(refused.body) < 1500
    finally:
        stack.start()
    assert eventually(lambda: stack.nginx.get(MISSING).status == 200, seconds=30)


# --- Without nginx ----------------------------------------------------------------------------------------------------


def test_without_database_and_redis_the_front_serves_files_and_tells_the_rest_to_wait(rendered, tmp_path):
    nobody = {
        "DATABASE_URL": f"postgres://nobody:x@127.0.0.1:{free_port()}/none",
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
        "SUITE_DATABASE": "none",  # the path of a file may be longer than a name can be on PostgreSQL
    }
    with web.serving([free_port()], tmp_path, **nobody) as (front,):
        check_that_readers_go_on(front)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database that is one file")
def test_a_database_file_moved_away_stops_no_reader_of_what_was_rendered(rendered, tmp_path):
    copy, away = tmp_path / "db.sqlite3", tmp_path / "away.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as suite:
        suite.execute("VACUUM INTO ?", [str(copy)])
    suite.close()
    with web.serving([free_port()], tmp_path, SUITE_DATABASE=str(copy)) as (front,):
        assert front.get(ABSENT).status == 200
        assert eventually(lambda: keys.store().stands(files.name_of(ABSENT), timezone.localdate())), "nobody filled it"
        keys.store().forget(ABSENT, below=True)
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
