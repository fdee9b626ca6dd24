"""The dossier of a région or a département as data for `dossier.typ`: the parts of its printable page, in the order of
the association's own dossiers, with what changed lately on its cover."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, override

from geography.models import Department, Region
from offices import words
from offices.content import OfficeContent
from offices.enums import ChangeKind, ChangeType, PageKind
from offices.exporting import department_dossier, region_dossier
from offices.models import Change, Office, Procedure
from offices.paper import outline, pieces
from offices.presentation.dossier import PrintedBlock, PrintedPart, printed
from offices.presentation.summaries import News, news_of
from offices.templatetags.site import in_france

RECENT = timedelta(days=90)
NEWS_OF_A_DAY = 8  # lines; beyond, the days of an import would fill the dossier: they are counted
ACTS = {
    (ChangeKind.DECISION, ChangeType.CREATED): lazy("Pages nouvelles"),
    (ChangeKind.DECISION, ChangeType.REMOVED): lazy("Pages retirées"),
}
OTHER_ACTS = {
    ChangeKind.VERIFICATION: lazy("Pages confirmées"),
    ChangeKind.WARNING: lazy("Mises en garde posées ou levées"),
    ChangeKind.SOURCE: lazy("Sources dont l'état a changé"),
}
OTHERWISE = lazy("Pages modifiées")


def region_data(region: Region, day: date) -> dict:
    departments = list(region.departments.select_related("region").order_by("code"))
    return data(region.name, f"/regions/{region.slug}/", region_dossier(region), departments, day)


def department_data(department: Department, day: date) -> dict:
    return data(
        department.label, f"/departements/{department.code}/", department_dossier(department), [department], day
    )


def data(place: str, address: str, dossier, departments: Sequence[Department], day: date) -> dict:
    """The dossier as it reads on a day. In French, whatever the language of whoever asks."""
    with override("fr"):
        found = printed(dossier, day)
        speaking = {shown.part.code for shown in found.parts if shown.part.says_how_to_file}
        last, lately = recent(departments)
        read = {
            "title": _("Modalités de dépôt d'une demande de titre de séjour"),
            "place": place,
            "qr": pieces.code(settings.SITE_URL + address),
            "map": outline.drawing(departments[0].region.departments.order_by("code"), speaking),
            "changed": changed(last),
            "site": settings.SITE_URL,
            "publisher": settings.PUBLISHER.split("\n")[0],
            "words": labels(),
            "news": lately,
            "departments": [department_part(shown) for shown in found.parts],
            "notes": [legal_note(number, *pair) for number, pair in enumerate(found.notes, start=1)],
        }
        return pieces.with_apostrophes(read)


def labels() -> dict[str, str]:
    return pieces.common(
        brand=_("Où déposer\u00a0?"),
        contents=_("Sommaire"),
        news=_("Ce qui a changé récemment"),
        news_of=_("Les 90\u00a0jours qui précèdent le dernier changement."),
        quoted=_("Ce qu'écrit la préfecture"),
        this_page=_("Cette page, à jour"),
        remark=_("Remarque de l'association"),
        sources=_("Sources"),
        law=_("Ce que dit le droit"),
        law_of=_("Notes juridiques de l'association. La préfecture n'en a rien écrit."),
        not_the_state=_(
            "Ce dossier n'est pas un document de l'État. Des bénévoles recopient ce que publient les "
            "préfectures\u00a0; d'autres personnes relisent avant publication."
        ),
        up_to_date=_("Ce qui a changé depuis se lit sur le site\u00a0:"),
        reading=_(
            "Les textes entre guillemets, le long d'un trait, sont recopiés mot pour mot. Les cadres gris sont de "
            "l'association. Un cadre épais est une mise en garde\u00a0: lisez-le d'abord."
        ),
        map_of=_("En gris\u00a0: ce dont ce dossier parle. Contours\u00a0: MapSVG et svg-maps, CC BY 4.0."),
        page=_("page"),
        of=_("sur"),
    )


# --- What changed ----------------------------------------------------------------------------------------------------


def recent(departments: Iterable[Department]) -> tuple[datetime | None, list[dict]]:
    """When one of these pages last changed, and what changed in the 90 days before, the newest day first."""
    lines = log_of(departments)
    newest = lines.order_by("-seq").first()
    if newest is None:
        return None, []
    lately = lines.filter(at__gt=newest.at - RECENT).select_related("page").order_by("-seq")
    by_day = groupby(lately, key=lambda line: in_france(line.at))
    return newest.at, [{"day": words.day(day), "lines": day_lines(list(of_day))} for day, of_day in by_day]


def log_of(departments: Iterable[Department]) -> QuerySet[Change]:
    """Of its procedures, its offices, and of the legal notes, which stand everywhere."""
    within = {"department__in": list(departments)}
    pages = [model.objects.filter(**within).order_by().values("pk") for model in (Procedure, Office)]
    shown = Q(page__in=pages[0].union(pages[1])) | Q(page__kind=PageKind.LEGAL_NOTE)
    return Change.objects.exclude(kind=ChangeKind.LEGAL_NOTE).filter(shown)


def day_lines(lines: list[Change]) -> list[dict]:
    """Each page with what happened to it; on a day on which much did, how many pages had what."""
    if len(lines) <= NEWS_OF_A_DAY:
        return [line_data(news_of(line)) for line in lines]
    counted = Counter(ACTS.get((line.kind, line.type)) or OTHER_ACTS.get(line.kind, OTHERWISE) for line in lines)
    return [
        {"title": str(act), "what": ngettext("%d\u00a0page", "%d\u00a0pages", number) % number}
        for act, number in counted.most_common()
    ]


def line_data(news: News) -> dict:
    return {"title": pieces.text(news.title), "what": pieces.text(news.what)}


def changed(last: datetime | None) -> dict:
    """For the cover, and for the file's own date."""
    if last is None:
        return {"text": _("Rien n'est encore publié."), "date": []}
    day = in_france(last)
    return {"text": _("Dernier changement\u00a0: %s") % words.day(day), "date": [day.year, day.month, day.day]}


# --- Départements ----------------------------------------------------------------------------------------------------


def department_part(shown: PrintedPart) -> dict:
    """One of which nothing is said is named as such, in its place."""
    part = shown.part
    heading = _("Département %s") if part.says_how_to_file else _("Département %s\u00a0: aucune information")
    silent = _("Personne n'a encore écrit ce que font les guichets de ce département.")
    return {
        "heading": heading % part.label,
        "head": [_("Région %s") % part.region, *map(pieces.text, part.head)] if shown.blocks else [],
        "silent": "" if part.says_how_to_file else silent,
        "blocks": [block(one, name) for one, name in zip(shown.blocks, names(shown), strict=True)],
    }


def names(shown: PrintedPart) -> list[str]:
    """What the contents list calls each block: the offices; their grounds too, where two blocks have the same ones; and
    that only the contacts follow, where the page of an office itself is meant."""
    headings = Counter(one.block.heading for one in shown.blocks)
    found = []
    for one in shown.blocks:
        heading = one.block.heading
        if isinstance(one.block.content, OfficeContent):
            heading = _("%s\u00a0: coordonnées") % heading
        elif headings[heading] > 1:
            heading = f"{heading} – {', '.join(one.grounds)}"
        found.append(pieces.text(heading))
    return found


def block(shown: PrintedBlock, name: str) -> dict:
    """What is published of one page. Warnings first."""
    one, body = shown.block, shown.body
    return {
        "heading": name,
        "qr": pieces.code(shown.short),
        "verified": pieces.verified(one.verified_on),
        "about": [
            pieces.text(said)
            for said in (
                _("Demandes\u00a0: %s") % ", ".join(shown.grounds) if shown.grounds else "",
                _("Territoire\u00a0: %s") % shown.territory if shown.territory else "",
            )
            if said
        ],
        "warnings": pieces.listed(shown.warnings, pieces.warning),
        "headline": pieces.text(shown.headline),
        "instead": pieces.listed(shown.instead, pieces.line),
        "facts": pieces.listed(pieces.on_the_web(one.content), pieces.line),
        "notices": pieces.listed(body.notices, pieces.item),
        "steps": pieces.listed(body.steps, pieces.group),
        "sections": pieces.listed(body.sections, pieces.section),
        "law": pieces.footnote(*map(pieces.note, shown.notes)),
        "quotes": pieces.listed(body.quotes, pieces.quote),
        "remarks": pieces.listed(body.remarks, remark),
        "sources": pieces.listed(body.sources, pieces.source_line),
    }


def remark(shown) -> dict:
    return {
        "text": pieces.text(shown.text),
        "dated": _("Remarque du %s.") % shown.period if shown.period else "",
    }


def legal_note(number: int, page, note) -> dict:
    decided = words.day(note.decided_on) if note.decided_on else ""
    return {
        "title": pieces.text(_("Note %(number)d\u00a0: %(title)s") % {"number": number, "title": note.title}),
        "text": pieces.text(note.text),
        "decision": pieces.footnote(", ".join(filter(None, [note.decision, decided]))),
        "url": pieces.href(note.url),
    }
