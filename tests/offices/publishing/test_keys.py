"""What shows what: an address whose bytes change with a decision is always forgotten by it, whatever the decision."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import resolve
from django.utils import timezone

from accounts.access import Access, level_of
from offices import languages, moderation
from offices.enums import PageKind, ProposalAction, WarningCode
from offices.models import Page
from offices.paper import compiling
from offices.publishing import files, keys, rendering
from sources.enums import Verdict
from tests.plugins.cast import approve, changed, propose, publish, with_fee
from tests.test_access_matrix import routes

ELSEWHERE = {"69", "84"}


def shown() -> dict[str, bytes]:
    """Every address that may become a file, near Isère, with what it says now."""
    near = [address for address in rendering.addresses() if is_near(address)]
    sheets = [sheet for address in near if address.endswith("/pieces/") for sheet in sheets_of(address)]
    sheets += [f"{address}fiche.pdf" for address in near if resolve(address).view_name == "offices:office"]
    return {address: rendering.ask(address).body for address in near + sheets}


def sheets_of(address: str) -> list[str]:
    return [f"{address}{slug}/" for slug in Page.objects.filter(kind=PageKind.GROUND).values_list("slug", flat=True)]


def is_near(address: str) -> bool:
    """One département and région beside the example's: hundreds of others say the same nothing. In French: another
    language has the same key (tests/offices/test_languages.py)."""
    if languages.of_address(address) != languages.SOURCE:
        return False
    place = address.strip("/").split("/")
    if "departements" in place or "departments" in place:
        return place[-1] in ("departements", "38", "69") or place[-2] in ("38", "69")
    if place[0] == "dossiers":
        return place[1] in ("departement-38.pdf", "departement-69.pdf", "auvergne-rhone-alpes.pdf", "bretagne.pdf")
    return "regions" not in place or "auvergne-rhone-alpes" in place or "bretagne" in place


@pytest.fixture(autouse=True)
def paper_is_what_it_is_made_of(monkeypatch):
    """The same data give the same bytes (tests/offices/paper); laying them out hundreds of times takes minutes."""
    monkeypatch.setattr(compiling, "pdf", lambda template, data: json.dumps([template, data]).encode())


@pytest.fixture
def forgotten(monkeypatch) -> set[str]:
    """The keys that decisions forget from here on."""
    found: set[str] = set()
    real = keys.forget
    monkeypatch.setattr(keys, "forget", lambda these, seq: (found.update(these), real(these, seq)))
    return found


def edit(isere, amina, claire, page, **fields):
    page.refresh_from_db()
    approve(propose(page, changed(page.document, **fields), amina), claire)


def acts(isere, amina, claire):
    filing, grenoble, ground = isere.filing, isere.grenoble, isere.ground
    slug = ground.slug
    refusal = {
        "kind": "procedure",
        "title": "Vienne ne traite pas",
        "department": "38",
        "offices": ["sous-prefecture-vienne"],
        "grounds": [slug],
        "handling": "not_handled",
    }
    note = {"kind": "legal_note", "title": "Une note", "text": "Rien n'oblige à cela.", "practices": ["online_only"]}
    guide = {
        "kind": "guide",
        "title": "Où déposer",
        "sections": [{"id": "s", "heading": "Contexte", "text": "Chacun décide pour soi."}],
    }
    work = {"kind": "ground", "title": "Par le travail", "parent": slug, "filing": "office"}
    papers = [{"id": "p", "document": "passport"}]
    on_papers = {
        "kind": "legal_note",
        "title": "Le passeport",
        "text": "Il n'est pas exigible.",
        "documents": ["passport"],
    }
    lyon = {
        "kind": "procedure",
        "title": "À Lyon",
        "department": "69",
        "offices": ["prefecture-grenoble"],
        "grounds": [slug],
        "handling": "handled",
    }
    ask = guide | {"title": "À qui demander", "department": "38"}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    dated = [{"id": "stamp", "amount": "80", "valid_from": tomorrow}]
    found: dict[str, Page] = {}
    online = {"id": "send", "purpose": "send", "channel": "online_form", "url": "https://www.isere.gouv.fr/aes"}
    yield "a fee", lambda: approve(propose(filing, with_fee(filing.document, "75"), amina), claire)
    yield "a page that refuses", lambda: publish(refusal, by=claire)
    yield "an office's name", lambda: edit(isere, amina, claire, grenoble, name="Préfecture de Grenoble")
    yield "a ground's title", lambda: edit(isere, amina, claire, ground, title="Régularisation")
    yield "a ground's place", lambda: edit(isere, amina, claire, ground, filing="anef")
    yield "the only way", lambda: edit(isere, amina, claire, filing, steps=[online])
    yield "where to go instead, told by nobody", lambda: edit(isere, amina, claire, filing, territory={})
    yield "the name of the office where to go instead", lambda: edit(isere, amina, claire, grenoble, name="L'Isère")
    yield (
        "the kind of the office where to go instead",
        lambda: edit(isere, amina, claire, grenoble, office_kind="other"),
    )
    yield "a legal note", lambda: publish(note, by=claire)
    yield "another office", lambda: edit(isere, amina, claire, filing, offices=["sous-prefecture-vienne"])
    yield "a guide", lambda: found.update(guide=publish(guide, by=claire))
    yield "a guide's words", lambda: edit(isere, amina, claire, found["guide"], title="Où et comment")
    yield "a narrower ground", lambda: found.update(work=publish(work, by=claire))
    yield "a narrower ground's documents", lambda: edit(isere, amina, claire, found["work"], requirements=papers)
    yield "a legal note on them", lambda: found.update(note=publish(on_papers, by=claire))
    yield "the words of the note on them", lambda: edit(isere, amina, claire, found["note"], text="Il peut manquer.")
    yield "documents without a note", lambda: edit(isere, amina, claire, found["work"], requirements=[])
    yield "documents with a note", lambda: edit(isere, amina, claire, found["work"], requirements=papers)
    yield "a page on the wider ground, elsewhere", lambda: found.update(lyon=publish(lyon, by=claire))
    yield "its removal, elsewhere", lambda: remove(found["lyon"], amina, claire)
    yield "a page that says whom to ask", lambda: found.update(ask=publish(ask, by=claire))
    yield "another title for it", lambda: edit(isere, amina, claire, found["ask"], title="Qui sait ?")
    yield "its removal, too", lambda: remove(found["ask"], amina, claire)
    yield "its procedure", lambda: edit(isere, amina, claire, filing, grounds=[found["work"].slug])
    yield "the wider ground's documents", lambda: edit(isere, amina, claire, ground, requirements=papers)
    yield "a dead source", lambda: tell_that_its_sources_are_dead(filing)
    yield "a date to come", lambda: edit(isere, amina, claire, filing, fees=dated)
    yield "a date that came", lambda: moderation.sweep_calendar(timezone.now() + timedelta(days=1))
    yield "a warning", lambda: moderation.warn(filing, code=WarningCode.LINK_DEAD, by=claire)
    yield "a warning that lapsed", lambda: moderation.sweep_calendar(timezone.now() + timedelta(days=40))
    yield "a confirmation", lambda: moderation.verify(filing, on=filing.edited_at.date(), by=amina)
    yield "its removal", lambda: remove(filing, amina, claire)


def remove(page: Page, amina, claire) -> None:
    approve(propose(page, page.document, amina, action=ProposalAction.REMOVE), claire)


def tell_that_its_sources_are_dead(page: Page) -> None:
    page.index.sources.update(verdict=Verdict.DEAD, last_checked_at=timezone.now())
    assert moderation.tell_sources()


def test_every_address_that_changes_is_forgotten(isere, amina, claire, forgotten, subtests):
    before = shown()
    for title, act in acts(isere, amina, claire):
        for page in (isere.filing, isere.grenoble, isere.vienne, isere.ground):
            page.refresh_from_db()
        forgotten.clear()
        act()
        after = shown()
        moved = {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)}
        with subtests.test(title):
            assert moved
            assert {keys.key_of(resolve(address)) for address in moved} <= forgotten
        before = after


def test_whatever_the_calendar_changes_is_kept_for_one_day_only(isere, amina, claire):
    """With nobody awake: what reads otherwise in a week is no file that stands for ever."""
    until, since = ((timezone.localdate() + timedelta(days=days)).isoformat() for days in (2, 3))
    fees = [{"id": "old", "amount": "50", "valid_until": until}, {"id": "new", "amount": "75", "valid_from": since}]
    address = {"lines": ["1 rue Neuve"], "postcode": "38000", "city": "Grenoble"}
    addresses = [{"id": "a2", "address": address, "valid_from": since}]
    edit(isere, amina, claire, isere.filing, fees=fees)
    edit(isere, amina, claire, isere.grenoble, addresses=addresses)
    now = shown()

    with time_machine.travel(timezone.now() + timedelta(days=7)):
        later = shown()

    moved = {address for address in now if now[address] != later[address]}
    assert {"/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"} <= moved
    assert {keys.key_of(resolve(address)) for address in moved} <= rendering.dated_keys()


# --- Every public view ------------------------------------------------------------------------------------------------

NEVER_FILES = {
    "healthz": "asks the process, now",
    "readyz": "asks the process, now",
    "account_login": "a form, with a token",
    "invitation": "opens an account",
    "offices:lookup": "a question in its query",
    "offices:suggestions": "a question in its query",
    "offices:figures_offices": "a question in its query",
    "offices:figures_turns": "a question in its query",
    "offices:figures_counts_file": "a question in its query",
    "offices:figures_offices_file": "a question in its query",
    "offices:figures_turns_file": "a question in its query",
    "offices:procedure_compare": "pairs: more of them than readers",
    "offices:procedure_compared": "pairs: more of them than readers",
    "offices:robots": "small, rare, of a release",
    "offices:security": "small, rare, of a release",
    "api:regions": "a list, with cursors and filters in its query",
    "api:departments": "a list, with cursors and filters in its query",
    "api:communes": "a list, with cursors and filters in its query",
    "api:offices": "a list, with cursors and filters in its query",
    "api:procedures": "a list, with cursors and filters in its query",
    "api:grounds": "a list, with cursors and filters in its query",
    "api:guides": "a list, with cursors and filters in its query",
    "api:legal_notes": "a list, with cursors and filters in its query",
    "api:sources": "a list, with cursors and filters in its query",
    "api:changes": "a list, with cursors and filters in its query",
    "api:procedure_versions": "a list, with cursors and filters in its query",
    "api:lookup": "a question in its query",
    "api:openapi": "of a release, for developers",
    "api:docs": "of a release, for developers",
    "api:unknown": "a refusal",
    "offices:short": "leads to an address that may change",
    **{f"offices:{kind}_version": "rare, and as many as decisions" for kind in PageKind.values},
    **{f"offices:{kind}_qr": "never changes: kept by browsers" for kind in PageKind.values},
}
PUBLIC = {name for _path, name, view in routes() if level_of(view, name) == Access.PUBLIC}


def test_every_public_view_is_a_file_or_says_why_not():
    assert keys.KEYS.keys() | NEVER_FILES.keys() == PUBLIC
    assert not keys.KEYS.keys() & NEVER_FILES.keys()


def test_every_key_is_itself_an_address_of_its_kind(isere):
    """So that whoever warms can ask for it."""
    for address in filter(is_near, rendering.addresses()):
        key = keys.key_of(resolve(address))
        assert keys.key_of(resolve(key)) == key, address
        assert files.name_of(address), address
