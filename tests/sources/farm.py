"""Web sites on the loopback, as good and as bad as one needs: real sockets, real bytes.

farm.page("www.ain.test", "/sejour", "<p>Envoyez deux photos.</p>")
farm.answer("www.ain.test", "/lent", drip)          # a coroutine that writes what it likes
farm.asked                                          # who asked for what, when, with which headers
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic

ADDRESS = "127.0.1.1"
CERTIFICATES = Path(__file__).parent / "certificates"


@dataclass(frozen=True)
class Request:
    host: str
    path: str
    headers: dict[str, str]
    begun: float = field(default_factory=monotonic)


Handler = Callable[[asyncio.StreamWriter, Request], Awaitable[None]]


def response(body: str | bytes = b"", status: int = 200, *, length: int | None = None, **headers: str) -> bytes:
    """The bytes of an answer; header names with "_" for "-"."""
    raw = body if isinstance(body, bytes) else body.encode()
    fields = {"content-type": "text/html; charset=utf-8", "content-length": str(len(raw) if length is None else length)}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode("latin-1") + raw


class Farm:
    """`hosts` is what settings.CHECKER_TEST_HOSTS needs to say; every name used gets into it."""

    def __init__(self, hosts: dict[str, str], certificate: str | None = None):
        self.hosts = hosts
        self.certificate = certificate
        self.handlers: dict[tuple[str, str], Handler] = {}
        self.asked: list[Request] = []
        self.under_way = 0
        self.most_at_once = 0

    def __enter__(self) -> "Farm":
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, name="farm")
        self.thread.start()
        context = None
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / self.certificate)
        starting = asyncio.start_server(self.serve, ADDRESS, 0, ssl=context)
        self.server = asyncio.run_coroutine_threadsafe(starting, self.loop).result()
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_exc) -> None:
        asyncio.run_coroutine_threadsafe(self.stop(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def stop(self) -> None:
        self.server.close()
        visitors = asyncio.all_tasks() - {asyncio.current_task()}
        for visitor in visitors:
            visitor.cancel()
        await asyncio.gather(*visitors, return_exceptions=True)

    def host(self, name: str) -> str:
        """Let a name lead here."""
        self.hosts[name] = f"{ADDRESS}:{self.port}"
        return name

    def answer(self, host: str, path: str, handler: Handler) -> str:
        self.handlers[self.host(host), path] = handler
        return f"{'https' if self.certificate else 'http'}://{host}{path}"

    def page(self, host: str, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """One page; its address."""

        async def handler(writer: asyncio.StreamWriter, request: Request) -> None:
            writer.write(response(body, status, **headers))

        return self.answer(host, path, handler)

    def redirect(self, host: str, path: str, to: str, status: int = 301) -> str:
        return self.page(host, path, status=status, location=to)

    def paths_asked(self, host: str) -> list[str]:
        return [request.path for request in self.asked if request.host == host]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self.respond(writer, head.decode("latin-1"))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the visitor has left
        finally:
            writer.close()

    async def respond(self, writer: asyncio.StreamWriter, head: str) -> None:
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        request = Request(headers["host"].partition(":")[0], first.split(" ")[1], headers)
        self.asked.append(request)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            handler = self.handlers.get((request.host, request.path))
            if handler is None:
                writer.write(response("<title>Page introuvable</title>", 404))
            else:
                await handler(writer, request)
            await writer.drain()
        finally:
            self.under_way -= 1
