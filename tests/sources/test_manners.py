"""How hosts are treated in a run: what they are asked, when, and what they may forbid."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Event

import pytest
import time_machine

from sources.checker import Pace, check, check_due
from sources.enums import Finding
from sources.models import Source
from tests.sources.farm import response
from tests.sources.runs import PAGE, cited, findings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_host_is_asked_one_page_at_a_time_with_a_pause_between(farm):
    urls = [farm.page("www.ain.test", f"/{number}", PAGE) for number in range(4)]
    list(check(cited(*urls), pace=Pace(pause=0.2)))
    begun = [request.begun for request in farm.asked]
    assert len(begun) == 5  # robots.txt is asked for as well
    assert farm.most_at_once == 1
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(begun))


@pytest.mark.django_db
def test_redirects_from_many_hosts_to_one_wait_their_turn_there(farm):
    urls = [farm.redirect(f"www.{number}.test", "/", "http://www.ain.test/sejour") for number in range(3)]
    farm.page("www.ain.test", "/sejour", PAGE)
    list(check(cited(*urls), pace=Pace(pause=0.15)))
    begun = [request.begun for request in farm.asked if request.host == "www.ain.test"]
    assert len(begun) == 4
    assert all(later - earlier >= 0.14 for earlier, later in pairwise(begun))


@pytest.mark.django_db
def test_a_host_that_does_not_answer_delays_no_other(farm, hurry):
    answered = Event()

    async def wait_for_the_others(writer, request):
        while not answered.is_set():
            await asyncio.sleep(0.01)
        writer.write(response(PAGE))

    slow = farm.answer("www.lent.test", "/sejour", wait_for_the_others)
    quick = [farm.page(f"www.{number}.test", "/sejour", PAGE) for number in range(10)]
    order = []
    for report in check(cited(slow, *quick), pace=hurry):
        order.append(report.source.url)
        if len(order) == len(quick):
            answered.set()
    assert order[-1] == slow


@pytest.mark.django_db
def test_robots_txt_is_read_once_and_followed_with_its_stars_and_dollars(farm, hurry):
    farm.page("www.ain.test", "/robots.txt", "User-agent: *\nDisallow: /prive/*.html$\n", content_type="text/plain")
    kept_out = farm.page("www.ain.test", "/prive/a.html", PAGE)
    let_in = farm.page("www.ain.test", "/prive/a.html?x=1", PAGE)
    found = findings(check(cited(kept_out, let_in), pace=hurry))
    assert found == {kept_out: Finding.ROBOTS, let_in: Finding.READ}
    assert sorted(farm.paths_asked("www.ain.test")) == ["/prive/a.html?x=1", "/robots.txt"]


@pytest.mark.django_db
def test_robots_txt_may_speak_to_us_by_name(farm, hurry):
    farm.page("www.ain.test", "/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: gisti_cms\nDisallow: /\n")
    url = farm.page("www.ain.test", "/sejour", PAGE)
    assert findings(check(cited(url), pace=hurry)) == {url: Finding.ROBOTS}


@pytest.mark.django_db
def test_robots_txt_of_where_a_redirect_leads_counts_as_well(farm, hurry):
    farm.page("www.ain.test", "/robots.txt", "User-agent: *\nDisallow: /\n")
    farm.page("www.ain.test", "/sejour", PAGE)
    url = farm.redirect("www.oise.test", "/sejour", "http://www.ain.test/sejour")
    assert findings(check(cited(url), pace=hurry)) == {url: Finding.ROBOTS}
    assert farm.paths_asked("www.ain.test") == ["/robots.txt"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_robots_txt_that_is_not_there_forbids_nothing(farm, hurry, status):
    farm.page("www.ain.test", "/robots.txt", "User-agent: *\nDisallow: /\n", status=status)
    url = farm.page("www.ain.test", "/sejour", PAGE)
    assert findings(check(cited(url), pace=hurry)) == {url: Finding.READ}


@pytest.mark.django_db
def test_a_host_that_is_away_is_tried_once_for_all_its_pages(farm, hurry, network):
    urls = [farm.page("www.ferme.test", f"/{number}", PAGE) for number in range(10)]
    with socket.create_server(("127.0.1.1", 0)) as closing:
        port = closing.getsockname()[1]
        farm.hosts["www.ferme.test"] = f"127.0.1.1:{port}"
    farm.page("www.ain.test", "/", PAGE)
    found = findings(check(cited(*urls, "http://www.ain.test/"), pace=hurry))
    assert {found[url] for url in urls} == {Finding.NO_HOST}
    assert network.connections.count(("127.0.1.1", port)) == 1


@pytest.mark.django_db
def test_a_host_that_asks_to_wait_is_left_alone_in_this_run_and_the_next(farm, hurry):
    urls = [farm.page("www.ain.test", f"/{number}", status=429, retry_after="7200") for number in range(3)]
    cited(*urls)
    with time_machine.travel(NOON, tick=False):
        Source.objects.update(next_check_at=NOON)
        reports = list(check_due(pace=hurry))
        assert {report.judgement.finding for report in reports} == {Finding.THROTTLED}
        assert farm.paths_asked("www.ain.test")[1:] == ["/0"]
        assert list(check_due(pace=hurry)) == []
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        assert len(list(check_due(pace=hurry))) == 2  # the one that was asked has been put off to its own day


@pytest.mark.django_db
def test_a_short_wait_is_waited_for(farm, hurry):
    busy = farm.page("www.ain.test", "/a", status=503, retry_after="1")
    then = farm.page("www.ain.test", "/b", PAGE)
    assert findings(check(cited(busy, then), pace=hurry))[then] == Finding.READ
    first, second = [request.begun for request in farm.asked if request.path in ("/a", "/b")]
    assert second - first >= 0.9
