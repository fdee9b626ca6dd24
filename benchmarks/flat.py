"""Whether anything slows down as the site grows: the same requests at a hundredth of the size and at the whole.

usage: python -m benchmarks.flat     PROCEDURES=10000 VERSIONS=1000000 PROPOSALS=100000 ROUNDS=5 CALLS=15 DATA=var/flat

A private PostgreSQL holds both sizes (`manage.py scale_data`, kept under DATA for the next run). Requests are made in
process, through the whole of Django, by turns on one size and the other; a figure is the median of its calls. The map
of the site, which lists every page, is left out: it is a file, and as long as the site.

The ratio that is judged is that of the CPU that a request costs, here and in PostgreSQL: on a busy machine the time
that it takes says more of the machine. The first départements hold the same pages at both sizes, and what is asked of
one is asked of one of these. What speaks of a ground does not read alike, as it would not in France: its page names the
one département that has written of it at the small size, all of them at the large one; its list has 4 procedures, then
the first 20 of 416.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

import psycopg
from rich.console import Console
from rich.progress import track
from rich.table import Table

from deploy.servers import Unreachable, start_postgresql
from deploy.tools import POSTGRESQL, how_to_get, obtain
from gisti_cms.supervisor import ChildEnded, NotReady, StopRequested, Supervisor

SIZES = {"small": 100, "large": 1}  # name of the database → part of the whole
GOAL = 1.5
Measures = dict[str, list[dict]]  # title of a request → {"ms", "cpu", "queries"} of each round


def main() -> None:
    if absent := obtain(POSTGRESQL):
        sys.exit(f"Il manque de quoi mesurer : {how_to_get(absent)}")
    folder = Path(os.environ.get("DATA", "var/flat")).resolve()
    with Supervisor(folder / "logs") as supervisor:
        try:
            server = start_postgresql(supervisor, folder, durable=False).rpartition("/")[0]
            environments = {name: environment(server, name, folder) for name in SIZES}
            for name, part in SIZES.items():
                fill(folder, name, part, environments[name])
            show(measured(environments))
        except StopRequested:
            sys.exit("Arrêt…")
        except (ChildEnded, NotReady, Unreachable, subprocess.CalledProcessError) as failure:
            sys.exit(str(failure))


def environment(server: str, name: str, folder: Path) -> dict[str, str]:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return {**os.environ, "DATABASE_URL": f"{server}/{name}", "DATA": str(folder / name)}


def fill(folder: Path, name: str, part: int, settings: dict[str, str]) -> None:
    """The invented pages of one size, unless they are there from the last run."""
    asked = [("procedures", 10_000), ("versions", 1_000_000), ("proposals", 100_000)]
    numbers = {word: int(os.environ.get(word.upper(), whole)) // part for word, whole in asked}
    done = folder / f"{name}.json"
    manage = (sys.executable, "manage.py")
    for step in ("migrate", "collectstatic"):  # of a kept database too: the code is newer than its tables
        subprocess.run([*manage, step, "--verbosity=0", "--no-input"], env=settings, check=True)
    if not done.exists():
        options = [f"--{word}={number}" for word, number in numbers.items()]
        subprocess.run([*manage, "scale_data", *options], env=settings, check=True)
        done.write_text(json.dumps(numbers))
    elif json.loads(done.read_text()) != numbers:
        sys.exit(f"{folder} tient d'autres nombres : donnez un autre dossier (DATA) ou effacez celui-ci.")


def measured(environments: dict[str, dict[str, str]]) -> dict[str, Measures]:
    """Each round in a process of its own, the sizes by turns: what else the machine does falls on both."""
    found: dict[str, Measures] = {name: defaultdict(list) for name in environments}
    rounds = int(os.environ.get("ROUNDS", "5"))
    for number in track(range(rounds * len(SIZES)), "Mesures…", console=Console(stderr=True)):
        name = list(environments)[number % len(SIZES)]
        answer = subprocess.run(
            [sys.executable, "-m", "benchmarks.asking"], env=environments[name], stdout=subprocess.PIPE, check=True
        )
        for title, measure in json.loads(answer.stdout).items():
            found[name][title].append(measure)
    return found


def show(found: dict[str, Measures]) -> None:
    table = Table("Demande", "petit (ms)", "grand (ms)", "CPU petit", "CPU grand", "rapport", "requêtes")
    for title, large in found["large"].items():
        small = found["small"][title]
        times, costs = ([median(one[what] for one in size) for size in (small, large)] for what in ("ms", "cpu"))
        ratio = costs[1] / costs[0]
        table.add_row(
            title,
            *(f"{number:.2f}" for number in [*times, *costs]),
            f"{ratio:.2f}" if ratio <= GOAL else f"[bold red]{ratio:.2f}",
            " → ".join(str(queries) for queries in dict.fromkeys(size[0]["queries"] for size in (small, large))),
        )
    Console().print(table)


if __name__ == "__main__":
    main()
