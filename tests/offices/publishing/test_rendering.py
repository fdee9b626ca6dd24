"""From an address to its file, one at a time. What happens when several are at it: test_race.py."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db.models import F
from django.urls import resolve
from django.utils import timezone

from offices import ledger, tasks
from offices.enums import ProposalAction
from offices.models import Ledger, PageSlug, Procedure, Rendering
from offices.publishing import files, keys, rendering
from tests.offices.publishing.test_race import API, PAGE, numbered
from tests.plugins.cast import approve, changed, propose, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(empty_store):
    return empty_store


def nothing_waits() -> None:
    """As after a long quiet time, but for the files."""
    Rendering.objects.update(done=F("wanted"))


def test_two_approvals_in_one_second_have_two_etags_though_one_digit_moved(isere, amina, claire, store, monkeypatch):
    monkeypatch.setattr(rendering, "time", lambda: 1_800_000_000.0)
    marks = set()
    for number in (1, 2, 3):
        approve(numbered(isere.filing, number, amina), claire)
        rendering.render(API)
        file = store.always / files.name_of(API)
        packed = file.with_name(f"{file.name}.gz")
        assert int(file.stat().st_mtime) == int(packed.stat().st_mtime)
        marks.add(int(file.stat().st_mtime))

    assert len(marks) == 3


def test_more_is_forgotten_than_one_statement_takes(monkeypatch):
    monkeypatch.setattr(keys, "AT_ONCE", 2)
    addresses = {"/", "/flux/", "/notes/", "/chiffres/", "/departements/"}
    Rendering.objects.update_or_create(key="/flux/", defaults={"wanted": 1, "done": 1, "mtime": 7})

    keys.forget(addresses, 8)

    wanted = Rendering.objects.filter(key__in=addresses).values_list("key", "wanted")
    assert set(wanted) == {(address, 8) for address in addresses}
    known = Rendering.objects.get(key="/flux/")
    assert (known.done, known.mtime) == (1, 7)


def test_what_was_forgotten_waits_for_whoever_warms(isere, amina, claire, monkeypatch):
    monkeypatch.setattr(tasks, "SECONDS_TO_WARM", 600)
    nothing_waits()

    approve(numbered(isere.filing, 1, amina), claire)
    assert PAGE in rendering.behind(1000)
    rendering.render(PAGE)
    assert PAGE in rendering.behind(1000), "its history and its list of documents have no file yet"

    tasks.warm()
    assert rendering.behind(1000) == []
    for address in (PAGE, f"{PAGE}historique/", f"{PAGE}pieces/", f"/ar{PAGE}", API, "/", "/departements/38/dossier/"):
        assert rendering.is_rendered(address), address


def test_what_stands_already_is_not_rendered_again(isere):
    rendering.render(PAGE)

    assert rendering.warm(PAGE, french_only=True) == {f"{PAGE}historique/": 200, f"{PAGE}pieces/": 200}
    assert rendering.warm(PAGE, french_only=True) == {}


def test_french_is_warmed_before_any_other_language_and_a_key_is_done_with_the_last(isere, amina, claire):
    approve(numbered(isere.filing, 1, amina), claire)

    rendering.warm(PAGE, french_only=True)
    assert rendering.is_rendered(PAGE)
    assert not rendering.is_rendered(f"/en{PAGE}")
    assert PAGE in rendering.behind(1000)
    rendering.warm(PAGE)
    assert rendering.is_rendered(f"/en{PAGE}")
    assert PAGE not in rendering.behind(1000)


def test_what_is_decided_while_one_warms_is_still_to_be_done(isere, amina, claire, monkeypatch):
    render = rendering.render

    def decided_meanwhile(address):
        status = render(address)
        if address == PAGE:
            approve(numbered(isere.filing, 1, amina), claire)
        return status

    monkeypatch.setattr(rendering, "render", decided_meanwhile)
    rendering.warm(PAGE)

    assert PAGE in rendering.behind(1000)


def test_whoever_warms_leaves_a_turn_to_others_and_goes_on_at_the_next_call(isere, amina, claire, monkeypatch):
    approve(numbered(isere.filing, 1, amina), claire)
    waiting = len(rendering.behind(1000))
    clock = iter(range(0, 10_000, 5))  # each look at it finds it five seconds later
    monkeypatch.setattr(tasks, "monotonic", lambda: next(clock))

    tasks.warm()
    assert len(rendering.behind(1000)) == waiting - 1
    tasks.warm()
    assert len(rendering.behind(1000)) == waiting - 2


def test_a_key_that_this_release_does_not_know_waits_for_nobody():
    Rendering.objects.create(key="/une-adresse-d-avant/", wanted=1)

    tasks.warm()

    assert rendering.behind(1000) == []


def test_every_kind_of_file_is_warmed_but_the_sheets_that_wait_for_a_reader(isere, claire):
    publish({"kind": "legal_note", "title": "Une note", "text": "Rien n'oblige à cela."}, by=claire)
    section = {"id": "s", "heading": "Contexte", "text": "Chacun décide pour soi."}
    publish({"kind": "guide", "title": "Où déposer", "sections": [section]}, by=claire)

    warmed = {resolve(address).view_name for address in rendering.addresses()}

    assert warmed == keys.KEYS.keys() - keys.WAITING_FOR_A_READER


# --- After a restore --------------------------------------------------------------------------------------------------


def test_after_a_restore_of_the_database_no_file_tells_what_it_no_longer_knows(isere, amina, claire, store):
    """Whatever the way in which it was restored: the log is shorter than what was seen of it."""
    store.show()
    before = ledger.last_change()[1]
    approve(numbered(isere.filing, 1, amina), claire)
    rendering.render(PAGE)
    assert not rendering.forget_another_past()

    Ledger.objects.update(last_change=before)  # as a copy of the day before says
    assert rendering.forget_another_past()
    assert not rendering.is_rendered(PAGE)
    assert (store.root / files.CURRENT).exists(), "nginx goes on, from an empty folder"
    rendering.render(PAGE)
    assert not rendering.forget_another_past()
    assert rendering.is_rendered(PAGE)


@pytest.mark.parametrize("by", [tasks.warm, lambda: call_command("prepare", stdout=StringIO())])
def test_another_log_empties_the_folder_whoever_looks_first(isere, by):
    nothing_waits()
    by()
    rendering.render("/aide/")
    Ledger.objects.update(log=uuid4())

    by()

    assert not rendering.is_rendered("/aide/")


def test_an_index_that_is_made_anew_takes_away_what_was_rendered_from_the_one_before(isere):
    Procedure.objects.filter(pk=isere.filing.pk).update(department="69")  # `verify` would tell
    rendering.render("/departements/38/")
    assert rendering.is_rendered("/departements/38/")

    call_command("reindex", stdout=StringIO())

    assert not rendering.is_rendered("/departements/38/")
    assert "/departements/38/" in rendering.behind(1000), "the worker warms it"


# --- Under which addresses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spell", [str.upper, str.title])
def test_an_identifier_spelled_otherwise_is_answered_and_never_a_file(isere, spell):
    """A decision forgets the address as the site writes it: another spelling of it would stand for ever."""
    address = f"/api/v1/procedures/{spell(str(isere.filing.pk))}/"

    assert rendering.ask(address).status == 200
    assert keys.key_of(resolve(address)) is None
    assert keys.key_of(resolve(address.lower())) == address.lower()


def test_a_page_is_no_file_under_an_address_it_had(isere, store):
    """The API answers there, for mirrors; a decision forgets the address that the page has."""
    PageSlug.objects.create(slug="ancienne-adresse", page=isere.filing)

    for address in ("/modalites/ancienne-adresse/", "/api/v1/procedures/ancienne-adresse/"):
        rendering.render(address)
        assert not store.stands(files.name_of(address), timezone.localdate())


def test_a_page_that_was_removed_is_answered_live_and_waits_for_nobody(isere, amina, claire, store):
    rendering.render(PAGE)
    removal = propose(isere.filing, isere.filing.document, amina, action=ProposalAction.REMOVE)

    approve(removal, claire)

    assert rendering.warm(PAGE)[PAGE] == 410
    assert not store.stands(files.name_of(PAGE), timezone.localdate())
    assert PAGE not in rendering.behind(1000)


def test_what_the_calendar_changes_is_kept_for_one_day(isere, amina, claire, store):
    """A file of the day before is looked at by nobody, whether or not anybody was awake at midnight."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    step = {"id": "call", "purpose": "ask", "channel": "phone", "phone": "04 76 60 34 00"}
    steps = [*isere.filing.document.model_dump(mode="json")["steps"], step | {"valid_from": tomorrow.isoformat()}]
    approve(propose(isere.filing, changed(isere.filing.document, steps=steps), amina), claire)

    for address in (PAGE, API, "/guichets/prefecture-grenoble/", "/departements/38/dossier/"):
        rendering.render(address)
        name = files.name_of(address)
        assert not (store.always / name).exists(), address
        assert (store.folder(timezone.localdate()) / name).exists(), address
        assert not store.stands(name, tomorrow)
    rendering.render("/aide/")
    assert (store.always / files.name_of("/aide/")).exists()
