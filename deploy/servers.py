"""Private PostgreSQL and Redis servers: own folder, own port of the loopback, own password, run by a Supervisor.

For the suite (thrown away afterwards) and for `make stack` (kept). The machine's own servers are not touched.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import psycopg
import redis

from deploy.tools import POSTGRESQL, REDIS
from gisti_cms.supervisor import Program, Supervisor, child_command

NAME = "gisti_cms"  # of the database and of its owner
# Half the time of the suite, and no test survives a power cut anyway.
NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
SECONDS_TO_START = 30


class Unreachable(Exception):
    """The folder cannot be entered by the user that the database server must run as."""


def start_postgresql(supervisor: Supervisor, folder: Path, *, durable: bool) -> str:
    """Start a server on its data in this folder, made on first use. Returns the URL of a database that exists."""
    programs, user = Path(POSTGRESQL.path()), unprivileged_user()
    home = folder / "postgresql"
    password = prepare_cluster(programs, home, user)
    port = free_port()
    settings = ("-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "unix_socket_directories=")
    supervisor.start(
        Program(
            "postgresql",
            (str(programs / "postgres"), "-D", str(home / "data"), *settings, *(() if durable else NOT_DURABLE)),
            user=user,
            stop_signal=signal.SIGINT,  # INT is PostgreSQL's fast shutdown; TERM would wait for every client to leave
        )
    )
    server = f"postgres://{NAME}:{password}@127.0.0.1:{port}"
    supervisor.wait_until(lambda: accepts(server), SECONDS_TO_START, "postgresql")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME}")
    return f"{server}/{NAME}"


def prepare_cluster(programs: Path, home: Path, user: str | None) -> str:
    """Make the data folder unless it is there. Returns the password of its owner."""
    password_file = home / "password"
    if (home / "data" / "PG_VERSION").exists():
        return password_file.read_text()
    shutil.rmtree(home, ignore_errors=True)  # begun and cut short
    home.mkdir(parents=True)
    password_file.touch(mode=0o600)
    password_file.write_text(secrets.token_urlsafe(24))
    if user:
        home.parent.chmod(0o711)
        for path in (home, password_file):
            shutil.chown(path, user)
    if run_as(user, "test", "-r", str(password_file)).returncode:
        raise Unreachable(
            f"L'utilisateur {user} ne peut entrer dans {home}. Choisissez un autre dossier : DATA=/var/tmp/…"
        )
    options = ("--username", NAME, "--encoding", "UTF8", "--locale", "C.UTF-8", "--auth", "scram-sha-256", "--no-sync")
    run_as(
        user, str(programs / "initdb"), "-D", str(home / "data"), "--pwfile", str(password_file), *options
    ).check_returncode()
    return password_file.read_text()


def run_as(user: str | None, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        child_command(Program(command[0], command, user=user)), stdout=subprocess.DEVNULL, check=False
    )


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {person.pw_name for person in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def accepts(server: str) -> bool:
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


# Wake-up calls and a cache: nothing is written to disk, and nothing is the only copy of anything.
REDIS_SETTINGS = {"save": '""', "appendonly": "no", "maxmemory": "256mb", "maxmemory-policy": "noeviction"}


def start_redis(supervisor: Supervisor, folder: Path) -> str:
    """Start a server with the settings of docker-compose.yml. Returns its URL."""
    home = folder / "redis"
    home.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = home / "redis.conf"
    configuration.touch(mode=0o600)
    here = {"bind": "127.0.0.1", "port": port, "requirepass": password, "dir": f'"{home}"'}
    configuration.write_text("\n".join(f"{name} {value}" for name, value in {**here, **REDIS_SETTINGS}.items()))
    supervisor.start(Program("redis", (REDIS.path(), str(configuration))))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    supervisor.wait_until(lambda: pings(url), SECONDS_TO_START, "redis")
    return url


def pings(url: str) -> bool:
    with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
        try:
            return client.ping()
        except redis.ConnectionError:
            return False


def free_port() -> int:
    """A port of the loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
