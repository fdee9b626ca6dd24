"""The same row under the same id: rows are matched by what they mean before any new id stays.

Ids given by the parser follow from the words; a page that stands already has its own. A row that means the same (the
same address, URL, e-mail, document code…) takes the id that it has there, so that the merge sees one row and not two.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from geography.names import normalise
from offices import content as shape
from offices.content import Content, Frozen, Row


def plain(node: Frozen) -> Any:
    """What a row says, without ids and sources."""
    dumped = node.model_dump(mode="json", exclude_defaults=True)

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: without(part) for name, part in value.items() if name not in ("id", "source")}
        return [without(part) for part in value] if isinstance(value, list) else value

    return without(dumped)


def place(address: shape.PostalAddress) -> tuple[str, ...]:
    street = next((line for line in address.lines if any(sign.isdigit() for sign in line)), "")
    return (address.postcode, normalise(street), "" if address.postcode else normalise(address.city))


def durations(condition: shape.Condition) -> tuple:
    return tuple((row.measure, row.quantity, row.unit, row.within) for row in condition.thresholds)


def same_number(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


# Row class → keys from the strictest to the loosest; two rows match where a key is theirs alone on both sides.
MEANINGS: dict[type[Row], list[Callable[[Any], Any]]] = {
    shape.Step: [
        lambda row: (row.purpose, row.channel, row.url, row.email, same_number(row.phone), place(row.address)),
        lambda row: (row.purpose, row.channel, bool(row.only_if)),
    ],
    shape.Download: [
        lambda row: row.url or None,
        lambda row: (row.kind, row.grounds, normalise(row.title)),
        lambda row: (row.kind, row.grounds),
    ],
    shape.Requirement: [
        lambda row: (row.document, row.grounds, normalise(row.label)),
        lambda row: (row.document, row.grounds),
    ],
    shape.Condition: [
        lambda row: (row.kind, row.situation, row.grounds, normalise(row.text)),
        lambda row: (row.kind, normalise(row.text)),  # typed more finely on one side: for one ground, one situation
        lambda row: (row.kind, row.situation, row.grounds, durations(row)),
        lambda row: (row.kind, row.situation, row.grounds),
        lambda row: (row.kind, row.grounds),
    ],
    shape.Fee: [lambda row: (row.kind, row.amount), lambda row: row.amount],
    shape.Presentation: [lambda row: (row.rule, row.grounds)],
    shape.DayRule: [lambda row: row.rule],
    shape.Aftermath: [lambda row: row.code],
    shape.IncompleteRule: [lambda row: row.outcome],
    shape.ForbiddenChannel: [lambda row: row.channel],
    shape.LegalBasis: [lambda row: (normalise(row.text), normalise(row.article))],
    shape.Deadline: [lambda row: (row.event, row.quantity, row.unit), lambda row: row.event],
    shape.ProcessingTime: [lambda row: (row.quantity, row.unit, row.stated_on), lambda row: row.grounds],
    shape.Notice: [lambda row: (row.code, row.valid_from, row.valid_until), lambda row: row.code],
    shape.Threshold: [lambda row: (row.measure, row.quantity, row.unit), lambda row: row.measure],
    shape.Hours: [lambda row: (row.days, row.part, row.opens), lambda row: (row.days, row.part)],
    shape.Source: [
        lambda row: row.url or None,
        lambda row: (row.kind, row.found_inactive) if not row.url else None,
    ],
    shape.Passage: [lambda row: normalise(row.text), lambda row: normalise(row.text)[:60]],
    shape.Remark: [lambda row: normalise(row.text)],
    shape.Mailbox: [lambda row: row.email.lower()],
    shape.PhoneNumber: [lambda row: same_number(row.number)],
    shape.Desk: [lambda row: normalise(row.name), lambda row: row.state],
    shape.Section: [lambda row: (row.kind, normalise(row.heading)), lambda row: row.kind],
    shape.Picture: [lambda row: normalise(row.description)[:60]],
    shape.Renaming: [lambda row: normalise(row.former)],
}

# Rows that only their words tell apart, and the words of a page are not those of a document: as many on both sides are
# the same ones, in the same order.
IN_ORDER: dict[type[Row], Callable[[Any], Any]] = {
    shape.Condition: lambda row: (row.kind, row.situation, row.grounds),
}


def pairs(new: Sequence[Row], old: Sequence[Row]) -> dict[str, Row]:
    """Id of a new row → the old row that means the same."""
    found: dict[str, Row] = {}
    keys: list[Callable[[Any], Any]] = [lambda row: repr(plain(row))]
    if new:
        keys += MEANINGS.get(type(new[0]), [])
    for key in keys:
        taken = {row.id for row in found.values()}
        left = by_key([row for row in new if row.id not in found], key)
        right = by_key([row for row in old if row.id not in taken], key)
        found |= {
            rows[0].id: right[meaning][0]
            for meaning, rows in left.items()
            if len(rows) == 1 and len(right.get(meaning, [])) == 1
        }
    return found | (in_order(new, old, found) if new else {})


def in_order(new: Sequence[Row], old: Sequence[Row], found: dict[str, Row]) -> dict[str, Row]:
    key = IN_ORDER.get(type(new[0]), lambda row: None)
    taken = {row.id for row in found.values()}
    left = by_key([row for row in new if row.id not in found], key)
    right = by_key([row for row in old if row.id not in taken], key)
    alike = [(rows, right[meaning]) for meaning, rows in left.items() if len(rows) == len(right.get(meaning, []))]
    return {row.id: partner for rows, partners in alike for row, partner in zip(rows, partners, strict=True)}


def by_key(rows: Iterable[Row], key: Callable[[Any], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        if (meaning := key(row)) is not None:
            found.setdefault(meaning, []).append(row)
    return found


def aligned(content: Content, last: Content | None, published: Content | None) -> Content:
    """The content with the ids that its rows have in what was last produced for the page, else on the page."""
    changed = content
    for reference in (published, last):
        if reference is not None and type(reference) is type(content):
            changed = renamed(changed, reference, own=reference is last)
    return shape.parse(changed.model_dump())


def renamed(content: Content, reference: Content, *, own: bool = False) -> Content:
    """`own`: the reference is an earlier edition of the same block, and not a page that others wrote."""
    sources = pairs(content.sources, reference.sources) if hasattr(content, "sources") else {}
    changed = with_ids(content, reference, {new: old.id for new, old in sources.items()})
    return with_moved_source(changed, reference.sources) if own and sources else changed


def with_moved_source(content: Any, old: Sequence[Any]) -> Any:
    """The page on which a block rests has moved: its row is the same, with another address.

    Every fact cites that row; under a new id each of them would be listed as changed.
    """
    first, before = content.sources[0], old[0]
    stands = before.id in {row.id for row in content.sources} or first.id in {row.id for row in old}
    if stands or first.kind != before.kind:
        return content
    rows = (first.model_copy(update={"id": before.id}), *content.sources[1:])
    return with_ids(content.model_copy(update={"sources": rows}), None, {first.id: before.id})


def with_ids(node: Frozen, reference: Frozen | None, sources: dict[str, str]) -> Any:
    """The node with the reference's ids, row by row; `sources`: how citations of source rows are renamed."""
    changes: dict[str, Any] = {}
    for name in type(node).model_fields:
        value = getattr(node, name)
        other = getattr(reference, name, None) if reference is not None else None
        if isinstance(value, tuple) and value and isinstance(value[0], Row):
            changes[name] = rows_with_ids(value, other or (), sources)
        elif isinstance(value, Frozen):
            changes[name] = with_ids(value, other, sources)
        elif name == "source" and value in sources:
            changes[name] = sources[value]
    return node.model_copy(update=changes)


def rows_with_ids(new: tuple[Row, ...], old: tuple[Row, ...], sources: dict[str, str]) -> tuple[Row, ...]:
    matched = pairs(new, old)
    given = {row.id for row in matched.values()}
    rows = []
    for row in new:
        partner = matched.get(row.id)
        changed = with_ids(row, partner, sources)
        identity = partner.id if partner else free_id(row.id, given | {other.id for other in old})
        given.add(identity)
        rows.append(changed.model_copy(update={"id": identity}))
    return tuple(rows)


def free_id(wanted: str, taken: set[str]) -> str:
    candidates = (wanted if number == 0 else f"{wanted[:12]}{number}" for number in range(len(taken) + 1))
    return next(candidate for candidate in candidates if candidate not in taken)
