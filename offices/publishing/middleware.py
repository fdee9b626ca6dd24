"""Filling what was forgotten: an address that a reader asked for and that has no file is rendered into one, aside.

The reader waits for nothing of it, neither a disk nor a lock: the answer is the live page. A thread of the process
then asks the site for the same address (offices/publishing/rendering.py) and puts the file, if nothing was decided
meanwhile. What is lost when the process ends is asked again by the next reader, or warmed by the worker.
"""

import logging
from queue import SimpleQueue
from threading import Lock, Thread

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections

from offices.publishing import files, keys, rendering

logger = logging.getLogger(__name__)


class FillOnMissMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.filler = Filler() if settings.FILL_ON_MISS else None

    def __call__(self, request):
        response = self.get_response(request)
        if self.filler and is_missing(request, response):
            self.filler.ask(request.path_info)
        return response


def is_missing(request, response) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and rendering.ASKED_BY_US not in request.META
        and not request.META.get("QUERY_STRING")
        and files.name_of(request.path_info) is not None
        and keys.key_of(request.resolver_match) is not None  # no match: a static file
    )


class Filler:
    """One thread, started with the first address; an address that waits already is not asked twice."""

    def __init__(self):
        self.waiting: set[str] = set()
        self.queue: SimpleQueue[str] = SimpleQueue()
        self.lock = Lock()
        self.thread: Thread | None = None

    def ask(self, address: str) -> None:
        with self.lock:
            if address in self.waiting:
                return
            self.waiting.add(address)
            if self.thread is None or not self.thread.is_alive():  # ended by what nobody foresaw: begun again
                self.thread = Thread(target=self.fill, name="filler", daemon=True)
                self.thread.start()
        self.queue.put(address)

    def fill(self) -> None:
        while True:
            address = self.queue.get()
            with self.lock:
                self.waiting.discard(address)  # before it is read: what is asked from here on is another text
            try:
                rendering.render(address)
            except (DatabaseError, OSError) as failure:
                logger.warning("%s was not rendered: %s", address, failure)
            finally:
                connections.close_all()
