"""The lists behind the public figures: each office that a number counts, with its page, its ways and since when; on
screen and as lines of a file (columns: docs/figures.md)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from offices import words
from offices.enums import WayOfFiling
from offices.figures import Answer, Counted, Figures, Turn
from offices.filing import PLAIN, Ways
from offices.languages import with_french
from offices.models import Procedure
from offices.presentation.blocks import Target
from offices.presentation.figures import Asked, code, named


@dataclass(frozen=True)
class Listed:
    """One office in a list. `ways`: by which ways, where they are several; `pages`: the procedures that say so."""

    office: Target
    department: str
    answer: str
    ways: str
    since: date | None
    pages: tuple[Target, ...]
    before: str = ""


def offices(asked: Asked, found: Sequence[tuple[Counted, Answer]], ways: Sequence[str]) -> dict:
    pages = procedures_named(answer for _office, answer in found)
    return {
        "asked": asked,
        "names": words.join(named(way) for way in ways),
        "offices": [listed(office, answer, pages) for office, answer in found],
        "file": asked.counted(*ways, name="figures_offices_file"),
    }


def turns(asked: Asked, found: Sequence[Turn], before: Sequence[str], after: Sequence[str]) -> dict:
    pages = procedures_named(turn.after for turn in found if turn.after)
    return {
        "asked": asked,
        "offices": [listed(turn.office, turn.after, pages, with_french(named, code(turn.before))) for turn in found],
        "file": asked.changed(before, after, name="figures_turns_file"),
    }


def listed(office: Counted, answer: Answer | None, pages: Mapping[UUID, Target], before: str = "") -> Listed:
    said = answer.procedures if answer else ()
    return Listed(
        office=Target(office.title, "" if office.gone_on else reverse("offices:office", args=[office.slug])),
        department=f"{office.department_name} ({office.department})",
        answer=with_french(named, code(answer)),
        ways=in_words(answer.ways) if answer and answer.way == WayOfFiling.SEVERAL else "",
        since=answer.since if answer else office.gone_on,
        pages=tuple(sorted((pages[key] for key in said if key in pages), key=lambda page: page.title)),
        before=before,
    )


def in_words(ways: Ways) -> str:
    return words.join(str(name) for way, name in PLAIN.items() if way in ways)


def procedures_named(answers: Iterable[Answer]) -> dict[UUID, Target]:
    """Those that are still published; the others have no page to open."""
    keys = {key for answer in answers for key in answer.procedures}
    rows = Procedure.objects.published().filter(pk__in=keys).values_list("pk", "title", "page__slug")
    return {pk: Target(title, reverse("offices:procedure", args=[slug])) for pk, title, slug in rows}


# --- Files -----------------------------------------------------------------

PLACE = ("region", "region_nom", "departement", "departement_nom", "guichet", "guichet_nom", "adresse")
COUNT_COLUMNS = ("date", "fondement", "region", "region_nom", "facon", "facon_nom", "guichets")
OFFICE_COLUMNS = ("date", "fondement", *PLACE, "facon", "facon_nom", "voies", "depuis")
TURN_COLUMNS = ("de", "a", "fondement", *PLACE, "avant", "avant_nom", "apres", "apres_nom", "voies", "depuis")


def count_lines(asked: Asked, figures: Figures) -> Iterator[tuple]:
    for (slug, name), counts in figures.counts_by_region(asked.day).items():
        for way in WayOfFiling:
            yield (asked.day, asked.of_what["fondement"], slug, name, way.value, way.label, counts[way])


def office_lines(asked: Asked, found: Iterable[tuple[Counted, Answer]]) -> Iterator[tuple]:
    for office, answer in found:
        yield (asked.day, asked.of_what["fondement"], *place(office), *said(answer), *details(office, answer))


def turn_lines(asked: Asked, found: Iterable[Turn]) -> Iterator[tuple]:
    for turn in found:
        both = (*said(turn.before), *said(turn.after))
        yield (
            *(asked.start, asked.end, asked.of_what["fondement"], *place(turn.office)),
            *both,
            *details(turn.office, turn.after),
        )


def place(office: Counted) -> tuple[str, ...]:
    url = settings.SITE_URL + reverse("offices:office", args=[office.slug])
    return (
        *(office.region, office.region_name, office.department, office.department_name),
        *(office.slug, office.title, url),
    )


def said(answer: Answer | None) -> tuple[str, str]:
    return code(answer), named(code(answer))


def details(office: Counted, answer: Answer | None) -> tuple[str, date | None]:
    """The plain ways, and since when."""
    if answer is None:
        return "", office.gone_on
    return " ".join(way.value for way in PLAIN if way in answer.ways), answer.since
