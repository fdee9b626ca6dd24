"""The harness of `make bench`: its table holds together, and it counts no answer that is not the one it asked for.

Never how fast anything is: that is for `make bench`, on a quiet machine.
"""

import re
import xml.etree.ElementTree as ElementTree
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from benchmarks import approving, report, texts
from benchmarks.load import Answer, Failed, Measure, Request, ask, refuse_other_answer, words
from benchmarks.measuring import APPROVALS, Results
from benchmarks.plot import plot
from benchmarks.targets import APPROVE, AT_ONCE, BUNDLES, GOALS, PUBLISH, TARGETS, UNIT, Goal, Target, path

PEERS = Path(approving.__file__).parent / "peers"
PAGE = """<html><head><title>Isère</title></head><body><main id="contenu"><h1>Déposer en Isère</h1>
<p>Par la poste &amp; en ligne.</p><h2 id="a">Étapes</h2><ol><li>Écrire</li></ol><h3>À <b>joindre</b></h3>
<p>Deux photos.</p></main><footer>Bas</footer></body></html>"""


def results(rate: float = 100.0) -> Results:
    """One round in which everything answers at the same rate."""
    found = Results(lengths=dict.fromkeys(TARGETS, 1000))
    for number, bundle in enumerate(BUNDLES):
        found.measures[0, number] = {target.title: Measure(rate, 1.0, 2.0, 1200.0) for target in bundle}
    found.at_once = {goal: [1.0, 1.0] for goal in AT_ONCE}
    found.decisions = {title: {"ms": [10.0, 12.0], "queries": [18, 18]} for title in (APPROVE, PUBLISH)}
    return found


# --- The table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.title)
def test_a_goal_compares_two_targets_that_are_measured_back_to_back(goal: Goal):
    together = [{target.title for target in bundle} for bundle in BUNDLES] + [{APPROVE, PUBLISH}]
    assert any({goal.subject, goal.reference} <= titles for titles in together)


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.title)
def test_a_goal_asks_for_more_answers_or_for_less_time_and_not_for_both(goal: Goal):
    assert bool(goal.at_least) != bool(goal.at_most)


def test_a_title_stands_for_one_target():
    for bundle in BUNDLES:
        for target in bundle:
            assert TARGETS[target.title] == target


def test_every_row_has_a_cell_for_each_heading():
    found = results()
    assert all(len(row) == len(report.HEADINGS) for bundle in report.rows(found) for row in bundle)
    assert all(len(row) == len(report.AT_ONCE_HEADINGS) for row in report.at_once(found))
    for row in report.goals(found):
        assert row[-1] in ("holds", "**missed**")


def test_a_ratio_is_that_of_rates_where_more_is_better_and_of_times_where_less_is():
    found = results()
    live = {"ours, rendered live": Measure(300.0, 1, 1, 1), "Wagtail, live": Measure(100.0, 1, 1, 1)}
    assert found.ratio(Goal(UNIT, UNIT, at_least=0.95)) == 1
    found.measures[0, 7] = live
    assert found.ratio(Goal("ours, rendered live", "Wagtail, live", at_most=0.4)) == pytest.approx(1 / 3)


def test_a_goal_near_to_one_is_judged_by_what_was_measured_at_the_same_moment():
    found = results()
    goal = AT_ONCE[0]
    assert {goal.at_least for goal in AT_ONCE} == {0.95}
    found.at_once[goal] = [0.9, 0.96, 0.99]
    assert (found.ratio(goal), goal.holds(found.ratio(goal))) == (0.96, True)


def test_an_approval_is_compared_with_those_of_its_own_round():
    """Between two rounds, the machine may have become slower for both."""
    found = results()
    found.decisions[APPROVE]["ms"] = [*[2.0] * APPROVALS, *[20.0] * APPROVALS, *[3.0] * APPROVALS]
    found.decisions[PUBLISH]["ms"] = [*[8.0] * APPROVALS, *[80.0] * APPROVALS, *[24.0] * APPROVALS]
    assert found.ratio(GOALS[-1]) == 0.25


def test_a_live_page_is_asked_for_at_an_address_that_no_file_answers():
    from benchmarks.ours import Ours
    from gisti_cms.front import COUNTED

    ours = Ours("http://127.0.0.1:1", "http://127.0.0.1:2", "aes-38", {})
    _address, query = path(Target("live", "web", "live"), ours).split("?")
    assert not COUNTED.fullmatch(query)


# --- The same text ---------------------------------------------------------------------------------------------------


def test_a_page_is_cut_at_its_headings_and_loses_no_word():
    cut = texts.page(PAGE, "aes-38")
    assert cut["title"] == "Déposer en Isère"
    assert [(part["level"], part["heading"]) for part in cut["sections"]] == [
        ("", ""),
        ("h2", "Étapes"),
        ("h3", "À joindre"),
    ]
    again = "".join(f"<h2>{part['heading']}</h2>{part['text']}" for part in cut["sections"])
    assert words(f"<main><h1>{cut['title']}</h1>{again}</main>") == words(PAGE)


def test_the_shell_is_what_stands_around_the_text():
    shell = texts.shell(PAGE)
    assert "<footer>Bas</footer>" in shell and "Déposer" not in shell
    assert shell.count("{% block main %}{% endblock %}") == 1


# --- No failed answer is counted -------------------------------------------------------------------------------------


def test_answers_of_another_length_are_refused():
    answer = Answer(200, {"content-type": "text/html"}, b"x" * 10_000)
    same, shorter = (Measure(1.0, 1.0, 1.0, length) for length in (answer.length, 400.0))
    refuse_other_answer(Request("http://127.0.0.1/"), answer, same)
    with pytest.raises(Failed, match="400 bytes"):
        refuse_other_answer(Request("http://127.0.0.1/"), answer, shorter)


def test_an_answer_of_another_status_is_refused(tmp_path):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=tmp_path)) as server:
        Thread(target=server.serve_forever).start()
        with pytest.raises(Failed, match="answered 404 instead of 200"):
            ask(Request(f"http://127.0.0.1:{server.server_port}/absente.html"))
        server.shutdown()


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """The suite's output is for its failures."""


# --- What is written -------------------------------------------------------------------------------------------------


def test_the_plot_has_a_bar_for_each_title():
    picture = ElementTree.fromstring(plot({"nginx: page": 1.0, "ours, rendered live": 0.003}))  # noqa: S314 (our own)
    bars = [bar for bar in picture.iter("{http://www.w3.org/2000/svg}rect") if bar.get("x")]
    assert len(bars) == 2


def test_the_page_of_figures_keeps_the_marks_between_which_they_are_written():
    assert len(report.FIGURES.findall(report.PAGE.read_text())) == 1


def test_the_peers_are_pinned_by_version_alone():
    for file in PEERS.glob("requirements*.txt"):
        lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
        assert lines and all(re.fullmatch(r"[\w-]+(\[\w+\])?==[\d.]+", line) for line in lines), file
