"""Every kind of page, public and working, in every state that it can be in: one table for what must hold of all of them
(tests/journeys/test_every_page.py) and for the reference pictures (`make screenshots`). A new kind of page is a line
here.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import resolve, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page as Tab

from accounts.models import User
from gisti_cms import errors
from offices import moderation
from offices.enums import PageKind, ProposalAction, RefusalReason, WarningCode
from offices.languages import of_address
from offices.models import Anomaly, DueDate, ImportedDocument
from tests.offices.importing.samples import BY_POST, block, dossier
from tests.plugins.cast import READ_ON_SITE, approve, changed, person, propose, publish, with_fee
from tests.plugins.filled import filled

# Pages that take a failure to be seen: shown as they are made.
STAGED = {"400": 400, "413": 413, "429": 429, "500": 500, "503": 503, "csrf": 403, "405": 405}
PHONE = {"width": 360, "height": 740}
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
SHOW = "Voir ce qui change"


@dataclass(frozen=True)
class Kind:
    """`who`: the name of who is signed in, "" for a reader. `act`: what is done once the address is open. `staged`: the
    name of a refusal (gisti_cms/errors.py) that is not asked of the site."""

    name: str
    address: str
    who: str = ""
    status: int = 200
    act: Callable[[Tab], None] | None = None
    staged: str = ""

    @property
    def view(self) -> str:
        """What answers: two pages of one view may bear one title, as one page in two states does."""
        return self.staged or ("nothing" if self.status == 404 else resolve(urlsplit(self.address).path).view_name)

    def at(self, name: str, address: str) -> "Kind":
        return replace(self, name=name, address=address)

    def open(self, tab: Tab) -> None:
        """Show it, with what is folded unfolded."""
        if self.staged:
            body = errors.page(self.staged, of_address(urlsplit(self.address).path))
            html = {"content-type": "text/html; charset=utf-8"}
            tab.route(f"**{self.address}", lambda route: route.fulfill(status=self.status, body=body, headers=html))
        answer = tab.goto(self.address)
        assert answer.status == self.status, (self.name, answer.status)
        if self.act:
            tab.evaluate(UNFOLD)
            self.act(tab)
            tab.wait_for_load_state()
        tab.evaluate(UNFOLD)


@pytest.fixture
def tab_of(live_server, browser):
    """A window of a reader (""), or of somebody who has signed in; one for each."""
    with ExitStack() as windows:
        tabs: dict[str, Tab] = {}

        def open_tab(who: str) -> Tab:
            if who not in tabs:
                # The checker is a script of ours put into the page: only here the page's policy lets it in.
                context = browser.new_context(base_url=live_server.url, locale="fr-FR", viewport=PHONE, bypass_csp=True)
                windows.callback(context.close)
                if who:
                    client = Client()
                    client.force_login(User.objects.get(username=who))
                    session = client.cookies[settings.SESSION_COOKIE_NAME].value
                    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
                    context.add_cookies([cookie])
                tabs[who] = context.new_page()
            return tabs[who]

        yield open_tab


@pytest.fixture
def page_kinds(isere, amina, bilal, claire, emma) -> list[Kind]:
    # One of each kind in which every field of the shape says something.
    full = {kind: publish(filled(kind, word_of(kind)).model_dump(mode="json"), by=claire) for kind in PageKind}
    kinds = [*public(isere, full, amina, claire), *account(), *working(isere, full, amina, bilal, claire)]
    names = [kind.name for kind in kinds]
    assert len(names) == len(set(names)), "two kinds bear one name"
    return kinds


def word_of(kind: PageKind) -> str:
    """Each has its own, so that two titles differ; it is also the name of a host."""
    return f"mot-{kind.value.replace('_', '-')}"


# --- For readers ------------------------------------------------------------------------------------------------------


def public(isere, full, amina, claire) -> Iterator[Kind]:
    moderation.warn(full[PageKind.PROCEDURE], code=WarningCode.OFFICE_CLOSED, by=claire)
    moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, step="book")
    moderation.verify(isere.filing, on=date(2026, 3, 2), by=claire)
    refusing = publish(REFUSING, by=claire)
    ask = publish(ASK, by=claire)
    anef = publish({"kind": "ground", "title": "Étudiant", "filing": "anef"}, by=claire)
    removed = publish({"kind": "guide", "title": "Retirée", "sections": [{"id": "a", "text": "Un mot."}]}, by=claire)
    approve(propose(removed, removed.document, amina, action=ProposalAction.REMOVE), claire)
    approve(propose(isere.filing, with_fee(isere.filing.document, "60"), amina), claire)
    isere.filing.refresh_from_db()

    filing, whole = isere.filing.get_absolute_url(), full[PageKind.PROCEDURE].get_absolute_url()
    ground, at = isere.ground.slug, "/ou-deposer/?commune"
    for name, address in {
        "home": "/",
        "search": "/?q=grenoble",
        "search-several": "/?q=saint",
        "search-approximate": "/?q=grenobel",
        "search-territories": "/?q=vienne",
        "search-word": "/?q=anef",
        "search-nothing": "/?q=rien du tout",
        "departments": "/departements/",
        "department": "/departements/38/",
        "department-unknown": "/departements/2A/",
        "department-dossier": "/departements/38/dossier/",
        "region": "/regions/auvergne-rhone-alpes/",
        "region-dossier": "/regions/auvergne-rhone-alpes/dossier/",
        "office": isere.grenoble.get_absolute_url(),
        "office-unknown": isere.vienne.get_absolute_url(),
        "office-full": full[PageKind.OFFICE].get_absolute_url(),
        "procedure": filing,
        "procedure-full": whole,
        "procedure-refusing": refusing.get_absolute_url(),
        "procedure-history": f"{filing}historique/",
        "procedure-comparison": f"{filing}historique/?de=1&a=2",
        "procedure-version": f"{filing}versions/1/",
        "procedure-documents": f"{whole}pieces/",
        "procedure-compare": f"{filing}comparer/",
        "procedure-compared": f"{filing}comparer/{full[PageKind.PROCEDURE].slug}/",
        "ground": isere.ground.get_absolute_url(),
        "ground-platform": anef.get_absolute_url(),
        "ground-full": full[PageKind.GROUND].get_absolute_url(),
        "grounds": "/fondements/",
        "guide": full[PageKind.GUIDE].get_absolute_url(),
        "guide-of-department": ask.get_absolute_url(),
        "legal-note": full[PageKind.LEGAL_NOTE].get_absolute_url(),
        "legal-notes": "/notes/",
        "lookup": "/ou-deposer/",
        "lookup-several": "/ou-deposer/?q=saint",
        "lookup-commune": f"{at}=38185",
        "lookup-ground": f"/ou-deposer/?fondement={ground}",
        "lookup-handled": f"{at}=38185&fondement={ground}",
        "lookup-unknown": f"{at}=38544&fondement={ground}",
        "lookup-refused": f"{at}=38509&fondement={ground}",
        "lookup-platform": f"{at}=38185&fondement={anef.slug}",
        "figures": "/chiffres/?de=2020-01-01",
        "figures-offices": "/chiffres/guichets/",
        "figures-changes": "/chiffres/changements/?de=2020-01-01",
        "help": "/aide/",
        "about": "/a-propos/",
        "privacy": "/confidentialite/",
        "legal": "/mentions-legales/",
        "accessibility": "/accessibilite/",
        "report": "/signaler/",
        "report-of-a-page": f"/signaler/?page={isere.filing.slug}",
        "data": "/donnees/",
        "api": "/api/v1/docs/",
    }.items():
        yield Kind(name, address)
    yield Kind("procedure-not-that-day", f"{filing}?au=2001-01-01", status=404)
    yield Kind("figures-refused", "/chiffres/?au=2999-01-01", status=400)
    yield Kind("removed", removed.get_absolute_url(), status=410)
    yield Kind("not-found", "/nulle-part/ici/", status=404)
    yield Kind("not-found-near", "/guichets/prefecture-grenoble-xyz/", status=404)
    for name, status in STAGED.items():
        yield Kind(f"error-{name}", f"/erreur-{name}/", status=status, staged=name)


REFUSING = {
    "kind": "procedure",
    "title": "La Tour-du-Pin ne reçoit pas ces demandes",
    "department": "38",
    "offices": ["prefecture-grenoble"],
    "grounds": ["admission-exceptionnelle-au-sejour"],
    "territory": {"arrondissements": ["382"]},
    "handling": "not_handled",
}
ASK = {
    "kind": "guide",
    "title": "À qui demander : Isère (38)",
    "department": "38",
    "sections": [{"id": "a", "text": "Une permanence a lieu le lundi."}],
}


# --- For those who have an account ------------------------------------------------------------------------------------


def account() -> Iterator[Kind]:
    invited = person("invitee")
    uid = urlsafe_base64_encode(force_bytes(invited.pk))
    yield Kind("login", "/compte/connexion/")
    yield Kind("login-refused", "/compte/connexion/", act=log_in_wrongly)
    yield Kind("login-needed", "/compte/connexion/?next=/espace/file/")
    yield Kind("invitation", reverse("invitation", args=[uid, default_token_generator.make_token(invited)]))
    yield Kind("invitation-refused", reverse("invitation", args=[uid, "faux-jeton"]))
    yield Kind("password", "/compte/mot-de-passe/", who="amina")
    yield Kind("password-refused", "/compte/mot-de-passe/", who="amina", act=press("main form button"))
    yield Kind("logout", "/compte/deconnexion/", who="amina")
    yield Kind("forbidden", "/espace/file/", who="amina", status=403)


def log_in_wrongly(tab: Tab) -> None:
    tab.fill("input[name=login]", "amina")
    tab.fill("input[name=password]", "un autre mot de passe")
    tab.click("main form button")


def press(selector: str) -> Callable[[Tab], None]:
    return lambda tab: tab.locator(selector).last.click()


def type_and_show(label: str, text: str) -> Callable[[Tab], None]:
    def act(tab: Tab) -> None:
        tab.get_by_label(label).first.fill(text)
        tab.get_by_role("button", name=SHOW).last.click()

    return act


def working(isere, full, amina, bilal, claire) -> Iterator[Kind]:
    """Proposals in each state: waiting, refused, in conflict, published, of a long text, removing a page, a new one."""
    page, vienne = isere.filing, isere.vienne
    waiting = propose(vienne, changed(vienne.document, website="https://www.isere.gouv.fr"), amina)
    refused = propose(page, with_fee(page.document, "90"), amina)
    moderation.refuse(refused, by=claire, seen_hash=refused.content_hash, code=RefusalReason.OTHER, reason="Trop cher.")
    conflicting = propose(page, with_fee(page.document, "80"), amina)
    published = propose(page, with_fee(page.document, "75"), bilal)
    approve(published, claire)
    page.refresh_from_db()
    passage = {"id": "p", "text": "Envoyez le dossier complet. " * 100}
    approve(propose(page, changed(page.document, passages=[passage]), bilal), claire)
    page.refresh_from_db()
    shorter = passage | {"text": passage["text"].replace("complet", "entier", 1)}
    long = propose(page, changed(page.document, passages=[shorter]), amina)
    new = moderation.submit(filled(PageKind.PROCEDURE, "autre"), evidence=READ_ON_SITE, author=amina, slug="nouvelle")
    removing = moderation.submit(
        page.document, evidence=READ_ON_SITE, author=amina, page=page, action=ProposalAction.REMOVE
    )
    document = ImportedDocument.objects.create(sha256="0" * 64, name="dossier.txt", imported_at=claire.date_joined)
    Anomaly.objects.create(document=document, code="dead_link", line=3, message="Un lien coupé.", slug=page.slug)
    assert DueDate.objects.exists(), "nothing is dated"

    def desk(proposal) -> str:
        return reverse("offices:proposal", args=[proposal.pk])

    form = reverse("offices:propose", args=[page.slug])
    start = reverse("offices:propose_procedure", args=[vienne.slug])
    for name, address in {
        "space-volunteer": "/espace/",
        "space-page": reverse("offices:page", args=[page.slug]),
        "propose-start": "/espace/proposer/",
        "propose": form,
        "propose-legal-note": reverse("offices:propose_legal_note"),
        "propose-whom-to-ask": reverse("offices:propose_whom_to_ask", args=["69"]),
        "propose-procedure": start,
        "propose-procedure-refused": f"{start}?reponse=oui",
        "propose-procedure-unknown": f"{start}?reponse=aucune&fondement={isere.ground.slug}",
        "propose-procedure-handled": f"{start}?reponse=oui&fondement={isere.ground.slug}",
        "propose-removal": reverse("offices:propose_removal", args=[page.slug]),
        "propose-revert": reverse("offices:propose_revert", args=[page.slug, 1]),
        "own-waiting": desk(waiting),
        "own-refused": desk(refused),
        "own-conflict": desk(conflicting),
        "own-conflict-amended": reverse("offices:amend", args=[conflicting.pk]),
        "coverage": "/espace/couverture/",
        "coverage-department": "/espace/couverture/?departement=38",
        "coverage-warned": "/espace/couverture/?etat=mise-en-garde",
        "sources": "/espace/sources/",
    }.items():
        yield Kind(name, address, who="amina")
    yield Kind("propose-wrong", form, who="amina", act=type_and_show("Lien", "isere point fr"))
    yield Kind("propose-changes", form, who="amina", act=type_and_show("Montant en euros", "78"))
    removal = reverse("offices:propose_removal", args=[page.slug])
    yield Kind("removal-refused", removal, "amina", act=press("main form button"))
    for kind, whole in full.items():
        yield Kind(f"propose-full-{kind.value}", reverse("offices:propose", args=[whole.slug]), who="amina")
    for name, address in {
        "space-moderator": "/espace/",
        "queue": "/espace/file/",
        "queue-empty": "/espace/file/?departement=01",
        "desk": desk(waiting),
        "desk-conflict": desk(conflicting),
        "desk-long": desk(long),
        "desk-new": desk(new),
        "desk-removal": desk(removing),
        "desk-published": desk(published),
        "warn": reverse("offices:warn", args=[page.slug]),
        "due-dates": "/espace/echeances/",
        "anomalies": "/espace/anomalies/",
        "importing": "/espace/importer/",
        "imported": reverse("offices:imported", args=[document.pk]),
    }.items():
        yield Kind(name, address, who="claire")
    yield Kind("desk-refused", desk(waiting), "claire", act=press("main .button--danger"))
    yield Kind("importing-refused", "/espace/importer/", "claire", act=press("main form button"))
    yield Kind("import-report", "/espace/importer/", "claire", act=bring)
    yield Kind("space-administrator", "/espace/", who="emma")
    # Last, because it decides.
    yield Kind("desk-approved", desk(waiting), "claire", act=press("main form[action*=approuver] button"))


def bring(tab: Tab) -> None:
    """A dossier of a département that has no page yet: the report names what is new and what has no place."""
    tab.set_input_files(
        "input[type=file]", {"name": "dossier.txt", "mimeType": "text/plain", "buffer": dossier(block(BY_POST))}
    )
    tab.locator("main form button").last.click()
