"""A farm of web sites, a record of what is asked of the network, and no way off this machine."""

import errno
import socket
import sys
from collections.abc import Iterator

import pytest

from sources.checker import Pace
from tests.sources.farm import Farm

HERE = ("127.", "::1", "localhost", "/")


class Network:
    """What this process asks of the network while a test of this folder runs."""

    def __init__(self):
        self.watched = False
        self.connections: list[tuple] = []
        self.names: list[str] = []

    def hear(self, event: str, arguments: tuple) -> None:
        """An audit hook is told of each lookup and connection, whoever begins it, and stops it by raising."""
        if not self.watched:
            return
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            self.connections.append(arguments[1])
            if not str(arguments[1][0]).startswith(HERE):
                raise OSError(errno.ENETUNREACH, "the suite does not leave this machine")
        elif event == "socket.getaddrinfo":
            self.names.append(arguments[0])
            if not str(arguments[0]).startswith(HERE):
                raise socket.gaierror(socket.EAI_NONAME, "the suite asks no name server")


_network = Network()
sys.addaudithook(_network.hear)  # once: it cannot be taken out again


@pytest.fixture(autouse=True)
def network() -> Iterator[Network]:
    _network.connections, _network.names, _network.watched = [], [], True
    yield _network
    _network.watched = False


@pytest.fixture
def farm(settings) -> Iterator[Farm]:
    settings.CHECKER_TEST_HOSTS = {}
    with Farm(settings.CHECKER_TEST_HOSTS) as farm:
        yield farm


@pytest.fixture
def secure_farm(settings, farm) -> Iterator[Farm]:
    """Beside the other one, with a certificate for certificat.test from an authority that nobody else trusts."""
    with Farm(settings.CHECKER_TEST_HOSTS, "trusted.pem") as secure:
        yield secure


@pytest.fixture
def hurry() -> Pace:
    """On our own loopback there is nobody to spare."""
    return Pace(pause=0.0, at_once=20)
