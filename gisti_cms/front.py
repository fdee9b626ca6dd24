"""Before Django: a rendered address is answered from its file, or from what is kept of it, without a query.

What nginx does in production (deploy/nginx.conf), for an instance without nginx. Django's own caches answer ten times
fewer requests a second, because what stands before them is Django (docs/benchmarks.md).
"""

import os
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formatdate
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from offices.publishing.files import Store, Watch, content_type, name_of

MEMORY = 64_000_000  # bytes of bodies kept; France and its API weigh about 20 million
# A query is part of the address, except what others hang on it to count their readers.
COUNTED = re.compile(r"(?:(?:utm_[a-z_]+|fbclid|gclid|mc_[ce]id)=[^&]*(?:&|$))*")

REFUSED = re.compile(r";\s*q\s*=\s*0(?:\.0*)?\s*$")
ABSENT = (FileNotFoundError, NotADirectoryError)

Headers = list[tuple[str, str]]


class Day:
    """The French day, asked for at each request: computed once a day."""

    def __init__(self, zone: str):
        self.zone, self.begins, self.ends, self.name = ZoneInfo(zone), 0.0, 0.0, ""

    def of(self, now: float) -> str:
        """`now`: seconds since 1970."""
        if not self.begins <= now < self.ends:  # also when the machine's clock was set back
            here = datetime.fromtimestamp(now, self.zone)
            midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
            self.begins, self.ends = midnight.timestamp(), (midnight + timedelta(days=1)).timestamp()
            self.name = here.date().isoformat()
        return self.name


@dataclass(slots=True)
class Entry:
    """A file as it was read. `day`: the French day it is for, empty where it is for always. `mark`: that of the store
    (offices/publishing/files.py, Watch) when the file was last seen there."""

    path: str
    day: str
    mark: bytes
    mtime_ns: int
    size: int
    inode: int
    etag: str
    headers: Headers
    headers_of_304: Headers
    body: bytes

    def still_stands(self, today: str, mark: bytes) -> bool:
        if self.day and self.day != today:
            return False
        if self.mark == mark:
            return True
        try:
            stat = os.stat(self.path)
        except ABSENT:
            return False
        if (stat.st_mtime_ns, stat.st_size, stat.st_ino) != (self.mtime_ns, self.size, self.inode):
            return False
        self.mark = mark
        return True


class Front:
    """`headers`: extension of a file → what is sent with it. `only_https`: Django redirects those who come without."""

    def __init__(
        self,
        application: Callable,
        store: Store,
        headers: Mapping[str, Headers],
        *,
        zone: str,
        only_https: bool = False,
        clock: Callable[[], float] = time.time,
    ):
        self.application, self.headers, self.only_https = application, headers, only_https
        self.always, self.days = f"{store.always}/", f"{store.days}/"
        self.clock, self.day, self.watch = clock, Day(zone), Watch(store)
        self.kept: OrderedDict[tuple[str, bool], Entry] = OrderedDict()
        self.weight, self.lock = 0, Lock()

    def __call__(self, environ, start_response):
        method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        if (
            (method == "GET" or method == "HEAD")
            and (not query or COUNTED.fullmatch(query))
            and not (self.only_https and is_plain(environ))
        ):
            packed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
            found = self.find(environ["PATH_INFO"], packed=packed)
            if found is not None:
                return answer(found, method, environ, start_response)
        return self.application(environ, start_response)

    def find(self, address: str, *, packed: bool) -> Entry | None:
        """What stands for the address now. What is kept in memory stands as long as nothing was taken away since it was
        last seen; then one stat is enough, because an address has a file for always or for a day, and the decision that
        moves it deletes the other."""
        now = self.clock()
        today, mark = self.day.of(now), self.watch.mark(now)
        kept = self.kept.get((address, packed))
        if kept is not None and kept.still_stands(today, mark):
            return kept
        name = name_of(address)
        if name is None:
            return None
        ending = f"{name}.gz" if packed else name
        found = self.read(self.always + ending, name, "", mark) or self.read(
            f"{self.days}{today}/{ending}", name, today, mark
        )
        if found is not None:
            self.keep((address, packed), found)
        return found

    def read(self, path: str, name: str, day: str, mark: bytes) -> Entry | None:
        try:
            with open(path, "rb") as file:
                body, stat = file.read(), os.fstat(file.fileno())
        except ABSENT:
            return None
        etag = f'"{stat.st_mtime_ns // 1_000_000_000:x}-{stat.st_size:x}"'  # as nginx writes it
        headers = [
            ("Content-Type", content_type(name)),
            ("Content-Length", str(len(body))),
            ("ETag", etag),
            ("Last-Modified", formatdate(stat.st_mtime, usegmt=True)),
            ("Vary", "Accept-Encoding"),
            *([("Content-Encoding", "gzip")] if path.endswith(".gz") else []),
            *self.headers[os.path.splitext(name)[1]],
        ]
        short = [header for header in headers if header[0] not in NOT_IN_304]
        return Entry(path, day, mark, stat.st_mtime_ns, stat.st_size, stat.st_ino, etag, headers, short, body)

    def keep(self, key: tuple[str, bool], entry: Entry) -> None:
        with self.lock:
            if old := self.kept.pop(key, None):
                self.weight -= len(old.body)
            self.kept[key] = entry
            self.weight += len(entry.body)
            while self.weight > MEMORY:
                _key, oldest = self.kept.popitem(last=False)
                self.weight -= len(oldest.body)


def answer(entry: Entry, method: str, environ, start_response):
    if is_known(environ, entry.etag, entry.headers):
        start_response("304 Not Modified", entry.headers_of_304)
        return [b""]
    start_response("200 OK", entry.headers)
    return [entry.body] if method == "GET" else [b""]


def is_known(environ, etag: str, headers: Headers) -> bool:
    """Whether the reader has these bytes. The date counts where no ETag is named, and as nginx does: exactly."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return known == etag or known == "*" or etag in known.replace("W/", "").split(", ")
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and ("Last-Modified", since) in headers


@lru_cache(maxsize=256)  # browsers send some ten different ones
def takes_gzip(accepted: str) -> bool:
    """Whether this Accept-Encoding takes gzip, and does not name it to refuse it."""
    return any(
        one.partition(";")[0].strip().lower() == "gzip" and not REFUSED.search(one) for one in accepted.split(",")
    )


def is_plain(environ) -> bool:
    """Whether the reader came without TLS, by the word of whoever ends it in front of us."""
    return environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]) != "https"


NOT_IN_304 = {"Content-Type", "Content-Length", "Content-Encoding"}
