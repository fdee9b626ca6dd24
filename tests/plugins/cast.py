"""The people of the tests, and a small piece of the site: one département, its offices, one way to file.

- `amina` and `bilal` are volunteers: they propose.
- `claire` moderates all of France; `driss` moderates Isère (38) alone.
- `emma` administers: she holds every right, and is bound by law 5 like everybody.

`isere` is the département's content, published through the door as a batch, the way a first content comes in.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import Membership, Role, ScopeKind, User
from offices import moderation, outcomes
from offices.content import Content, parse
from offices.enums import DecisionMode, EvidenceKind, NoSourceReason, Origin
from offices.evidence import Evidence
from offices.models import Page, Proposal

READ_ON_SITE = Evidence(kind=EvidenceKind.WEB_PAGE, url="https://www.isere.gouv.fr/sejour", date=date(2026, 3, 2))
FROM_CODES = Evidence(kind=EvidenceKind.NONE, no_source_reason=NoSourceReason.OFFICIAL_CODES)
FROM_DOSSIER = Evidence(kind=EvidenceKind.DOSSIER, date=date(2023, 2, 9))

AES = {"kind": "ground", "title": "Admission exceptionnelle au séjour", "short": "AES", "filing": "office"}
GRENOBLE = {
    "kind": "office",
    "office_kind": "prefecture",
    "name": "Préfecture de l'Isère",
    "department": "38",
    "seat": "38185",
    "arrondissements": ["381"],
    "website": "https://www.isere.gouv.fr",
    "addresses": [{"id": "a1", "address": {"lines": ["12 place de Verdun"], "postcode": "38000", "city": "Grenoble"}}],
}
VIENNE = {
    "kind": "office",
    "office_kind": "sous_prefecture",
    "name": "Sous-préfecture de Vienne",
    "department": "38",
    "seat": "38544",
    "arrondissements": ["383"],
}
FILING = {
    "kind": "procedure",
    "title": "Admission exceptionnelle au séjour – préfecture de Grenoble",
    "department": "38",
    "offices": ["prefecture-grenoble"],
    "grounds": ["admission-exceptionnelle-au-sejour"],
    "territory": {"arrondissements": ["381"]},
    "steps": [
        {"id": "book", "purpose": "book", "channel": "booking", "url": "https://www.isere.gouv.fr/rdv"},
        {
            "id": "post",
            "purpose": "send",
            "channel": "post",
            "address": {"lines": ["Bureau du séjour", "12 place de Verdun"], "postcode": "38000", "city": "Grenoble"},
        },
    ],
    "fees": [{"id": "stamp", "amount": "50"}],
    "sources": [{"id": "page", "url": "https://www.isere.gouv.fr/sejour"}],
}


def changed(content: Content, **fields) -> Content:
    """The same content with some top-level fields replaced by plain data."""
    return parse(content.model_dump(mode="json") | fields)


def with_fee(content: Content, amount: str) -> Content:
    return changed(content, fees=[{"id": "stamp", "amount": amount}])


def with_address(content: Content, street: str) -> Content:
    steps = content.model_dump(mode="json")["steps"]
    steps[-1]["address"]["lines"] = ["Bureau du séjour", street]
    return changed(content, steps=steps)


def person(username: str, *roles: tuple[Role, ScopeKind, str]) -> User:
    user = User.objects.create_user(username, password="un mot de passe")
    for role, kind, code in roles:
        Membership.objects.create(user=user, role=role, scope_kind=kind, scope_code=code)
    return user


@pytest.fixture
def amina(france):
    return person("amina", (Role.VOLUNTEER, ScopeKind.FRANCE, ""))


@pytest.fixture
def bilal(france):
    return person("bilal", (Role.VOLUNTEER, ScopeKind.FRANCE, ""))


@pytest.fixture
def claire(france):
    return person("claire", (Role.MODERATOR, ScopeKind.FRANCE, ""))


@pytest.fixture
def driss(france):
    return person("driss", (Role.MODERATOR, ScopeKind.DEPARTMENT, "38"))


@pytest.fixture
def emma(france):
    user = person("emma", (Role.ADMINISTRATOR, ScopeKind.FRANCE, ""))
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def publish(document: dict, *, by: User, slug: str = "", evidence: Evidence = FROM_CODES) -> Page:
    """First content: a machine brings it, a moderator lets the batch in."""
    proposal = moderation.submit(parse(document), evidence=evidence, origin=Origin.FIXTURES, slug=slug)
    decision = moderation.approve(proposal, by=by, seen_hash=outcomes.outcome(proposal).hash, mode=DecisionMode.BATCH)
    return decision.page


@dataclass
class Isere:
    ground: Page
    grenoble: Page
    vienne: Page
    filing: Page


@pytest.fixture
def isere(claire) -> Isere:
    return Isere(
        ground=publish(AES, by=claire),
        grenoble=publish(GRENOBLE, by=claire),
        vienne=publish(VIENNE, by=claire),
        filing=publish(FILING, by=claire, evidence=FROM_DOSSIER),
    )


def propose(page: Page, content: Content, author: User, **options) -> Proposal:
    return moderation.submit(content, evidence=READ_ON_SITE, author=author, page=page, **options)


def approve(proposal: Proposal, by: User, **options):
    """Open a proposal, read it, approve what one has read."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    return moderation.approve(proposal, by=by, seen_hash=outcomes.outcome(proposal).hash, **options)


@pytest.fixture
def fee_proposal(isere, amina) -> Proposal:
    """Amina asks that the stamp of Grenoble be 75 € instead of 50 €."""
    return propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
