"""Every value of the shape in words, and how a row is named in a sentence.

`names` gives the names of what content knows by slug or official code (`{"prefecture-grenoble": "Préfecture de
Grenoble", "38": "Isère"}`): this module opens no database. What it does not name is shown as it is stored.

In another language than French, what people wrote stays French and is marked so, text by text (`offices/languages.py`).
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
from offices.ground_names import named
from offices.languages import french, is_source

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
            return french(value if limit is None else cut(value, limit))
        case date():
            return words.day(value)
        case content.PostalAddress():
            return french(words.address(value))
        case content.Row():
            return row_text(value, names, limit)
        case content.Frozen():
            return french(value.title) if hasattr(value, "title") else words.apart(facts(value, (), names, limit))
        case tuple() if isinstance(value[0], content.Threshold):
            return words.thresholds(value)
        case tuple() if isinstance(value[0], content.Row):
            return words.apart(row_text(row, names, limit) for row in value)
        case tuple() if isinstance(value[0], Enum):
            return words.join(display(item) for item in value)
        case tuple():
            return french(", ".join(item if limit is None else cut(item, limit) for item in value))
    return str(value)


def field_text(field: ShapeField, value: Any, names: Names | None = None, *, limit: int | None = None) -> str:
    """A value as its field means it: "50.00" is an amount in one field and would be words in another."""
    names = names or {}
    if is_empty(value):
        return ""
    if field.name in QUANTITIES:
        return QUANTITIES[field.name](value)
    if field.name == "source":
        return names.get(source_key(value)) or french(value)
    if field.type == texts.Time:
        return words.clock(value)
    if field.type == texts.Amount:
        return words.amount(value)
    if field.type in (texts.Slug, texts.Code):
        return words.join(named(names.get(item, item)) for item in (value if field.many else [value]))
    return display(value, names, limit=limit)


# Fields whose number has a unit that the field's name alone gives.
QUANTITIES: dict[str, Callable[[int], str]] = {
    "max_age_months": lambda number: words.duration(number, enums.TimeUnit.MONTH),
    "refund_within_months": lambda number: words.duration(number, enums.TimeUnit.MONTH),
    "minutes": lambda number: words.numbered(ngettext("%d\u00a0minute", "%d\u00a0minutes", number), number),
}


def source_key(row_id: str) -> str:
    """Where `names` keeps the name of a source: row ids are their own, and may spell a slug."""
    return f"source:{row_id}"


def field_label(field: ShapeField) -> str:
    """The field's title without the hint to whoever fills it in: "Source (repère)" is "Source". Only French forms are
    filled in: what a translation has between brackets is the French word, which stays."""
    label = _(field.title)
    return re.sub(r" \([^)]*\)$", "", label) if is_source() else label


def facts(value: content.Frozen, said: Iterable[str], names: Names, limit: int | None) -> Iterable[str]:
    """ "code de réservation : AES", for each field that says something and is not `said` already."""
    for field in fields(type(value)):
        stated = getattr(value, field.name)
        if field.name in (*said, "valid_from", "valid_until") or is_empty(stated) or stated == field.default:
            continue
        label = words.lowered_label(field_label(field))
        yield label if stated is True else words.labelled(label, field_text(field, stated, names, limit=limit))
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
    return words.apart([opening, *facts(row, telling.said, names, limit)])


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


def own_words(row: content.Remark | content.Passage | content.Notice | content.Section) -> str:
    return french(beginning(row.text))


def with_precision(text: str, *precisions: str) -> str:
    said = words.listed(precisions)
    return f"{text} ({said})" if said else text


def threshold(row: content.Threshold) -> str:
    return _("ou %s") % words.threshold(row) if row.alternative else words.threshold(row)


def address(row: content.Address) -> str:
    first_line = row.address.lines[0] if row.address.lines else words.address(row.address)
    return words.listed([display(row.purpose), french(first_line)])


def whole_address(row: content.Address) -> str:
    return words.listed([display(row.purpose), display(row.address)])


def purpose(row: content.PhoneNumber | content.Mailbox) -> str:
    return "" if row.purpose == enums.ContactPurpose.GENERAL else display(row.purpose)


def source(row: content.Source) -> str:
    return french(row.title or row.url) or display(row.kind)


def step(row: content.Step) -> str:
    """ "envoyer la demande par courrier", "prendre rendez-vous en ligne"."""
    return " ".join(filter(None, [display(row.purpose), words.channel(row.channel)]))


def requirement(row: content.Requirement) -> str:
    document = "" if row.document == enums.Document.OTHER else display(row.document)
    copies = ""
    if row.quantity:
        pattern = ngettext("%d\u00a0exemplaire", "%d\u00a0exemplaires", row.quantity)
        copies = words.numbered(pattern, row.quantity)
    return with_precision(
        words.listed([document, french(row.label)]) or display(row.document), display(row.form), copies
    )


def whole_requirement(row: content.Requirement) -> str:
    parts = [requirement(row)]
    if row.max_age_months:
        parts.append(_("datant de moins de %s") % words.duration(row.max_age_months, enums.TimeUnit.MONTH))
    if row.last_quarters:
        quarters = ngettext("pour le dernier trimestre", "pour les %d\u00a0derniers trimestres", row.last_quarters)
        parts.append(words.numbered(quarters, row.last_quarters))
    if row.each_person:
        parts.append(_("pour chaque personne concernée"))
    if row.sworn_translation:
        parts.append(_("avec une traduction par une personne assermentée"))
    if row.fallbacks:
        parts.append(_("à défaut %s") % words.either(display(code) for code in row.fallbacks))
    return words.listed(parts)


def condition(row: content.Condition) -> str:
    return french(beginning(row.text)) or beginning(words.thresholds(row.thresholds) or display(row.situation))


def deadline(row: content.Deadline) -> str:
    stated = _("%(time)s après %(event)s") if row.after else _("%(time)s avant %(event)s")
    return stated % {"time": words.duration(row.quantity, row.unit), "event": display(row.event)}


TELLINGS: dict[type[content.Row], Telling] = {
    content.Hours: Telling(words.hours, ("days", "part", "opens", "closes", "walking", "note")),
    content.Threshold: Telling(threshold, tuple(content.Threshold.model_fields)),
    content.Address: Telling(address, ("purpose", "address"), opening=whole_address),
    content.PhoneNumber: Telling(lambda row: with_precision(french(row.number), purpose(row)), ("number", "purpose")),
    content.Mailbox: Telling(lambda row: with_precision(french(row.email), purpose(row)), ("email", "purpose")),
    content.Desk: Telling(
        lambda row: french(row.name),
        ("name", "state"),
        opening=lambda row: with_precision(french(row.name), display(row.state)),
    ),
    content.Remark: Telling(own_words, ("text",), opening=lambda row: french(row.text)),
    content.Passage: Telling(own_words, ("text",), opening=lambda row: french(row.text)),
    content.Notice: Telling(
        lambda row: own_words(row) or display(row.code), ("code",), opening=lambda row: display(row.code)
    ),
    content.Source: Telling(source, ("kind",), opening=lambda row: display(row.kind)),
    content.LegalBasis: Telling(lambda row: words.listed([french(row.text), french(row.article)]), ("text", "article")),
    content.Step: Telling(step, ("purpose", "channel")),
    content.ForbiddenChannel: Telling(lambda row: display(row.channel), ("channel",)),
    content.Download: Telling(
        lambda row: french(row.title),
        ("kind", "title"),
        opening=lambda row: f"{display(row.kind)} {words.quoted(french(row.title))}",
    ),
    content.Requirement: Telling(
        requirement,
        tuple(content.Requirement.model_fields.keys() - content.Fact.model_fields.keys() - {"only_if"}),
        opening=whole_requirement,
    ),
    content.Presentation: Telling(lambda row: display(row.rule), ("rule",)),
    content.Condition: Telling(condition, ("kind",), opening=lambda row: display(row.kind)),
    content.Fee: Telling(lambda row: words.listed([display(row.kind), words.amount(row.amount)]), ("kind", "amount")),
    content.ProcessingTime: Telling(lambda row: words.duration(row.quantity, row.unit), ("quantity", "unit")),
    content.Deadline: Telling(deadline, ("quantity", "unit", "after", "event")),
    content.IncompleteRule: Telling(lambda row: display(row.outcome), ("outcome",)),
    content.DayRule: Telling(
        lambda row: with_precision(display(row.rule), QUANTITIES["minutes"](row.minutes) if row.minutes else ""),
        ("rule", "minutes"),
    ),
    content.Aftermath: Telling(lambda row: display(row.code), ("code",)),
    content.Section: Telling(
        lambda row: french(row.heading) or own_words(row), ("kind",), opening=lambda row: display(row.kind)
    ),
    content.Picture: Telling(
        lambda row: french(beginning(row.description)),
        ("description",),
        opening=lambda row: french(row.description),
    ),
    content.Renaming: Telling(lambda row: french(row.former), ("former",)),
}
