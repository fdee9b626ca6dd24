"""Ours beside nginx, plain Django, DRF and Wagtail: the same text, one load generator, ratios taken in one run.

usage: python -m benchmarks          ROUNDS=8 SECONDS=1 DATA=var/bench

Every server runs on core 0, wrk on core 1. A run of ROUNDS=5 or more rewrites the figures of docs/benchmarks.md.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import ours, peering, report, targets
from benchmarks.load import CORE_OF_LOAD, CORE_OF_SERVERS, Failed, Request, ask, words
from benchmarks.measuring import TIMES_AT_ONCE, Results, measure, measure_approvals, measure_at_once
from deploy.servers import Unreachable, free_port, start_postgresql, start_redis
from deploy.tools import NGINX, POSTGRESQL, REDIS, WRK, how_to_get, obtain
from gisti_cms.supervisor import ChildEnded, NotReady, StopRequested, Supervisor

ENOUGH_ROUNDS = 5  # for figures that may be shown


def main() -> None:
    rounds, seconds = int(os.environ.get("ROUNDS", "8")), int(os.environ.get("SECONDS", "1"))
    if absent := obtain(POSTGRESQL, REDIS, NGINX, WRK):
        sys.exit(f"Il manque de quoi mesurer : {how_to_get(absent)}")
    if not {CORE_OF_SERVERS, CORE_OF_LOAD} <= os.sched_getaffinity(0):
        sys.exit("Il faut deux cœurs : un pour les serveurs, un pour qui les interroge.")
    folder = Path(os.environ.get("DATA", "var/bench")).resolve()
    print("Environnement des pairs…", flush=True)
    python = peering.install(folder / "peers")
    run = folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    os.sched_setaffinity(0, {CORE_OF_SERVERS})  # what is started from here on stays there; wrk is told otherwise
    with Supervisor(run / "logs") as supervisor:
        try:
            results = measured(supervisor, run, python, rounds, seconds)
        except StopRequested:
            sys.exit("Arrêt…")
        except (ChildEnded, Failed, NotReady, Unreachable, subprocess.CalledProcessError) as failure:
            sys.exit(f"{failure}\nJournaux : {run / 'logs'}")
    report.show(results)
    if rounds >= ENOUGH_ROUNDS:
        report.write(results, python, rounds=rounds, seconds=seconds)


def measured(supervisor: Supervisor, run: Path, python: str, rounds: int, seconds: float) -> Results:
    log = run / "logs" / "preparation.log"
    say = Console(stderr=True).print
    say("Notre côté : base, contenu de la démonstration…")
    database, redis = start_postgresql(supervisor, run, durable=False), start_redis(supervisor, run)
    settings = ours.environment(run, database, redis, free_port())
    ours.prepare(settings, log)
    us = ours.start(supervisor, settings, run)
    say("Leur côté : nginx, Django, DRF, Wagtail, avec le même texte…")
    them = peering.start(supervisor, python, us, run / "peers", log)
    requests = {title: targets.request(target, us, them) for title, target in targets.TARGETS.items()}
    refuse_other_texts(requests)
    refuse_caches_that_miss(requests)
    steps = len(requests) + rounds * (sum(map(len, targets.BUNDLES)) + TIMES_AT_ONCE * len(targets.AT_ONCE) + 2)
    with progress(steps) as tick:

        def next_step(title: str) -> None:
            supervisor.wait(0)
            tick(title)

        results = measure(requests, rounds=rounds, seconds=seconds, tick=next_step)
        measure_at_once(results, requests, rounds=rounds, seconds=seconds, tick=next_step)
        with deciders(us, them) as open_deciders:
            results.decisions = measure_approvals(open_deciders, rounds=rounds, tick=next_step)
    return results


def refuse_other_texts(requests: dict[str, Request]) -> None:
    """Whoever serves a page serves the same words."""
    shown = {
        title: words(ask(Request(request.url)).body.decode())
        for title, request in requests.items()
        if targets.TARGETS[title].what in ("page", "live")
    }
    for title, found in shown.items():
        if found != shown[targets.UNIT]:
            differ = next((pair for pair in zip(found, shown[targets.UNIT], strict=False) if pair[0] != pair[1]), "")
            raise Failed(f"{title}: another text than ours ({len(found)} words, first difference {differ})")


def refuse_caches_that_miss(requests: dict[str, Request]) -> None:
    """Each says in a header whether it answered by itself. The texts were compared: the page has been asked for."""
    said = {"wagtail_proxy": "x-cache", "wagtail_locmem": "x-wagtail-cache", "wagtail_redis": "x-wagtail-cache"}
    for title, target in targets.TARGETS.items():
        if header := said.get(target.server):
            found = ask(requests[title]).headers.get(header, "")
            if found.lower() != "hit":
                raise Failed(f"{title}: {header} says “{found}”, not “hit”")


@contextmanager
def deciders(us: ours.Ours, them: peering.Peers) -> Iterator[dict[str, subprocess.Popen]]:
    """The two processes that decide when they are told to; gone with the run."""
    commands = {
        targets.APPROVE: ((sys.executable, "-m", "benchmarks.approving", us.slug), us.environment),
        targets.PUBLISH: ((them.python, "-m", "wagtail_site.publishing", us.slug), them.environment),
    }
    started = {
        title: subprocess.Popen(
            command, env={**os.environ, **settings}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for title, (command, settings) in commands.items()
    }
    try:
        yield started
    finally:
        for process in started.values():
            process.stdin.close()
            process.wait()


@contextmanager
def progress(steps: int) -> Iterator:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps)
        yield lambda title: bar.update(task, advance=1, description=f"{title:<45}")


if __name__ == "__main__":
    main()
