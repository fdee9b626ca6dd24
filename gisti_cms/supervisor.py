"""Starts the processes of an instance together, and leaves none of them behind.

Every child leads a session of its own, so that a Ctrl-C in the terminal reaches the supervisor alone and a whole family
(granian's workers, Celery's beat) is stopped by its group. Three nets catch them, each for what the one before misses:

1. the supervisor stops them when it is asked to end, or when one of them ends: TERM, five seconds, KILL;
2. a guard, a second small process, does the same when the supervisor dies without a word (kill -9, out of memory);
3. the kernel sends each child its stop signal at the supervisor's death (Linux: PR_SET_PDEATHSIG), in case the guard
   died with it.

Net 3 is set by a few lines that run in the child before its program: Popen's preexec_fn would do it in a fork of a
process that has loaded Django and its C libraries, which may deadlock. It does not reach grandchildren, hence net 2.

Run as a script, this file is that guard and those few lines; it imports the standard library only.
"""

import ctypes
import os
import pwd
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 5.0  # seconds between the request to stop and the KILL
LAST_LINES = 20
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Program:
    """What to start: a name for people, a command, additions to our environment, another user to run as."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM


class StopRequested(Exception):
    """Somebody pressed Ctrl-C or sent TERM: `args` are the numbers of the signals."""


class NotReady(Exception):
    """What was waited for did not come in time."""


class ChildEnded(Exception):
    """A child ended by itself. `code` as in Popen.returncode; `last_lines` are those of its log."""

    def __init__(self, name: str, code: int, log: Path):
        self.name, self.code, self.log = name, code, log
        self.last_lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:] if log.exists() else []
        super().__init__("\n".join([f"{name}: {code} ({log})", *self.last_lines]))


class Supervisor:
    """A context in which programs run. Leaving it, by whatever way, stops them all.

    Belongs to the main thread: only there does Python hear signals, and PDEATHSIG follows the thread that forked.
    """

    def __init__(self, log_dir: Path):
        self.log_dir = log_dir
        self._children: list[tuple[Program, subprocess.Popen]] = []

    def __enter__(self) -> "Supervisor":
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self._signals, self._signals_in = os.pipe()
        os.set_blocking(self._signals_in, False)
        self._former_wakeup = signal.set_wakeup_fd(self._signals_in)
        heard = [signal.SIGINT, signal.SIGTERM, signal.SIGCHLD]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
            heard.append(signal.SIGHUP)
        self._former_handlers = {number: signal.signal(number, lambda *_: None) for number in heard}
        groups, self._groups_to_guard = os.pipe()
        self._guard = subprocess.Popen(
            [sys.executable, "-I", __file__, "guard"], stdin=groups, start_new_session=True, cwd="/"
        )
        os.close(groups)
        return self

    def __exit__(self, *_):
        stop_groups({child.pid: program.stop_signal for program, child in self._children}, between=self._reap)
        for _, child in self._children:
            child.wait()
        self._guard.kill()
        self._guard.wait()
        for number, handler in self._former_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._former_wakeup)
        for pipe_end in (self._signals, self._signals_in, self._groups_to_guard):
            os.close(pipe_end)

    def log_of(self, name: str) -> Path:
        """Where the output of this run of a program goes. A file: a pipe that nobody reads would block the child."""
        return self.log_dir / f"{name}.log"

    def start(self, program: Program) -> None:
        with self.log_of(program.name).open("wb") as log:
            child = subprocess.Popen(
                child_command(program),
                env={**os.environ, **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._children.append((program, child))
        os.write(self._groups_to_guard, f"{child.pid} {int(program.stop_signal)}\n".encode())

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run one command to its end, on our terminal, beside the programs. Returns its exit code."""
        task = subprocess.Popen(
            child_command(Program("task", tuple(command), stop_signal=signal.SIGINT)),
            env={**os.environ, **environment},
        )
        try:
            while task.poll() is None:
                self.wait()
        except (StopRequested, ChildEnded) as reason:
            if reason.args != (signal.SIGINT,):  # a Ctrl-C was heard by the command too, which shares our terminal
                task.send_signal(signal.SIGINT)
            raise
        finally:
            try:
                task.wait(GRACE)
            except subprocess.TimeoutExpired:
                task.kill()
                task.wait()
        return task.returncode

    def wait(self, seconds: float | None = None) -> None:
        """Sleep that long, or for ever. Raises StopRequested when asked to end, ChildEnded when a child is gone."""
        if not select.select([self._signals], [], [], seconds)[0]:
            return
        if asked := set(os.read(self._signals, 512)) - {signal.SIGCHLD}:
            raise StopRequested(*asked)
        for program, child in self._children:
            if child.poll() is not None:
                raise ChildEnded(program.name, child.returncode, self.log_of(program.name))
        if self._guard.poll() is not None:
            raise ChildEnded("guard", self._guard.returncode, self.log_of("guard"))

    def wait_until(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until `ready` holds; raises NotReady(what) after so many seconds, and as `wait` does meanwhile."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                raise NotReady(what)
            self.wait(0.05)

    def _reap(self) -> None:
        for _, child in self._children:
            child.poll()


def child_command(program: Program) -> list[str]:
    """The command with net 3 before it. Also for those who start one program without a Supervisor (the suite)."""
    prologue = ("child", str(os.getpid()), str(int(program.stop_signal)), program.user or "")
    return [sys.executable, "-I", __file__, *prologue, *program.command]


def stop_groups(groups: Mapping[int, signal.Signals], between: Callable[[], None] = lambda: None) -> None:
    """Ask each process group with its own signal, then KILL what is left of them after the grace."""
    for group, number in groups.items():
        send(group, number)
    deadline = time.monotonic() + GRACE
    between()
    while any_alive(groups) and time.monotonic() < deadline:
        time.sleep(0.02)  # the end of a grandchild is no event for us
        between()
    for group in groups:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Whether somebody of the group was there to receive it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS answers the latter for a group of zombies
        return False
    return True


def any_alive(groups: Iterable[int]) -> bool:
    return any(send(group, 0) for group in groups)


def become(user: str) -> None:
    """Give up root for good. Here and not in Popen: this file need not be readable for that user."""
    person = pwd.getpwnam(user)
    os.chdir("/")
    os.setgroups([])
    os.setgid(person.pw_gid)
    os.setuid(person.pw_uid)


def end_with(parent: int, number: int) -> None:
    """Have the kernel send us this signal when our parent ends, also if it ended just before we asked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def guard() -> None:
    """Learn the groups from the standard input; its end is the supervisor's death."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    lines = [line.split() for line in sys.stdin.read().splitlines()]
    stop_groups({int(group): signal.Signals(int(number)) for group, number in lines})


if __name__ == "__main__":
    if sys.argv[1] == "guard":
        guard()
    else:
        parent, number, user, *command = sys.argv[2:]
        if user:
            become(user)  # first: changing user forgets the wish that follows
        end_with(int(parent), int(number))
        try:
            os.execvp(command[0], command)
        except OSError as error:
            sys.exit(f"{command[0]}: {error.strerror}")
