"""The folder of rendered addresses: whole files, releases side by side, days that end."""

import gzip
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import time

import pytest

from offices.publishing import files
from offices.publishing.files import Store

TODAY, YESTERDAY = date(2026, 11, 21), date(2026, 11, 20)


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path, "new")


def test_every_address_lies_where_its_kind_says():
    assert files.name_of("/") == "index.html"
    assert files.name_of("/modalites/x/historique/") == "modalites/x/historique/index.html"
    assert files.name_of("/api/v1/offices/x/") == "api/v1/offices/x/index.json"
    assert files.name_of("/flux/regions/bretagne/") == "flux/regions/bretagne/index.atom"
    assert files.name_of("/sitemap.xml") == "sitemap.xml"
    assert files.name_of("/dossiers/bretagne.pdf") == "dossiers/bretagne.pdf"
    assert files.name_of("/ar/") == "index.ar.html"
    assert files.name_of("/ar/modalites/x/historique/") == "modalites/x/historique/index.ar.html"


@pytest.mark.parametrize(
    "address",
    ["/modalites/x/index.html", "/modalites/x/index.ar.html", "/index.json", "/en/dossiers/bretagne.pdf", "/en"],
)
def test_a_file_has_one_address(address):
    assert files.name_of(address) is None


def test_a_file_and_its_packed_twin_say_the_same_at_the_same_second(store):
    store.put("x/index.html", b"text", mtime=1_700_000_000)

    file, packed = store.always / "x" / "index.html", store.always / "x" / "index.html.gz"
    assert gzip.decompress(packed.read_bytes()) == file.read_bytes() == b"text"
    assert file.stat().st_mtime == packed.stat().st_mtime == 1_700_000_000
    assert sorted(file.parent.iterdir()) == [file, packed], "nothing is left beside them"
    assert waiting_in(store) == []


def waiting_in(store: Store) -> list:
    return list((store.root / store.release / files.WAITING).iterdir())


def test_a_file_that_is_prepared_is_read_by_nobody_before_it_is_published(store):
    name = files.name_of("/modalites/x/")
    with store.prepare(name, b"text", mtime=1) as prepared:
        assert len(waiting_in(store)) == 2
        store.forget({"/modalites/x/": True})  # a decision sets aside the folder to which it goes
        assert not store.stands(name, TODAY)
        prepared.publish()
        assert store.stands(name, TODAY)

    with store.prepare(name, b"other", mtime=2):
        pass  # something was decided meanwhile
    assert waiting_in(store) == []
    assert (store.always / name).read_bytes() == b"text"


def test_what_a_killed_renderer_left_waiting_is_taken_away_after_an_hour(store, monkeypatch):
    with store.prepare("index.html", b"text", mtime=1):
        store.sweep(TODAY)
        assert len(waiting_in(store)) == 2, "its renderer may be at work"
        monkeypatch.setattr(files, "time", lambda: time() + 3601)
        store.sweep(TODAY)
        assert waiting_in(store) == []


def test_a_write_that_fails_leaves_what_stood(store, monkeypatch):
    store.put("x/index.html", b"old", mtime=1)

    def full(_descriptor):
        raise OSError("no space left")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        store.put("x/index.html", b"new", mtime=2)

    assert (store.always / "x" / "index.html").read_bytes() == b"old"
    assert len(list((store.always / "x").iterdir())) == 2
    assert waiting_in(store) == []


def test_an_address_is_forgotten_in_every_release_and_on_every_day(store, tmp_path):
    old = Store(tmp_path, "old")
    for one in (old, store):
        one.put("modalites/x/index.html", b"text", mtime=1)
        one.put("modalites/x/historique/index.html", b"text", mtime=1)
        one.put("modalites/x/index.html", b"text", mtime=1, day=TODAY)
        one.put("modalites/xy/index.html", b"text", mtime=1)

    store.forget({"/modalites/x/": True})

    others = ["new/always/modalites/xy/index.html", "old/always/modalites/xy/index.html"]
    assert [str(file.relative_to(tmp_path)) for folder in store.folders() for file in folder.rglob("*.html")] == others
    store.sweep(TODAY)
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.html")) == others


def test_a_file_finds_its_place_while_its_folder_is_set_aside(store):
    """Again and again: only the decision on its own key, which it waits for, may keep it from its place."""
    over = Event()

    def forgetting():
        while not over.is_set():
            store.forget({"/modalites/x/": True})

    forgetter = Thread(target=forgetting)
    forgetter.start()
    try:
        for second in range(300):
            store.put("modalites/x/historique/index.html", b"text", mtime=second)
    finally:
        over.set()
        forgetter.join()
    assert waiting_in(store) == []


@pytest.mark.parametrize("left", ["old", "old/days/2026-11-20"])
def test_a_decision_is_not_stopped_by_a_folder_that_is_taken_away_meanwhile(store, tmp_path, monkeypatch, left):
    """A day ends, or a release leaves, between the moment at which it was seen and the one at which it is read."""
    for day in (YESTERDAY, None):
        Store(tmp_path, "old").put("modalites/x/index.html", b"text", mtime=1, day=day)
        store.put("modalites/x/index.html", b"text", mtime=1, day=day)
    seen = store.folders()
    assert len(seen) == 4
    monkeypatch.setattr(store, "folders", lambda: seen)
    files.take_away(tmp_path / left)

    store.forget({"/modalites/x/": True})

    assert not [file for folder in seen for file in folder.rglob("*.html")]


@pytest.mark.parametrize("address", ["/", "/sitemap.xml", "/departements/"])
def test_a_packed_twin_that_stands_alone_is_forgotten_too(store, address):
    """Its renderer was killed between the two."""
    file = store.always / files.name_of(address)
    store.put(files.name_of(address), b"text", mtime=1)
    file.unlink()

    store.forget({address: False})

    assert not list(file.parent.iterdir())


def test_a_list_is_forgotten_without_what_lies_below_it(store):
    store.put("departements/index.html", b"text", mtime=1)
    store.put("departements/38/index.html", b"text", mtime=1)

    store.forget({"/departements/": False})

    assert not store.stands("departements/index.html", TODAY)
    assert store.stands("departements/38/index.html", TODAY)


def test_nginx_reads_the_new_release_and_the_old_one_again(store, tmp_path):
    old, current = Store(tmp_path, "old"), tmp_path / files.CURRENT
    for one in (old, store, old, old):
        one.put("index.html", one.release.encode(), mtime=1)
        one.put("x/index.html", b"text", mtime=1, day=TODAY)
        one.show()
        assert (current / "index.html").read_bytes() == one.release.encode()
        assert not current.is_symlink(), "each request would follow it"
        assert (tmp_path / files.DAYS_OF_CURRENT).resolve() == one.days
        assert {release.name for release in one.releases()} <= {"new", "old"}
    assert all(one.stands("index.html", TODAY) for one in (old, store)), "each has its own, shown or not"

    store.forget({"/": False})
    assert not any(one.stands("index.html", TODAY) for one in (old, store))
    assert not list(current.glob("index.html*"))


class Killed(BaseException):
    pass


@pytest.mark.parametrize("calls", range(11))
def test_whoever_is_killed_while_two_releases_change_places_leaves_nothing_that_a_decision_would_miss(
    store, tmp_path, monkeypatch, calls
):
    old = Store(tmp_path, "old")
    for one in (old, store):
        one.put("modalites/x/index.html", b"text", mtime=1)
    old.show()

    left = iter([True] * calls)

    def until_killed(act):
        def wrapped(*arguments, **options):
            if not next(left, False):
                raise Killed
            return act(*arguments, **options)

        return wrapped

    with monkeypatch.context() as patched, suppress(Killed):
        for act in ("unlink", "rename", "symlink_to"):
            patched.setattr(Path, act, until_killed(getattr(Path, act)))
        patched.setattr(files.os, "replace", until_killed(files.os.replace))
        store.show()

    old.forget({"/modalites/x/": True})
    assert not [file for file in tmp_path.rglob("*.html") if files.GONE not in file.parts]
    store.put("modalites/x/index.html", b"other", mtime=2)
    store.show()
    store.put("modalites/y/index.html", b"text", mtime=3)
    assert (tmp_path / files.CURRENT / "modalites/y/index.html").read_bytes() == b"text"
    assert not old.always.is_symlink()


def test_the_link_that_nginx_followed_before_becomes_a_folder(store, tmp_path):
    old = Store(tmp_path, "old")
    old.put("index.html", b"old", mtime=1)
    (tmp_path / files.CURRENT).symlink_to("old/always")
    store.put("index.html", b"new", mtime=2)

    store.show()

    assert (tmp_path / files.CURRENT / "index.html").read_bytes() == b"new"
    assert (old.always / "index.html").read_bytes() == b"old"


def test_of_the_releases_that_left_the_last_one_is_kept(store, tmp_path):
    for second, release in enumerate(("oldest", "older", "old")):
        Store(tmp_path, release).put("index.html", b"text", mtime=1)
        files.os.utime(tmp_path / release, (second, second))
    store.put("index.html", b"text", mtime=1)

    assert store.leave(keeping=1) == 2
    assert sorted(one.name for one in store.releases()) == ["new", "old"]
    assert store.leave(keeping=1) == 0


def test_the_release_that_nginx_shows_is_kept_whatever_its_age(store, tmp_path):
    shown, tried = Store(tmp_path, "shown"), Store(tmp_path, "tried beside it")
    for second, release in enumerate((shown, tried)):
        release.put("index.html", b"text", mtime=1)
        files.os.utime(tmp_path / release.release, (second, second))
    shown.show()

    assert store.leave(keeping=0) == 1
    assert [one.name for one in store.releases()] == ["shown"]


def test_the_folders_of_days_that_are_over_are_taken_away(store):
    for day in (YESTERDAY, TODAY, None):
        store.put("index.html", b"text", mtime=1, day=day)

    assert store.sweep(TODAY) == 1
    assert [folder.name for folder in store.folders()] == ["always", TODAY.isoformat()]


def test_a_file_that_comes_into_a_folder_while_it_is_deleted_goes_with_it(store, monkeypatch):
    """A renderer had looked the folder up before it was moved."""
    store.put("index.html", b"text", mtime=1)
    rmdir, late = os.rmdir, []

    def after_another_came(folder, *, dir_fd=None):
        if not late:
            inside = os.open(folder, os.O_RDONLY, dir_fd=dir_fd)
            late.append(os.open("late", os.O_CREAT | os.O_WRONLY, dir_fd=inside))
            os.close(inside)
        rmdir(folder, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", after_another_came)
    store.clear()

    os.close(*late)
    assert not any(path.is_dir() for path in store.root.iterdir())


def test_only_ones_own_file_is_taken_back(store):
    store.put("index.html", b"later", mtime=2)
    store.take_back("index.html", mtime=1, day=None)
    assert store.stands("index.html", TODAY)

    store.take_back("index.html", mtime=2, day=None)
    assert not store.stands("index.html", TODAY)
