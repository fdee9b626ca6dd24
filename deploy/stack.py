"""The topology of docker-compose.yml on this machine, on the loopback: what is measured and tried before it is shipped.

usage: python -m deploy.stack [--stop-with-parent]

A private PostgreSQL and Redis, two granian, two Celery workers, beat, and nginx with deploy/nginx.conf, all under the
supervisor of `manage.py serve`. Its data lie under DATA (var/stack) and are kept. DEMO=1 adds the accounts and content
of the demonstration; without it nothing is loaded but the geography, as in production.
"""

import os
import shlex
import signal
import sys
from pathlib import Path

import django
from django.core.management.base import CommandError

from deploy.servers import Unreachable, free_port, start_postgresql, start_redis
from deploy.tools import NGINX, POSTGRESQL, REDIS, how_to_get, obtain
from gisti_cms import processes
from gisti_cms.supervisor import ChildEnded, NotReady, Program, StopRequested, Supervisor, end_with

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WEB = WORKERS = 2


def main() -> None:
    if absent := obtain(POSTGRESQL, REDIS, NGINX):
        sys.exit(f"Il manque de quoi monter la production ici : {how_to_get(absent)}")
    folder = Path(os.environ.get("DATA", "var/stack")).resolve()
    with Supervisor(folder / "logs") as supervisor:
        try:
            run(supervisor, folder)
        except StopRequested:
            print("Arrêt…")
        except (CommandError, ChildEnded, NotReady, Unreachable) as failure:
            sys.exit(str(failure))


def run(supervisor: Supervisor, folder: Path) -> None:
    port = os.environ.setdefault("PORT", "8080")
    os.environ.update(
        DATA=str(folder),
        DJANGO_SETTINGS_MODULE="gisti_cms.settings.base",
        BEHIND_PROXY="1",
        DATABASE_URL=start_postgresql(supervisor, folder, durable=True),
        REDIS_URL=start_redis(supervisor, folder),
    )
    django.setup()
    from gisti_cms import serving  # reads the settings, which are those of this stack from here on only

    serving.refuse_taken_port(HOST, serving.port_number(port))
    if supervisor.run((sys.executable, "manage.py", "prepare"), {}) != 0:
        raise CommandError("La préparation a échoué ; tout est arrêté.")
    web_ports = [free_port() for _ in range(WEB)]
    for number, web_port in enumerate(web_ports, 1):
        supervisor.start(processes.program(f"web-{number}", processes.web(host=HOST, port=web_port)))
    for number in range(1, WORKERS + 1):
        supervisor.start(processes.program(f"worker-{number}", (*processes.worker(), "--hostname", f"worker-{number}")))
    supervisor.start(processes.program("beat", processes.beat()))
    configuration = folder / "nginx.conf"
    configuration.write_text(native_configuration(folder, int(port), web_ports))
    command = (NGINX.path(), "-e", "stderr", "-c", str(configuration), "-g", "daemon off;")
    supervisor.start(Program("nginx", command, {"TZ": "Europe/Paris"}))
    serving.serve_until_stopped(supervisor, HOST, int(port), extra=[how_to_reach(folder)])


def native_configuration(folder: Path, port: int, web_ports: list[int]) -> str:
    """deploy/nginx.conf with the places of this machine: each is replaced exactly where that file has it."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    servers = " ".join(f"server {HOST}:{web_port} max_fails=0;" for web_port in web_ports)
    for container, here in (
        ("listen 8080;", f"listen {HOST}:{port};"),
        ("server web:8000 max_fails=0;", servers),
        (" /tmp/nginx", f" {folder}/nginx"),
        (" /data", f" {folder}"),
    ):
        if container not in text:
            raise CommandError(f"deploy/nginx.conf ne contient plus « {container} ».")
        text = text.replace(container, here)
    return text


def how_to_reach(folder: Path) -> str:
    """The file that gives a `manage.py` beside the stack the same database and broker."""
    of_the_release = ("SITE_URL", "PORT", "DEMO", "PUBLISHER", "CONTACT_EMAIL")  # or `render` would serve another one
    names = ("DATA", "DATABASE_URL", "REDIS_URL", *of_the_release)
    file = folder / "environment"
    file.touch(mode=0o600)
    file.write_text("".join(f"export {name}={shlex.quote(os.environ[name])}\n" for name in names if name in os.environ))
    return f"Commandes sur cette base : (. {file} && {sys.executable} manage.py …)"


if __name__ == "__main__":
    if "--stop-with-parent" in sys.argv:
        end_with(os.getppid(), signal.SIGTERM)
    main()
