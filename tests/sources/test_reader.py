"""Reading in a process of its own: hostile documents cost a child, never the worker."""

import asyncio
import os

from sources.reader import Reader
from sources.reading import Unread, read
from tests.processes import running


def readings(*documents, seconds=8.0):
    async def go():
        async with Reader(seconds=seconds) as reader:
            return [await reader.read(body, content_type) for body, content_type in documents]

    return asyncio.run(go())


def test_what_is_read_apart_is_what_would_be_read_here():
    documents = [
        ("<title>Séjour</title><h1>Où ?</h1><p>Au guichet.</p>".encode(), "text/html"),
        (b"\x89PNG", "image/png"),
        ("<p>Préfecture</p>".encode("latin-1"), "text/html; charset=é"),
        (b"", "text/html"),
        (b"%PDF-1.4 abc", "application/pdf"),
    ]
    assert readings(*documents) == [read(*document) for document in documents]


def test_a_document_made_to_choke_its_reader_is_unreadable_and_the_next_one_is_read():
    choking = b"<div>" * 400_000  # 30 s and more in lexbor
    found = readings((choking, "text/html"), (b"<p>Le guichet", "text/html"), seconds=1.0)
    assert [reading.unread for reading in found] == [Unread.BROKEN, None]
    assert found[1].text == "Le guichet"


def test_no_reader_is_left_behind():
    readings((b"<p>Le guichet", "text/html"))
    ours = [process for process in running() if process.parent == os.getpid()]
    assert not [process for process in ours if "sources.reader" in process.command]
