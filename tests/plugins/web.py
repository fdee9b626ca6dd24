"""Real web processes on the suite's database: what two of them answer at once is what readers get."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from gisti_cms import processes
from gisti_cms.supervisor import Program, child_command, stop_groups
from offices.publishing import rendering
from offices.publishing.keys import store
from tests.processes import eventually

HOST = "127.0.0.1"
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Web:
    port: int

    def get(self, address: str, method: str = "GET", **headers: str) -> Reply:
        """The address as it stands goes on the line: nothing is normalised on the way."""
        return self.ask(method, address, None, headers)

    def ask(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Reply:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, address, body, headers=named)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def post(self, address: str, fields: dict[str, str], **headers: str) -> Reply:
        """The form, sent from a page of the site itself."""
        same = {"Origin": f"http://{HOST}:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", address, urlencode(fields), same | headers)

    def signed_in(self, person) -> str:
        """A cookie with which this person is known, for `Cookie=`; and one that a form wants back."""
        client = Client()
        client.force_login(person)
        return (
            f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={'a' * 32}"
        )

    def answers(self) -> bool:
        with suppress(OSError):
            return self.get("/healthz").status == 200
        return False


def environment() -> dict[str, str]:
    """Of a process beside the suite: the same database, the same folder, hence the same release."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.web_settings",
        "DATA": str(settings.DATA_DIR),
        "SUITE_DATABASE": str(connection.settings_dict["NAME"]),
    }


def start(program: Program, log: Path, **variables: str) -> subprocess.Popen:
    """It dies with the suite, and is stopped by whoever started it (`stop`)."""
    with log.open("ab") as output:
        return subprocess.Popen(
            child_command(program),
            env=environment() | variables,
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def stop(process: subprocess.Popen, program: Program) -> None:
    stop_groups({process.pid: program.stop_signal}, between=process.poll)
    process.wait()


def python(name: str, *arguments: str) -> Program:
    return Program(name, (sys.executable, "-m", *arguments))


@contextmanager
def serving(ports: list[int], folder: Path, **variables: str) -> Iterator[list[Web]]:
    """A web process on each of these ports, all answering."""
    started = []
    try:
        for number, port in enumerate(ports):
            program = processes.program(f"web-{number}", processes.web(host=HOST, port=port))
            log = folder / f"web-{number}.log"
            started.append((start(program, log, **variables), program, Web(port), log))
        for process, _program, web, log in started:
            well = eventually(
                lambda web=web, process=process: process.poll() is not None or web.answers(), SECONDS_TO_START
            )
            assert well and process.poll() is None, log.read_text()
        yield [web for _process, _program, web, _log in started]
    finally:
        for process, program, _web, _log in started:
            stop(process, program)


@pytest.fixture
def empty_store(monkeypatch):
    """No test meets the files of another: their rows have been taken away with the other tables. Nor what this process
    remembers of a log that was undone with its test: the next one gives the same numbers."""
    monkeypatch.setattr(rendering, "_dated", (("", 0), set()))
    store().clear()
    yield store()
    assert eventually(nobody_works), "another process is still at work in the database"
    store().clear()


def nobody_works() -> bool:
    """Whether every other process has put the database down, for a while: to empty its tables under a query that reads
    several of them ends in a deadlock on PostgreSQL. What still fills files asks nothing new when it is done."""
    if connection.vendor != "postgresql":
        return True
    for _look in range(5):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone()[0]:
                return False
        sleep(0.02)  # between two queries a process is idle, too
    return True


OF_THE_ANSWER = {"date", "server", "etag", "last-modified", "content-encoding"}


def comparable(fields: dict[str, str]) -> dict[str, object]:
    """Names and values as sets where their order says nothing."""
    found = {name.lower(): value for name, value in fields.items() if name.lower() not in OF_THE_ANSWER}
    for name, mark in (("content-security-policy", ";"), ("vary", ","), ("allow", ","), ("permissions-policy", ",")):
        if name in found:
            found[name] = frozenset(part.strip() for part in found[name].split(mark))
    return found
