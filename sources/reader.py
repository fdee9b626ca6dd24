"""Reading in a process of its own, which may be killed: what volunteers cite may be made to choke its reader.

500 kB of nested <div> keep lexbor busy for 30 s, a few kB of unclosed formatting elements for minutes (lexbor issue
340), and a PDF may unfold without end. The child gives itself a few seconds per document (an alarm of the kernel, which
also ends a loop in C) and a bounded memory; a child that dies is a document that cannot be read.
"""

import asyncio
import json
import resource
import signal
import struct
import sys
from dataclasses import asdict
from pathlib import Path

from sources.reading import Reading, Unread, read

SECONDS = 8.0  # per document
MEMORY = 1_500_000_000  # bytes of address space
FRAME = struct.Struct(">II")


class Reader:
    """One child, one document at a time, started with the first and again after a death. An async context manager."""

    def __init__(self, *, seconds: float = SECONDS):
        self.seconds = seconds
        self.child: asyncio.subprocess.Process | None = None
        self.lock = asyncio.Lock()

    async def __aenter__(self) -> "Reader":
        return self

    async def __aexit__(self, *_exc) -> None:
        await asyncio.shield(self._end())  # a run that is cancelled now still closes its pipes

    async def read(self, body: bytes, content_type: str) -> Reading:
        async with self.lock:
            if self.child is None:
                self.child = await self._start()
            try:
                return await self._ask(self.child, body, content_type.encode(errors="replace"))
            except (asyncio.IncompleteReadError, ConnectionError):
                await self._end()
                return Reading(unread=Unread.BROKEN)

    async def _end(self) -> None:
        if self.child is not None and self.child.stdin is not None:
            self.child.stdin.close()
            await self.child.communicate()
            self.child = None

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sources.reader", str(self.seconds)),
            cwd=Path(__file__).parents[1],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a killed or choking reader is told by its document being unreadable
        )

    async def _ask(self, child, body: bytes, content_type: bytes) -> Reading:
        child.stdin.write(FRAME.pack(len(content_type), len(body)) + content_type + body)
        await child.stdin.drain()
        _reserved, length = FRAME.unpack(await child.stdout.readexactly(FRAME.size))
        answer = json.loads(await child.stdout.readexactly(length))
        return Reading(**answer | {"unread": answer["unread"] and Unread(answer["unread"])})


def serve(seconds: float) -> None:
    """The child: documents from the standard input, readings to the standard output, until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while header := sys.stdin.buffer.read(FRAME.size):
        type_length, length = FRAME.unpack(header)
        content_type = sys.stdin.buffer.read(type_length).decode()
        signal.setitimer(signal.ITIMER_REAL, seconds)
        reading = read(sys.stdin.buffer.read(length), content_type)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answer = json.dumps(asdict(reading)).encode()
        sys.stdout.buffer.write(FRAME.pack(0, len(answer)) + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve(float(sys.argv[1]))
