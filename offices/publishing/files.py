"""Rendered addresses on disk: where each lies, how it is put there whole, how it is taken away. No database, no Django.

    <root>/<release>/always/modalites/aes-38-…/index.html (.gz)     until somebody decides something
    <root>/<release>/days/2026-11-21/modalites/…/index.html (.gz)   for that French day only: the calendar changes it
    <root>/<release>/always/ar/modalites/…/index.html (.gz)         the same page in another language

A release (code, templates, settings that show) has its own folder: its bytes never mix with another's. The day stands
in the path so that whoever serves files (nginx, gisti_cms/front.py) stops at midnight without being told.

Of the release that nginx serves, `always` is a link to <root>/current, and not the other way round: nginx follows no
link on its way to a file, which took a fiftieth of its time.
"""

import errno
import gzip
import mmap
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import time

# Addresses of one's own making only: what does not look like one is never looked for on the disk. No name begins with
# a point (those are being written), and no address is longer than a name may be.
ADDRESS = re.compile(r"(?=.{1,200}\Z)(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*/?")
# Every language that some release may have: one that leaves and one that comes may have others than this one.
LANGUAGES = frozenset({"en", "ar", "es", "pt", "ru", "tr", "bn", "fa", "ps", "ti", "zh-hans"})
INDEXES = (("/api/", "index.json"), ("/flux/", "index.atom"), ("/", "index.html"))
CURRENT = "current"  # what stands always in the release that nginx serves
DAYS_OF_CURRENT = "days"  # a link to its days
FILLED = ".filled"
MARK = ".mark"  # what `Watch` reads
MARK_LENGTH = 16
LAST_LINE = ".last-line"  # of the log, when somebody last looked: after a restore, the database knows less
WAITING = "waiting"  # beside "always" and "days", where nobody reads: files whose place is not sure yet
GONE = ".gone"  # in the root: what was forgotten, until somebody has the time to delete it
ABANDONED = 3600  # seconds after which a file that waits belongs to a renderer that was killed
ATTEMPTS = 100  # at a place whose folder leaves; a second one is rare
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
}


def name_of(address: str) -> str | None:
    """The file of an address, below the folder of its day: "/flux/" → "flux/index.atom", "/ar/guides/" →
    "guides/index.ar.html". None where there is none.

    What a page says in every language lies in one folder, which a decision sets aside in one call.
    """
    if not ADDRESS.fullmatch(address):
        return None
    _root, language, *below = address.split("/", 2)
    if language in LANGUAGES and below:
        return f"{below[0]}index.{language}.html" if address.endswith("/") else None
    if not address.endswith("/"):
        stem, extension = os.path.splitext(address.rpartition("/")[2])
        is_an_index = stem.partition(".")[0] == "index"  # which has its own address
        return address[1:] if extension in CONTENT_TYPES and not is_an_index else None
    index = next(index for prefix, index in INDEXES if address.startswith(prefix))
    return address[1:] + index


def content_type(name: str) -> str:
    return CONTENT_TYPES[os.path.splitext(name)[1]]


class Store:
    """The folder of every release; this process writes into that of its own."""

    def __init__(self, root: Path, release: str):
        self.root, self.release = root, release
        self.always = root / release / "always"
        self.days = root / release / "days"

    def folder(self, day: date | None) -> Path:
        return self.days / day.isoformat() if day else self.always

    def stands(self, name: str, day: date) -> bool:
        """Whether the file is there, for always or for that day."""
        return any((folder / name).exists() for folder in (self.always, self.folder(day)))

    def put(self, name: str, body: bytes, *, mtime: int, day: date | None = None) -> None:
        """Both files whole, or none: a reader meets the old one, nothing, or the new one."""
        with self.prepare(name, body, mtime=mtime, day=day) as prepared:
            prepared.publish()

    @contextmanager
    def prepare(self, name: str, body: bytes, *, mtime: int, day: date | None = None) -> Iterator["Prepared"]:
        """All the work of a file but its place: packed, written, on the disk. No lock need be held meanwhile. What was
        not published is taken away.

        `mtime`, in whole seconds, is given: nginx's ETag is seconds and size, and one digit changes neither.
        """
        file, waiting = self.folder(day) / name, self.root / self.release / WAITING
        waiting.mkdir(parents=True, exist_ok=True)
        packed = gzip.compress(body, 9, mtime=0)
        unique = waiting / f"{os.getpid()}-{secrets.token_hex(8)}"
        prepared = Prepared([(unique.with_suffix(".gz"), file.with_name(f"{file.name}.gz")), (unique, file)])
        try:
            for (written, _target), content in zip(prepared.files, (packed, body), strict=True):
                with written.open("xb") as opened:
                    opened.write(content)
                    opened.flush()
                    os.utime(opened.fileno(), (mtime, mtime))
                    os.fsync(opened.fileno())  # renamed before its bytes are on the disk, a file is empty after a crash
            yield prepared
        finally:
            prepared.discard()

    def take_back(self, name: str, *, mtime: int, day: date | None) -> None:
        """Undo one's own `put`, and nobody else's: the file that stands may be a later one."""
        file = self.folder(day) / name
        for one in (file.with_name(file.name + ".gz"), file):
            if one.exists() and int(one.stat().st_mtime) == mtime:
                one.unlink(missing_ok=True)
        self.tell()

    def forget(self, addresses: Mapping[str, bool]) -> None:
        """Take addresses away, of every release, day and language: French address → whether every address below goes
        too.

        What goes with all that lies below is set aside in one call, and deleted by `sweep`: a decision forgets some
        hundred files, and reading and emptying their folders took it a tenth of its time.
        """
        gone = self.root / GONE
        gone.mkdir(parents=True, exist_ok=True)
        for folder in self.folders():
            forget_in(folder, addresses, f"{gone}/{secrets.token_hex(8)}")
        self.tell()

    def tell(self) -> None:
        """Tell who keeps files in memory that some were taken away: after they are, before the decision is committed.

        Random and not counted: two processes that count at once write the same number, and one of them tells nothing.
        """
        descriptor = self.open_mark()
        try:
            os.pwrite(descriptor, secrets.token_bytes(MARK_LENGTH), 0)
        finally:
            os.close(descriptor)

    def open_mark(self) -> int:
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.root / MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        os.ftruncate(descriptor, MARK_LENGTH)
        return descriptor

    def folders(self) -> list[Path]:
        """Where files may lie: what nginx reads, those of a release that is leaving and of one that comes, while both
        run."""
        found = [self.root / CURRENT, *(folder for release in self.releases() for folder in folders_of(release))]
        return [folder for folder in found if folder.is_dir() and not folder.is_symlink()]

    def show(self) -> None:
        """Have nginx read this release's files from now on. To be called where nobody puts or forgets any meanwhile
        (offices/publishing/rendering.py, `show`): between two of these calls, the one or the other has no folder.

        Whoever is killed between two of them leaves a folder that no release calls its own. Decisions forget in it like
        in any other, and the next call takes it away.
        """
        if self.always.is_symlink():
            return
        current = self.root / CURRENT
        for release in filter(is_shown, self.releases()):
            (release / "always").unlink()
            current.rename(release / "always")
        take_away(current)
        self.always.mkdir(parents=True, exist_ok=True)
        self.days.mkdir(exist_ok=True)
        link(self.root / DAYS_OF_CURRENT, self.release, "days")
        self.always.rename(current)
        link(self.always, "..", CURRENT)

    def note_filled(self) -> None:
        """A full render of this release came to its end: what is missing from here on is what decisions took away."""
        (self.root / self.release / FILLED).touch()

    def is_filled(self) -> bool:
        return (self.root / self.release / FILLED).exists()

    def leave(self, *, keeping: int = 1) -> int:
        """Take away the folders of releases that nobody serves any more, but the last ones and the one that is shown:
        a rolling restart still reads them. Returns how many."""
        others = [folder for folder in self.releases() if folder.name != self.release and not is_shown(folder)]
        gone = sorted(others, key=lambda folder: folder.stat().st_mtime, reverse=True)[keeping:]
        for folder in gone:
            take_away(folder)
        return len(gone)

    def last_line(self) -> tuple[str, int] | None:
        """The log, and the number of its last line, that `note_last_line` was told of; None before."""
        try:
            log, number = (self.root / LAST_LINE).read_text().split()
        except FileNotFoundError:
            return None
        return log, int(number)

    def note_last_line(self, log: str, number: int) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        waiting = self.root / f"{LAST_LINE}.{os.getpid()}"
        waiting.write_text(f"{log} {number}")
        os.replace(waiting, self.root / LAST_LINE)

    def clear(self) -> None:
        """Take every release away: after a restore, what stands is not what the database says."""
        for folder in (self.root / CURRENT, *self.releases()):
            take_away(folder)
        self.tell()

    def releases(self) -> list[Path]:
        """The folder of each."""
        with suppress(FileNotFoundError), os.scandir(self.root) as found:
            return [
                Path(one)
                for one in found
                if one.is_dir(follow_symlinks=False) and one.name[0] != "." and one.name != CURRENT
            ]
        return []

    def sweep(self, today: date) -> int:
        """Delete what was set aside and what killed renderers left waiting; take away the folders of days that are
        over. Returns how many of these."""
        for folder in (self.root / GONE).glob("*"):
            delete(folder)
        for release in self.releases():
            for file in (release / WAITING).glob("*"):
                if has_lain(file, ABANDONED):
                    file.unlink(missing_ok=True)
        past = [folder for folder in self.folders() if folder.parent.name == "days" and folder.name < today.isoformat()]
        for folder in past:
            take_away(folder)
        return len(past)


class Watch:
    """The mark of a store, which changes whenever files of it were taken away, read without a system call: the file is
    mapped, and every process of a machine sees the same page of memory.

    One stat a request, which this replaces, had the threads of a process hand their interpreter to one another: a
    seventh of all the time of an answer. Once in a second it is asked whether the file that is mapped is still the one
    there: somebody may have emptied the folder by hand.
    """

    def __init__(self, store: Store):
        self.store, self.asked = store, 0.0
        self.open()

    def open(self) -> None:
        descriptor = self.store.open_mark()
        try:
            self.mapped = mmap.mmap(descriptor, MARK_LENGTH, prot=mmap.PROT_READ)
            self.inode = os.fstat(descriptor).st_ino
        finally:
            os.close(descriptor)

    def mark(self, now: float) -> bytes:
        """`now`: seconds since 1970. To be read before the file that is kept under it."""
        if not self.asked <= now < self.asked + 1:
            self.asked = now
            if not self.is_there():
                self.store.tell()  # made anew: what was kept under the old one is asked for again
                self.open()
        return self.mapped[:]

    def is_there(self) -> bool:
        try:
            return os.stat(self.store.root / MARK).st_ino == self.inode
        except FileNotFoundError:
            return False


@dataclass(frozen=True)
class Prepared:
    """A file and its packed twin that wait for their place.

    They wait in a folder of their own: in the one they go to, a decision that sets it aside would meet them half-way.
    """

    files: list[tuple[Path, Path]]  # (where it waits, where it goes), the packed twin first

    def publish(self) -> None:
        """Two renames: what a lock is held for."""
        for waiting, target in self.files:
            put(waiting, target)

    def discard(self) -> None:
        for waiting, _target in self.files:
            waiting.unlink(missing_ok=True)


def folders_of(release: Path) -> list[Path]:
    days = release / "days"
    return [release / "always", *(days / name for name in names_in(days))]


def is_shown(release: Path) -> bool:
    """Whether nginx reads the files of this release."""
    return (release / "always").is_symlink()


def link(place: Path, *target: str) -> None:
    """Have a link lead there, from now on and without a moment between."""
    waiting = place.with_name(f".{place.name}.{os.getpid()}")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(Path(*target))
    os.replace(waiting, place)


def names_in(folder: Path | str) -> list[str]:
    """None where the folder is no more, or not yet: its day is over, its release was taken away, nobody read it."""
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def has_lain(file: Path, seconds: float) -> bool:
    """By the clock of the disk: the file's own time is given by us."""
    try:
        return file.stat().st_ctime < time() - seconds
    except FileNotFoundError:
        return False  # it was put


def put(waiting: Path, target: Path) -> None:
    """Give a file its place, in a folder that the decision on another key may set aside between any two calls."""
    for _ in range(ATTEMPTS):
        with suppress(FileExistsError, FileNotFoundError):  # the folder left while it was made, or just after
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(waiting, target)
            return
    os.replace(waiting, target)


def forget_in(folder: Path, addresses: Mapping[str, bool], gone: str) -> None:
    """What was begun there only: hardly a page is another each day."""
    begun = {name.removesuffix(".gz") for name in names_in(folder)}  # a renderer that was killed leaves a twin alone
    for number, (address, below) in enumerate(addresses.items()):
        top = address.split("/", 2)[1]
        if top and top not in begun:
            continue
        if below:
            move_if_there(f"{folder}{address}", f"{gone}-{number}")
        else:
            for file in files_at(f"{folder}{address}"):
                unlink_if_there(file)


def files_at(place: str) -> list[str]:
    """The files of one address, of none below it: with their packed twins and, of a page, in every language."""
    if not place.endswith("/"):
        return [f"{place}.gz", place]
    return [f"{place}{name}" for name in names_in(place) if name.startswith("index.")]


def move_if_there(folder: str, target: str) -> None:
    with suppress(FileNotFoundError):
        os.rename(folder, target)


def unlink_if_there(file: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(file)


def take_away(folder: Path) -> None:
    """A folder into which somebody may still be writing: renamed first, or it would never be empty."""
    if folder.is_symlink():  # as `current` was until November 2026
        return folder.unlink()
    leaving = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        folder.rename(leaving)
    except FileNotFoundError:
        return  # another process was first
    delete(leaving)


def delete(folder: Path) -> None:
    """A folder that nobody finds any more. Who looked for it before it moved may still put one file there."""
    for _attempt in range(ATTEMPTS):
        try:
            return shutil.rmtree(folder, onerror=raise_unless_absent)
        except OSError as failure:
            if failure.errno != errno.ENOTEMPTY:
                raise
    raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(folder))


def raise_unless_absent(function, path, excinfo) -> None:
    if not isinstance(excinfo[1], FileNotFoundError):
        raise excinfo[1]
