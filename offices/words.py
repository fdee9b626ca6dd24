"""Small things said in words: dates, hours, durations, amounts, enumerations. Pure; each follows the language in force.

What somebody wrote (a note, a name) stays French in every language, and is marked so (`offices/languages.py`).

Spaces that French does not break are written \\u00a0, so that no line begins with a colon or a guillemet.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from offices import enums, languages
from offices.content import Hours, PostalAddress, Threshold
from offices.languages import french

WEEK = list(enums.Weekday)


def capital(text: str) -> str:
    start = first_letter(text)
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def lowered(text: str) -> str:
    """Ready to stand within a French sentence: an initial capital goes, an acronym stays. Other languages keep theirs:
    in English a month has one."""
    return lowered_label(text) if languages.is_source() else text


def lowered_label(text: str) -> str:
    """The same in every language, of what begins with a common noun: a label of the shape, the noun of a row."""
    start = first_letter(text)
    is_acronym = text[start + 1 : start + 2].isupper()
    return text if is_acronym else text[:start] + text[start : start + 1].lower() + text[start + 1 :]


def first_letter(text: str) -> int:
    """Where a text begins behind its signs (`offices/languages.py`)."""
    return len(text) - len(text.lstrip(languages.OPEN + languages.UNTRANSLATED))


def plural(number: int) -> int:
    """The number by which `ngettext` chooses a form. French takes the singular for 0 ("0 confirmé"); without a French
    catalogue, gettext would choose as English does. Every other language has a catalogue, which knows its own rule."""
    return number or 1 if (get_language() or "").startswith("fr") else number


def numbered(pattern: str, number: int) -> str:
    """The form that `ngettext` chose, with its number. A form for one, or for two, may do without: شهر واحد, شهران."""
    return pattern % number if "%" in pattern else pattern


OFFICIAL = ("Préfecture", "Sous-préfecture")


def office(title: str) -> str:
    """An office within a sentence: "la sous-préfecture de Vienne". A title of another form stands as it is, and so does
    any title in another language."""
    if not languages.is_source():
        return french(title)
    return f"la {office_name(title)}" if title.startswith(OFFICIAL) else title


def office_name(title: str) -> str:
    """The title of an office that does not begin a line: "sous-préfecture de Vienne"."""
    return title[0].lower() + title[1:] if title.startswith(OFFICIAL) else title


def quoted(text: str) -> str:
    return _("«\u00a0%s\u00a0»") % text


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between two words where one can be found, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return languages.closed(f"{cut.rsplit(' ', 1)[0] if ' ' in cut[limit // 2 :] else cut}…")


def comma() -> str:
    """Arabic has its own: "، "."""
    return pgettext("between two things of a list", ", ")


def labelled(label: str, value: str) -> str:
    """ "Ne paient pas\u00a0: mineurs": the space before a colon is French."""
    return _("%(label)s\u00a0: %(value)s") % {"label": label, "value": value}


def listed(parts: Iterable[str]) -> str:
    """One after the other: "Préfecture de l'Isère, 12 place de Verdun"; those that say nothing are left out."""
    return comma().join(filter(None, parts))


def apart(parts: Iterable[str]) -> str:
    """What may hold commas, one after the other: "par courrier, sans rendez-vous ; au guichet"."""
    return pgettext("between two things that may hold commas", "\u00a0; ").join(parts)


def join(parts: Iterable[str]) -> str:
    """ "lundi, mercredi et jeudi"."""
    *first, last = [part for part in parts if part] or [""]
    return _("%(first)s et %(last)s") % {"first": listed(first), "last": last} if first else last


def either(parts: Iterable[str]) -> str:
    """ "par courrier, par courriel ou au guichet"."""
    *first, last = [part for part in parts if part] or [""]
    return _("%(first)s ou %(last)s") % {"first": listed(first), "last": last} if first else last


# --- Time ----------------------------------------------------------------------------------------------------------


def day(moment: date) -> str:
    """ "9 février 2023", "1er mars 2023"."""
    text = date_format(moment, "DATE_FORMAT")
    # Django's French format says "1 février"; French says "1er".
    return f"1er{text[1:]}" if moment.day == 1 and (get_language() or "").startswith("fr") else text


def period(start: date | None, end: date | None) -> str:
    """ "du 1er au …", "à partir du …", "jusqu'au …"; empty where neither end is known."""
    if start and end:
        return _("du %(start)s au %(end)s") % {"start": day(start), "end": day(end)}
    if start:
        return _("à partir du %s") % day(start)
    return _("jusqu'au %s") % day(end) if end else ""


def clock(time: str) -> str:
    """ "8 h 30", "14 h"; "minuit" ends a day ("24:00"), "0 h" begins it."""
    hours, minutes = time.split(":")
    if time == "24:00":
        return _("minuit")
    if minutes == "00":
        return _("%d\u00a0h") % int(hours)
    return _("%(hours)d\u00a0h\u00a0%(minutes)s") % {"hours": int(hours), "minutes": minutes}


def span(opens: str, closes: str) -> str:
    if opens and closes:
        return _("de %(opens)s à %(closes)s") % {"opens": clock(opens), "closes": clock(closes)}
    if opens:
        return _("à partir de %s") % clock(opens)
    return _("jusqu'à %s") % clock(closes) if closes else ""


def weekdays(days: Iterable[enums.Weekday], *, each: bool = False) -> str:
    """ "lundi et jeudi", in the order of the week; "du lundi au vendredi" for three days or more in a row.

    With `each`, as part of a longer sentence: "le lundi et le jeudi".
    """
    ordered = sorted(set(days), key=WEEK.index)
    places = [WEEK.index(code) for code in ordered]
    if len(ordered) > 2 and places[-1] - places[0] == len(ordered) - 1:
        return _("du %(first)s au %(last)s") % {"first": ordered[0].label, "last": ordered[-1].label}
    return join(_("le %s") % code.label if each else str(code.label) for code in ordered)


def opening_time(row: Hours, *, each: bool = False) -> str:
    """The days and hours of a row, without what else it says: "mercredi après-midi", "lundi de 14 h à 16 h"."""
    part = str(row.part.label) if row.part else ""
    if row.days and row.part:
        part = {
            enums.DayPart.MORNING: _("matin"),
            enums.DayPart.AFTERNOON: _("après-midi"),
            enums.DayPart.EVENING: _("soir"),
        }[row.part]
    return " ".join(filter(None, [weekdays(row.days, each=each), part, span(row.opens, row.closes)]))


def hours(row: Hours) -> str:
    """ "lundi, mercredi et jeudi de 14 h à 16 h, sans rendez-vous (nombre de tickets limité)"."""
    text = listed([opening_time(row), str(row.walking.label) if row.walking else ""])
    if not row.note:
        return text
    return f"{text} ({french(row.note)})" if text else french(row.note)


def duration(quantity: int, unit: enums.TimeUnit) -> str:
    """ "8 mois", "1 an"."""
    forms = {
        enums.TimeUnit.DAY: ngettext("%d\u00a0jour", "%d\u00a0jours", quantity),
        enums.TimeUnit.WEEK: ngettext("%d\u00a0semaine", "%d\u00a0semaines", quantity),
        enums.TimeUnit.MONTH: ngettext("%d\u00a0mois", "%d\u00a0mois", quantity),
        enums.TimeUnit.YEAR: ngettext("%d\u00a0an", "%d\u00a0ans", quantity),
    }
    return numbered(forms[unit], quantity)


def recent(quantity: int, unit: enums.TimeUnit) -> str:
    """ "au cours des 2 dernières années"."""
    forms = {
        enums.TimeUnit.DAY: ngettext("au cours du dernier jour", "au cours des %d\u00a0derniers jours", quantity),
        enums.TimeUnit.WEEK: ngettext(
            "au cours de la dernière semaine", "au cours des %d\u00a0dernières semaines", quantity
        ),
        enums.TimeUnit.MONTH: ngettext("au cours du dernier mois", "au cours des %d\u00a0derniers mois", quantity),
        enums.TimeUnit.YEAR: ngettext(
            "au cours de la dernière année", "au cours des %d\u00a0dernières années", quantity
        ),
    }
    return numbered(forms[unit], quantity)


# --- Codes that read otherwise within a sentence -------------------------------------------------------------------


def channel(code: enums.Channel | str) -> str:
    """ "par courrier", "au guichet", "en ligne"; empty where the channel is not known."""
    if not code:
        return ""
    return _("en ligne") if code == enums.Channel.BOOKING else str(enums.Channel(code).label)


# --- Facts of several fields ---------------------------------------------------------------------------------------


def threshold(row: Threshold) -> str:
    """ "8 mois de travail au cours des 2 dernières années", "au plus 1 an depuis la décision"."""
    measured = {
        enums.Measure.RESIDENCE: _("%s de présence en France"),
        enums.Measure.WORK: _("%s de travail"),
        enums.Measure.LIFE_TOGETHER: _("%s de vie commune"),
        enums.Measure.SCHOOLING: _("%s de scolarité de l'enfant"),
        enums.Measure.CONTRACT: _("%s de contrat de travail"),
        enums.Measure.SINCE_DECISION: _("%s depuis la décision"),
    }
    text = measured[row.measure] % duration(row.quantity, row.unit)
    if row.at_most:
        text = _("au plus %s") % text
    if row.within:
        text = f"{text} {recent(row.within, row.within_unit or row.unit)}"
    return text


def thresholds(rows: Iterable[Threshold]) -> str:
    """All of them in one phrase: "5 ans de présence en France et 8 mois de travail ou 30 mois de travail"."""
    said = ""
    for row in rows:
        if not said:
            said = threshold(row)
        elif row.alternative:
            said = _("%(before)s ou %(after)s") % {"before": said, "after": threshold(row)}
        else:
            said = _("%(before)s et %(after)s") % {"before": said, "after": threshold(row)}
    return said


def amount(text: str) -> str:
    """ "50,00 €" from the stored "50.00"."""
    return _("%s\u00a0€") % number_format(Decimal(text), decimal_pos=2, force_grouping=True)


def address(place: PostalAddress) -> str:
    """On one line: "Préfecture de l'Isère, 12 place de Verdun, 38021 Grenoble Cedex 1"."""
    town = " ".join(filter(None, [place.postcode, place.city]))
    return ", ".join(filter(None, [*place.lines, town]))
