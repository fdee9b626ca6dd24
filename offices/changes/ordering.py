"""Orders of ids: which moved, and how two orders become one."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

FIRST = ""  # what a run follows that stands before every shared id


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest ids to take out so that the others kept their order: all but a longest increasing subsequence.

    Ids that stand on one side only are no moves.
    """
    place = {row_id: number for number, row_id in enumerate(before)}
    common = [row_id for row_id in after if row_id in place]
    tails: list[int] = []  # smallest last place of an increasing run of each length
    ends: list[str] = []  # the id at that place
    previous: dict[str, str | None] = {}
    for row_id in common:
        length = bisect_left(tails, place[row_id])
        previous[row_id] = ends[length - 1] if length else None
        tails[length : length + 1] = [place[row_id]]
        ends[length : length + 1] = [row_id]
    kept = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return set(common) - kept


def joined(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], kept: Collection[str], bound: Collection[str] = ()
) -> list[str] | None:
    """One order of the `kept` ids from two, or None where both sides put the same rows in two different orders.

    The rows that both sides have follow the side that reordered them. What one side alone has stays behind the row it
    followed there; where both sides put something behind the same row, ids decide, so that the sides can be swapped.
    `bound` ids mean something only right behind what they follow, and go first.
    """
    shared = set(ours) & set(theirs) & set(kept)
    order = agreed(base, [i for i in ours if i in shared], [i for i in theirs if i in shared])
    if order is None:
        return None
    runs = [*runs_alone(ours, shared, set(kept)), *runs_alone(theirs, shared, set(kept))]
    runs.sort(key=lambda run: (run[1][0] not in bound, run[1][0]))
    followers: dict[str, list[str]] = {}
    for anchor, run in runs:
        followers.setdefault(anchor, []).extend(run)
    result = followers.get(FIRST, [])
    for row_id in order:
        result += [row_id, *followers.get(row_id, [])]
    return result


def agreed(base: Sequence[str], ours: list[str], theirs: list[str]) -> list[str] | None:
    """The order of rows that both sides have."""
    if ours == theirs:
        return ours
    here, known = set(ours), set(base)
    before = [row_id for row_id in base if row_id in here]
    we_moved = [row_id for row_id in ours if row_id in known] != before
    they_moved = [row_id for row_id in theirs if row_id in known] != before
    if we_moved == they_moved:
        return None
    return ours if we_moved else theirs


def runs_alone(side: Sequence[str], shared: set[str], kept: set[str]) -> list[tuple[str, list[str]]]:
    """(shared id that stands before, or FIRST; ids that only this side has), for each run of them."""
    runs: list[tuple[str, list[str]]] = [(FIRST, [])]
    for row_id in side:
        if row_id not in kept:
            continue
        if row_id in shared:
            runs.append((row_id, []))
        else:
            runs[-1][1].append(row_id)
    return [(anchor, run) for anchor, run in runs if run]
