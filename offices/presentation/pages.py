"""A whole content in the order of its page. One table per kind says which list stands under which heading."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from offices import content, words
from offices.calendar import announced, is_announced, on_day, to_read
from offices.content import Content
from offices.enums import Filing, OfficeKind, SectionKind, SourceKind, StepPurpose, Walking
from offices.ground_names import called, named
from offices.languages import french, in_french, in_french_too, is_doubtful, with_french
from offices.presentation import phrases
from offices.presentation.around import Around
from offices.presentation.blocks import Body, Group, Item, Line, Quote, Section, SourceLine, Target
from offices.presentation.rows import lines_beside, lines_of, link, present

# Kind of page → (anchor, heading, lists of the shape that stand under it). What has its own place on the page (steps,
# notices, passages, remarks, sources) is not here; tests/offices/views/test_nothing_is_forgotten.py holds the rest.
SECTIONS = {
    "procedure": (
        ("refuse", lazy("Ce qui n'est pas accepté"), ("forbidden_channels",)),
        ("pieces", lazy("Pièces à fournir"), ("requirements", "presentation")),
        ("frais", lazy("Frais"), ("fees",)),
        ("telecharger", lazy("À télécharger"), ("downloads",)),
        ("conditions", lazy("Conditions"), ("conditions",)),
        ("jour", lazy("Sur place"), ("day_rules",)),
        ("incomplet", lazy("Si le dossier est incomplet"), ("incomplete",)),
        ("suite", lazy("Après le dépôt"), ("aftermath",)),
        ("delais", lazy("Délais"), ("deadlines", "processing_times")),
        ("droit", lazy("Textes applicables"), ("legal_bases",)),
    ),
    "office": (
        ("adresses", lazy("Adresses"), ("addresses",)),
        ("horaires", lazy("Horaires d'ouverture"), ("hours",)),
        ("telephones", lazy("Téléphones"), ("phones",)),
        ("courriels", lazy("Adresses électroniques"), ("emails",)),
        ("services", lazy("Services"), ("desks",)),
    ),
    "ground": (
        ("conditions", lazy("Conditions"), ("conditions",)),
        ("pieces", lazy("Pièces à fournir"), ("requirements",)),
        ("telecharger", lazy("À télécharger"), ("downloads",)),
        ("droit", lazy("Textes applicables"), ("legal_bases",)),
    ),
    "guide": (
        ("images", lazy("Images"), ("pictures",)),
        ("noms", lazy("Services renommés"), ("renamings",)),
    ),
    "legal_note": (),
}
# Where several lists stand under one heading, each has its own.
HEADINGS = {
    "requirements": lazy("Pièces à fournir"),
    "presentation": lazy("Présentation du dossier"),
    "deadlines": lazy("Délais à respecter"),
    "processing_times": lazy("Délais de traitement"),
}


def body(document: Content, around: Around) -> Body:
    """Everything the content says in lists, as it reads on the day of `around`: what stands, what begins later, and not
    what has ended. Single fields (headline, territory…) are said by the functions below."""
    sources = tuple(source_lines(document, around))

    def rows(name: str) -> tuple:
        return to_read(getattr(document, name, ()), around.day)  # a kind of page has some lists and not others

    return Body(
        notices=tuple(limited(row, around) for row in rows("notices")),
        steps=steps(document, around),
        sections=tuple(sections(document, around)),
        quotes=quotes(document, sources, rows("passages")),
        remarks=tuple(present(row, around) for row in rows("remarks")),
        sources=sources,
    )


# --- Lists ---------------------------------------------------------------------------------------------------------


def sections(document: Content, around: Around) -> Iterator[Section]:
    """The headings under which the content has something to say."""
    for anchor, title, names in SECTIONS[document.kind]:
        lists = {name: to_read(getattr(document, name), around.day) for name in names}
        filled = {name: rows for name, rows in lists.items() if rows}
        groups = []
        for name, rows in filled.items():
            is_said = len(filled) == 1 or HEADINGS[name] == title
            groups += groups_of(rows, "" if is_said else with_french(str, HEADINGS[name]), around)
        if groups:
            yield Section(anchor, with_french(heading_of, names, title, on_day(document, around.day)), tuple(groups))


def heading_of(names: tuple[str, ...], title, document: Content) -> str:
    """Who comes without an appointment has no day of an appointment."""
    if "day_rules" in names and by_appointment(document.steps):
        return _("Le jour du rendez-vous")
    return str(title)


def by_appointment(steps: Iterable[content.Step]) -> bool:
    return any(
        step.purpose == StepPurpose.BOOK or any(row.walking == Walking.APPOINTMENT_ONLY for row in step.hours)
        for step in steps
    )


def groups_of(rows: Iterable[content.Row], heading: str, around: Around) -> list[Group]:
    """Rows with the same limits together, in the order in which they first appear: those that stand before those that
    begin later, those for everybody first."""
    found: dict[str, list[Item]] = {}
    for row in sorted(rows, key=lambda row: (is_announced(row, around.day), bool(getattr(row, "grounds", ())))):
        begins, kind, whom = (with_french(say, row, around) for say in (announcement, kind_of, only_for))
        title = " – ".join(filter(None, (begins, kind or heading, whom)))
        found.setdefault(title, []).append(below(row, around))
    return [grouped(title, items) for title, items in found.items()]


def announcement(row: content.Row, around: Around) -> str:
    """ "À partir du 1er mars 2027", where that is still to come on the day of the page."""
    return words.capital(words.period(row.valid_from, row.valid_until)) if is_announced(row, around.day) else ""


def below(row: content.Row, around: Around) -> Item:
    """A row under a heading that says already when it begins, if it does."""
    shown = present(row, around)
    return replace(shown, period="") if is_announced(row, around.day) else shown


def grouped(title: str, items: list[Item]) -> Group:
    cited = {item.source for item in items}
    if len(cited) > 1:
        return Group(title, tuple(items))
    return Group(title, tuple(replace(item, source=None) for item in items), source=cited.pop())


def kind_of(row: content.Row, _around: Around) -> str:
    """Conditions are read kind by kind: what one must fulfil, what bars, whom it concerns."""
    return words.capital(str(row.kind.label)) if isinstance(row, content.Condition) else ""


def only_for(row: content.Row, around: Around) -> str:
    grounds = getattr(row, "grounds", ())
    name = called if is_doubtful() else named  # the French of the whole sentence stands beside it
    titles = words.join(name(around.page(slug).title) for slug in grounds)
    return _("Seulement pour\u00a0: %s") % titles if titles else ""


def limited(row: content.Row, around: Around) -> Item:
    """A row outside any group says itself for whom it holds, and first of all when, if it is to come."""
    shown = below(row, around)
    if begins := announcement(row, around):
        shown = replace(shown, text=words.labelled(begins, words.lowered(shown.text)) if shown.text else begins)
    whom = Line("text", "", only_for(row, around), french=in_french_too(lambda: only_for(row, around)))
    return replace(shown, lines=(*lines_of(whom), *shown.lines))


def steps(document: Content, around: Around) -> tuple[Group, ...]:
    """The steps that stand, in their order; then, for each later day, those that begin on it, numbered as they will be.

    An alternative shares the number of the step before; limits cut them in groups.
    """
    rows = getattr(document, "steps", ())
    found = numbered(on_day(document, around.day).steps if rows else (), around)
    for start in sorted({row.valid_from for row in announced(rows, around.day)}):
        of_that_day = numbered(on_day(document, start).steps, around)
        found += [(row, item) for row, item in of_that_day if row.valid_from == start]
    titled = (
        (" – ".join(filter(None, (with_french(say, row, around) for say in (announcement, only_for)))), item)
        for row, item in found
    )
    return tuple(
        grouped(title, [item for _title, item in items]) for title, items in groupby(titled, key=lambda pair: pair[0])
    )


def numbered(rows: Iterable[content.Step], around: Around) -> list[tuple[content.Step, Item]]:
    number = 0
    found = []
    for row in rows:
        alternative = row.alternative and number > 0
        number += not alternative
        found.append((row, replace(below(row, around), alternative=alternative, number=number)))
    return found


# --- Words of others, words of ours ----------------------------------------------------------------------------------


def quotes(document: Content, sources: Iterable[SourceLine], rows: Iterable[content.Passage]) -> tuple[Quote, ...]:
    """Those of an office first. What a dossier says on the page of an office is the office's text, copied; of a guide
    or a ground the words are the association's own."""
    of_office = isinstance(document, (content.OfficeContent, content.ProcedureContent))
    dossiers = {row.id for row in document.sources if row.kind == SourceKind.DOSSIER and not of_office}
    found = (quote(row, sources, by_association=row.source in dossiers) for row in rows)
    return tuple(sorted(found, key=lambda quote: quote.by_association))


def quote(row: content.Passage, sources: Iterable[SourceLine], *, by_association: bool) -> Quote:
    source = next((line for line in sources if line.id == row.source), None)
    return Quote(row.id, tuple(quoted_blocks(row.text)), source, row.read_on, by_association)


def quoted_blocks(text: str) -> Iterator[tuple[str, str]]:
    """The source's own headings (lines that begin with "# ") and the paragraphs between them."""
    for paragraph in text.split("\n\n"):
        for is_heading, lines in groupby(paragraph.split("\n"), key=lambda line: line.startswith("# ")):
            if is_heading:
                yield from (("heading", line.removeprefix("# ")) for line in lines)
            elif words_between := "\n".join(lines).strip("\n"):
                yield "text", words_between


def source_lines(document: Content, around: Around) -> Iterator[SourceLine]:
    for row in document.sources:
        details = (
            words.capital(str(row.kind.label)) if row.title or row.url else "",
            _("datée du %s") % words.day(row.dated) if row.dated else "",
            _("lien constaté inactif") if row.found_inactive else "",
            french(row.note),
        )
        yield SourceLine(
            number=around.source_numbers[row.id],
            id=row.id,
            name=french(row.title or phrases.short_address(row.url)) or words.capital(str(row.kind.label)),
            url=row.url,
            details=words.listed(details),
            state=around.states.get(row.url),
        )


# --- Single fields ---------------------------------------------------------------------------------------------------


def territory(document: content.ProcedureContent, around: Around) -> str:
    """Whom the procedure is for, by where one lives."""
    names = [french(place.name_with_de) for place in around.arrondissements.values()]
    if not names and all(is_sous_prefecture(around.page(slug).content) for slug in document.offices):
        return ngettext(
            "habitants des communes qui dépendent de ce guichet (la page ne les précise pas)",
            "habitants des communes qui dépendent de ces guichets (la page ne les précise pas)",
            len(document.offices),
        )
    if not names:
        place = french(around.department.name_with_de)
        return _("habitants %s (la page ne précise pas d'arrondissement)") % place
    pattern = ngettext("habitants de l'arrondissement %s", "habitants des arrondissements %s", len(names))
    return pattern % words.join(names)


def is_sous_prefecture(document: Content | None) -> bool:
    return isinstance(document, content.OfficeContent) and document.office_kind == OfficeKind.SOUS_PREFECTURE


def refused(document: content.ProcedureContent, around: Around) -> list[Item]:
    """What one must not do, said before how to do it: "par courrier", "par courriel\u00a0: le dossier est renvoyé"."""
    return [
        replace(limited(row, around), text=str(row.channel.label)) if not row.outcome else limited(row, around)
        for row in on_day(document, around.day).forbidden_channels
    ]


def instead(document: content.ProcedureContent, around: Around) -> tuple[Line, ...]:
    """Where to go instead, or which other procedure is the only one described; who says so, if not the page."""
    shown = said_instead(document, around)
    return lines_beside(shown, in_french(said_instead, document, around)) if is_doubtful() else shown


def said_instead(document: content.ProcedureContent, around: Around) -> tuple[Line, ...]:
    seen = document.see_instead
    office = around.page(seen.office) if seen.office else None
    procedure = around.page(seen.procedure) if seen.procedure else None
    return lines_of(
        link(_("Adressez-vous à"), office.url, french(office.title)) if office else Line("text", "", ""),
        link(_("Autres modalités"), procedure.url, french(procedure.title)) if procedure else Line("text", "", ""),
        Line("text", _("Autre démarche décrite"), french(seen.label)),
        Line(
            "text",
            "",
            _("La source de cette page ne dit pas où s'adresser\u00a0: c'est le dossier du département qui l'indique.")
            * around.derived,
        ),
    )


def guide_sections(document: content.GuideContent) -> list[tuple[str, content.Section, list[str]]]:
    """(what kind of section it is, the section, its acts if it lists some). Plain context needs no word of its own."""
    return [
        (
            "" if row.kind in (SectionKind.CONTEXT, SectionKind.STEPS) else words.capital(str(row.kind.label)),
            row,
            row.text.split("\n") if row.kind == SectionKind.STEPS else [],
        )
        for row in document.sections
    ]


def wider_sections(parent: Target | None, day: date | None) -> list[Section]:
    """What the wider ground asks of everybody, and therefore of this one too, named as such."""
    if parent is None or not isinstance(parent.content, content.GroundContent):
        return []
    return [
        replace(section, id=f"large-{section.id}", title=f"{section.title} – {named(parent.title)}")
        for section in sections(parent.content, Around(day=day))
    ]


def filing(document: content.GroundContent, parent: Target | None) -> str:
    """Where requests on this ground are filed; one that says nothing is filed like the wider ground it belongs to."""
    place = document.filing
    if place == Filing.UNKNOWN and parent and isinstance(parent.content, content.GroundContent):
        place = parent.content.filing
    if place == Filing.UNKNOWN:
        return _("Nous ne savons pas où se déposent ces demandes.")
    return _("Ces demandes se déposent %s.") % place.label


def platform_url(document: content.GroundContent, parent: Target | None) -> str:
    """Where to open the platform: said by the ground or, where that says nothing of it, by the wider one."""
    wider = parent.content if parent and isinstance(parent.content, content.GroundContent) else None
    if document.filing == Filing.UNKNOWN and wider:
        return document.platform_url or wider.platform_url
    return document.platform_url


def topics_named(document: content.LegalNoteContent) -> list[tuple[str, list[str]]]:
    """What the note speaks of: pairs (what it is, the names of each)."""
    named = ((_("Pratiques"), document.practices), (_("Pièces"), document.documents))
    return [(title, [str(code.label) for code in codes]) for title, codes in named if codes]
