"""The sheet of an office as data for `office.typ`: one page of A4, black and white, that says where, when, how to
file on each ground, with what, for how much, and since when nobody has confirmed it.

It is a list of units in the order of their use. The template makes them smaller until all of them stand on one page;
where the smallest do not, the last ones are left out, each whole, and the sheet says where the rest is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from offices.content import OfficeContent, ProcedureContent
from offices.elsewhere import completed, elsewhere, is_derived
from offices.headlines import headline
from offices.models import Page, Warning
from offices.paper import pieces
from offices.presentation import phrases
from offices.presentation.around import Around, around
from offices.presentation.blocks import Body, Group, Item, Line
from offices.presentation.pages import body, instead

# Sections of a procedure on the sheet, the most wanted first: what is left out is left out at the end.
Values = str | tuple[str, ...]
SECTIONS = ("refuse", "pieces", "frais", "jour", "incomplet", "telecharger", "delais")


@dataclass(frozen=True)
class Filing:
    """A procedure of the office, as it reads that day."""

    page: Page
    document: ProcedureContent
    beside: Around
    body: Body

    @property
    def grounds(self) -> str:
        return ", ".join(self.beside.page(slug).title for slug in self.document.grounds)


def data(page: Page, day: date) -> dict:
    """The sheet as it reads on a day. In French, whatever the language of whoever asks."""
    with override("fr"):
        document = page.document
        assert isinstance(document, OfficeContent)
        pages = [page.pk, *procedures(page).values_list("pk", flat=True)]
        standing = list(Warning.objects.standing().filter(page__in=pages))
        filings = sorted(filings_of(page, standing, day), key=lambda filing: filing.grounds)
        own = body(document, around(document, with_states=False, day=day))
        read = {
            "title": document.title,
            "place": page.index.department.label,
            "qr": pieces.code(page.short_address),
            "site": settings.SITE_URL,
            "address": settings.SITE_URL + page.get_absolute_url(),
            "verified": pieces.verified(page.index.verified_on),
            "words": pieces.common(
                brand=_("Où déposer\u00a0?"),
                sheet=_("Fiche du guichet"),
                not_the_state=_("Ce n'est pas un site de l'État."),
                up_to_date=_("À jour sur"),
                more=_("Suite sur la page\u00a0:"),
            ),
            "units": [*units(page, document, own, filings, standing, day)],
        }
        return pieces.with_apostrophes(read)


def procedures(page: Page):
    return page.index.procedures.published().order_by("pk")


def filings_of(page: Page, standing: Iterable[Warning], day: date) -> Iterator[Filing]:
    found = {row.pk: row.page for row in procedures(page).select_related("page")}
    documents = {key: own.document for key, own in found.items()}
    places = elsewhere(documents)
    for key, document in documents.items():
        place = places.get(key)
        read = completed(document, place)
        warnings = [warning for warning in standing if warning.page_id == found[key].pk]
        beside = around(read, warnings=warnings, with_states=False, derived=is_derived(place), day=day)
        yield Filing(found[key], read, beside, body(read, beside))


# --- Units -----------------------------------------------------------------------------------------------------------


def units(page, document, own: Body, filings: list[Filing], standing: list[Warning], day: date) -> Iterator[dict]:
    for warning in standing:
        if warning.page_id == page.pk:
            yield {"kind": "warning", **pieces.warning(warning)}
    for notice in own.notices:
        yield unit("notice", notice)
    yield from contacts(document, own, envelopes(filings))
    for filing in filings:
        yield from how_to_file(filing, standing, day)
    if not filings:
        text = _("Aucune information\u00a0: personne n'a encore écrit si ce guichet reçoit des demandes, ni comment.")
        yield {"kind": "headline", "text": text}
    for filing in filings:
        yield from what_it_takes(filing, alone=len(filings) == 1)


def contacts(document: OfficeContent, own: Body, said: set[Values]) -> Iterator[dict]:
    """Its addresses whole, then when and how to reach it, side by side. `said`: what a step says below."""
    found = [cell for section in own.sections for cell in cells(section.title, section.groups, said)]
    found += [{"kind": "cell", "title": "", "lines": [pieces.line(one)]} for one in pieces.on_the_web(document)]
    if found:
        yield title(_("Ce guichet"))
        yield from found


def envelopes(filings: Iterable[Filing]) -> set[Values]:
    """The addresses that the steps write out."""
    steps = (step for filing in filings for group in filing.body.steps for step in group.items)
    return {line.value for step in steps for line in step.lines if line.kind == "label"}


def cells(heading: str, groups: Iterable[Group], said: set[Values]) -> Iterator[dict]:
    for group in groups:
        for item in group.items:
            if any(line.kind == "label" and line.value in said for line in item.lines):
                continue
            shown = pieces.item(item)
            name = " – ".join(filter(None, [heading, shown["text"]]))
            yield {"kind": "cell", "title": name, "lines": shown["lines"]}


def how_to_file(filing: Filing, standing: Iterable[Warning], day: date) -> Iterator[dict]:
    yield title(filing.grounds, pieces.verified(filing.page.procedure.verified_on))
    for warning in standing:
        if warning.page_id == filing.page.pk and not warning.step:
            yield {"kind": "warning", **pieces.warning(warning)}
    beside = filing.beside
    said = headline(filing.document, beside.titles, day=day, derived=beside.derived)
    yield {"kind": "headline", "text": pieces.text(said)}
    for line in instead(filing.document, beside):
        yield {"kind": "cell", "title": "", "lines": [pieces.line(line)]}
    for notice in filing.body.notices:
        yield unit("notice", notice)
    written: set[Values] = set()
    for group in filing.body.steps:
        if group.title:
            yield subtitle(group.title)
        for step in group.items:
            yield unit("step", without_repeating(step, written))
            written |= {line.value for line in step.lines if line.kind == "label"}


def without_repeating(step: Item, written: set[Values]) -> Item:
    """The address of a step before is not written twice: the sheet has one page."""
    same = Line("text", _("Adresse"), _("la même que plus haut"))
    lines = (same if line.kind == "label" and line.value in written else line for line in step.lines)
    return replace(step, lines=tuple(lines))


def what_it_takes(filing: Filing, *, alone: bool) -> Iterator[dict]:
    """Lists in short items, two side by side; boxes to tick before what is to be brought."""
    sections = {section.id: section for section in filing.body.sections}
    if not alone and sections.keys() & set(SECTIONS):
        yield title(filing.grounds)
    for name in SECTIONS:
        for group in sections[name].groups if name in sections else ():
            yield subtitle(" – ".join(filter(None, [sections[name].title, group.title])))
            for item in group.items:
                yield unit("box" if name == "pieces" else "item", item)


def title(text: str, note: str = "") -> dict:
    return {"kind": "title", "text": pieces.text(text), "note": note}


def subtitle(text: str) -> dict:
    return {"kind": "subtitle", "text": pieces.text(text)}


def unit(kind: str, item: Item) -> dict:
    """Without its source: the page says it."""
    return {"kind": kind, **pieces.item(item), "footnote": pieces.text(phrases.sentence(item.period))}
