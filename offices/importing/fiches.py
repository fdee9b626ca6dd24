"""The Fiches of a file that was exported (offices/dossiers): each states its page whole, and nothing is guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from offices.dossiers.pages import OWN_LINES
from offices.dossiers.reading import Fiche, fiches
from offices.forms.errors import french
from offices.importing.anomalies import Anomaly, Code
from offices.references import slugs_cited

# What a dossier leaves out is no anomaly in a file whose blocks are Fiches: they need no heads nor contents list.
OF_WHAT_IS_LEFT_OUT = {
    Code.OFFICE_WITHOUT_STATEMENT,
    Code.OFFICE_NOT_LISTED,
    Code.DEPARTMENT_ABSENT,
    Code.DEPARTMENT_NOT_IN_BODY,
}


@dataclass
class Carried:
    """`fiches`: those that could be read, what others name first. `rest`: the lines of the file, those of Fiches and of
    the words that they repeat being blank, so that a line keeps its number."""

    rest: list[str]
    fiches: list[Fiche] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    account: dict[int, str] = field(default_factory=dict)

    @property
    def is_export(self) -> bool:
        return bool(self.fiches or self.anomalies)


def carried(lines: Sequence[str], today: date) -> Carried:
    found = fiches(lines, french)
    result = Carried(list(lines))
    if not found:
        return result
    known: dict[str, Fiche] = {}
    for fiche in found:
        result.account.update(dict.fromkeys(range(fiche.begins, fiche.ends + 1), "fiche"))
        for problem in fiche.problems:
            result.anomalies.append(Anomaly(Code.FICHE_NOT_READ, problem.line, sentence(problem.message), fiche.slug))
        if fiche.verified_on and fiche.verified_on > today:
            message = _("« %s » est à venir : écrivez le jour où la source a été lue.")
            day = fiche.verified_on.strftime("%d/%m/%Y")
            result.anomalies.append(Anomaly(Code.BAD_DATE, fiche.line, message % day, fiche.slug))
        elif first := known.get(fiche.slug):
            message = _("Cette page a déjà une fiche, ligne %s : gardez celle qui est juste.") % first.line
            result.anomalies.append(Anomaly(Code.DUPLICATE_BLOCK, fiche.line, message, fiche.slug))
        else:
            known[fiche.slug] = fiche
    around = (number for number, line in enumerate(lines, start=1) if OWN_LINES.fullmatch(line.rstrip()))
    result.account = dict.fromkeys(around, "around") | result.account
    for number in result.account:
        result.rest[number - 1] = ""
    result.fiches = what_others_name_first([fiche for fiche in known.values() if fiche.content])
    return result


def what_others_name_first(found: Iterable[Fiche]) -> list[Fiche]:
    """A page can only be published after those that it names. Of two that name each other, the first is first."""
    by_slug = {fiche.slug: fiche for fiche in found}
    ordered: dict[str, Fiche] = {}
    seen: set[str] = set()

    def place(fiche: Fiche) -> None:
        if fiche.slug in seen or fiche.content is None:
            return
        seen.add(fiche.slug)
        for _kind, slug in sorted(slugs_cited(fiche.content)):
            if slug in by_slug:
                place(by_slug[slug])
        ordered[fiche.slug] = fiche

    for fiche in by_slug.values():
        place(fiche)
    return list(ordered.values())


def sentence(message: str) -> str:
    """A message that begins a line and ends with a stop."""
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
