"""What shows what: an address whose bytes change with a decision is always forgotten by it, whatever the decision."""

import pytest
from django.urls import resolve

from offices import moderation
from offices.enums import ProposalAction, WarningCode
from offices.publishing import keys, rendering
from tests.plugins.cast import approve, changed, propose, publish, with_fee

ELSEWHERE = {"69", "84"}


def shown() -> dict[str, bytes]:
    """Every address that may become a file, near Isère, with what it says now."""
    near = (address for address in rendering.addresses() if is_near(address))
    return {address: rendering.ask(address).body for address in near}


def is_near(address: str) -> bool:
    """One département and région beside the example's: hundreds of others say the same nothing."""
    place = address.strip("/").split("/")
    if "departements" in place or "departments" in place:
        return place[-1] in ("departements", "38", "69") or place[-2] in ("38", "69")
    return "regions" not in place or "auvergne-rhone-alpes" in place or "bretagne" in place


@pytest.fixture
def forgotten(monkeypatch) -> set[str]:
    """The keys that decisions forget from here on."""
    found: set[str] = set()
    real = keys.forget
    monkeypatch.setattr(keys, "forget", lambda these, seq: (found.update(these), real(these, seq)))
    return found


def edit(isere, amina, claire, page, **fields):
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
    online = {"id": "send", "purpose": "send", "channel": "online_form", "url": "https://www.isere.gouv.fr/aes"}
    yield "a fee", lambda: approve(propose(filing, with_fee(filing.document, "75"), amina), claire)
    yield "a page that refuses", lambda: publish(refusal, by=claire)
    yield "an office's name", lambda: edit(isere, amina, claire, grenoble, name="Préfecture de Grenoble")
    yield "a ground's title", lambda: edit(isere, amina, claire, ground, title="Régularisation")
    yield "a ground's place", lambda: edit(isere, amina, claire, ground, filing="anef")
    yield "the only way", lambda: edit(isere, amina, claire, filing, steps=[online])
    yield "a legal note", lambda: publish(note, by=claire)
    yield "another office", lambda: edit(isere, amina, claire, filing, offices=["sous-prefecture-vienne"])
    yield "a warning", lambda: moderation.warn(filing, code=WarningCode.LINK_DEAD, by=claire)
    yield "a confirmation", lambda: moderation.verify(filing, on=filing.edited_at.date(), by=amina)
    yield "its removal", lambda: approve(propose(filing, filing.document, amina, action=ProposalAction.REMOVE), claire)


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
            print(title, len(moved), len(forgotten))
        before = after
