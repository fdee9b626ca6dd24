"""Whole runs: over HTTP to a farm on the loopback, into the database."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread

import pytest
import time_machine
from django.db import connection

from sources.checker import CLAIM, Pace, check, check_due, claim
from sources.enums import Finding, Verdict
from sources.gate import Gate
from sources.models import Check, Host, Snapshot, Source
from tests.sources.farm import response
from tests.sources.runs import OTHER_PAGE, PAGE, cited, findings
from tests.sources.test_gate import Resolver

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def no_names():
    """A gate that finds no name at all: a machine without network."""
    return partial(Gate, resolver=Resolver(socket.gaierror(socket.EAI_NONAME, "no such name")))


# --- What is recorded ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_visit_leaves_a_check_a_copy_of_the_text_and_a_date_to_come_back(farm, hurry):
    (source,) = cited(farm.page("www.ain.test", "/sejour", PAGE))
    with time_machine.travel(NOON, tick=False):
        (report,) = check([source], pace=hurry)
    assert (report.judgement.verdict, report.state, report.changed) == (Verdict.ALIVE, Verdict.ALIVE, False)
    source.refresh_from_db()
    assert (source.verdict, source.verdict_since) == (Verdict.ALIVE, NOON)
    assert (source.last_checked_at, source.last_read_at) == (NOON, NOON)
    assert 7 * DAY <= source.next_check_at - NOON <= 8 * DAY
    visit, copy = Check.objects.get(), Snapshot.objects.get()
    assert (visit.finding, visit.status, visit.final_url) == (Finding.READ, 200, source.url)
    assert (visit.size, visit.text_hash) == (len(PAGE.encode()), copy.text_hash)
    assert visit.message == "La page répond et son texte a été lu."
    assert (copy.text, copy.text_hash) == ("Envoyez deux photos.", source.text_hash)


@pytest.mark.django_db
def test_a_text_that_comes_back_is_kept_once_and_every_change_is_reported(farm, hurry):
    url = farm.page("www.ain.test", "/sejour", PAGE)
    changed = []
    for body in (PAGE, PAGE, OTHER_PAGE, PAGE):
        farm.page("www.ain.test", "/sejour", body)
        changed += [report.changed for report in check(cited(url), pace=hurry)]
    assert changed == [False, False, True, True]
    assert Snapshot.objects.count() == 2
    assert Check.objects.count() == 4


@pytest.mark.django_db
def test_a_page_that_has_not_changed_is_asked_for_and_not_sent(farm, hurry):
    async def page(writer, request):
        unchanged = request.headers.get("if-none-match") == '"v1"'
        writer.write(response(status=304) if unchanged else response(PAGE, etag='"v1"'))

    sources = cited(farm.answer("www.ain.test", "/sejour", page))
    (first,) = check(sources, pace=hurry)
    (second,) = check([first.source], pace=hurry)
    assert (first.judgement.finding, second.judgement.finding) == (Finding.READ, Finding.UNCHANGED)
    assert second.source.text_hash == first.source.text_hash
    assert second.source.last_read_at > first.source.last_read_at


@pytest.mark.django_db
def test_conditions_are_remembered_for_the_address_that_gave_them_alone(farm, hurry):
    url = farm.redirect("www.ain.test", "/ancienne", "/nouvelle")
    farm.page("www.ain.test", "/nouvelle", PAGE, etag='"v1"')
    (report,) = check(cited(url), pace=hurry)
    assert (report.judgement.verdict, report.source.etag) == (Verdict.MOVED, "")
    assert report.source.moved_to == "http://www.ain.test/nouvelle"
    assert Snapshot.objects.get().text == "Envoyez deux photos."


@pytest.mark.django_db
def test_a_page_of_error_is_no_evidence(farm, hurry):
    sources = cited(farm.page("www.ain.test", "/a", "<title>Page introuvable</title><p>Désolé."))
    list(check(sources, pace=hurry))
    assert not Snapshot.objects.exists()


@pytest.mark.django_db
def test_of_an_inner_address_nothing_is_told(farm, hurry):
    urls = ["http://127.0.0.1/", farm.redirect("www.ain.test", "/piege", f"http://127.0.1.1:{farm.port}/")]
    reports = list(check(cited(*urls), pace=hurry))
    assert {report.judgement.verdict for report in reports} == {Verdict.REFUSED}
    assert len({report.judgement.message for report in reports}) == 1
    assert {(visit.status, visit.final_url, visit.size, visit.seconds) for visit in Check.objects.all()} == {
        (None, "", None, None)
    }


@pytest.mark.django_db
def test_one_run_tells_every_kind_of_page_apart(farm, secure_farm, hurry):
    async def drop(writer, request):
        writer.close()

    expected = {
        farm.page("www.ain.test", "/bien", PAGE): Finding.READ,
        farm.page("www.ain.test", "/interdit", status=403): Finding.FORBIDDEN,
        farm.page("www.ain.test", "/parti", status=410): Finding.NOT_FOUND,
        farm.page("www.ain.test", "/panne", status=503): Finding.SERVER_ERROR,
        farm.page("www.ain.test", "/script", "<div id=app></div><script></script>"): Finding.SCRIPT,
        farm.page("www.ain.test", "/feuille.ods", b"PK", content_type="application/zip"): Finding.FILE,
        farm.page("www.ain.test", "/feuille.pdf", b"%PDF-1.7 x", content_type="application/pdf"): Finding.BROKEN,
        farm.redirect("www.ain.test", "/accueil-s-il-vous-plait", "/"): Finding.SENT_HOME,
        farm.redirect("www.oise.test", "/ailleurs", "http://www.ain.test/bien"): Finding.REDIRECTED,
        farm.redirect("www.oise.test", "/boucle", "/boucle"): Finding.LOOP,
        farm.answer("www.oise.test", "/coupe", drop): Finding.NONSENSE,
        secure_farm.page("certificat.test", "/", PAGE): Finding.CERTIFICATE,
        "http://localhost/": Finding.REFUSED,
    }
    farm.page("www.ain.test", "/", PAGE)
    assert findings(check(cited(*expected), pace=hurry)) == expected
    assert not Source.objects.filter(verdict=Verdict.DEAD).exists()


@pytest.mark.django_db
def test_a_death_is_known_after_three_days_and_a_recovery_the_next_day(farm, hurry):
    url = farm.page("www.ain.test", "/sejour", PAGE)
    farm.page("www.oise.test", "/", PAGE)
    states = []
    for day, body in enumerate([PAGE, None, None, None, None, None, PAGE]):
        farm.page("www.ain.test", "/sejour", body or "", status=200 if body else 404)
        with time_machine.travel(NOON + day * DAY):
            states += [report.state for report in check(cited(url), pace=hurry)]
    assert states == ["alive", "alive", "alive", "alive", "dead", "dead", "alive"]


@pytest.mark.django_db
def test_a_source_removed_during_the_visit_is_not_missed(farm, hurry):
    sources = cited(farm.page("www.ain.test", "/a", PAGE))
    Source.objects.all().delete()
    assert list(check(sources, pace=hurry)) == []


# --- On line or not --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_network_nothing_is_declared_dead_and_everything_is_tried_again_soon(hurry, no_names):
    sources = cited(*(f"https://www.prefecture-{number}.gouv.fr/sejour" for number in range(30)))
    with time_machine.travel(NOON, tick=False):
        reports = list(check(sources, pace=hurry, gate=no_names))
    assert {report.judgement.verdict for report in reports} == {Verdict.OFFLINE}
    assert set(Source.objects.values_list("verdict", "failures", "last_checked_at", "next_check_at")) == {
        (Verdict.UNCHECKED, 0, None, NOON + timedelta(hours=1))
    }


@pytest.mark.django_db
def test_a_spell_without_network_is_one_row_however_often_it_is_tried(hurry, no_names):
    sources = cited("https://www.ain.gouv.fr/sejour")
    for _hour in range(5):
        list(check(sources, pace=hurry, gate=no_names))
    assert [visit.verdict for visit in Check.objects.all()] == [Verdict.OFFLINE]


@pytest.mark.django_db
def test_a_name_that_is_gone_is_a_death_where_another_host_answers(farm, hurry):
    with socket.create_server(("127.0.1.1", 0)) as closing:
        closed_port = closing.getsockname()[1]
    gone = "http://www.disparu.test/sejour"
    farm.hosts["www.disparu.test"] = f"127.0.1.1:{closed_port}"
    here = farm.page("www.ain.test", "/sejour", PAGE)
    assert findings(check(cited(gone, here), pace=hurry)) == {gone: Finding.NO_HOST, here: Finding.READ}
    assert findings(check(cited(here, gone), pace=hurry)) == {gone: Finding.NO_HOST, here: Finding.READ}


@pytest.mark.django_db
def test_alone_a_host_that_does_not_answer_is_no_evidence_of_anything(farm, hurry):
    gone = farm.page("www.disparu.test", "/sejour", PAGE)
    with socket.create_server(("127.0.1.1", 0)) as closing:
        farm.hosts["www.disparu.test"] = f"127.0.1.1:{closing.getsockname()[1]}"
    assert findings(check(cited(gone), pace=hurry)) == {gone: Finding.OFFLINE}


@pytest.mark.django_db
def test_a_run_of_one_host_asks_a_host_that_answered_lately_before_it_concludes(farm, hurry):
    here = farm.page("www.ain.test", "/sejour", PAGE)
    list(check(cited(here), pace=hurry))
    gone = farm.page("www.disparu.test", "/sejour", PAGE)
    with socket.create_server(("127.0.1.1", 0)) as closing:
        farm.hosts["www.disparu.test"] = f"127.0.1.1:{closing.getsockname()[1]}"
    assert findings(check(cited(gone), pace=hurry)) == {gone: Finding.NO_HOST}
    assert Check.objects.filter(source__url=here).count() == 2  # the witness was visited, and that is recorded


@pytest.mark.django_db
def test_that_the_farm_answers_says_nothing_of_our_line_to_the_world(farm, hurry, no_names):
    here, there = farm.page("www.ain.test", "/sejour", PAGE), "https://www.ain.gouv.fr/sejour"
    found = findings(check(cited(here, there), pace=hurry, gate=no_names))
    assert found == {here: Finding.READ, there: Finding.OFFLINE}


# --- Due dates and claims --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_due_is_visited_and_then_no_longer_due(farm, hurry):
    due, later = cited(*(farm.page("www.ain.test", path, PAGE) for path in ("/a", "/b")))
    with time_machine.travel(NOON):
        Source.objects.filter(pk=due.pk).update(next_check_at=NOON)
        Source.objects.filter(pk=later.pk).update(next_check_at=NOON + DAY)
        assert findings(check_due(pace=hurry)) == {due.url: Finding.READ}
        assert list(check_due(pace=hurry)) == []


@pytest.mark.django_db
def test_what_one_worker_has_claimed_no_other_visits(farm, hurry):
    cited(farm.page("www.ain.test", "/a", PAGE), farm.page("www.ain.test", "/b", PAGE))
    (elsewhere,) = cited(farm.page("www.oise.test", "/", PAGE))
    with claim(Source.objects.filter(host="www.ain.test")) as claimed:
        assert len(claimed) == 2
        assert findings(check_due(pace=hurry)) == {elsewhere.url: Finding.READ}
    assert len(list(check_due(pace=hurry))) == 2


@pytest.mark.django_db
def test_the_claim_of_a_killed_worker_ends_by_itself(farm, hurry):
    cited(farm.page("www.ain.test", "/a", PAGE))
    with time_machine.travel(NOON):
        Source.objects.update(next_check_at=NOON)
        killed = claim(Source.objects.all())
        killed.__enter__()  # and never left
        assert list(check_due(pace=hurry)) == []
    with time_machine.travel(NOON + CLAIM + timedelta(seconds=1)):
        assert len(list(check_due(pace=hurry))) == 1
    assert Host.objects.get().claimed_by is None


@pytest.mark.django_db
def test_a_run_left_early_gives_its_hosts_back_and_leaves_the_rest_due(farm, hurry):
    async def never(writer, request):
        await asyncio.Event().wait()

    (first,) = cited(farm.page("www.ain.test", "/0", PAGE))
    rest = cited(*(farm.answer("www.ain.test", f"/{number}", never) for number in range(1, 4)))
    with claim(Source.objects.all()) as claimed:
        run = check(claimed, pace=hurry)
        assert next(run).source == first
        run.close()
    assert Host.objects.get().claimed_by is None
    assert list(Source.objects.filter(last_checked_at=None)) == rest


@pytest.mark.django_db
def test_a_run_whose_time_is_up_takes_no_new_visit_and_leaves_it_due(farm, hurry):
    cited(*(farm.page("www.ain.test", f"/{number}", PAGE) for number in range(3)))
    assert list(check_due(pace=Pace(pause=0.0, seconds=0.0))) == []
    assert farm.asked == []
    assert len(list(check_due(pace=hurry))) == 3


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_start_together_each_source_is_visited_by_one(farm, hurry):
    for host in range(6):
        cited(*(farm.page(f"www.{host}.test", f"/{page}", PAGE) for page in range(3)))

    def work():
        list(check_due(pace=hurry))
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Check.objects.count() == Source.objects.count() == 18
