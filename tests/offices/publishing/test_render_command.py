"""`manage.py render`: in parallel, resumed where it was cut short, and two releases side by side."""

import os
import signal
import sys
from concurrent.futures import Future
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from gisti_cms.supervisor import Program
from offices.management.commands import render
from offices.publishing import files, keys, rendering
from offices.publishing.files import CURRENT, Store
from tests.plugins import web
from tests.plugins.cast import approve, changed, propose
from tests.processes import eventually

PAGE = "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
FEW = ("/", PAGE, f"{PAGE}historique/", "/aide/", "/api/v1/departments/38/", "/flux/")


@pytest.fixture
def store(empty_store):
    return empty_store


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_killed_is_resumed_by_the_next_and_then_served(isere, store, tmp_path):
    """Cut short by SIGKILL, after some addresses: what stands is left as it is."""
    log = tmp_path / "render.log"
    began = timezone.localdate()
    command = Program("render", (sys.executable, "manage.py", "render", "--jobs", "1"))
    first = web.start(command, log)
    assert eventually(lambda: first.poll() is not None or is_any_there(store), 240), log.read_text()
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    cut_short = {file: file.stat().st_mtime_ns for file in store.always.rglob("*.html")}
    assert cut_short
    assert not (store.root / CURRENT).exists(), "a release that is not whole is not served"
    assert not store.is_filled()

    second = web.start(command, log)
    assert second.wait(600) == 0, log.read_text()

    days = {began, timezone.localdate()}  # at midnight, what the calendar changes is of the day before
    assert all(any(store.stands(files.name_of(address), day) for day in days) for address in rendering.addresses())
    assert {file: file.stat().st_mtime_ns for file in cut_short} == cut_short
    assert (store.root / CURRENT).resolve() == store.always.resolve()
    assert not rendering.behind(10_000)
    assert store.is_filled()


@pytest.mark.django_db(transaction=True)
def test_where_a_run_is_killed_its_processes_end_too(isere, store, tmp_path):
    """It alone, as by a machine that is short of memory: they would wait for ever for work, with a connection each."""
    log = tmp_path / "render.log"
    run = web.start(Program("render", (sys.executable, "manage.py", "render", "--jobs", "2")), log)
    assert eventually(lambda: run.poll() is not None or is_any_there(store), 240), log.read_text()

    os.kill(run.pid, signal.SIGKILL)
    run.wait()

    assert eventually(lambda: not is_any_alive(run.pid), 30)


def is_any_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_control_c_ends_the_run_and_says_how_to_go_on(isere, store, tmp_path):
    """The terminal sends it to every process of the run."""
    log = tmp_path / "render.log"
    run = web.start(Program("render", (sys.executable, "manage.py", "render", "--jobs", "2")), log)
    assert eventually(lambda: run.poll() is not None or is_any_there(store), 240), log.read_text()

    os.killpg(run.pid, signal.SIGINT)

    assert run.wait(60) == 1
    assert "relancez la commande" in log.read_text()
    assert "Traceback" not in log.read_text()
    assert not all(map(rendering.is_rendered, rendering.addresses()))


def is_any_there(store: Store) -> bool:
    return next(store.always.rglob("*.html"), None) is not None


@pytest.mark.django_db(transaction=True)  # the command closes its connections before it shares the work out
def test_an_address_that_fails_is_named_and_the_release_is_not_shown(isere, store, monkeypatch):
    """Here in one process: what `render_all` says is what a pool would hand back."""
    monkeypatch.setattr(rendering, "all_keys", lambda: iter(["/aide/", "/departements/00/"]))
    monkeypatch.setattr(render, "ProcessPoolExecutor", InThisProcess)

    with pytest.raises(render.CommandError, match=r"/departements/00/ \(404\)"):
        call_command("render", verbosity=0, stdout=StringIO())

    assert rendering.is_rendered("/aide/")
    assert not (store.root / CURRENT).exists()
    assert not store.is_filled()


class InThisProcess:
    def __init__(self, *_arguments, **_options):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        pass

    def submit(self, act, *arguments):
        done = Future()
        done.set_result(act(*arguments))
        return done


@pytest.mark.django_db
def test_a_decision_is_true_in_the_release_that_leaves_and_in_the_one_that_comes(
    isere, amina, claire, store, monkeypatch
):
    """While both run, each reads its own folder; the decision is taken by one of them."""
    coming = Store(store.root, "coming")
    for one in (store, coming):
        with monkeypatch.context() as as_release:
            as_release.setattr(keys, "store", lambda one=one: one)
            for address in FEW:
                assert rendering.render(address) == 200
    store.show()
    assert served(store.root, PAGE).is_file()

    coming.show()
    approve(propose(isere.filing, changed(isere.filing.document, title="Un autre titre"), amina), claire)

    for one in (store, coming):
        for address in set(FEW) - {"/aide/"}:
            assert not one.stands(files.name_of(address), timezone.localdate()), (one.release, address)
        assert one.stands(files.name_of("/aide/"), timezone.localdate())
    assert not served(store.root, PAGE).exists()


def served(root: Path, address: str) -> Path:
    return root / CURRENT / files.name_of(address)


@pytest.mark.django_db
def test_preparing_keeps_the_release_before_and_takes_older_ones_away(store, tmp_path, monkeypatch):
    for second, release in enumerate(("oldest", "older", "before"), 1):
        Store(store.root, release).put("index.html", b"text", mtime=1)
        os.utime(store.root / release, (second, second))

    call_command("prepare", stdout=StringIO())

    assert {one.name for one in store.releases()} == {store.release, "before"}
