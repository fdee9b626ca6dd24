"""The command and the task: two doors to the same function."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sources.guard import NOT_PUBLIC
from sources.models import Check, Source
from sources.tasks import check_due_sources
from tests.sources.runs import PAGE, cited

VERDICTS = {"alive", "moved", "blocked", "dead", "unreadable", "certificate", "offline", "refused"}


@pytest.fixture(autouse=True)
def no_pause(settings):
    settings.CHECKER_PAUSE = 0.0


def told(*arguments) -> list[dict]:
    out = StringIO()
    call_command("check_sources", *arguments, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
def test_one_object_is_printed_for_each_source(farm):
    cited(farm.page("www.ain.test", "/a", PAGE), farm.page("www.ain.test", "/b", status=404), "http://localhost/")
    found = {line["url"]: line for line in told("--all")}
    assert {url: line["verdict"] for url, line in found.items()} == {
        "http://www.ain.test/a": "alive",
        "http://www.ain.test/b": "dead",
        "http://localhost/": "refused",
    }
    assert all(line["message"] and line["verdict"] in VERDICTS for line in found.values())
    assert found["http://www.ain.test/b"]["state"] == "unchecked"  # one visit concludes nothing


@pytest.mark.django_db
def test_without_a_choice_what_is_due_is_read(farm):
    cited(farm.page("www.ain.test", "/a", PAGE))
    assert [line["verdict"] for line in told()] == ["alive"]
    assert told("--due") == []
    assert [line["verdict"] for line in told("--all")] == ["alive"]


@pytest.mark.django_db
def test_one_address_is_read_at_once_and_remembered(farm):
    url = farm.page("www.ain.test", "/a", PAGE)
    assert [line["verdict"] for line in told("--url", url)] == ["alive"]
    assert [line["verdict"] for line in told("--url", url)] == ["alive"]
    assert (Source.objects.count(), Check.objects.count()) == (1, 2)


@pytest.mark.django_db
def test_a_refused_address_is_told_in_one_sentence_without_a_connection_or_a_row(network):
    for url in ("http://127.0.0.1/", "http://redis:6379/", "http://2130706433/", "http://[::1]/"):
        (line,) = told("--url", url)
        assert line["verdict"] == "refused"
    assert line["message"] == str(NOT_PUBLIC)
    assert (network.names, network.connections) == ([], [])
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_alone_and_without_network_an_address_is_off_line_here():
    (line,) = told("--url", "https://www.ain.gouv.fr/sejour")
    assert line["verdict"] == "offline"
    assert "hors ligne ici" in line["message"]


@pytest.mark.django_db
def test_people_get_words(farm):
    out = StringIO()
    call_command("check_sources", "--url", farm.page("www.ain.test", "/a", PAGE), stdout=out)
    assert "http://www.ain.test/a" in out.getvalue()
    assert "La page répond et son texte a été lu." in out.getvalue()


def test_the_choices_exclude_each_other():
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("check_sources", "--all", "--url", "http://www.ain.test/")


@pytest.mark.django_db
def test_the_task_reads_what_is_due(farm):
    cited(farm.page("www.ain.test", "/a", PAGE), farm.page("www.oise.test", "/", PAGE))
    assert check_due_sources() == 2
    assert check_due_sources() == 0
