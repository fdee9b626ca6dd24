"""`manage.py serve` as `make run` starts it: a real instance on its own folder and port."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from deploy.servers import free_port
from gisti_cms.serving import is_healthy
from tests.processes import children_of, eventually, in_sessions

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the instance without installed servers")

HOST = "127.0.0.1"


def instance(data: Path, port: int) -> subprocess.Popen:
    """The demonstration, started with nothing of the suite's own settings in its environment."""
    inherited = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--stop-with-parent"],
        cwd=settings.BASE_DIR,
        env={**inherited, "DATA": str(data), "DEMO": "1", "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def announcement(process: subprocess.Popen) -> str:
    """What it prints until it is ready, or until it ends."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Arrêter"):
            break
    return "".join(lines)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """The folder of an instance, kept from one test of this module to the next as from one evening to the next."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture
def running(data):
    """Start the demonstration and wait for it: the process, its port, the sessions of its children, what it said."""
    started = []

    def start():
        port = free_port()
        process = instance(data, port)
        started.append(process)
        said = announcement(process)
        assert "gisti_cms tourne" in said, said
        return process, port, {child.session for child in children_of(process.pid)}, said

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_first_start_ends_with_a_site_that_answers_and_says_how_to_enter(running, data):
    process, port, sessions, said = running()

    assert f"http://localhost:{port}" in said
    assert re.search(r"mot de passe : \S{12}\n", said)
    for username in ("benevole", "benevole2", "moderation", "moderation2", "administration"):
        assert username in said
    assert is_healthy(HOST, port)
    assert (data / "demo_password").stat().st_mode & 0o077 == 0
    assert (data / "secret_key").stat().st_mode & 0o077 == 0

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=15) == 0
    assert not in_sessions(sessions)


def test_the_next_start_keeps_what_was_there_and_shares_its_folder_with_nobody(running, data, settings):
    password = (data / "demo_password").read_text()

    _, _, _, said = running()

    assert password in said
    assert "Fichiers statiques" not in said  # nothing to compress again
    settings.DATA_DIR, settings.PORT = data, str(free_port())
    with pytest.raises(CommandError, match="Une instance tourne déjà"):
        call_command("serve")


def test_killed_without_a_word_it_leaves_no_process_behind(running):
    process, port, sessions, _ = running()

    process.kill()

    assert eventually(lambda: not in_sessions(sessions))
    assert not is_healthy(HOST, port)


def test_the_end_of_the_worker_ends_the_instance_and_is_told(running):
    process, _, sessions, _ = running()
    worker = next(child for child in children_of(process.pid) if " celery " in child.command)

    os.kill(worker.pid, signal.SIGKILL)

    output, _ = process.communicate(timeout=15)
    assert process.returncode == 1
    assert "worker" in output
    assert not in_sessions(sessions)


def test_a_taken_port_is_told_in_a_sentence_that_says_what_to_do(settings):
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        settings.PORT = str(port)
        with pytest.raises(CommandError, match=rf"{port} ne peut être pris .* make run PORT={port + 1}"):
            call_command("serve")


@pytest.mark.parametrize("port", ["huit-mille", "0", "65536", "-1", ""])
def test_a_port_that_is_none_is_told(settings, port):
    settings.PORT = port
    with pytest.raises(CommandError, match="n'est pas un numéro de port"):
        call_command("serve")


@pytest.mark.parametrize("address", ["192.0.2.1", "::", "example.org"])
def test_the_demonstration_listens_to_this_machine_alone(settings, address):
    settings.DEMO, settings.BIND, settings.PORT = True, address, str(free_port())
    with pytest.raises(CommandError, match="n'écoute que sur cette machine"):
        call_command("serve")
