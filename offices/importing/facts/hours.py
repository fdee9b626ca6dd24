"""Days and hours: "du lundi au vendredi entre 8h30 et 11h30", "le mardi - 14h à 16h", "mercredi après-midi"."""

import re

from offices.content import Hours
from offices.enums import DayPart, Walking, Weekday
from offices.importing.facts.rows import row_id

DAYS = dict(zip(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"], Weekday, strict=True))
DAY = rf"(?:{'|'.join(DAYS)})s?"
CLOCK = r"\d{1,2}\s?(?:h|:|heures?)\s?\d{0,2}"
SPAN = re.compile(rf"(?P<opens>{CLOCK}|\d{{1,2}}|midi)\s?(?:a|-|et|jusqu'a)\s?(?P<closes>{CLOCK}|midi)")
DAY_RANGE = re.compile(rf"\b(?:du )?(?P<first>{DAY}) au (?P<last>{DAY})\b")
PARTS = {"matin": DayPart.MORNING, "apres-midi": DayPart.AFTERNOON, "soir": DayPart.EVENING}
GROUP = re.compile(
    rf"(?:tous les jours|\b(?:du )?{DAY} au {DAY}\b|\b{DAY})(?:(?:\s?(?:,|et|ou)\s?(?:le |"
    rf"les )?)(?:du )?{DAY}(?: au {DAY})?)*"
    rf"(?P<part>\s+(?:matins?|apres-midi|soirs?))?"
)
EXCEPT = re.compile(rf"(?:sauf|hors|excepte)\s+(?:le |les )?(?P<days>{DAY}(?:\s?(?:,|et)\s?(?:le |les )?{DAY})*)")
EVERY_DAY = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)


def hours(folded: str) -> tuple[Hours, ...]:
    """Opening hours that a folded sentence states; none where it names neither days nor hours."""
    without = EXCEPT.search(folded)
    left_out = days_of(without["days"]) if without else ()
    text = folded[: without.start()] + folded[without.end() :] if without else folded
    groups = list(GROUP.finditer(text))
    spans = list(SPAN.finditer(text))
    spans = [span for span in spans if "h" in span.group() or ":" in span.group() or "midi" in span.group()]
    walking = walking_of(folded)
    if not groups:
        return tuple(made((), "", span, walking) for span in spans)
    rows: list[Hours] = []
    for number, group in enumerate(groups):
        end = groups[number + 1].start() if number + 1 < len(groups) else len(text)
        own = [span for span in spans if group.end() <= span.start() < end]
        if not own and number == len(groups) - 1:
            own = [span for span in spans if span.end() <= groups[0].start()]
        days = tuple(day for day in days_of(group.group()) if day not in left_out)
        part = next((code for word, code in PARTS.items() if word in (group["part"] or "")), "")
        rows += [made(days, part, span, walking) for span in own] or [made(days, part, None, walking)]
    return tuple(rows)


def days_of(text: str) -> tuple[Weekday, ...]:
    if "tous les jours" in text:
        return EVERY_DAY
    found: list[Weekday] = []
    order = list(Weekday)
    for span in re.finditer(rf"(?P<first>{DAY})(?: au (?P<last>{DAY}))?", text):
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
    if text == "midi":
        return "12:00"
    found = re.fullmatch(r"(\d{1,2})\s?(?:h|:|heures?)?\s?(\d{0,2})", text.strip())
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else ""


def walking_of(folded: str) -> str:
    if "sans rendez-vous" in folded:
        return Walking.WITHOUT_APPOINTMENT
    return (
        Walking.APPOINTMENT_ONLY if re.search(r"(?:uniquement |seulement |ne \w+ que )sur rendez-vous", folded) else ""
    )
