"""The programs of the machine that the suite and `make stack` need: found, installed if that is ours to do, or named.

Nothing here imports the project.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tool:
    """`packages`: Debian's, the first that exists is installed. `find`: the folder or file of the program, or None."""

    title: str
    packages: tuple[str, ...]
    find: Callable[[], str | None]

    def path(self) -> str:
        if path := self.find():
            return path
        raise FileNotFoundError(f"{self.title} : {how_to_get([self])}")


def find_postgresql() -> str | None:
    """The folder of the newest PostgreSQL that has both initdb and postgres. Debian keeps them out of PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: -int(folder.parent.name))
    on_path = [Path(folder) for folder in os.get_exec_path()]
    for folder in (*installed, *on_path):
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return str(folder)
    return None


def find_chromium() -> str | None:
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def find_faketime() -> str | None:
    """The library that gives the processes it is loaded into another clock."""
    return next((str(file) for file in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


POSTGRESQL = Tool("PostgreSQL", ("postgresql",), find_postgresql)
REDIS = Tool("Redis", ("redis-server",), lambda: shutil.which("redis-server"))
CHROMIUM = Tool("Chromium", ("chromium-headless-shell", "chromium"), find_chromium)
NGINX = Tool("nginx", ("nginx",), find_nginx)
FAKETIME = Tool("libfaketime", ("faketime",), find_faketime)  # the suite alone
WRK = Tool("wrk", ("wrk",), lambda: shutil.which("wrk"))  # `make bench` alone


def obtain(*tools: Tool) -> list[Tool]:
    """Install those that are absent, on a Debian where we are root. Returns those that are absent still."""
    absent = [tool for tool in tools if not tool.find()]
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installation : {', '.join(tool.title for tool in absent)}…", flush=True)
        apt("update")
        for tool in absent:
            package = next((name for name in tool.packages if exists(name)), tool.packages[-1])
            apt("install", "--yes", "--no-install-recommends", package)
    return [tool for tool in absent if not tool.find()]


def apt(*arguments: str) -> None:
    """A failure is left for `obtain` to see: the tool is still absent."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "--quiet=2", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


def exists(package: str) -> bool:
    found = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return found.returncode == 0


def how_to_get(tools: Iterable[Tool]) -> str:
    return f"sudo apt install {' '.join(tool.packages[0] for tool in tools)}"
