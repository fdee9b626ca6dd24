"""The page for machines: names of schema.org, values of the page, nothing that could leave its script."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.utils.translation import override

from geography.models import Arrondissement, Department
from offices.content import Content, parse
from offices.enums import WarningCode
from offices.models import Page, Warning
from offices.presentation.around import Around
from offices.presentation.blocks import Target
from offices.presentation.structured_data import area, script
from tests.plugins.cast import AES, FILING, GRENOBLE

# From the vocabulary at schema.org (version 29): for each type, those of its properties that are ours.
VOCABULARY = {
    "WebPage": {"url", "dateModified", "lastReviewed", "mainEntity"},
    "GovernmentOffice": {
        *("name", "url", "address", "telephone", "email", "openingHoursSpecification", "areaServed", "sameAs"),
    },
    "GovernmentService": {"name", "serviceType", "provider", "areaServed", "availableChannel"},
    "ServiceChannel": {"serviceUrl", "servicePhone", "servicePostalAddress", "serviceLocation"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
    "ContactPoint": {"telephone"},
    "Place": {"address"},
    "AdministrativeArea": {"name"},
}
DAY = date(2026, 11, 21)
HOURS = {"id": "h", "days": ["mon", "tue"], "opens": "08:30", "closes": "12:00"}
STREET = {"lines": ["Bureau du séjour", "12 place de Verdun"], "postcode": "38000", "city": "Grenoble"}


def told(document: Content, verified_on=None) -> dict:
    text = written(document, verified_on)
    return json.loads(text) if text else {}


def written(document: Content, verified_on=None, warnings=()) -> str:
    page = Page(uuid=uuid4(), kind=document.kind, slug="une-page", edited_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    pages = {
        FILING["grounds"][0]: Target(AES["title"], "/fondements/aes/", parse(AES)),
        FILING["offices"][0]: Target(GRENOBLE["name"], "/guichets/prefecture-grenoble/", parse(GRENOBLE)),
    }
    beside = Around(pages=pages, department=Department(code="38", name="Isère"), day=DAY, warnings=warnings)
    return script(page, document, beside, verified_on)


def things(thing):
    """Every typed thing within."""
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from things(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from things(value)


def test_an_office_says_where_it_is_and_when_it_opens():
    office = parse(GRENOBLE | {"hours": [HOURS], "phones": [{"id": "p", "number": "04 76 60 34 00"}]})
    about = told(office)["mainEntity"]
    assert about["@type"] == "GovernmentOffice"
    assert about["address"]["streetAddress"] == "12 place de Verdun"
    assert about["telephone"] == "04 76 60 34 00"
    hours = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["Monday", "Tuesday"],
        "opens": "08:30",
        "closes": "12:00",
    }
    assert about["openingHoursSpecification"] == hours


def test_hours_that_the_vocabulary_cannot_say_are_left_to_the_page():
    half = [HOURS | {"closes": ""}, HOURS | {"id": "i", "note": "sauf le premier lundi du mois"}]
    assert "openingHoursSpecification" not in told(parse(GRENOBLE | {"hours": half}))["mainEntity"]


def test_people_go_where_the_public_is_received():
    post = {"id": "a", "purpose": "post", "address": STREET | {"lines": ["CS 71046"]}}
    visit = {"id": "b", "purpose": "visit", "address": STREET}
    about = told(parse(GRENOBLE | {"addresses": [post, visit]}))["mainEntity"]
    assert about["address"]["streetAddress"] == "Bureau du séjour, 12 place de Verdun"


def test_a_procedure_is_a_service_of_its_office():
    found = told(parse(FILING), verified_on=date(2023, 2, 9))
    assert (found["dateModified"], found["lastReviewed"]) == ("2026-03-02", "2023-02-09")  # the day in France
    about = found["mainEntity"]
    assert about["@type"] == "GovernmentService"
    assert about["serviceType"] == "Admission exceptionnelle au séjour"
    assert about["provider"]["name"] == "Préfecture de l'Isère"
    assert about["provider"]["url"].endswith("/guichets/prefecture-grenoble/")
    booking, letter = about["availableChannel"]
    assert booking["serviceUrl"] == "https://www.isere.gouv.fr/rdv"
    assert letter["servicePostalAddress"]["addressLocality"] == "Grenoble"


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_an_area_bears_its_official_name_whatever_the_language_of_the_page(language):
    with override(language):
        assert area(Around(arrondissements={"731": Arrondissement(code="731", name="Albertville", link=1)})) == [
            {"@type": "AdministrativeArea", "name": "Arrondissement d'Albertville"}
        ]


@pytest.mark.parametrize("facts", [{"handling": "not_handled"}, {"handling": "unknown"}, {"way": "unknown"}])
def test_what_is_not_known_to_be_offered_is_no_service(facts):
    assert written(parse(FILING | facts)) == ""


def test_an_address_for_some_people_only_is_no_channel():
    limited = [FILING["steps"][1] | {"only_if": "vous travaillez"}]
    assert "availableChannel" not in told(parse(FILING | {"steps": limited}))["mainEntity"]


def test_every_name_is_one_of_the_vocabulary():
    step = {"id": "s", "purpose": "send", "address": STREET}
    channels = ["post", "counter", "dropbox"]
    steps = [step | {"id": channel, "channel": channel} for channel in channels]
    steps += [{"id": "mail", "purpose": "send", "channel": "email", "email": "sejour@isere.gouv.fr"}]
    steps += [{"id": "phone", "purpose": "book", "channel": "phone", "phone": "04 76 60 34 00"}]
    for document in (parse(GRENOBLE | {"hours": [HOURS]}), parse(FILING | {"steps": steps})):
        for thing in things(told(document)):
            names = set(thing) - {"@type", "@context"}
            assert names <= VOCABULARY[thing["@type"]], thing
            assert all(value not in ("", None, [], {}) for value in thing.values()), thing


def test_a_machine_is_told_nothing_while_a_warning_stands():
    """It would send the address on without what stands above it."""
    office = parse(GRENOBLE)
    assert written(office)
    assert written(office, warnings=(Warning(code=WarningCode.ADDRESS_DOUBTFUL),)) == ""


def test_nothing_written_can_end_its_script():
    nasty = "</script><script>alert(1)</script><!-- & \u2028"
    text = written(parse(FILING | {"title": nasty}))
    assert not set(text) & set("<>&")
    assert json.loads(text)["mainEntity"]["name"] == nasty.strip()
