"""Nothing undecided is public: every text that a person can write carries a random word, and every answer is searched.

The words of each state (pending, refused, withdrawn, replaced, and the reasons given) are submitted once; then every
route is read as anybody, and the working space as a volunteer of elsewhere. Bodies and headers are searched.
"""

import re
import secrets
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Access, level_of
from offices import moderation
from offices.content import parse
from offices.enums import EvidenceKind, ImportFate, PageKind, Practice, RefusalReason
from offices.evidence import Evidence
from offices.exceptions import ModerationError
from offices.importing.anomalies import Code
from offices.models import DraftText, ImportDraft, ImportedDocument, Page, Proposal
from offices.practices import topics_of
from tests.offices.paper.reading import said
from tests.plugins.cast import changed, propose, with_fee
from tests.plugins.filled import filled
from tests.test_access_matrix import ROUTES

pytestmark = pytest.mark.django_db


class Canaries(dict):
    """State → the word that its texts carry."""

    def word(self, state: str) -> str:
        return self.setdefault(state, f"canari{secrets.token_hex(8)}")

    def evidence(self, state: str) -> Evidence:
        word = self.word(state)
        url = f"https://{word}.example.org/preuve"
        return Evidence(kind=EvidenceKind.WEB_PAGE, url=url, date=date(2026, 3, 2), proof=f"{word} preuve")

    def found_in(self, response) -> list[str]:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        is_paper = response.headers.get("Content-Type") == "application/pdf"
        text = said(body).replace(" ", "") if is_paper else body.decode("utf-8", "replace")
        seen = text + repr(dict(response.headers))
        return [state for state, word in self.items() if word in seen]


@pytest.fixture
def canaries(isere, amina, claire) -> Canaries:
    words = Canaries()
    page = isere.filing

    def submit(state, **options):
        content = filled(page.kind, words.word(state))
        evidence, comment = words.evidence(state), f"{words.word(state)} mot"
        return moderation.submit(content, evidence=evidence, author=amina, comment=comment, **options)

    submit("pending", page=page)
    submit("pending new page", slug=f"{words.word('pending new page')}-page")
    withdrawn = submit("withdrawn", page=page)
    moderation.withdraw(withdrawn, by=amina)
    replaced = submit("replaced", page=page)
    submit("replacing", page=page, amending=replaced)
    refused = submit("refused", page=page)
    moderation.refuse(
        refused,
        by=claire,
        seen_hash=refused.content_hash,
        code=RefusalReason.OTHER,
        reason=f"{words.word('reason of a refusal')} raison",
    )
    for kind in PageKind:
        state = f"pending {kind}"
        content = filled(kind, words.word(state))
        moderation.submit(
            content, evidence=words.evidence(state), author=amina, slug=f"{words.word(state)}-{kind}".replace("_", "-")
        )
    # A legal note shows on other pages than its own: this one speaks of what the published page really demands.
    state = "pending legal note on a published practice"
    note = changed(filled(PageKind.LEGAL_NOTE, words.word(state)), practices=[code.value for code in Practice])
    assert topics_of(note) & topics_of(page.document)
    moderation.submit(note, evidence=words.evidence(state), author=amina)
    import_dossier(page, words, claire)
    return words


def import_dossier(page, words: Canaries, claire) -> None:
    """A text that waits to be sent; one that was imported, with its title and a line in which something is amiss."""
    draft = ImportDraft.objects.create(owner=claire)
    waiting = words.word("text of a dossier that waits")
    DraftText.objects.create(draft=draft, name=f"{waiting}.txt", data=waiting.encode())
    name, title, line = (
        words.word(state) for state in ("name of a dossier", "title in a dossier", "line of a dossier")
    )
    document = ImportedDocument.objects.create(sha256="0" * 64, name="dossier.txt", imported_at=timezone.now())
    other = ImportedDocument.objects.create(sha256="1" * 64, name=f"{name}.txt", imported_at=timezone.now())
    for imported in (document, other):
        imported.pages.create(slug=page.slug, title=f"{title} titre", line=1, fate=ImportFate.LEFT)
    code = Code.HEADLINE_CONTRADICTS_TEXT
    document.anomalies.create(code=code, line=2, excerpt=f"{line} ligne", message="À relire.", slug=page.slug)


def public_addresses(isere, canaries):
    """Every public route with what exists, what waits and what never was; and the searches."""
    waiting = list(Proposal.objects.all())
    slugs = [page.slug for page in Page.objects.all()] + [proposal.slug for proposal in waiting]
    keys = slugs + [str(page.pk) for page in Page.objects.all()] + [str(proposal.pk) for proposal in waiting]
    values = {
        "slug": slugs,
        "key": keys,
        "reference": keys,
        "code": ["38", "999"],
        "number": ["1", "2", "3"],
        "uuid": [str(proposal.pk) for proposal in waiting],
    }
    for path, name, view in ROUTES:
        if "(?P" in path or "^" in path or level_of(view, name) is not Access.PUBLIC:
            continue
        arguments = re.findall(r"<(?:\w+:)?(\w+)>", path)
        addresses = [path]
        for argument in arguments:
            pattern = re.compile(rf"<(?:\w+:)?{argument}>")
            addresses = [pattern.sub(value, address) for address in addresses for value in values.get(argument, keys)]
        yield from ("/" + address for address in addresses)
    for word in canaries.values():
        yield f"/?q={word}"
        yield f"/suggestions/?q={word}"
        for route in ("offices", "procedures", "communes", "grounds", "legal-notes", "sources"):
            yield f"/api/v1/{route}/?q={word}"
        yield f"/ou-deposer/?commune=38185&fondement={word}-ground"
        yield f"/api/v1/lookup/?commune=38185&ground={word}-ground"


# A page repeats the question one asked: the word is then in the answer because it was in the request.
ECHO = re.compile(r"canari[0-9a-f]{16}")


def test_no_public_answer_holds_an_undecided_word(isere, canaries):
    client, leaks, read = Client(raise_request_exception=False), [], 0
    for url in public_addresses(isere, canaries):
        response = client.get(url)
        read += 1
        asked = set(ECHO.findall(url))
        leaks += [f"{url}: {state}" for state in canaries.found_in(response) if canaries[state] not in asked]
        assert response.status_code < 500, url
        if not url.startswith("/compte/"):  # the doors of the working space, not pages for readers
            assert not response.cookies, f"{url} sets a cookie"
    assert read > 100
    assert not leaks, "\n".join(leaks)


def test_a_search_for_an_undecided_word_finds_nothing(isere, canaries):
    """The same answer as for a word that nobody ever wrote, but for the word itself."""
    client = Client()
    never = f"canari{secrets.token_hex(8)}"
    lists = ("offices", "procedures", "grounds", "legal-notes")
    for address in ("/?q=%s", "/suggestions/?q=%s", *(f"/api/v1/{name}/?q=%s" for name in lists)):
        nothing = client.get(address % never).content.decode().replace(never, "")
        for state, word in canaries.items():
            assert client.get(address % word).content.decode().replace(word, "") == nothing, (address, state)


def test_a_volunteer_of_elsewhere_reads_nothing_undecided_in_the_working_space(isere, canaries, bilal):
    client = Client()
    client.force_login(bilal)
    proposals = list(Proposal.objects.all())
    addresses = [
        reverse("offices:workspace"),
        reverse("offices:sources"),
        *(reverse("offices:page", args=[page.slug]) for page in Page.objects.all()),
        *(reverse("offices:propose", args=[page.slug]) for page in Page.objects.all()),
        *(reverse("offices:proposal", args=[proposal.pk]) for proposal in proposals),
        *(reverse("offices:amend", args=[proposal.pk]) for proposal in proposals),
    ]
    leaks = [f"{url}: {canaries.found_in(client.get(url))}" for url in addresses if canaries.found_in(client.get(url))]
    assert not leaks, "\n".join(leaks)


def test_not_one_public_byte_moves_while_a_proposal_lives_and_dies(isere, amina, claire):
    page = isere.filing
    addresses = [
        "/",
        "/departements/38/",
        "/regions/auvergne-rhone-alpes/",
        page.get_absolute_url(),
        f"{page.get_absolute_url()}historique/",
        f"/api/v1/procedures/{page.slug}/",
        "/api/v1/procedures/",
        "/api/v1/changes/?since=0",
        "/api/v1/sources/",
    ]
    client = Client()

    def bytes_and_headers():
        answers = [client.get(address) for address in addresses]
        return [
            (answer.status_code, answer.content, answer.get("ETag"), answer.get("Last-Modified")) for answer in answers
        ]

    before = bytes_and_headers()
    assert all(status == 200 for status, *_rest in before)
    proposal = propose(page, with_fee(page.document, "75"), amina)
    assert bytes_and_headers() == before
    propose(page, with_fee(page.document, "80"), amina, amending=proposal)
    assert bytes_and_headers() == before
    proposal.refresh_from_db()
    moderation.refuse(proposal, by=claire, seen_hash=proposal.content_hash, code=RefusalReason.UNCLEAR)
    assert bytes_and_headers() == before


def test_every_kind_of_page_can_be_filled_whole(isere):
    """The words above really are in every text: a field that the filler left out would be a hole in this test."""
    for kind in PageKind:
        content = filled(kind, "mot")
        assert parse(content.model_dump(mode="json")) == content


def test_what_the_door_refuses_leaves_no_trace(isere, amina):
    word = f"canari{secrets.token_hex(8)}"
    with pytest.raises(ModerationError):
        moderation.submit(
            filled(PageKind.PROCEDURE, word),
            evidence=Evidence(kind=EvidenceKind.LETTER),
            author=amina,
            page=isere.filing,
        )
    assert not Proposal.objects.filter(content__contains=word).exists()
