"""Two procedures side by side: their rows aligned by what they are about, and in words whether they say the same.

Rows meet by meaning and never by position: documents by their code, conditions by kind and situation, fees by kind,
steps by purpose. Where one of the two has no such row, nothing is said there: that is not a statement (law 6).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from geography.names import normalise
from offices import content, enums, words
from offices.calendar import to_read
from offices.content import ProcedureContent
from offices.languages import french
from offices.presentation.around import Around
from offices.presentation.blocks import Item
from offices.presentation.pages import only_for
from offices.presentation.rows import present
from offices.words import lowered


@dataclass(frozen=True)
class Side:
    """One of the two: what it says, and what it names elsewhere."""

    name: str
    document: ProcedureContent
    around: Around


@dataclass(frozen=True)
class Aligned:
    """What both say of one thing. A side that says nothing of it has no items."""

    about: str
    left: tuple[Item, ...]
    right: tuple[Item, ...]

    @property
    def is_same(self) -> bool:
        return said(self.left) == said(self.right)

    @property
    def is_one_sided(self) -> bool:
        return not (self.left and self.right)


@dataclass(frozen=True)
class Comparison:
    id: str
    title: str
    rows: tuple[Aligned, ...]

    @property
    def result(self) -> str:
        """ "3 différences", said of the whole table."""
        number = sum(not row.is_same for row in self.rows)
        if not number:
            return _("Aucune différence.")
        return words.numbered(ngettext("%d différence.", "%d différences.", number), number)


def said(items: Iterable[Item]) -> list[tuple]:
    """What a reader reads of them, whatever row, source or place it stands in."""
    return sorted((item.text, item.period, str(item.lines)) for item in items)


# --- What a row is about ---------------------------------------------------------------------------------------------

# Name of a list → what its rows are about: what both sides call alike, and the words for it.
About = Callable[[content.Row], tuple[object, str]]


def document_of(row: content.Requirement) -> tuple[object, str]:
    if row.document == enums.Document.OTHER and row.label:
        return normalise(row.label), row.label
    return row.document, str(row.document.label)


def condition_of(row: content.Condition) -> tuple[object, str]:
    kind = words.capital(str(row.kind.label))
    if row.situation == enums.Situation.ANY:
        return (row.kind, row.situation), kind
    return (row.kind, row.situation), words.labelled(kind, row.situation.label)


def download_of(row: content.Download) -> tuple[object, str]:
    if row.form_number:
        return row.form_number, _("CERFA n°\u00a0%s") % french(row.form_number)
    return row.kind, str(row.kind.label)


def deadline_of(row: content.Deadline) -> tuple[object, str]:
    pattern = _("Délai après %s") if row.after else _("Délai avant %s")
    return (row.event, row.after), pattern % row.event.label


def coded(field: str) -> About:
    """Rows about what one coded field says."""

    def about(row: content.Row) -> tuple[object, str]:
        code = getattr(row, field)
        return code, str(code.label)

    return about


def whole(words_for: str) -> About:
    """Rows that are all about one thing."""
    return lambda row: ("", str(words_for))


# Anchor, heading, list of the shape, what its rows are about: in the order of a page.
SUBJECTS: tuple[tuple[str, str, str, About], ...] = (
    ("etapes", lazy("Étapes"), "steps", coded("purpose")),
    ("refuse", lazy("Ce qui n'est pas accepté"), "forbidden_channels", coded("channel")),
    ("pieces", lazy("Pièces à fournir"), "requirements", document_of),
    ("presentation", lazy("Présentation du dossier"), "presentation", coded("rule")),
    ("frais", lazy("Frais"), "fees", coded("kind")),
    ("telecharger", lazy("À télécharger"), "downloads", download_of),
    ("conditions", lazy("Conditions"), "conditions", condition_of),
    ("jour", lazy("Sur place"), "day_rules", coded("rule")),
    ("incomplet", lazy("Si le dossier est incomplet"), "incomplete", whole(lazy("Dossier incomplet"))),
    ("suite", lazy("Après le dépôt"), "aftermath", coded("code")),
    ("attente", lazy("Délais de traitement"), "processing_times", whole(lazy("Délai annoncé"))),
    ("delais", lazy("Délais à respecter"), "deadlines", deadline_of),
    ("avis", lazy("Avis"), "notices", coded("code")),
)


# --- Side by side ----------------------------------------------------------------------------------------------------


def compare(left: Side, right: Side) -> list[Comparison]:
    """One table for each subject of which at least one of the two says something."""
    tables = [
        Comparison(anchor, str(title), aligned(name, about, left, right)) for anchor, title, name, about in SUBJECTS
    ]
    return [table for table in tables if table.rows]


def aligned(name: str, about: About, left: Side, right: Side) -> tuple[Aligned, ...]:
    """In the order of the left side, what only the right side says last; acts in the order in which one does them."""
    of_left, of_right = by_meaning(name, about, left), by_meaning(name, about, right)
    titles = {key: title for key, (title, _items) in (of_right | of_left).items()}
    keys = list(dict.fromkeys([*of_left, *of_right]))
    if name == "steps":
        keys.sort(key=lambda key: list(enums.StepPurpose).index(key[0]))
    nothing: tuple[str, tuple[Item, ...]] = ("", ())
    return tuple(Aligned(titles[key], of_left.get(key, nothing)[1], of_right.get(key, nothing)[1]) for key in keys)


def by_meaning(name: str, about: About, side: Side) -> dict[tuple, tuple[str, tuple[Item, ...]]]:
    """What the rows are about and for whom → (the words for it, the rows)."""
    found: dict[tuple, tuple[str, tuple[Item, ...]]] = {}
    for row in to_read(getattr(side.document, name), side.around.day):
        meaning, title = about(row)
        grounds = frozenset(side.around.page(slug).url for slug in row.grounds)
        limits = only_for(row, side.around)
        label = words.capital(f"{title} ({lowered(limits)})" if limits else title)
        _label, before = found.get((meaning, grounds), (label, ()))
        found[meaning, grounds] = (label, (*before, present(row, side.around)))
    return found
