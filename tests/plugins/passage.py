"""A way to a server that others use too: stopped, it is to whoever goes through it as if the server were."""

import asyncio
from contextlib import suppress
from threading import Thread


class Passage:
    """Listens on a port of the loopback, and hands on every byte both ways."""

    def __init__(self, host: str, port: int):
        self.there, self.port = (host, port), 0
        self.loop, self.open = asyncio.new_event_loop(), set()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> "Passage":
        self.thread.start()
        self.start()
        return self

    def __exit__(self, *_failure) -> None:
        self.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def start(self) -> None:
        self.do(self.listen())

    def stop(self) -> None:
        """Refuse those who come, and hang up on those who are there."""
        self.do(self.hang_up())

    def do(self, act) -> None:
        asyncio.run_coroutine_threadsafe(act, self.loop).result(10)

    async def listen(self) -> None:
        self.server = await asyncio.start_server(self.carry, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def hang_up(self) -> None:
        self.server.close()
        for writer in self.open:
            writer.transport.abort()
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not asyncio.current_task()))

    async def carry(self, reader, writer) -> None:
        with suppress(ConnectionError):
            their_reader, their_writer = await asyncio.open_connection(*self.there)
            self.open |= {writer, their_writer}
            await asyncio.gather(hand_on(reader, their_writer), hand_on(their_reader, writer))
            self.open -= {writer, their_writer}


async def hand_on(reader, writer) -> None:
    with suppress(ConnectionError):
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
    writer.close()
