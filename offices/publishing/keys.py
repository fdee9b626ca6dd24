"""What shows what: the one place that says on which public addresses a page shows, and that forgets them.

A *key* is an address together with those below it that show the same page: "/modalites/aes-38-…/" stands for the page,
its history and its list of documents, in every language. Keys are French addresses, and are read off addresses alone,
so that a renderer knows its key before it reads any text. Versions, searches, comparisons and lookups are no files:
there are too many of them, and each is rare.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, partial
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import override

from geography.models import Department
from offices import languages
from offices.content import Content
from offices.enums import Handling, PageKind, TopicKind
from offices.legal_notes import CARRYING
from offices.models import DueDate, Ground, Mention, Page, PageSlug, PageTopic, Procedure, ProcedureOffice
from offices.practices import topics_of
from offices.prepared import Prepared
from offices.publishing.files import Store
from offices.references import slugs_cited

FOLDERS = {
    PageKind.OFFICE: "guichets",
    PageKind.PROCEDURE: "modalites",
    PageKind.GROUND: "fondements",
    PageKind.GUIDE: "guides",
    PageKind.LEGAL_NOTE: "notes",
}
COLLECTIONS = {
    PageKind.OFFICE: "offices",
    PageKind.PROCEDURE: "procedures",
    PageKind.GROUND: "grounds",
    PageKind.GUIDE: "guides",
    PageKind.LEGAL_NOTE: "legal-notes",
}

# --- Keys ------------------------------------------------------------------------------------------------------------

# Name of a view → its key. A view that is not here is never a file.
KEYS = {
    "offices:home": "/",
    "offices:departments": "/departements/",
    "offices:region": "/regions/{slug}/",
    "offices:region_dossier": "/regions/{slug}/",
    "offices:department": "/departements/{code}/",
    "offices:department_dossier": "/departements/{code}/",
    "offices:region_paper": "/dossiers/{slug}.pdf",
    "offices:department_paper": "/dossiers/departement-{code}.pdf",
    "offices:office_paper": "/guichets/{slug}/",
    "offices:grounds": "/fondements/",
    "offices:legal_notes": "/notes/",
    "offices:figures": "/chiffres/",
    "offices:feed": "/flux/",
    "offices:region_feed": "/flux/regions/{slug}/",
    "offices:department_feed": "/flux/departements/{code}/",
    "offices:sitemap": "/sitemap.xml",
    "offices:help": "/aide/",
    "offices:about": "/a-propos/",
    "offices:report": "/signaler/",
    "offices:privacy": "/confidentialite/",
    "offices:legal": "/mentions-legales/",
    "offices:accessibility": "/accessibilite/",
    "offices:data": "/donnees/",
    "offices:procedure_documents": "/modalites/{slug}/",
    "offices:procedure_documents_for": "/modalites/{slug}/",
    "api:department": "/api/v1/departments/{key}/",
}
for kind, folder in FOLDERS.items():
    KEYS[f"offices:{kind}"] = KEYS[f"offices:{kind}_history"] = f"/{folder}/{{slug}}/"
    KEYS[f"api:{kind}"] = f"/api/v1/{COLLECTIONS[kind]}/{{key}}/"
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# One sheet for each ground, shorter; one of an office, laid out in the time of ten pages and printed at few of them:
# rendered when somebody asks for it.
WAITING_FOR_A_READER = {"offices:procedure_documents_for", "offices:office_paper"}
WITHOUT_PARAMETER = tuple(name for name, key in KEYS.items() if "{" not in key)

# Where every line of the log shows: the last changes, the days of confirmation, the list of all pages.
EVERYWHERE = {"/", "/flux/", "/sitemap.xml", "/departements/"}

# What the figures are counted from: offices, what procedures say of them, and the grounds of which they say it.
COUNTED = (PageKind.OFFICE, PageKind.PROCEDURE, PageKind.GROUND)

# What names the day on which it is read, and so is another file on each day.
OF_THE_DAY = {"/chiffres/"}


def key_of(match: ResolverMatch | None) -> str | None:
    """The key of what a view answers; None where the answer is not to be kept."""
    pattern = KEYS.get(match.view_name) if match else None
    if pattern is None or is_another_spelling(match.kwargs.get("key", "")):
        return None
    return pattern.format(**match.kwargs)


def addresses_of(key: str, language: str | None = None) -> list[str]:
    """The key, then the addresses below it that show the same page; then the same in every other language, or in that
    language alone. None where this release knows no such key, or where a language has no address of its own."""
    try:
        match = resolve(key)
    except Resolver404:
        return []
    names = [name for name, pattern in KEYS.items() if pattern == KEYS.get(match.view_name)]
    wanted = [name for name in names if name not in WAITING_FOR_A_READER]
    found: list[str] = []
    for code in languages.NAMES:
        with override(code):
            found += sorted(reverse(name, kwargs=match.kwargs) for name in wanted)
    once = dict.fromkeys(found)
    return [address for address in once if language in (None, languages.of_address(address))]


def is_another_spelling(key: str) -> bool:
    """Whether the API knows the page under this key without calling it so: "0F3A…" for "0f3a…". No decision would
    forget such an address."""
    return bool(IDENTIFIER.fullmatch(key)) and key != key.lower()


def is_of_the_past(key: str) -> bool:
    """Whether the API answers, for mirrors, under an address that the page had. No decision would forget it either."""
    folder, name = key.strip("/").rpartition("/")[::2]
    if folder.removeprefix("api/v1/") not in COLLECTIONS.values() or IDENTIFIER.fullmatch(name):
        return False
    return not Page.objects.filter(slug=name).exists()


def has_addresses_below(key: str) -> bool:
    """Whether what lies below the key is its own: "/departements/38/" yes, "/departements/" no."""
    return key.count("/") > 2


def keys_of_page(kind: str, slug: str, pk: UUID) -> set[str]:
    api = f"/api/v1/{COLLECTIONS[PageKind(kind)]}"
    return {f"/{FOLDERS[PageKind(kind)]}/{slug}/", f"{api}/{slug}/", f"{api}/{pk}/"}


def keys_of_department(code: str, region: str) -> set[str]:
    return {
        f"/departements/{code}/",
        f"/flux/departements/{code}/",
        f"/api/v1/departments/{code}/",
        f"/dossiers/departement-{code}.pdf",
        f"/regions/{region}/",
        f"/dossiers/{region}.pdf",
        f"/flux/regions/{region}/",
    }


# --- What depends on what --------------------------------------------------------------------------------------------


def dependents(page: Page, *documents: Content | None) -> set[str]:
    """Every key on which a page shows. `documents`: what it said before, and says now."""
    said = [document for document in documents if document]
    named = tuple({slug for document in said for _kind, slug in slugs_cited(document)})
    topics = {topic for document in said for topic in topics_of(document)}
    codes = tuple({getattr(document, "department", "") for document in said} - {""})
    keys = set(EVERYWHERE)
    if page.kind in COUNTED:
        keys.add("/chiffres/")
    if page.kind in (PageKind.GROUND, PageKind.GUIDE):
        keys.add("/fondements/")
    if page.kind == PageKind.LEGAL_NOTE:
        keys.add("/notes/")
    spoken = (tuple(topic.code for topic in topics if topic.kind == kind) for kind in TopicKind)
    for kind, name, other in showing(PageKind(page.kind))(page.pk, named, *spoken, codes):
        keys |= keys_of_department(name, other) if kind == "department" else keys_of_page(kind, name, UUID(other))
    return keys


@cache
def showing(kind: PageKind) -> Prepared:
    """(kind, slug, id) of what shows a page of this kind, and ("department", code, région) of the départements
    concerned. To be asked with its id, the slugs that it names, the practices and the documents of which the law may
    say something, and the codes of its départements."""
    return Prepared(partial(shown_and_concerned, kind))


def shown_and_concerned(
    kind: PageKind,
    page: UUID,
    named: tuple[str, ...],
    practices: tuple[str, ...],
    documents: tuple[str, ...],
    codes: tuple[str, ...],
) -> QuerySet:
    """One query whose parts are served by their own indexes: joined by OR, PostgreSQL reads every page. Its text is to
    stay below 4,096 characters: psycopg reads a longer one anew each time, which takes 2 ms."""
    worded = [
        Page.objects.filter(pk=page).values("pk"),
        Mention.objects.filter(mentioned=page).values("page"),  # whoever names a page says its title
        *saying_where_to_go_instead(kind, page, codes),
    ]
    shown = [
        *worded,
        PageSlug.objects.filter(slug__in=named).values("page"),  # an office lists its procedures, a ground départements
        ProcedureOffice.objects.filter(procedure__in=united(worded)).values("office"),  # … and what these say
        *speaking_of_the_same(kind, practices, documents),
        *of_the_family(kind, page, named),
    ]
    pages = Page.objects.filter(pk__in=united(shown)).values_list("kind", "slug", Cast("pk", TextField()))
    return united([pages, departments_concerned(kind, codes, united(worded))])


def united(parts: Sequence[QuerySet]) -> QuerySet:
    first, *others = (part.order_by() for part in parts)
    return first.union(*others)


def departments_concerned(kind: PageKind, codes: tuple[str, ...], pages: QuerySet) -> QuerySet:
    columns = (Value("department"), "code", "region__slug")
    if kind in (PageKind.GROUND, PageKind.LEGAL_NOTE):  # these concern every département
        return Department.objects.values_list(*columns)
    named = Department.objects.filter(code__in=codes).values("pk")
    concerned = united([named, Procedure.objects.filter(pk__in=pages).values("department")])
    return Department.objects.filter(pk__in=concerned).values_list(*columns)


def saying_where_to_go_instead(kind: PageKind, page: UUID, codes: tuple[str, ...]) -> list[QuerySet]:
    """The procedures that refuse in a département where the page says or does something: where to go instead is read
    from the others there (offices/elsewhere.py), and a refusal that names nobody tells the name of the préfecture's
    office."""
    refusing = Procedure.objects.filter(handling=Handling.NOT_HANDLED).values("pk")
    if kind == PageKind.PROCEDURE:
        return [refusing.filter(department__in=codes)]
    if kind == PageKind.OFFICE:
        naming = Procedure.objects.filter(page__mentions__mentioned=page)
        return [refusing.filter(department__in=naming.order_by().values("department"))]
    return []


def of_the_family(kind: PageKind, page: UUID, named: tuple[str, ...]) -> list[QuerySet]:
    """A sheet of documents for a ground tells those of the wider one too, and is there for the narrower grounds of
    those that the procedure names: whoever names a ground shows its parent and its children. A narrower ground lists
    the départements in which the wider one is spoken of."""
    if kind == PageKind.PROCEDURE:
        return [Ground.objects.filter(parent__page__slugs__slug__in=named).values("pk")]
    if kind != PageKind.GROUND:
        return []
    return [
        Mention.objects.filter(mentioned__ground__parent=page).values("page"),
        Mention.objects.filter(mentioned__slugs__slug__in=named).values("page"),
    ]


def speaking_of_the_same(kind: PageKind, practices: tuple[str, ...], documents: tuple[str, ...]) -> list[QuerySet]:
    """A legal note stands on the pages that carry what it speaks of, and lists them."""
    if kind not in (*CARRYING, PageKind.LEGAL_NOTE):
        return []
    others = CARRYING if kind == PageKind.LEGAL_NOTE else (PageKind.LEGAL_NOTE,)
    spoken = Q(kind=TopicKind.PRACTICE, code__in=practices) | Q(kind=TopicKind.DOCUMENT, code__in=documents)
    return [PageTopic.objects.filter(spoken, page__kind__in=others).values("page")]


# --- What the calendar changes ---------------------------------------------------------------------------------------


def dated() -> set[str]:
    """Keys that the calendar changes some day, whoever is awake: their files hold for one day only."""
    coming = Page.objects.filter(pk__in=DueDate.objects.untold().values("page"))
    return OF_THE_DAY.union(*(dependents(page, page.document) for page in coming))


# --- Forgetting ------------------------------------------------------------------------------------------------------


# As bulk_create writes it, which makes an object and four parameters of each key: a tenth of the CPU of an approval.
WANT = """
    INSERT INTO offices_rendering (key, wanted, done, mtime)
    SELECT column1, %s, 0, 0 FROM (VALUES {}) AS forgotten WHERE true
    ON CONFLICT (key) DO UPDATE SET wanted = excluded.wanted
"""
AT_ONCE = 500  # keys: neither database takes any number of parameters


@cache
def store() -> Store:
    return Store(settings.RENDERED_DIR, settings.RELEASE)


def forget(keys: Iterable[str], seq: int) -> None:
    """Take these addresses away, before the text that replaces them is committed.

    Inside the deciding transaction, which holds the ledger: two decisions never meet here. After the commit a crash
    would have left the old text standing (100 times in 100 trials; before the commit, none in 100).
    """
    forgotten = sorted(keys)
    with connection.cursor() as cursor:
        for start in range(0, len(forgotten), AT_ONCE):
            some = forgotten[start : start + AT_ONCE]
            cursor.execute(WANT.format(", ".join(["(%s)"] * len(some))), [seq, *some])
    store().forget({key: has_addresses_below(key) for key in forgotten})
