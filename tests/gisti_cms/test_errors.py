"""What a reader is told when something goes wrong: by the site, and by nginx where nobody answers it."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory

from gisti_cms import errors, middleware
from offices import near
from offices.languages import OTHERS
from offices.publishing import rendering
from tests.plugins.cast import propose, with_fee

ADDRESS = "/modalites/admission-exceptionnelle-au-sejour-38-prefecture-grenoble/"
LIGHT = 6_000  # bytes, packed


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


def test_a_page_that_does_not_exist_is_named_and_searched_for(reader, isere):
    response = reader.get("/guichets/prefecture-grenoble-xyz/")
    text = response.content.decode()

    assert response.status_code == 404
    assert "Aucun guichet n'a cette adresse" in response.text.replace("&#x27;", "'")
    assert 'value="grenoble"' in text
    assert f'href="{isere.grenoble.get_absolute_url()}"' in text
    assert len(gzip.compress(response.content)) < LIGHT


@pytest.mark.parametrize(
    ("address", "words", "pages"),
    [
        ("/guichets/prefecture-grenoble-xyz/", "grenoble", ["prefecture-grenoble"]),
        ("/guichets/prefecture-grenobel/", "grenoble", ["prefecture-grenoble"]),
        ("/en/guichets/sous-prefecture-vienne-isere/", "vienne", ["sous-prefecture-vienne"]),
        ("/guichets/sous-prefecture-saint-jean-de-maurienne/", "saint jean de maurienne", []),
        ("/modalites/aes-38-grenoble/", "grenoble", ["prefecture-grenoble"]),
        ("/fondements/admission-exceptionnelle/", "", ["admission-exceptionnelle-au-sejour"]),
        ("/grenoble", "grenoble", ["prefecture-grenoble"]),
        ("/wp-admin/setup.php", "", []),
        ("/guichets/", "", []),
        ("/", "", []),
        ("/espace/propositions/grenoble/", "", []),
    ],
)
@pytest.mark.usefixtures("isere")
def test_an_address_is_read_for_what_it_may_have_meant(address, words, pages):
    found = near.near(address)

    assert found.words == words
    assert [page.slug for page in found.pages][: len(pages)] == pages
    assert bool(found.pages) == bool(pages)


@pytest.mark.parametrize(
    ("address", "code"), [("/departements/isere/", "38"), ("/departements/1/", "01"), ("/departements/38000/", "38")]
)
@pytest.mark.usefixtures("france")
def test_a_departement_is_found_by_its_name_and_by_its_number_written_otherwise(address, code):
    assert [place.code for place in near.near(address).territories] == [code]


@pytest.mark.usefixtures("france")
def test_nothing_of_what_was_asked_is_given_back(reader):
    for address in ("/guichets/mot-zqxjkvz/", "/mot-zqxjkvz/", "/guichets/%3Cscript%3Ezqxjkvz/"):
        response = reader.get(f"{address}?q=zqxjkvz")
        assert response.status_code == 404
        assert "zqxjkvz" not in response.text


def test_what_is_not_decided_is_near_nothing(isere, amina, reader):
    before = reader.get("/modalites/grenoble-75/").content
    propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
    assert reader.get("/modalites/grenoble-75/").content == before


def test_an_address_that_does_not_exist_costs_four_queries_however_long_it_is(isere, django_assert_max_num_queries):
    near.near("/guichets/prefecture-grenoble/")  # names and addresses are in memory from here on
    for address in ("/guichets/" + "prefecture-" * 2000, "/guichets/" + "a" * 100_000, "/guichets/" + "é-" * 50_000):
        with django_assert_max_num_queries(4):
            near.near(address)
    with django_assert_max_num_queries(0):
        near.near("/wp-login.php")


@pytest.mark.usefixtures("france")
def test_a_page_that_does_not_exist_needs_no_database(reader, monkeypatch):
    def away(address):
        raise DatabaseError

    monkeypatch.setattr(errors, "near", away)
    assert reader.get("/guichets/prefecture-gex-xyz/").status_code == 404


# --- Refusals ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def request_for():
    return RequestFactory().get("/guichets/mot-sentinelle/?q=sentinelle")


@pytest.mark.parametrize(
    ("handler", "exception", "status", "told"),
    [
        (errors.bad_request, None, 400, "pas été comprise"),
        (errors.bad_request, RequestDataTooBig(), 413, "trop grand"),
        (errors.forbidden, PermissionDenied(), 403, "pas ouverte"),
        (errors.csrf_failure, "", 403, "pas été accepté"),
        (errors.method_not_allowed, None, 405, "pas ainsi"),
        (errors.too_many_requests, None, 429, "Trop d"),
        (errors.server_error, None, 500, "vient du site"),
        (errors.unavailable, None, 503, "dans un instant"),
    ],
)
def test_a_refusal_says_what_to_do_and_where_to_go_on_without_any_query(request_for, handler, exception, status, told):
    """No database is opened here: pytest-django refuses it."""
    response = handler(request_for, exception) if exception is not None else handler(request_for)
    text = response.content.decode()

    assert response.status_code == status
    assert told in text
    assert 'href="/departements/"' in text
    assert "sentinelle" not in text
    assert not response.cookies
    assert len(gzip.compress(response.content)) < LIGHT


@pytest.mark.django_db
@pytest.mark.parametrize("language", OTHERS)
def test_a_refusal_speaks_the_language_of_the_address_whoever_says_it(language, settings, reader):
    """A method, a host and maintenance are refused before the language of the address is looked at."""
    settings.ALLOWED_HOSTS = ["testserver"]
    refused = [reader.post(f"/{language}/aide/"), reader.get(f"/{language}/", headers={"host": "ailleurs.example"})]
    settings.MAINTENANCE_FILE.touch()
    try:
        refused.append(reader.get(f"/{language}/"))
    finally:
        settings.MAINTENANCE_FILE.unlink()
    assert [answer.status_code for answer in refused] == [405, 400, 503]
    for answer in refused:
        assert f'<html lang="{language}"' in answer.text
        assert f'href="/{language}/departements/"' in answer.text
        assert not re.search("[\ue000-\ue002]", answer.text)


def test_a_database_that_is_away_is_told_as_such(request_for):
    try:
        raise OperationalError("no connection")
    except OperationalError:
        response = errors.server_error(request_for)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


@pytest.mark.django_db
def test_a_method_that_a_page_does_not_take_is_refused_in_words():
    reader = Client(enforce_csrf_checks=True)
    for answer in (reader.post("/aide/"), reader.put("/departements/")):
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"
        assert 'href="/departements/"' in answer.text
    assert reader.post("/api/v1/regions/").headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_form_that_is_too_big_is_refused_in_words(settings, reader):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert reader.post("/compte/connexion/", {"login": "a" * 2000}).status_code == 413


# --- Maintenance ------------------------------------------------------------------------------------------------------


@pytest.fixture
def maintenance():
    settings.MAINTENANCE_FILE.touch()
    yield
    settings.MAINTENANCE_FILE.unlink()


@pytest.mark.usefixtures("maintenance")
def test_while_an_operator_is_at_work_nothing_asks_the_database(reader):
    """Not even who is there: pytest-django refuses every query here."""
    for address in ("/", "/espace/", "/compte/connexion/", "/nulle-part/", ADDRESS):
        response = reader.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "30"), address
        assert response.headers["Cache-Control"] == "no-store"
    assert reader.post("/espace/file/").status_code == 503
    assert reader.get("/api/v1/regions/").json()["code"] == "unavailable"
    assert reader.get("/healthz").status_code == 200


def test_what_is_written_during_maintenance_is_no_file(isere, empty_store, maintenance):
    assert rendering.render(ADDRESS) == 503
    assert not rendering.is_rendered(ADDRESS)


def test_the_maintenance_file_is_looked_for_where_the_documentation_says():
    assert middleware.MaintenanceMiddleware(None).file == settings.DATA_DIR / "maintenance"
