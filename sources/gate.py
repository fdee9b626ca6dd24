"""The one gate of the project to the web: no other module opens a connection to an address that somebody wrote.

The guard judges every address before it is asked for, at each hop of a redirect; the resolver drops the inner
addresses of a name; the socket factory judges once more the very address that is connected to, so that a name which
changes its answer between two questions (rebinding) gains nothing. Nothing of ours goes out: no cookie, proxy setting,
credential or referrer, one honest User-Agent.
"""

import asyncio
import email.utils
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from time import monotonic, time
from urllib.parse import quote, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from django.conf import settings
from yarl import URL

from sources.enums import Problem
from sources.guard import (
    NOT_PUBLIC,
    RefusedURL,
    Target,
    farm_address,
    is_public_address,
    parse_public_url,
    refusal,
    stands_on_farm,
)

__all__ = ["Fetched", "Gate", "Problem", "Stopped", "fetch", "is_public_address", "parse_public_url", "refusal"]

ROBOT = "gisti_cms"  # the name that a robots.txt may address
DEADLINE = 20.0  # seconds for all hops of one address, waiting for one's turn not counted
NAME_DEADLINE = 6.0
CONNECT_DEADLINE = 8.0
MAX_BYTES = 2_000_000  # decoded
MAX_HOPS = 5
MAX_HEADER_BYTES = 8_190
MAX_HEADERS = 100
LONGEST_WAIT = 30 * 86_400  # of a Retry-After, in seconds
REDIRECTS = {301, 302, 303, 307, 308}


class Stopped(Exception):
    """Raised by a turn: this address is not asked for."""

    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem


class RefusedAddress(OSError):
    """The name leads to an inner address."""


class TooLarge(Exception):
    pass


@dataclass(frozen=True)
class Fetched:
    """What a visit brought back: an answer (`status`) or a problem, never neither."""

    url: str
    final_url: str = ""
    hops: int = 0
    problem: Problem | None = None
    refusal: str = ""  # the sentence of a refused address
    status: int | None = None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: int | None = None  # seconds
    body: bytes = field(default=b"", repr=False)
    seconds: float = 0.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


Turn = Callable[[Target], AbstractAsyncContextManager[None]]


def at_once(target: Target) -> AbstractAsyncContextManager[None]:
    """The turn of whoever waits for nobody: a single address, asked for by a person."""
    return nullcontext()


async def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    """Read one address now. See Gate.fetch."""
    async with Gate() as gate:
        return await gate.fetch(url, etag=etag, last_modified=last_modified)


class Gate:
    """An open gate: connections are kept for the next address of the same host. Use it as an async context manager."""

    def __init__(
        self,
        *,
        deadline: float = DEADLINE,
        max_bytes: int = MAX_BYTES,
        resolver: AbstractResolver | None = None,
        authorities: ssl.SSLContext | None = None,
    ):
        self.deadline = deadline
        self.max_bytes = max_bytes
        self.resolver = resolver
        self.authorities = authorities

    async def __aenter__(self) -> "Gate":
        connector = aiohttp.TCPConnector(
            resolver=PublicResolver(self.resolver or aiohttp.ThreadedResolver()),
            socket_factory=public_socket,
            ssl=self.authorities or True,
            limit=0,  # whoever calls says how many at once
            ttl_dns_cache=300,
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # a bomb would unfold in one piece; see `Unfolding`
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_DEADLINE),
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
            headers={
                "User-Agent": f"{ROBOT} (+{settings.CHECKER_CONTACT})",
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
                "Accept-Language": "fr",
                "Accept-Encoding": "gzip, deflate",
            },
        )
        return self

    async def __aexit__(self, *_exc) -> None:
        await self.session.close()

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "", turn: Turn = at_once) -> Fetched:
        """Follow one address to its answer. Never raises for what the other side does: `problem` names it.

        `turn` is entered before each request and may wait, or raise Stopped. `etag` and `last_modified`, as an earlier
        answer of this very address gave them, make the request conditional (status 304, no body).
        """
        headers = {"If-None-Match": etag} if etag else {"If-Modified-Since": last_modified} if last_modified else {}
        final_url, hops, spent = "", 0, 0.0
        try:
            target = parse_public_url(url)
            while True:
                final_url = target.url
                async with turn(target):
                    started = monotonic()
                    try:
                        async with asyncio.timeout(self.deadline - spent):
                            answer = await self._ask(target, headers)
                    finally:
                        spent += monotonic() - started
                location = answer.headers.get("Location", "")
                if answer.status not in REDIRECTS or not location:
                    return fetched(url, final_url, hops, answer, spent)
                if hops == MAX_HOPS:
                    return Fetched(url, final_url, hops, Problem.HOPS, seconds=spent)
                target, hops, headers = parse_public_url(absolute(location, target)), hops + 1, {}
        except RefusedURL as refused:
            if final_url:  # somebody else's redirect, and perhaps a slip of theirs for an afternoon
                return Fetched(url, "", hops, Problem.INNER, str(NOT_PUBLIC))
            return Fetched(url, "", hops, Problem.REFUSED, str(refused))
        except Stopped as stopped:
            return Fetched(url, final_url, hops, stopped.problem, seconds=spent)
        except TooLarge:
            return Fetched(url, final_url, hops, Problem.SIZE, seconds=spent)
        except (aiohttp.ClientError, TimeoutError, zlib.error) as error:
            if isinstance(getattr(error, "os_error", None), RefusedAddress):
                return Fetched(url, "", hops, Problem.INNER, str(NOT_PUBLIC))
            return Fetched(url, final_url, hops, problem_of(error), seconds=spent)

    async def _ask(self, target: Target, headers: dict[str, str]) -> Answer:
        """One request, its answer read to the end; the body of a redirect is left unread."""
        url = URL(target.url, encoded=True)
        async with self.session.get(url, headers=headers, allow_redirects=False) as response:
            body = b"" if response.status in REDIRECTS else await self._body(response)
            return Answer(response.status, response.headers, body)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self.max_bytes:
            raise TooLarge
        unfolding = Unfolding(response.headers.get("Content-Encoding", ""), self.max_bytes)
        async for chunk in response.content.iter_any():
            unfolding.feed(chunk)
        return unfolding.whole()


def fetched(url: str, final_url: str, hops: int, answer: Answer, seconds: float) -> Fetched:
    headers = answer.headers
    return Fetched(
        url=url,
        final_url=final_url,
        hops=hops,
        status=answer.status,
        content_type=headers.get("Content-Type", ""),
        etag=headers.get("ETag", ""),
        last_modified=headers.get("Last-Modified", ""),
        retry_after=seconds_to_wait(headers.get("Retry-After", "")),
        body=answer.body,
        seconds=seconds,
    )


def absolute(location: str, base: Target) -> str:
    """The address a redirect leads to. Raw bytes and spaces, frequent there, are percent-encoded as browsers do."""
    raw = location.encode("utf-8", "surrogateescape")
    return urljoin(base.url, quote(raw, safe="%/?:#@!$&'()*+,;=-._~[]|\\"))


def seconds_to_wait(retry_after: str) -> int | None:
    """A Retry-After in seconds, from either of its two notations; None where it says nothing readable."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(int(retry_after[:10]), LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return int(min(max(until.timestamp() - time(), 0), LONGEST_WAIT))


def problem_of(error: Exception) -> Problem:
    match error:
        case aiohttp.ClientSSLError():
            return Problem.CERTIFICATE
        case aiohttp.ClientConnectorDNSError():
            no_such_name = error.os_error.errno in (socket.EAI_NONAME, socket.EAI_NODATA)
            return Problem.NAME if no_such_name else Problem.CONNECTION
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Problem.CONNECTION
        case TimeoutError():
            return Problem.TIMEOUT
    return Problem.PROTOCOL


class PublicResolver(AbstractResolver):
    """A resolver that only ever answers public addresses, or the loopback address of a name of the test farm."""

    def __init__(self, resolver: AbstractResolver):
        self.resolver = resolver

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC):
        if (farm := farm_address(host, port)) is not None:
            return [ResolveResult(hostname=host, host=farm[0], port=farm[1], family=socket.AF_INET, proto=0, flags=0)]
        try:
            async with asyncio.timeout(NAME_DEADLINE):
                found = await self.resolver.resolve(host, port, family)
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer about this name in time") from None
        public = [result for result in found if is_public_address(result["host"])]
        if not public:
            raise RefusedAddress
        return public

    async def close(self) -> None:
        await self.resolver.close()


def public_socket(address_info) -> socket.socket:
    """The last look: aiohttp connects the socket made here to the very address that is judged here."""
    family, kind, protocol, _name, address = address_info
    if not is_public_address(address[0]) and not stands_on_farm(*address[:2]):
        raise RefusedAddress
    return socket.socket(family, kind, protocol)


class Unfolding:
    """A body decompressed piece by piece, never one byte further than the limit."""

    def __init__(self, encoding: str, limit: int):
        self.encoding = encoding.strip().lower()
        if self.encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise aiohttp.ClientPayloadError(f"encoding {self.encoding!r} was not offered")
        self.limit = limit
        self.received = 0
        self.decoded = bytearray()
        self.inflater = None if self.encoding in ("", "identity") else zlib.decompressobj(zlib.MAX_WBITS | 32)

    def feed(self, chunk: bytes) -> None:
        self.received += len(chunk)
        if self.received > self.limit:
            raise TooLarge
        if self.inflater is None:
            self.decoded += chunk
            return
        if self.encoding == "deflate" and self.received == len(chunk) and chunk[0] & 0x0F != 8:
            self.inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # without its envelope, as some servers send it
        while chunk:
            if self.inflater.eof:  # a gzip body may be several, one after the other
                self.inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
            self.decoded += self.inflater.decompress(chunk, self.limit + 1 - len(self.decoded))
            if len(self.decoded) > self.limit:
                raise TooLarge
            chunk = self.inflater.unconsumed_tail or self.inflater.unused_data

    def whole(self) -> bytes:
        if self.inflater is not None and self.received and not self.inflater.eof:
            raise aiohttp.ClientPayloadError("the compressed body is cut off")
        return bytes(self.decoded)
