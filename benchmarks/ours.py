"""Our side: the topology of deploy/stack.py with the demonstration. The workers and beat, which sleep while nobody
decides, are left out; a page becomes a file when it is first asked for.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import texts
from benchmarks.load import Failed, Request, ask
from deploy.servers import free_port
from deploy.stack import HOST, native_configuration
from deploy.tools import NGINX
from gisti_cms import processes
from gisti_cms.supervisor import Program, Supervisor

SECONDS_TO_ANSWER = 60
LIVE = "?rendu=direct"  # a query is part of the address: such an address never comes from a file
WEB = 2


@dataclass(frozen=True)
class Ours:
    """`nginx` and `web` are addresses without a path; `slug` is the procedure with the longest content."""

    nginx: str
    web: str
    slug: str
    environment: Mapping[str, str]

    @property
    def page(self) -> str:
        return f"/modalites/{self.slug}/"

    @property
    def detail(self) -> str:
        return f"/api/v1/procedures/{self.slug}/"


def environment(folder: Path, database: str, redis: str, port: int) -> dict[str, str]:
    return {
        "DATA": str(folder),
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "BEHIND_PROXY": "1",
        "DEMO": "1",
        "DEMO_PASSWORD": secrets.token_urlsafe(9),
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "gisti_cms.settings.base",
    }


def prepare(settings: Mapping[str, str], log: Path) -> None:
    """Tables, geography, content. On all cores: nothing is measured yet."""
    run_on_all_cores((sys.executable, "manage.py", "prepare"), settings, log)


def run_on_all_cores(command: tuple[str, ...], settings: Mapping[str, str], log: Path) -> None:
    everywhere = f"0-{(os.cpu_count() or 1) - 1}"
    with log.open("ab") as output:
        subprocess.run(
            ("taskset", "--cpu-list", everywhere, *command),
            env={**os.environ, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )


def start(supervisor: Supervisor, settings: Mapping[str, str], folder: Path) -> Ours:
    ports = [free_port() for _ in range(WEB)]
    for number, port in enumerate(ports, 1):
        supervisor.start(processes.program(f"web-{number}", processes.web(host=HOST, port=port), dict(settings)))
    port = int(settings["PORT"])
    configuration = folder / "nginx.conf"
    configuration.write_text(native_configuration(folder, port, ports))
    start_nginx(supervisor, "nginx", configuration)
    for there in (*ports, port):
        supervisor.wait_until(lambda there=there: is_healthy(there), SECONDS_TO_ANSWER, f"{HOST}:{there}")
    web = f"http://{HOST}:{ports[0]}"
    us = Ours(f"http://{HOST}:{port}", web, longest(procedures(web)), settings)
    wait_for_files(supervisor, us, folder / "rendered" / "current")
    return us


def wait_for_files(supervisor: Supervisor, us: Ours, shown: Path) -> None:
    """What is asked for becomes a file where nginx looks for it, a moment later: without, Django would be measured."""
    for address in (us.page, us.detail):
        ask(Request(us.nginx + address))
        name = file_of(address)[1:]
        supervisor.wait_until(lambda name=name: is_file(shown, name), SECONDS_TO_ANSWER, f"{shown}/…/{name}")


def file_of(address: str) -> str:
    """Below the folder of files. The other nginx has the bytes in as many folders, under a name as long."""
    return f"{address}index.{'json' if address.startswith('/api/') else 'html'}"


def is_file(shown: Path, name: str) -> bool:
    return any((folder / name).exists() for folder in (shown, *(shown / ".." / "days").glob("*")))


def is_healthy(port: int) -> bool:
    try:
        ask(Request(f"http://{HOST}:{port}/healthz"))
    except (ConnectionRefusedError, Failed):  # not listening yet; behind nginx, 503
        return False
    return True


def start_nginx(supervisor: Supervisor, name: str, configuration: Path) -> None:
    command = (NGINX.path(), "-e", "stderr", "-c", str(configuration), "-g", "daemon off;")
    # The day of the files is the French one, as in docker-compose.yml.
    supervisor.start(Program(name, command, {"TZ": "Europe/Paris"}))


def procedures(web: str) -> list[dict]:
    """What the API says of every procedure."""
    found, address = [], "/api/v1/procedures/?limit=100"
    while address:
        listed = json.loads(ask(Request(web + address)).body)
        found += listed["results"]
        address = listed["next"] and "/api/v1/" + listed["next"].split("/api/v1/", 1)[1]
    return found


def longest(bodies: list[dict]) -> str:
    return max(bodies, key=lambda body: (len(json.dumps(body)), body["slug"]))["slug"]


def write_texts(ours: Ours, file: Path) -> str:
    """For the peers: every procedure's page in its parts, and as facts. Returns the shell around the measured page."""
    bodies = procedures(ours.web)
    pages = {body["slug"]: ask(Request(f"{ours.web}/modalites/{body['slug']}/{LIVE}")).body.decode() for body in bodies}
    file.write_text(
        json.dumps({"pages": [texts.page(html, slug) for slug, html in pages.items()], "procedures": bodies})
    )
    return texts.shell(pages[ours.slug])
