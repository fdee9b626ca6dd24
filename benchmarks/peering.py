"""Their side: nginx with the same bytes as files, plain Django and DRF, Wagtail alone and behind two kinds of cache."""

import gzip
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks.load import Request, ask
from benchmarks.ours import SECONDS_TO_ANSWER, Ours, file_of, run_on_all_cores, start_nginx, write_texts
from deploy.servers import free_port
from deploy.stack import HOST
from gisti_cms import processes
from gisti_cms.supervisor import Program, Supervisor

HERE = Path(__file__).parent / "peers"
LOCKED = HERE / "requirements.txt"
WITHOUT_THEIR_OWN = HERE / "requirements-without-their-own.txt"


@dataclass(frozen=True)
class Peers:
    """Addresses without a path, and the environment of a command of Wagtail's."""

    static: str
    plain: str
    wagtail: str
    wagtail_redis: str
    wagtail_locmem: str
    wagtail_proxy: str
    python: str
    environment: Mapping[str, str]


def install(folder: Path) -> str:
    """The interpreter of an environment that holds what the two files name; made anew when they change."""
    wanted = hashlib.sha256(LOCKED.read_bytes() + WITHOUT_THEIR_OWN.read_bytes()).hexdigest()
    python, stamp = folder / "bin" / "python", folder / "requirements.sha256"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = (str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        subprocess.run([*pip, "-r", str(LOCKED)], check=True)
        subprocess.run([*pip, "--no-deps", "-r", str(WITHOUT_THEIR_OWN)], check=True)
        stamp.write_text(wanted)
    return str(python)


def start(supervisor: Supervisor, python: str, ours: Ours, folder: Path, log: Path) -> Peers:
    """Give them the text, then start them."""
    (folder / "shell").mkdir(parents=True)
    texts = folder / "texts.json"
    (folder / "shell" / "shell.html").write_text(write_texts(ours, texts))
    common = common_environment(ours, folder / "shell")
    plain = common | {"PGDATABASE": "plain", "DJANGO_SETTINGS_MODULE": "plain.settings"}
    wagtail = common | {"PGDATABASE": "wagtail", "DJANGO_SETTINGS_MODULE": "wagtail_site.settings"}
    create_databases(ours.environment["DATABASE_URL"], "plain", "wagtail")
    run_on_all_cores((python, "-m", "plain.load", str(texts)), plain, log)
    run_on_all_cores((python, "-m", "wagtail_site.load", str(texts)), wagtail, log)
    ports = {
        "plain": serve(supervisor, python, "plain", "plain.wsgi:application", plain),
        "wagtail": serve(supervisor, python, "wagtail", "wagtail_site.wsgi:application", wagtail),
    }
    for cache in ("redis", "locmem"):
        settings = wagtail | {"PAGE_CACHE": cache}
        name = f"wagtail-{cache}"
        ports[name] = serve(supervisor, python, name, "wagtail_site.wsgi:application", settings)
    write_files(ours, folder / "static")
    static, proxy = free_port(), free_port()
    places = {"FOLDER": folder, "STATIC_PORT": static, "CACHE_PORT": proxy, "WAGTAIL_PORT": ports["wagtail"]}
    places |= our_headers()
    configuration = (HERE / "nginx.conf").read_text()
    for place, value in places.items():
        configuration = configuration.replace(place, str(value))
    (folder / "nginx.conf").write_text(configuration)
    start_nginx(supervisor, "nginx-peers", folder / "nginx.conf")
    for port in (static, *ports.values()):
        supervisor.wait_until(lambda port=port: listens(port), SECONDS_TO_ANSWER, f"{HOST}:{port}")
    names = ("plain", "wagtail", "wagtail-redis", "wagtail-locmem")
    urls = [f"http://{HOST}:{port}" for port in (static, *(ports[name] for name in names), proxy)]
    return Peers(*urls, python, wagtail)


def our_headers() -> dict[str, str]:
    """What our nginx sends with a file, so that the other sends as many bytes."""
    ours = (Path(__file__).parents[1] / "deploy" / "nginx.conf").read_text()
    of_files, of_the_api, *_of_a_day = re.findall(r"(?:^ +add_header .*;\n){5,}", ours, flags=re.MULTILINE)
    return {"HEADERS_OF_FILES": of_files, "HEADERS_OF_THE_API": of_the_api}


def common_environment(ours: Ours, shell: Path) -> dict[str, str]:
    place = urlsplit(ours.environment["DATABASE_URL"])
    return {
        "PYTHONPATH": str(HERE),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SHELL_DIR": str(shell),
        "REDIS_URL": f"{ours.environment['REDIS_URL'].rsplit('/', 1)[0]}/1",
        "PGHOST": place.hostname,
        "PGPORT": str(place.port),
        "PGUSER": place.username,
        "PGPASSWORD": place.password,
    }


def create_databases(url: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")


def serve(supervisor: Supervisor, python: str, name: str, application: str, settings: Mapping[str, str]) -> int:
    """The same server, with the same options, as ours."""
    port = free_port()
    *command, _ours = processes.web(host=HOST, port=port)
    supervisor.start(Program(name, (python, "-m", *command, application), settings))
    return port


def listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=2).close()
    except ConnectionRefusedError:
        return False
    return True


def write_files(ours: Ours, folder: Path) -> None:
    """The bytes that our nginx serves, as files of another: each with its packed twin of the same time."""
    for address in (ours.page, ours.detail):
        body = ask(Request(ours.nginx + address)).body
        plain = folder / file_of(address)[1:]
        plain.parent.mkdir(parents=True, exist_ok=True)
        for file, content in ((plain, body), (plain.with_name(f"{plain.name}.gz"), gzip.compress(body, 9, mtime=0))):
            file.write_bytes(content)
            os.utime(file, (0, 1_700_000_000))
