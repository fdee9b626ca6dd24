"""Asking: one answer to look at, or as many as a server gives (wrk, on the core that no server has)."""

import http.client
import json
import re
import subprocess
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from deploy.tools import WRK

CORE_OF_SERVERS, CORE_OF_LOAD = 0, 1
SCRIPT = Path(__file__).parent / "wrk.lua"
SAME_LENGTH, SLACK = 0.02, 64  # what an average may differ by: headers come in other words to other clients


class Failed(Exception):
    """A server answered something else than what is measured: the figures would mean nothing."""


@dataclass(frozen=True)
class Request:
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    connections: int = 16


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def length(self) -> int:
        """With its headers, to a few bytes."""
        return len(self.body) + sum(len(name) + len(value) + 4 for name, value in self.headers.items()) + 19


@dataclass(frozen=True)
class Measure:
    """p50 and p99 in milliseconds; `length`: bytes of an answer with its headers."""

    rate: float
    p50: float
    p99: float
    length: float


def ask(request: Request) -> Answer:
    """One answer, as it came over the wire: not unpacked, no redirection followed."""
    place = urlsplit(request.url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        connection.request("GET", request.url.removeprefix(f"http://{place.netloc}"), headers=request.headers)
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()
    if found.status != request.status:
        raise Failed(f"{request.url} answered {found.status} instead of {request.status}")
    return found


def hammer(request: Request, seconds: int) -> Measure:
    """Raises Failed on a single answer above 399, or cut short, or late."""
    headers = [part for name, value in request.headers.items() for part in ("--header", f"{name}: {value}")]
    command = [WRK.path(), "--threads", "1", "--connections", str(request.connections), "--latency"]
    command += ["--duration", f"{seconds}s", "--timeout", "30s", "--script", str(SCRIPT), *headers, request.url]
    run = subprocess.run(
        ["taskset", "--cpu-list", str(CORE_OF_LOAD), *command], capture_output=True, text=True, check=True
    )
    found = json.loads(run.stdout[run.stdout.rindex("\n{") :])
    if found["failed"] or not found["requests"]:
        raise Failed(f"{request.url}: {found['failed']} failed of {found['requests']} answers")
    return Measure(
        rate=found["requests"] / found["microseconds"] * 1e6,
        p50=found["p50"] / 1000,
        p99=found["p99"] / 1000,
        length=found["bytes"] / found["requests"],
    )


def refuse_other_answer(request: Request, answer: Answer, measure: Measure) -> None:
    """wrk reads no body: another length would be another answer, a 304 or a page of excuses for instance."""
    if abs(measure.length - answer.length) > SAME_LENGTH * answer.length + SLACK:
        raise Failed(f"{request.url}: answers of {measure.length:.0f} bytes on average, not of {answer.length}")


def words(html: str) -> list[str]:
    """What a reader of <main> reads."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL).group()
    return unescape(re.sub(r"<[^>]+>", " ", main)).split()
