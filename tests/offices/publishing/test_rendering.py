"""From an address to its file, one at a time. What happens when several are at it: test_race.py."""

from datetime import timedelta

import pytest
from django.urls import resolve
from django.utils import timezone

from offices.enums import ProposalAction
from offices.models import PageSlug
from offices.publishing import files, keys, rendering
from tests.offices.publishing.test_race import API, PAGE, numbered
from tests.plugins.cast import approve, changed, propose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(empty_store):
    return empty_store


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


def test_the_second_of_a_file_whose_renderer_was_killed_is_never_given_again(isere, amina, claire, store, monkeypatch):
    """Killed between file and commit: the row does not know of the file, a reader may."""
    monkeypatch.setattr(rendering, "time", lambda: 1_800_000_000.0)
    taken, put = rendering.ticket(PAGE), store.put

    class Killed(BaseException):
        pass

    def put_and_die(*arguments, **options):
        put(*arguments, **options)
        raise Killed

    monkeypatch.setattr(type(store), "put", lambda _self, *arguments, **options: put_and_die(*arguments, **options))
    with pytest.raises(Killed):
        rendering.place(taken, PAGE, rendering.ask(PAGE).body)
    file = store.always / files.name_of(PAGE)
    known = int(file.stat().st_mtime)
    monkeypatch.undo()
    monkeypatch.setattr(rendering, "time", lambda: 1_800_000_000.0)

    approve(numbered(isere.filing, 1, amina), claire)
    rendering.render(PAGE)

    assert int(file.stat().st_mtime) > known


def test_what_was_forgotten_waits_for_whoever_warms(isere, amina, claire):
    rendering.render(PAGE)
    assert PAGE not in rendering.behind(1000)

    approve(numbered(isere.filing, 1, amina), claire)
    assert PAGE in rendering.behind(1000)

    rendering.render(PAGE)
    assert PAGE not in rendering.behind(1000)


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

    assert rendering.render(PAGE) == 410
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
