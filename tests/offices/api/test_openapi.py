"""The description is true: OpenAPI 3.1, and every answer has the form that it promises."""

import jsonschema
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gisti_cms.wsgi import application
from offices import moderation
from offices.enums import Origin, WarningCode
from tests.plugins.cast import publish
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(api) -> dict:
    return api.read("openapi.json")


def test_it_is_openapi_3_1_and_valid(description):
    assert description["openapi"].startswith("3.1")
    validate_schema(description)


def test_it_describes_every_address_of_the_contract(description):
    paths = {path.removeprefix("/api/v1/") for path in description["paths"]}
    assert paths == {
        "regions/",
        "departments/",
        "departments/{key}/",
        "communes/",
        "offices/",
        "offices/{key}/",
        "procedures/",
        "procedures/{key}/",
        "procedures/{key}/versions/",
        "grounds/",
        "grounds/{key}/",
        "guides/",
        "guides/{key}/",
        "legal-notes/",
        "legal-notes/{key}/",
        "sources/",
        "lookup/",
        "changes/",
    }


def test_every_operation_documents_its_problems(description):
    for path, methods in description["paths"].items():
        assert methods.keys() == {"get"}
        responses = methods["get"]["responses"]
        assert "application/problem+json" in responses["400"]["content"], path
        assert ("404" in responses) == ("{key}" in path)


def test_codes_are_described_as_codes(description):
    channel = description["components"]["schemas"]["Channel"]
    assert channel["enum"] == ["post", "dropbox", "online_form", "booking", "email", "phone", "counter"]


@pytest.fixture
def complete(isere, claire):
    """A page of each kind in which every field says something, with warning, confirmation and reading."""
    for kind in ("office", "ground", "procedure", "guide", "legal_note"):
        slug = f"complet-{kind}".replace("_", "-")
        page = publish(filled(kind, "mot").model_dump(mode="json"), by=claire, slug=slug)
        moderation.verify(page, on=page.edited_at.date(), origin=Origin.DOSSIER)
        moderation.warn(page, code=WarningCode.REPORTED_WRONG, by=claire)
    return isere


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("regions/", "regions/"),
        ("departments/", "departments/"),
        ("departments/{key}/", "departments/38/"),
        ("communes/", "communes/?q=lyon"),
        ("offices/", "offices/"),
        ("offices/{key}/", "offices/complet-office/"),
        ("procedures/", "procedures/"),
        ("procedures/{key}/", "procedures/complet-procedure/"),
        ("procedures/{key}/versions/", "procedures/complet-procedure/versions/"),
        ("grounds/", "grounds/"),
        ("grounds/{key}/", "grounds/complet-ground/"),
        ("guides/", "guides/"),
        ("guides/{key}/", "guides/complet-guide/"),
        ("legal-notes/", "legal-notes/"),
        ("legal-notes/{key}/", "legal-notes/complet-legal-note/"),
        ("sources/", "sources/"),
        ("lookup/", "lookup/?commune=38544&ground=admission-exceptionnelle-au-sejour"),
        ("changes/", "changes/"),
    ],
)
def test_an_answer_has_exactly_the_described_members(api, complete, description, path, address):
    operation = description["paths"][f"/api/v1/{path}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    closed = closed_to_others({**schema, "components": description["components"]})
    jsonschema.Draft202012Validator(closed, format_checker=jsonschema.FormatChecker()).validate(api.read(address))


def closed_to_others(schema):
    """The same schema, where a member that is not described is an error."""
    if isinstance(schema, list):
        return [closed_to_others(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: closed_to_others(part) for name, part in schema.items()}
    return closed | {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else closed


def test_a_problem_has_the_described_form(api, description):
    schema = {"$ref": "#/components/schemas/ProblemBody", "components": description["components"]}
    for address in ("procedures/?limit=0", "procedures/no-such-page/", "changes/?since=99"):
        jsonschema.validate(api.problem(address), schema)


@pytest.fixture
def described(complete):
    # A real request ends by closing its connection, and with it the transaction of the test; Django's client does this.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


lazy = schemathesis.pytest.from_fixture("described")


@lazy.parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_requests_get_documented_answers(case):
    """A few cases a run; `make torture` asks for many. A code that fits its pattern and names nothing is a 400, so
    schemathesis' own idea of what must be accepted is not asked."""
    case.call_and_validate(
        checks=[
            checks.not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_headers_conformance,
            response_schema_conformance,
        ]
    )


def test_the_page_for_people_shows_every_address_and_holds_no_script(api, description):
    response = api.answer("docs/")
    assert response.headers["Content-Type"].startswith("text/html")
    page = response.content.decode()
    assert all(path in page for path in description["paths"])
    assert page.count("<script") == page.count('<script type="module" src="/static/find')
    assert "style=" not in page
    assert "resync" in page
