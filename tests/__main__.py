"""The whole suite, twice: on SQLite as at home, then on PostgreSQL, Redis and a real worker as in production.

usage: python -m tests [arguments of pytest]

Servers that run already are used when DATABASE_URL and REDIS_URL name them; else private ones are started and thrown
away. What the machine lacks is installed where that is ours to do (deploy/tools.py), else left out and said so; under
CI=1 nothing may be left out.
"""

import os
import sys
import tempfile
from pathlib import Path

from deploy.servers import start_postgresql, start_redis
from deploy.tools import CHROMIUM, FAKETIME, NGINX, POSTGRESQL, REDIS, Tool, how_to_get, obtain
from gisti_cms.supervisor import ChildEnded, NotReady, StopRequested, Supervisor

INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    given = {name: os.environ.pop(name) for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ}
    absent = obtain(CHROMIUM, NGINX, FAKETIME, *(() if len(given) == 2 else (POSTGRESQL, REDIS)))
    with (
        tempfile.TemporaryDirectory(prefix="gisti_cms-suite-") as folder,
        Supervisor(Path(folder) / "logs") as supervisor,
    ):
        everywhere = {"TMPDIR": folder}  # what the processes of the suite leave behind goes with it
        try:
            results = [run(supervisor, "SQLite", everywhere, arguments)]
            if not {POSTGRESQL, REDIS} & set(absent):
                servers = given if len(given) == 2 else private_servers(supervisor, Path(folder))
                results.append(
                    run(supervisor, "PostgreSQL + Redis", everywhere | servers, ["--database-only", *arguments])
                )
        except StopRequested:
            return INTERRUPTED
        except (ChildEnded, NotReady) as failure:
            sys.exit(f"Un serveur de la suite s'est arrêté ou n'a pas démarré : {failure}")
    tell_what_was_left_out(absent)
    return max(results) or int(bool(absent) and "CI" in os.environ)


def run(supervisor: Supervisor, title: str, environment: dict[str, str], arguments: list[str]) -> int:
    print(f"\n── {title} ──", flush=True)
    parallel = ("--numprocesses", "logical", "--maxprocesses", "8")
    return supervisor.run((sys.executable, "-m", "pytest", *parallel, *arguments), environment)


def private_servers(supervisor: Supervisor, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": start_postgresql(supervisor, folder, durable=False),
        "REDIS_URL": start_redis(supervisor, folder),
    }


def tell_what_was_left_out(absent: list[Tool]) -> None:
    if {POSTGRESQL, REDIS} & set(absent):
        print("LAISSÉ DE CÔTÉ : la suite sur PostgreSQL et Redis.")
    if CHROMIUM in absent:
        print("LAISSÉ DE CÔTÉ : les essais dans un navigateur.")
    if NGINX in absent:
        print("LAISSÉ DE CÔTÉ : la configuration de nginx.")
    if FAKETIME in absent:
        print("LAISSÉ DE CÔTÉ : minuit, par une horloge déplacée.")
    if absent:
        print(f"Pour tout lancer : {how_to_get(absent)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
