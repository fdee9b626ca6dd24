"""The page as machines read it: schema.org in JSON-LD, of offices and of what is filed there.

Said only of what the page states. A procedure that is refused, or of which nobody knows whether it is handled, is no
service of that office; hours without both ends, and facts that hold for some people or for some time only, have no
place in a vocabulary that knows neither. What is not here is on the page.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from offices.calendar import on_day
from offices.content import Content, Hours, OfficeContent, PostalAddress, ProcedureContent, Step
from offices.enums import AddressPurpose, Channel, ContactPurpose, Handling, Way, Weekday
from offices.headlines import FILING
from offices.languages import in_french
from offices.models import Page
from offices.presentation.around import Around
from offices.presentation.passing_on import address_of, is_limited

Thing = dict[str, Any]

HARMFUL = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}  # what could end the script or open a comment
DAYS = {day: day.name.capitalize() for day in Weekday}  # "Monday"
# Of several addresses or numbers schema.org shows the first: where people go before where they write.
TO_VISIT = (AddressPurpose.VISIT, AddressPurpose.ANY, AddressPurpose.POST, AddressPurpose.DROPBOX)
TO_CALL = (ContactPurpose.FOREIGNERS, ContactPurpose.GENERAL, ContactPurpose.APPOINTMENTS, ContactPurpose.FILING)


def script(page: Page, document: Content, beside: Around, verified_on: date | None) -> SafeString:
    """What stands between <script type="application/ld+json"> and its end; empty where there is nothing to say.

    Such a script is data: no browser runs it, and a policy without 'unsafe-inline' lets it stand
    (tests/journeys/test_passing_on.py asks a Chromium).
    """
    about = main_entity(document, beside)
    if not about or beside.warnings:  # an address without the warning that stands above it (law 11) would be sent on
        return mark_safe("")
    told = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": settings.SITE_URL + page.get_absolute_url(),
        "dateModified": timezone.localdate(page.edited_at).isoformat(),
        "lastReviewed": verified_on.isoformat() if verified_on else None,
        "mainEntity": about,
    }
    text = json.dumps(spoken(told), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(HARMFUL))  # noqa: S308 (what could end the script is escaped)


def main_entity(document: Content, beside: Around) -> Thing:
    match document:
        case OfficeContent():
            return office(document, beside)
        case ProcedureContent(handling=Handling.HANDLED, way=Way.KNOWN):
            return service(document, beside)
    return {}


def spoken(thing: Any) -> Any:
    """Without what says nothing, and nothing twice."""
    if isinstance(thing, dict):
        return {name: value for name, value in ((name, spoken(value)) for name, value in thing.items()) if value}
    if isinstance(thing, list):
        said = [value for value in map(spoken, thing) if value]
        found = [value for number, value in enumerate(said) if value not in said[:number]]
        return found[0] if len(found) == 1 else found
    return thing


# --- Offices -------------------------------------------------------------------------------------------------------


def office(document: OfficeContent, beside: Around) -> Thing:
    standing = on_day(document, beside.day)
    return {
        "@type": "GovernmentOffice",
        "name": document.name,
        "address": postal(chosen(standing.addresses, TO_VISIT, "address")),
        "telephone": chosen(standing.phones, TO_CALL, "number"),
        "email": chosen(standing.emails, TO_CALL, "email"),
        "openingHoursSpecification": [opening(row) for row in standing.hours],
        "areaServed": area(beside),
        "sameAs": document.website,
    }


def chosen(rows: Iterable[Any], purposes: Iterable[str], field: str) -> Any:
    """Of the rows without an end, that of the first of these purposes."""
    by_purpose = {row.purpose: getattr(row, field) for row in reversed(list(rows)) if not row.valid_until}
    return next((by_purpose[purpose] for purpose in purposes if purpose in by_purpose), None)


def postal(address: PostalAddress | None) -> Thing:
    if address is None or not (address.lines or address.city):
        return {}
    return {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(address.lines),
        "postalCode": address.postcode,
        "addressLocality": address.city,
        "addressCountry": "FR",
    }


def opening(row: Hours) -> Thing:
    if not (row.days and row.opens and row.closes) or row.note:
        return {}
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAYS[day] for day in row.days],
        "opens": row.opens,
        "closes": row.closes,
    }


def area(beside: Around) -> list[Thing]:
    return in_french(territories, beside)  # official names, on a page in whatever language


def territories(beside: Around) -> list[Thing]:
    names = [f"Arrondissement {place.name_with_de}" for place in beside.arrondissements.values()]
    if not names and beside.department:
        names = [beside.department.name]
    return [{"@type": "AdministrativeArea", "name": name} for name in names]


# --- Services ------------------------------------------------------------------------------------------------------


def service(document: ProcedureContent, beside: Around) -> Thing:
    steps = [step for step in on_day(document, beside.day).steps if step.purpose in FILING]
    return {
        "@type": "GovernmentService",
        "name": document.title,
        "serviceType": [beside.page(slug).title for slug in document.grounds],
        "provider": [provider(slug, beside) for slug in document.offices],
        "areaServed": area(beside),
        "availableChannel": [channel(step, beside) for step in steps if not is_limited(step)],
    }


def provider(slug: str, beside: Around) -> Thing:
    target = beside.page(slug)
    url = settings.SITE_URL + target.url if target.url else ""
    return {"@type": "GovernmentOffice", "name": target.title, "url": url}


def channel(step: Step, beside: Around) -> Thing:
    """A letter goes to a postal address, a person to a place; an e-mail is the address of a service too."""
    address = postal(address_of(step, beside))
    by_letter = step.channel in (Channel.POST, Channel.DROPBOX)
    found = {
        "serviceUrl": step.url or (f"mailto:{step.email}" if step.email else ""),
        "servicePhone": {"@type": "ContactPoint", "telephone": step.phone} if step.phone else {},
        "servicePostalAddress": address if by_letter else {},
        "serviceLocation": {"@type": "Place", "address": address} if address and not by_letter else {},
    }
    return {"@type": "ServiceChannel", **found} if any(found.values()) else {}
