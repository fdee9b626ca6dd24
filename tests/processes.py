"""What runs on this machine, for the tests that start real processes: read from /proc, zombies left out."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple


class Process(NamedTuple):
    pid: int
    parent: int
    session: int
    command: str


def running() -> Iterable[Process]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                state, parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                command = (entry / "cmdline").read_text().replace("\0", " ")
            except (FileNotFoundError, ProcessLookupError):
                continue  # ended while we looked
            if state != "Z":
                yield Process(int(entry.name), int(parent), int(session), command)


def children_of(pid: int) -> list[Process]:
    return [process for process in running() if process.parent == pid]


def in_sessions(sessions: set[int]) -> list[Process]:
    return [process for process in running() if process.session in sessions]


def eventually(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)  # the end of a process that is not ours is no event for us
    return held
