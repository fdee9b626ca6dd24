"""What a reader takes in at a glance: each département by the way requests are filed there, or by the year of its last
confirmation. Colours that maps and bars share, each with a sign and a name.

Years, never ages: what is "confirmé en 2023" stays so, however long the page stands. The newest year is that of the
data, not of the clock.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geography.models import Department, Region, Zone
from offices import words
from offices.enums import WayOfFiling
from offices.languages import french
from offices.presentation.figures import REFUSALS, Segment, hundredths
from offices.presentation.maps import Map, Painted, Tone, france

# --- By way of filing -----------------------------------------------------------------------------------------------

# The answers of the figures, fewer and in plainer words: what a map can tell apart.
FAMILIES = {
    "post": (WayOfFiling.POST, WayOfFiling.DROPBOX),
    "online": (WayOfFiling.ONLINE, WayOfFiling.EMAIL),
    "booked": (WayOfFiling.BOOKED_ONLINE, WayOfFiling.BOOKED),
    "counter": (WayOfFiling.COUNTER, WayOfFiling.PHONE),
    "several": (WayOfFiling.SEVERAL,),
    "refuses": REFUSALS,
}
FAMILY_OF = {way: family for family, ways in FAMILIES.items() for way in ways}


def tones_of_ways() -> dict[str, Tone]:
    labels = (
        ("post", _("par courrier ou dans une boîte aux lettres"), "■"),
        ("online", _("en ligne ou par courriel"), "@"),
        ("booked", _("sur rendez-vous"), "●"),
        ("counter", _("au guichet ou par téléphone, sans rendez-vous"), "▲"),
        ("several", _("de plusieurs façons, selon le guichet ou le cas"), "+"),
        ("refuses", _("ces demandes ne sont pas reçues"), "×"),
        ("none", _("on ne sait pas"), "?"),
    )
    return {code: Tone(code, label, mark) for code, label, mark in labels}


def by_way(departments: Iterable[Department], answers: Mapping[str, Collection[WayOfFiling]]) -> "Picture":
    """Each département in the colour of what its offices answer: `answers` by its code."""
    tones = tones_of_ways()
    painted = {place: paint(place, tones[family(answers.get(place.code, ()))]) for place in departments}
    return picture(tones.values(), painted)


def family(answers: Collection[WayOfFiling]) -> str:
    """The one colour of all these answers. Who receives counts before who refuses; a refusal beside silence says
    nothing of the other office."""
    families = {FAMILY_OF[way] for way in answers if way in FAMILY_OF}
    receiving = families - {"refuses"}
    if len(receiving) > 1:
        return "several"
    if receiving:
        return receiving.pop()
    return "refuses" if families and set(answers) <= set(REFUSALS) else "none"


# --- By year of confirmation ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Freshness:
    """The classes of a picture whose newest confirmation is of the year `newest`; None where nothing is confirmed."""

    newest: int | None

    @classmethod
    def among(cls, years: Iterable[int | None]) -> "Freshness":
        return cls(max((year for year in years if year), default=None))

    def tones(self) -> dict[str, Tone]:
        labels = [("never", _("aucune confirmation"), "!"), ("none", _("rien n'est écrit"), "?")]
        if self.newest:
            labels = [
                ("newest", _("dernière confirmation en %s") % self.newest, "●"),
                ("then", _("dernière confirmation en %s") % (self.newest - 1), "◐"),
                ("before", _("dernière confirmation avant %s") % (self.newest - 1), "○"),
                *labels,
            ]
        return {code: Tone(code, label, mark) for code, label, mark in labels}

    def counted(self, code: str, number: int) -> str:
        """So many pages of that class, in words."""
        form = words.plural(number)
        match code:
            case "never":
                return words.numbered(ngettext("%s jamais confirmée", "%s jamais confirmées", form), number)
            case "before":
                said = ngettext("%(number)s confirmée avant %(year)s", "%(number)s confirmées avant %(year)s", form)
            case _:
                said = ngettext("%(number)s confirmée en %(year)s", "%(number)s confirmées en %(year)s", form)
        return said % {"number": number, "year": self.newest if code == "newest" else self.newest - 1}

    def of(self, year: int | None) -> str:
        """The class of what was last confirmed in that year, or never."""
        if year is None or self.newest is None:
            return "never"
        return {0: "newest", 1: "then"}.get(self.newest - year, "before")


def by_freshness(departments: Iterable[Department]) -> "Picture":
    """Each département by its last confirmation: `procedure_count` and `last_verified_on` of each."""
    rows = list(departments)
    years = {row: row.last_verified_on.year if row.last_verified_on else None for row in rows}
    freshness = Freshness.among(years.values())
    tones = freshness.tones()
    classes = {row: freshness.of(years[row]) if row.procedure_count else "none" for row in rows}
    return picture(tones.values(), {row: paint(row, tones[code], when(row)) for row, code in classes.items()})


def when(department: Department) -> str:
    day = department.last_verified_on
    return _("confirmé le %s") % words.day(day) if day else ""


# --- A map with its list ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegionList:
    """The départements of a région; without `url`, those overseas, each of which is a région by itself."""

    name: str
    url: str
    places: tuple[Painted, ...]


@dataclass(frozen=True)
class Picture:
    """A map, its legend (each tone with how many départements have it), and all that the map says as a list."""

    map: Map
    legend: tuple[tuple[Tone, int], ...]
    regions: tuple[RegionList, ...]


def picture(tones: Iterable[Tone], painted: Mapping[Department, Painted]) -> Picture:
    found = france(list(tones), painted.values())
    regions: dict[Region, list[Painted]] = defaultdict(list)
    overseas = []
    for place, told in painted.items():
        (regions[place.region] if place.zone == Zone.METROPOLE else overseas).append(told)
    lists = [
        RegionList(french(region.name), reverse("offices:region", args=[region.slug]), tuple(places))
        for region, places in sorted(regions.items(), key=lambda pair: pair[0].slug)
    ]
    if overseas:
        lists.append(RegionList(_("Outre-mer"), "", tuple(overseas)))
    legend = tuple((group.tone, len(group.places)) for group in found.groups if group.places)
    return Picture(found, legend, tuple(lists))


def paint(place: Department, tone: Tone, says: str = "") -> Painted:
    return Painted(place.code, place.label, says or tone.label, reverse("offices:department", args=[place.code]), tone)


# --- Bars -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """How fresh the pages of one département are: `segments` for the eye, `says` for everybody."""

    segments: tuple[Segment, ...]
    says: str


def bars_of(confirmed: Iterable[tuple[str, int | None, int]]) -> tuple[dict[str, Bar], list[Tone]]:
    """Code of each département → its bar, from (code, year of the last confirmation, how many pages); the legend."""
    rows = list(confirmed)
    freshness = Freshness.among(year for _code, year, _number in rows)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for code, year, number in rows:
        counts[code][freshness.of(year)] += number
    most = max((found.total() for found in counts.values()), default=1)
    legend = [tone for code, tone in freshness.tones().items() if any(found[code] for found in counts.values())]
    return {code: bar_of(found, freshness, most) for code, found in counts.items()}, legend


def bar_of(counts: Counter[str], freshness: Freshness, most: int) -> Bar:
    """`most`: of how many pages the longest bar is made."""
    segments, says, reached = [], [], 0
    for code in freshness.tones():
        if number := counts[code]:
            segments.append(Segment(code, hundredths(reached, most), hundredths(number, most)))
            says.append(freshness.counted(code, number))
            reached += number
    form = words.plural(reached)
    total = words.numbered(ngettext("%s fiche", "%s fiches", form), reached)
    if counts["never"] == reached:
        pattern = ngettext("%s fiche, jamais confirmée", "%s fiches, jamais confirmées", form)
        total = words.numbered(pattern, reached)
    elif len(says) > 1:
        total = _("%(total)s\u00a0: %(kinds)s") % {"total": total, "kinds": words.join(says)}
    return Bar(tuple(segments), total)
