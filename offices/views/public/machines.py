"""What machines read beside the API: the map of the site, the feeds of its changes, and the files they ask for first.

Addresses are absolute and start with SITE_URL, not with the name under which a request came.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from geography.models import Department, Region
from offices import languages
from offices.enums import ChangeKind, PageKind
from offices.models import Change, Ledger, Office, Page, Procedure
from offices.presentation.summaries import news_of
from offices.views.public.access import public

CHANGES_IN_A_FEED = 50
SECURITY_EXPIRES = date(2027, 11, 1)  # moved on with each yearly release, as RFC 9116 asks


@public
def robots(request):
    if settings.DEMO:
        return text_file(["User-agent: *", "Disallow: /"])  # what it says is for trying, not for finding
    lines = [
        "User-agent: *",
        "Disallow: /espace/",
        "Disallow: /compte/",
        "Disallow: /admin/",
        f"Sitemap: {settings.SITE_URL}{reverse('offices:sitemap')}",
    ]
    return text_file(lines)


@public
def security(request):
    """Whom to tell of a weakness (RFC 9116). The day on which this file ends is that of a release, not of a request."""
    contact = f"mailto:{settings.CONTACT_EMAIL}"
    if not settings.CONTACT_EMAIL:
        contact = settings.SITE_URL + reverse("offices:about")
    return text_file([f"Contact: {contact}", f"Expires: {SECURITY_EXPIRES}T00:00:00Z", "Preferred-Languages: fr, en"])


def text_file(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


# Of the pages that belong to no place, those to be listed.
LISTED = (
    "home",
    "departments",
    "grounds",
    "legal_notes",
    "lookup",
    "figures",
    "help",
    "about",
    "accessibility",
    "privacy",
    "legal",
    "data",
    "report",
)


@public
def sitemap(request):
    """Every address that is to be listed, in every language. One file holds 50,000 of them (sitemaps.org)."""
    published = Page.objects.published().order_by("kind", "slug")
    listed = [
        *((path, None) for path in without_a_day()),
        *((page.get_absolute_url(), page.edited_at) for page in published.defer("content")),
    ]
    addresses = [
        (settings.SITE_URL + languages.address_in(code, path), edited)
        for path, edited in listed
        for code in languages.NAMES
    ]
    return render(request, "public/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


def without_a_day() -> Iterator[str]:
    """What shows many pages has no day of its own."""
    yield from (reverse(f"offices:{name}") for name in LISTED)
    for region in Region.objects.all():
        yield from (reverse(f"offices:{name}", args=[region.slug]) for name in ("region", "region_dossier"))
    for department in Department.objects.all():
        yield from (reverse(f"offices:{name}", args=[department.code]) for name in ("department", "department_dossier"))


# --- Feeds ---------------------------------------------------------------------------------------------------------

# A legal note is told once, as a page of its own, to everybody: not once more for each page on which it stands.
NOTES = Page.objects.filter(kind=PageKind.LEGAL_NOTE)
LINES = Change.objects.exclude(kind=ChangeKind.LEGAL_NOTE)


@public
def feed(request):
    return atom(request, _("Où déposer\u00a0?"), reverse("offices:home"), LINES)


@public
def region_feed(request, slug):
    region = get_object_or_404(Region, slug=slug)
    return atom(request, region.name, reverse("offices:region", args=[slug]), lines_within(department__region=region))


@public
def department_feed(request, code):
    department = get_object_or_404(Department, code=code)
    return atom(
        request, department.label, reverse("offices:department", args=[code]), lines_within(department=department)
    )


def lines_within(**territory) -> QuerySet[Change]:
    """The lines of its pages, with at least all that a feed shows. Asked for from the end of the log, those of a
    département of which nothing was decided for years cost the reading of every line of France: 5 s among a million.
    So each page is asked for its newest line first: a feed shows lines of the pages whose newest come first, and
    nothing before the last of these where they fill it."""
    pages = [model.objects.filter(**territory).order_by().values("pk") for model in (Procedure, Office)]
    within = Page.objects.filter(pk__in=pages[0].union(pages[1], NOTES.order_by().values("pk")))
    newest = LINES.filter(page=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    told = within.annotate(newest=Subquery(newest)).filter(newest__isnull=False).order_by("-newest")
    first = dict(told.values_list("pk", "newest")[:CHANGES_IN_A_FEED])
    oldest = min(first.values()) if len(first) == CHANGES_IN_A_FEED else 0
    return LINES.filter(page__in=list(first), seq__gte=oldest)


class Feed(Atom1Feed):
    def latest_post_date(self):
        """A feed without an entry has not changed since for ever; Django would say: just now, at every request."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


def atom(request, title: str, about: str, lines: QuerySet[Change]) -> HttpResponse:
    """The last lines of the public log, as a feed."""
    found = Feed(
        title=title,
        link=settings.SITE_URL + about,
        feed_url=settings.SITE_URL + request.path,
        description=_("Ce qui a changé, dès que c'est décidé."),
        language="fr",
    )
    ledger = Ledger.objects.first()
    log = ledger.log if ledger else NAMESPACE_URL  # a site without a change has no line to number
    for change in lines.select_related("page").order_by("-seq")[:CHANGES_IN_A_FEED]:
        news = news_of(change)
        found.add_item(
            title=news.title,
            link=settings.SITE_URL + change.page.get_absolute_url(),
            description=change.summary,
            updateddate=change.at,
            unique_id=uuid5(log, str(change.seq)).urn,
        )
    return HttpResponse(found.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
