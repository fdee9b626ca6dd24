"""The figures as people read them: a table in the terminal; table, goals and plot in docs/benchmarks.md."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Results
from benchmarks.plot import plot
from benchmarks.targets import APPROVE, BUNDLES, GOALS, MOST_QUERIES, PUBLISH, TARGETS, UNIT
from deploy.tools import NGINX, POSTGRESQL, REDIS, WRK

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURE = DOCS / "benchmarks.md", DOCS / "benchmarks.svg"
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)
HEADINGS = ("target", "answers/s", "p50 ms", "p99 ms", "connections", "bytes", "× first of its group", "× nginx page")
AT_ONCE_HEADINGS = ("target", "beside", "ratio", "lower quartile", "upper quartile", "rounds")
VERSIONS_OF_THE_PEERS = (
    "import importlib.metadata as m, json;"
    "print(json.dumps({n: m.version(n) for n in ('django', 'djangorestframework', 'wagtail', 'wagtail-cache')}))"
)


def rows(results: Results) -> Iterator[list[list[str]]]:
    """Of each bundle: what each target gave, and how much of the first of its bundle. "× nginx page" is of medians."""
    unit = results.median(UNIT, "rate")
    for bundle in BUNDLES:
        yield [
            [
                target.title,
                f"{results.median(target.title, 'rate'):,.0f}",
                f"{results.median(target.title, 'p50'):.2f}",
                f"{results.median(target.title, 'p99'):.1f}",
                str(target.connections),
                f"{results.lengths[target.title]:,}",
                f"{median(results.ratios(target.title, bundle[0].title)):.3g}",
                f"{results.median(target.title, 'rate') / unit:.2g}",
            ]
            for target in bundle
        ]


def at_once(results: Results) -> list[list[str]]:
    """Of each goal that is judged at the same moment: the median of its rounds, and their quartiles."""
    found = []
    for goal, ratios in results.at_once.items():
        lower, middle, upper = quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
        found.append(
            [goal.subject, goal.reference, *(f"{ratio:.3f}" for ratio in (middle, lower, upper)), str(len(ratios))]
        )
    return sorted(found)


def decisions(results: Results) -> list[list[str]]:
    """Milliseconds (median, 95th percentile) and queries of an approval, ours and Wagtail's."""
    found = []
    for title in (APPROVE, PUBLISH):
        times = sorted(results.decisions[title]["ms"])
        late = times[int(len(times) * 0.95)]
        queries = median(results.decisions[title]["queries"])
        found.append([title, f"{median(times):.1f}", f"{late:.1f}", f"{queries:g}", str(len(times))])
    return found


def goals(results: Results) -> list[list[str]]:
    """Each goal with what was found. An approval's statements are counted beside its time."""
    judged = [[goal.title, f"{results.ratio(goal):.3g}", goal.holds(results.ratio(goal))] for goal in GOALS]
    queries = median(results.decisions[APPROVE]["queries"])
    judged.append([f"{APPROVE}: ≤ {MOST_QUERIES} queries", f"{queries:g}", queries <= MOST_QUERIES])
    return [[title, found, "holds" if holds else "**missed**"] for title, found, holds in judged]


def show(results: Results) -> None:
    console = Console(width=160)
    table = Table(*HEADINGS)
    for bundle in rows(results):
        for row in bundle:
            table.add_row(*row)
        table.add_section()
    console.print(table)
    for title, headings, found in (
        ("At the same moment", AT_ONCE_HEADINGS, at_once(results)),
        ("Approve", ("", "p50 ms", "p95 ms", "queries", "times"), decisions(results)),
        ("Goals", ("goal", "found", ""), goals(results)),
    ):
        table = Table(*headings, title=title)
        for row in found:
            table.add_row(*row)
        console.print(table)
    console.print(of_the_others(results))


def write(results: Results, python: str, *, rounds: int, seconds: int) -> None:
    """Put the figures between the marks of docs/benchmarks.md, and draw the picture beside it."""
    parts = [
        " ".join([f"{date.today():%d %B %Y};", f"{machine()};", f"{', '.join(versions(python))}."]),
        f"{rounds} rounds of {seconds} s a target. {of_the_others(results)}",
        "### Reading",
        markdown(HEADINGS, [row for bundle in rows(results) for row in bundle]),
        "### At the same moment, on the same core",
        markdown(AT_ONCE_HEADINGS, at_once(results)),
        "### Approving",
        markdown(("transaction on PostgreSQL", "p50 ms", "p95 ms", "queries", "times"), decisions(results)),
        "### Goals",
        markdown(("goal", "found", ""), goals(results)),
    ]
    text = "\n\n".join(parts)
    PAGE.write_text(FIGURES.sub(lambda marks: f"{marks[1]}\n{text}\n\n{marks[2]}", PAGE.read_text()))
    unit = results.median(UNIT, "rate")
    PICTURE.write_text(plot({title: results.median(title, "rate") / unit for title in TARGETS}))


def markdown(headings: tuple[str, ...], found: list[list[str]]) -> str:
    lines = [headings, ["---"] + ["---:"] * (len(headings) - 1), *found]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def of_the_others(results: Results) -> str:
    if not results.disturbed:
        return "Every group began on an idle machine."
    return (
        f"{results.disturbed} of {results.groups} groups began while others were using the machine "
        f"(load average {os.getloadavg()[1]:.1f}): only a run without such a sentence is to be relied upon."
    )


def machine() -> str:
    models = re.findall(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), flags=re.MULTILINE)
    return f"{os.cpu_count()} cores of {models[0] if models else platform.machine()}, Linux {platform.release()}"


def versions(python: str) -> list[str]:
    peers = subprocess.run([python, "-c", VERSIONS_OF_THE_PEERS], capture_output=True, text=True, check=True)
    theirs = json.loads(peers.stdout)
    return [
        f"Python {platform.python_version()}",
        f"Django {version('django')}",
        f"granian {version('granian')}",
        f"PostgreSQL {said(str(Path(POSTGRESQL.path()) / 'postgres'), '--version')} (fsync off)",
        f"Redis {said(REDIS.path(), '--version')}",
        f"nginx {said(NGINX.path(), '-v')}",
        f"wrk {said(WRK.path(), '-v')}",
        *(f"{name} {number}" for name, number in theirs.items() if name != "django"),
    ]


def said(*command: str) -> str:
    """The first number with points that a program says of itself."""
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # wrk -v ends with 1
    return re.search(r"\d+(?:\.\d+)+", found.stdout + found.stderr).group()
