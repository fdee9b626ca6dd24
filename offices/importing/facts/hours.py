"""Days and hours: "du lundi au vendredi entre 8h30 et 11h30", "le mardi - 14h à 16h", "mercredi après-midi"."""

import re

from offices.content import Hours
from offices.enums import DayPart, Walking, Weekday
from offices.importing.facts.rows import row_id

DAYS = dict(zip(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"], Weekday, strict=True))
DAY = rf"(?:{'|'.join(DAYS)})s?"
CLOCK = r"\d{1,2}\s?(?:h|:|heures?)(?:\s?\d{2}\b)?"
SPAN = re.compile(
    rf"(?P<opens>{CLOCK}|\d{{1,2}}|midi)\s?(?:a|-|et|>|jusqu'a|jusque)\s?(?P<closes>{CLOCK}|\d{{1,2}}\b(?!\s?(?:ans|mois|jours|eur|€))|midi|minuit)"
)
PARTS = {"matin": DayPart.MORNING, "apres-midi": DayPart.AFTERNOON, "soir": DayPart.EVENING}
PART = re.compile(r"\b(?:matin|apres-midi|soir)")
DAY_LINK = r"\s?(?:,|et|ou|/|-|ainsi que)\s?(?:le |les |du )?"
GROUP = re.compile(
    rf"(?:tous les jours|\b(?:du )?{DAY} (?:au|a) {DAY}\b|\b{DAY})"
    rf"(?:{DAY_LINK}(?:du )?{DAY}(?: au {DAY})?)*"
    rf"(?P<part>\s+(?:matins?|apres-midis?|soirs?))?"
)
EXCEPT = re.compile(
    rf"(?:sauf|hors|excepte|a l'exception d\w+)\s+(?:le |les |du )?(?P<days>{DAY}(?:\s?(?:,|et)\s?(?:le |les )?{DAY})*)"
    rf"(?P<part> (?:matin|apres-midi)s?)?"
)
CLOSED = re.compile(rf"\bfermee?s?\b[^.;()]*?\b{DAY}\b[^.;()]*|\b(?:fermeture|ferme\w*)\b[^.;,()]*")
EVERY_DAY = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)


def hours(folded: str, text: str = "") -> tuple[Hours, ...]:
    """Opening hours that a folded sentence states; none where it names neither days nor hours.

    `text`: the sentence as written, for what is kept in its own words ("fermé le mercredi").
    """
    closed, without = CLOSED.search(folded), EXCEPT.search(folded)
    notes = [text[found.start() : found.end()].strip(" ,") for found in (closed, without) if found and text]
    left_out = days_of(without["days"]) if without and not without["part"] else ()
    for found in (closed, without):
        if found:
            folded = folded[: found.start()] + " " * (found.end() - found.start()) + folded[found.end() :]
    groups = list(GROUP.finditer(folded))
    spans = [span for span in SPAN.finditer(folded) if re.search(r"h|:|midi", span.group())]
    walking = walking_of(folded)
    if not groups:
        only = (
            PART.search(folded)
            if not spans and re.search(r"(?:uniquement|seulement|exclusivement) le|le matin$", folded)
            else None
        )
        rows = [made((), "", span, walking) for span in spans]
        rows += [made((), PARTS[only.group()], None, walking)] if only else []
        return noted(rows, notes)
    rows = []
    for number, group in enumerate(groups):
        end = groups[number + 1].start() if number + 1 < len(groups) else len(folded)
        own = [span for span in spans if group.end() <= span.start() < end]
        if not own and number == len(groups) - 1:
            own = [span for span in spans if span.end() <= groups[0].start()]
        days = tuple(day for day in days_of(group.group()) if day not in left_out)
        part = next((code for word, code in PARTS.items() if word in (group["part"] or "")), "")
        if not part and not own and len(groups) == 1 and (named := PART.search(folded)):
            part = PARTS[named.group()]
        rows += [made(days, part, span, walking) for span in own] or [made(days, part, None, walking)]
    return noted(rows, [] if left_out and not closed else notes)


def closing_words(folded: str, text: str) -> str:
    """ "fermés les mercredis", in the words of a sentence that gives no hours itself."""
    closed = CLOSED.search(folded)
    return text[closed.start() : closed.end()].strip(" ,") if closed and not SPAN.search(folded) else ""


def noted(rows: list[Hours], notes: list[str]) -> tuple[Hours, ...]:
    """The rows, with what closes and is no opening hour said on the last of them."""
    if rows and notes:
        rows[-1] = rows[-1].model_copy(update={"note": ", ".join(notes)[:400]})
    return tuple(rows)


def days_of(text: str) -> tuple[Weekday, ...]:
    if "tous les jours" in text:
        return EVERY_DAY
    found: list[Weekday] = []
    order = list(Weekday)
    for span in re.finditer(rf"(?P<first>{DAY})(?: (?:au|a) (?P<last>{DAY}))?", text):
        first = DAYS[span["first"].removesuffix("s")]
        last = DAYS[span["last"].removesuffix("s")] if span["last"] else first
        found += order[order.index(first) : order.index(last) + 1]
    return tuple(dict.fromkeys(found))


def made(days: tuple[Weekday, ...], part: str, span: re.Match | None, walking: str) -> Hours:
    opens, closes = (clock(span["opens"]), clock(span["closes"])) if span else ("", "")
    return Hours(
        id=row_id("hours", days, part, opens, closes),
        days=days,
        part=part,
        opens=opens,
        closes=closes,
        walking=walking,
    )


def clock(text: str) -> str:
    """ "8h30" → "08:30"; "9" → "09:00"; "midi" → "12:00". Hours that no day has are none."""
    if text in ("midi", "minuit"):
        return "12:00" if text == "midi" else "24:00"
    found = re.fullmatch(r"(\d{1,2})\s?(?:h|:|heures?)?\s?(\d{0,2})", text.strip())
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else ""


REFUSED = re.compile(
    r"sans (?:rendez-vous|rdv)\b.{0,40}\b(?:ne|n'|pas|aucun\w*|refus\w+)\b|"
    r"\b(?:pas|aucun\w*)\b.{0,40}sans (?:rendez-vous|rdv)"
)
BOOKED = re.compile(r"(?:uniquement |seulement |exclusivement |ne \w+ (?:plus )?que )sur (?:rendez-vous|rdv)")


def walking_of(folded: str) -> str:
    if re.search(r"sans (?:rendez-vous|rdv)", folded) and not REFUSED.search(folded):
        return Walking.WITHOUT_APPOINTMENT
    return Walking.APPOINTMENT_ONLY if BOOKED.search(folded) else ""
