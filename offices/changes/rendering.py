"""Every value of the shape in French, and how a row is named in a sentence.

`names` gives the names of what content knows by slug or official code (`{"prefecture-grenoble": "Préfecture de
Grenoble", "38": "Isère"}`): this module opens no database. What it does not name is shown as it is stored.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices import content, enums, texts, words
from offices.changes.shape import ShapeField, fields, is_empty

Names = Mapping[str, str]

LABEL = 60  # characters of a free text that names its row
OPENING = 300  # characters of what begins the rendering of a row, where texts are cut


def display(value: Any, names: Names | None = None, *, limit: int | None = None) -> str:
    """Any value of the shape, whole; with `limit`, each free text in it on one line, cut to so many characters."""
    names = names or {}
    match value:
        case None | "" | ():
            return ""
        case bool():
            return _("oui") if value else _("non")
        case Enum():
            return str(value.label)  # type: ignore[attr-defined]  # every enumeration of the shape is one of choices
        case str():
            return value if limit is None else cut(value, limit)
        case date():
            return words.day(value)
        case content.PostalAddress():
            return words.address(value)
        case content.Row():
            return row_text(value, names, limit)
        case content.Frozen():
            return value.title if hasattr(value, "title") else "\u00a0; ".join(facts(value, (), names, limit))
        case tuple() if isinstance(value[0], content.Threshold):
            return words.thresholds(value)
        case tuple() if isinstance(value[0], content.Row):
            return "\u00a0; ".join(row_text(row, names, limit) for row in value)
        case tuple() if isinstance(value[0], Enum):
            return words.join(display(item) for item in value)
        case tuple():
            return ", ".join(display(item, names, limit=limit) for item in value)
    return str(value)


def field_text(field: ShapeField, value: Any, names: Names | None = None, *, limit: int | None = None) -> str:
    """A value as its field means it: "50.00" is an amount in one field and would be words in another."""
    names = names or {}
    if is_empty(value):
        return ""
    if field.name in QUANTITIES:
        return QUANTITIES[field.name](value)
    if field.name == "source":
        return names.get(source_key(value), value)
    if field.type == texts.Time:
        return words.clock(value)
    if field.type == texts.Amount:
        return words.amount(value)
    if field.type in (texts.Slug, texts.Code):
        return words.join(names.get(item, item) for item in (value if field.many else [value]))
    return display(value, names, limit=limit)


# Fields whose number has a unit that the field's name alone gives.
QUANTITIES: dict[str, Callable[[int], str]] = {
    "max_age_months": lambda number: words.duration(number, enums.TimeUnit.MONTH),
    "refund_within_months": lambda number: words.duration(number, enums.TimeUnit.MONTH),
    "minutes": lambda number: ngettext("%d\u00a0minute", "%d\u00a0minutes", number) % number,
}


def source_key(row_id: str) -> str:
    """Where `names` keeps the name of a source: row ids are their own, and may spell a slug."""
    return f"source:{row_id}"


def field_label(field: ShapeField) -> str:
    """The field's title without the hint to whoever fills it in: "Source (repère)" is "Source"."""
    return re.sub(r" \([^)]*\)$", "", _(field.title))


def facts(value: content.Frozen, said: Iterable[str], names: Names, limit: int | None) -> Iterable[str]:
    """ "code de réservation : AES", for each field that says something and is not `said` already."""
    for field in fields(type(value)):
        stated = getattr(value, field.name)
        if field.name in (*said, "valid_from", "valid_until") or is_empty(stated) or stated == field.default:
            continue
        label = words.lowered(field_label(field))
        if stated is True:
            yield label
        else:
            text = field_text(field, stated, names, limit=limit)
            yield _("%(label)s\u00a0: %(text)s") % {"label": label, "text": text}
    if isinstance(value, content.Fact) and (when := words.period(value.valid_from, value.valid_until)):
        yield when


# --- Rows ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Telling:
    """How the rows of one class are told: `label` names one in a sentence; `opening` (by default the label) begins its
    whole rendering and says the fields named in `said`, whose other fields follow one by one."""

    label: Callable[[Any], str]
    said: tuple[str, ...]
    opening: Callable[[Any], str] | None = None


def describe(row: content.Row) -> str:
    """How a row is named in a sentence: "envoyer la demande par courrier", "passeport (copie)"."""
    return TELLINGS[type(row)].label(row) or _("sans précision")


def row_text(row: content.Row, names: Names, limit: int | None) -> str:
    telling = TELLINGS[type(row)]
    opening = (telling.opening or telling.label)(row) or _("sans précision")
    if limit is not None:
        opening = cut(opening, OPENING)
    return "\u00a0; ".join([opening, *facts(row, telling.said, names, limit)])


def labels(rows: Iterable[content.Row]) -> dict[str, str]:
    """The label of each row by its id; where two rows have one label, each with its number among them."""
    described = [(row.id, describe(row)) for row in rows]
    times = Counter(label for _id, label in described)
    found: dict[str, str] = {}
    met: Counter[str] = Counter()
    for row_id, label in described:
        met[label] += 1
        if times[label] > 1:
            found[row_id] = _("%(label)s (n°\u00a0%(number)d)") % {"label": label, "number": met[label]}
        else:
            found[row_id] = label
    return found


def cut(text: str, limit: int) -> str:
    return words.shortened(re.sub(r"\s*\n\s*", " ", text), limit)


def beginning(text: str) -> str:
    return words.shortened(" ".join(text.removeprefix("# ").split()), LABEL)


def with_precision(text: str, *precisions: str) -> str:
    said = ", ".join(filter(None, precisions))
    return f"{text} ({said})" if said else text


def threshold(row: content.Threshold) -> str:
    return _("ou %s") % words.threshold(row) if row.alternative else words.threshold(row)


def address(row: content.Address) -> str:
    first_line = row.address.lines[0] if row.address.lines else words.address(row.address)
    return ", ".join(filter(None, [display(row.purpose), first_line]))


def whole_address(row: content.Address) -> str:
    return ", ".join(filter(None, [display(row.purpose), words.address(row.address)]))


def purpose(row: content.PhoneNumber | content.Mailbox) -> str:
    return "" if row.purpose == enums.ContactPurpose.GENERAL else display(row.purpose)


def source(row: content.Source) -> str:
    return row.title or row.url or display(row.kind)


def step(row: content.Step) -> str:
    """ "envoyer la demande par courrier", "prendre rendez-vous en ligne"."""
    return " ".join(filter(None, [display(row.purpose), words.channel(row.channel)]))


def requirement(row: content.Requirement) -> str:
    named = ", ".join(filter(None, ["" if row.document == enums.Document.OTHER else display(row.document), row.label]))
    copies = ngettext("%d\u00a0exemplaire", "%d\u00a0exemplaires", row.quantity) % row.quantity if row.quantity else ""
    return with_precision(named or display(row.document), display(row.form), copies)


def whole_requirement(row: content.Requirement) -> str:
    parts = [requirement(row)]
    if row.max_age_months:
        parts.append(_("datant de moins de %s") % words.duration(row.max_age_months, enums.TimeUnit.MONTH))
    if row.last_quarters:
        quarters = ngettext("pour le dernier trimestre", "pour les %d\u00a0derniers trimestres", row.last_quarters)
        parts.append(quarters % row.last_quarters if row.last_quarters > 1 else quarters)
    if row.each_person:
        parts.append(_("pour chaque personne concernée"))
    if row.sworn_translation:
        parts.append(_("avec une traduction par une personne assermentée"))
    if row.fallbacks:
        parts.append(_("à défaut %s") % words.either(display(code) for code in row.fallbacks))
    return ", ".join(parts)


def condition(row: content.Condition) -> str:
    return beginning(row.text or words.thresholds(row.thresholds) or display(row.situation))


def deadline(row: content.Deadline) -> str:
    stated = _("%(time)s après %(event)s") if row.after else _("%(time)s avant %(event)s")
    return stated % {"time": words.duration(row.quantity, row.unit), "event": display(row.event)}


TELLINGS: dict[type[content.Row], Telling] = {
    content.Hours: Telling(words.hours, ("days", "part", "opens", "closes", "walking", "note")),
    content.Threshold: Telling(threshold, tuple(content.Threshold.model_fields)),
    content.Address: Telling(address, ("purpose", "address"), opening=whole_address),
    content.PhoneNumber: Telling(lambda row: with_precision(row.number, purpose(row)), ("number", "purpose")),
    content.Mailbox: Telling(lambda row: with_precision(row.email, purpose(row)), ("email", "purpose")),
    content.Desk: Telling(
        lambda row: row.name, ("name", "state"), opening=lambda row: with_precision(row.name, display(row.state))
    ),
    content.Remark: Telling(lambda row: beginning(row.text), ("text",), opening=lambda row: row.text),
    content.Passage: Telling(lambda row: beginning(row.text), ("text",), opening=lambda row: row.text),
    content.Notice: Telling(lambda row: beginning(row.text) or display(row.code), ("code",), lambda r: display(r.code)),
    content.Source: Telling(source, ("kind",), opening=lambda row: display(row.kind)),
    content.LegalBasis: Telling(lambda row: ", ".join(filter(None, [row.text, row.article])), ("text", "article")),
    content.Step: Telling(step, ("purpose", "channel")),
    content.ForbiddenChannel: Telling(lambda row: display(row.channel), ("channel",)),
    content.Download: Telling(
        lambda row: row.title,
        ("kind", "title"),
        opening=lambda row: f"{display(row.kind)} {words.quoted(row.title)}",
    ),
    content.Requirement: Telling(
        requirement,
        tuple(content.Requirement.model_fields.keys() - content.Fact.model_fields.keys() - {"only_if"}),
        opening=whole_requirement,
    ),
    content.Presentation: Telling(lambda row: display(row.rule), ("rule",)),
    content.Condition: Telling(condition, ("kind",), opening=lambda row: display(row.kind)),
    content.Fee: Telling(lambda row: f"{display(row.kind)}, {words.amount(row.amount)}", ("kind", "amount")),
    content.ProcessingTime: Telling(lambda row: words.duration(row.quantity, row.unit), ("quantity", "unit")),
    content.Deadline: Telling(deadline, ("quantity", "unit", "after", "event")),
    content.IncompleteRule: Telling(lambda row: display(row.outcome), ("outcome",)),
    content.DayRule: Telling(
        lambda row: with_precision(display(row.rule), QUANTITIES["minutes"](row.minutes) if row.minutes else ""),
        ("rule", "minutes"),
    ),
    content.Aftermath: Telling(lambda row: display(row.code), ("code",)),
    content.Section: Telling(
        lambda row: row.heading or beginning(row.text), ("kind",), opening=lambda row: display(row.kind)
    ),
    content.Picture: Telling(
        lambda row: beginning(row.description), ("description",), opening=lambda row: row.description
    ),
    content.Renaming: Telling(lambda row: row.former, ("former",)),
}
