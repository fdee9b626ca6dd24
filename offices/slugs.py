"""The public addresses of a new page, by the rules of the contract. Once given, one is never given again."""

from uuid import UUID

from django.utils.text import slugify

from geography import names
from geography.models import Commune
from offices.content import Content
from offices.enums import OfficeKind, PageKind
from offices.models import Page, PageSlug
from offices.short_codes import first_free

MAX_LENGTH = 120


def wanted(content: Content) -> str:
    """`prefecture-<seat>`, `sous-prefecture-<seat>`, `<ground>-<department>-<first office>`,
    `a-qui-demander-<department>`, else the title."""
    match content.kind:
        case PageKind.OFFICE:
            return office_slug(content)
        case PageKind.PROCEDURE:
            return f"{content.grounds[0]}-{content.department}-{content.offices[0]}".lower()[:MAX_LENGTH]
        case PageKind.GUIDE if content.department:
            return f"a-qui-demander-{content.department}".lower()
    return slugify(content.title)[:MAX_LENGTH]


def office_slug(content) -> str:
    seat = Commune.objects.filter(code=content.seat).values_list("name", flat=True).first()
    prefix = {OfficeKind.PREFECTURE: "prefecture", OfficeKind.SOUS_PREFECTURE: "sous-prefecture"}.get(
        content.office_kind
    )
    if not seat or not prefix:
        return slugify(content.name)[:MAX_LENGTH]
    return f"{prefix}-{names.slug(seat)}"[:MAX_LENGTH]


def free(slug: str) -> str:
    """The slug itself, or the first of `-2`, `-3`… that no page has or had."""
    taken = set(PageSlug.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def code(page: UUID) -> str:
    """The short code of a new page."""
    return first_free(page, lambda code: Page.objects.filter(code=code).exists())
