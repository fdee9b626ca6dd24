"""Fills an empty database with invented pages, their past and what waits for them; and only such a database."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from accounts.models import Membership, Role, ScopeKind, User
from offices import filing_history, ledger, moderation, outcomes, short_codes
from offices.content import load
from offices.enums import DecisionMode, Origin, PageKind
from offices.fixtures_reading import Wanted, wanted_pages
from offices.indexing import reindex
from offices.models import Change, Decision, Ledger, Page, PageSlug, Proposal, ProposalGround
from offices.references import referents
from offices.synthetic import history
from offices.synthetic.bulk import continue_numbering, insert
from offices.synthetic.history import History
from offices.synthetic.texts import PREFIX, Place, Subject

CHUNK = 5_000  # rows of each table in one transaction: PostgreSQL keeps a list of the keys to check at its end
INDEXED = 200  # pages whose names are read together
WRITERS = 20
Told = Callable[[int], None]


class RealContent(Exception):
    """The database holds pages that people made, or proposals: nothing is written beside them."""


def refuse_real_content() -> None:
    """Every invented page came by a proposal whose key begins with `PREFIX`; a page or a proposal without one is
    somebody's. Raises RealContent, also where the invented pages are there already: they are made once."""
    ours = Proposal.objects.filter(submission_key__startswith=f"{PREFIX}:")
    if Page.objects.exclude(Exists(ours.filter(page=OuterRef("pk")))).exists():
        raise RealContent(_("Cette base contient des pages réelles : donnez-en une autre (DATA ou DATABASE_URL)."))
    if Proposal.objects.exclude(Exists(ours.filter(page=OuterRef("page")))).exists():
        raise RealContent(_("Cette base contient des propositions réelles : donnez-en une autre."))
    if Page.objects.exists():
        raise RealContent(_("Les pages d'essai sont déjà là : pour d'autres nombres, donnez une base vide."))


def people() -> tuple[list[User], User]:
    """(those who write, the one who decides): accounts without a password, nobody can open them."""
    writers = [account(f"{PREFIX}-benevole-{number}") for number in range(1, WRITERS + 1)]
    moderator = account(f"{PREFIX}-moderation")
    Membership.objects.get_or_create(user=moderator, role=Role.MODERATOR, scope_kind=ScopeKind.FRANCE, scope_code="")
    return writers, moderator


def account(username: str) -> User:
    user, created = User.objects.get_or_create(username=username)
    if created:
        user.set_unusable_password()
        user.save()
    return user


def publish_places(moderator: User, told: Told) -> list[Place]:
    """Offices and grounds of the first content, through the door. Returns where procedures can be."""
    wanted = [page for page in wanted_pages() if page.content.kind in (PageKind.OFFICE, PageKind.GROUND)]
    with transaction.atomic():
        for page in wanted:
            publish(page, moderator)
            told(1)
    offices = [page for page in wanted if page.content.kind == PageKind.OFFICE]
    grounds = [page for page in wanted if page.content.kind == PageKind.GROUND]
    return [place(office, ground) for office in sorted(offices, key=by_department) for ground in grounds]


def publish(page: Wanted, moderator: User) -> None:
    proposal = moderation.submit(
        page.content, evidence=page.evidence, origin=Origin.FIXTURES, slug=page.slug, key=f"{PREFIX}:{page.slug}"
    )
    seen = outcomes.outcome(proposal).hash
    moderation.approve(proposal, by=moderator, seen_hash=seen, mode=DecisionMode.BATCH)


def by_department(page: Wanted) -> tuple[str, str]:
    return page.content.department, page.slug


def place(office: Wanted, ground: Wanted) -> Place:
    return Place(
        office=office.slug,
        office_title=office.content.name,
        department=office.content.department,
        arrondissements=office.content.arrondissements,
        ground=ground.slug,
        ground_title=ground.content.title,
    )


def write_history(found: list[Subject], versions: int, writers: list[User], moderator: User, told: Told) -> History:
    """The pages as they are now, then every decision that led there."""
    counts = history.versions_each(len(found), versions)
    numbers = Ledger.objects.get(pk=1)
    made = History(
        subjects=found,
        people=[writer.pk for writer in writers],
        moderator=moderator.pk,
        content_type=ContentType.objects.get_for_model(Page).pk,
        number=numbers.last_decision,
        seq=numbers.last_change,
        revision=max(model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Revision, Version)),
        previous=ledger.previous_link(numbers.last_decision + 1),
        step=history.LASTED / versions,
    )
    write_pages(made, counts)
    for turns in chunks(enumerate(history.order(counts)), CHUNK):
        rows = [made.decide(turn, index) for turn, index in turns]
        with transaction.atomic():
            for name, model, columns in (
                ("revision", Revision, history.REVISION),
                ("version", Version, history.VERSION),
                ("proposal", Proposal, history.PROPOSAL),
                ("decision", Decision, history.DECISION),
                ("change", Change, history.CHANGE),
            ):
                insert(model, columns, (row[name] for row in rows))
            Ledger.objects.filter(pk=1).update(last_decision=made.number, last_change=made.seq)
        told(len(rows))
    continue_numbering(Revision, Version)
    return made


def write_pages(made: History, counts: list[int]) -> None:
    last = {index: turn for turn, index in enumerate(history.order(counts))}
    identifiers = (history.identifier(1, index) for index in range(len(made.subjects)))
    codes = short_codes.given(identifiers, Page.objects.values_list("code", flat=True))
    rows = []
    for index, ((identifier, code), subject) in enumerate(zip(codes, made.subjects, strict=True)):
        text = subject.version(counts[index])
        facts = ("procedure", subject.slug, history.SHAPE, text, history.content_hash(text), counts[index])
        rows.append((identifier, code, *facts, "published", made.moment(last[index])))
    with transaction.atomic():
        insert(Page, history.PAGE, rows)
        insert(PageSlug, ("slug", "page"), ((row[3], row[0]) for row in rows))


def write_waiting(made: History, proposals: int, told: Told) -> None:
    now = history.BEGAN + history.LASTED
    for turns in chunks(range(proposals), CHUNK):
        pages = [turn % len(made.subjects) for turn in turns]
        with transaction.atomic():
            rows = [
                made.waiting(turn, index, now + timedelta(seconds=turn))
                for turn, index in zip(turns, pages, strict=True)
            ]
            insert(Proposal, history.PROPOSAL, rows)
            insert(
                ProposalGround,
                ("proposal", "slug"),
                ((row[0], made.subjects[index].ground) for row, index in zip(rows, pages, strict=True)),
            )
        told(len(turns))


def write_index(made: History, told: Told) -> None:
    """The derived rows, by the one writer of them."""
    today = timezone.localdate()
    keys = [history.identifier(1, index) for index in range(len(made.subjects))]
    for some in chunks(keys, INDEXED):
        with transaction.atomic():
            pages = [(page, load(page.content, page.shape)) for page in Page.objects.filter(pk__in=some)]
            known = referents(*(document for _page, document in pages))
            for page, document in pages:
                reindex(page, document, day=today, known=known)
                filing_history.rebuild(page)
        told(len(pages))


def tidy() -> None:
    """What the database knows of its own tables, before anything is measured."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def chunks(rows: Iterable, size: int) -> Iterator[list]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk
