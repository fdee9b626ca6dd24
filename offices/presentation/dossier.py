"""A dossier as its printable page says it: the parts of offices.dossiers, each block as its own page says it.

As many queries for a region as for a département: everything that the blocks name is fetched at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.urls import reverse

from offices.calendar import on_day
from offices.content import Content, ProcedureContent
from offices.dossiers.parts import Block, DepartmentPart, Dossier
from offices.elsewhere import completed, elsewhere, is_derived
from offices.headlines import headline
from offices.languages import in_french_too
from offices.legal_notes import Notes, StandingNote, speaking_of, standing_on
from offices.models import Page, Warning
from offices.practices import carried
from offices.presentation.around import Around, arrondissements, targets
from offices.presentation.blocks import Body, Line
from offices.presentation.pages import body, instead
from offices.references import codes_cited, slugs_cited


@dataclass(frozen=True)
class PrintedBlock:
    """`short`: the permanent address of the page, for paper; `notes`: numbers of the legal notes at the end of the
    dossier. From `headline` on: of a procedure."""

    block: Block
    url: str
    short: str
    body: Body
    warnings: tuple[Warning, ...]
    notes: tuple[int, ...]
    headline: str = ""
    headline_in_french: str = ""
    instead: tuple[Line, ...] = ()
    grounds: tuple[str, ...] = ()
    territory: str = ""


@dataclass(frozen=True)
class PrintedPart:
    part: DepartmentPart
    blocks: tuple[PrintedBlock, ...]


@dataclass(frozen=True)
class PrintedDossier:
    parts: tuple[PrintedPart, ...]
    notes: Notes


def printed(dossier: Dossier, day: date) -> PrintedDossier:
    """The dossier as it reads on a day."""
    printer = Printer.for_blocks(dossier.blocks, day)
    parts = (PrintedPart(part, tuple(map(printer.printed, part.blocks))) for part in dossier.departments)
    return PrintedDossier(tuple(parts), printer.notes)


@dataclass(frozen=True)
class Printer:
    """What the blocks of a dossier name, fetched once for all of them."""

    shared: Around
    pages: dict[str, Page]
    documents: dict[str, Content]  # as read: a refusal that names no other place is completed
    derived: set[str]
    notes: Notes
    warnings: dict[str, tuple[Warning, ...]]

    @classmethod
    def for_blocks(cls, blocks: tuple[Block, ...], day: date) -> "Printer":
        slugs = [block.slug for block in blocks]
        pages = {page.slug: page for page in Page.objects.published().filter(slug__in=slugs).defer("content")}
        keys = {pages[block.slug].pk: block for block in blocks if block.slug in pages}
        procedures = {pk: one.content for pk, one in keys.items() if isinstance(one.content, ProcedureContent)}
        places = elsewhere(procedures)
        documents = {block.slug: block.content for block in blocks}
        documents |= {keys[pk].slug: completed(document, places.get(pk)) for pk, document in procedures.items()}
        warnings: dict[str, tuple[Warning, ...]] = {}
        for warning in Warning.objects.standing().filter(page__in=keys).select_related("page"):
            warnings[warning.page.slug] = (*warnings.get(warning.page.slug, ()), warning)
        cited = {slug for document in documents.values() for _kind, slug in slugs_cited(document)}
        codes = {code for document in documents.values() for code in codes_cited(document)}
        return cls(
            shared=Around(pages=targets(cited), arrondissements=arrondissements(tuple(sorted(codes))), day=day),
            pages=pages,
            documents=documents,
            derived={keys[pk].slug for pk, place in places.items() if is_derived(place)},
            notes=speaking_of({topic for document in documents.values() for topic in carried(on_day(document, day))}),
            warnings=warnings,
        )

    def printed(self, block: Block) -> PrintedBlock:
        document = self.documents[block.slug]
        warnings = self.warnings.get(block.slug, ())
        beside = self.beside(block, document, warnings)
        printed = PrintedBlock(
            block=block,
            url=reverse(f"offices:{document.kind}", args=[block.slug]),
            short=self.pages[block.slug].short_address,
            body=body(document, beside),
            warnings=tuple(warning for warning in warnings if not warning.step),
            notes=tuple(number for number, standing in enumerate(beside.notes, start=1) if standing.rows),
        )
        if not isinstance(document, ProcedureContent):
            return printed
        said = partial(headline, document, beside.titles, day=beside.day, derived=beside.derived)
        return replace(
            printed,
            headline=said(),
            headline_in_french=in_french_too(said),
            instead=instead(document, beside),
            grounds=tuple(beside.page(slug).title for slug in document.grounds),
            territory=territory(document, beside),
        )

    def beside(self, block: Block, document: Content, warnings: Iterable[Warning]) -> Around:
        """What stands around one block. Legal notes have the same number in the whole dossier, also where they do not
        stand on this block."""
        standing = {one.page.pk: one for one in standing_on(on_day(document, self.shared.day), self.notes)}
        return replace(
            self.shared,
            source_numbers={row.id: number for number, row in enumerate(document.sources, start=1)},
            warnings=tuple(warnings),
            notes=tuple(standing.get(page.pk, StandingNote(page, note, ())) for page, note in self.notes),
            derived=block.slug in self.derived,
        )


def territory(document: ProcedureContent, beside: Around) -> str:
    """The arrondissements to which the procedure is limited; empty where it is not."""
    places = beside.arrondissements
    named = (places[code].name for code in document.territory.arrondissements if code in places)
    return document.territory.wording or ", ".join(named)
