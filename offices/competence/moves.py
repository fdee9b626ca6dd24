"""What a content would change of the answers, before anybody decides it: in which areas and for which grounds, from
what to what. The published state is read once, and once more imagined with the one page replaced.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from offices.competence.reading import areas, facts_of, published_places, renamed, written
from offices.competence.rules import ADMINISTERED_FROM, Area, Finding, GroundFacts, Written
from offices.content import Content
from offices.enums import Handling
from offices.models import Page, Procedure
from offices.references import slugs_cited


@dataclass(frozen=True)
class Move:
    """One area that gets another answer to some grounds (addresses). `before` or `after` is None of a ground that is
    new, or removed."""

    area: Area
    grounds: tuple[str, ...]
    before: Finding | None
    after: Finding | None


def moves(slug: str, before: Content | None, after: Content | None, page: Page | None) -> list[Move] | None:
    """What publishing `after` in place of `before` under this address would change, in the order of areas. None, and no
    query, where it says of competence what was said before, as most proposals do. `page`: None of a new one."""
    contents = [content for content in (before, after) if content]
    said, says = (facts_of(slug, content) if content else None for content in (before, after))
    if said == says:
        return None
    places = published_places(name for content in contents for _kind, name in slugs_cited(content))
    concerned = None if isinstance(says or said, GroundFacts) else departments_concerned(contents, page)
    read = concerned and concerned | {department for _slug, department in places.values() if department}
    standing = written(read)
    following = standing.replacing(slug, renamed(says, places))
    return list(grouped(differences(standing, following, areas(concerned))))


def departments_concerned(contents: Iterable[Content], page: Page | None) -> set[str]:
    """Its own, and those of the pages that refuse and name it as the place to go."""
    codes = {code for content in contents if (code := getattr(content, "department", ""))}
    if page:
        naming = Procedure.objects.published().filter(handling=Handling.NOT_HANDLED, page__mentions__mentioned=page)
        codes |= set(naming.values_list("department_id", flat=True))
    return codes | {code for code, seat in ADMINISTERED_FROM.items() if seat in codes}


def differences(standing: Written, following: Written, where: Iterable[Area]) -> Iterator[Move]:
    grounds = dict.fromkeys([*standing.grounds, *following.grounds])
    for area in where:
        for ground in grounds:
            before = standing.find(area, ground) if ground in standing.grounds else None
            after = following.find(area, ground) if ground in following.grounds else None
            if sends(before) != sends(after):
                yield Move(area, (ground,), before, after)


def sends(finding: Finding | None) -> tuple:
    """What of a finding people act on: not whom to ask, nor a page that is not confirmed for them."""
    if finding is None or finding.handling == Handling.UNKNOWN:
        return ("",)
    return finding.handling, finding.platform, finding.office, finding.procedure


def grouped(found: Iterable[Move]) -> Iterator[Move]:
    """The grounds of one area that change alike, together."""
    alike: dict[tuple, list[Move]] = {}
    for move in found:
        alike.setdefault((move.area, sends(move.before), sends(move.after)), []).append(move)
    for same in alike.values():
        first = same[0]
        yield Move(first.area, tuple(move.grounds[0] for move in same), first.before, first.after)
