"""Real processes, and /proc to see that none is left. A program of these tests is a shell that starts a grandchild."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from gisti_cms.supervisor import ChildEnded, NotReady, Program, StopRequested, Supervisor, stop_groups
from tests.processes import children_of, eventually, in_sessions, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# Two generations that never end by themselves.
FAMILY = "sleep 600 & echo started; wait"
DEAF_FAMILY = f"trap '' TERM; {FAMILY}"

SUPERVISE_FOR_EVER = """
    import signal
    import sys
    from pathlib import Path
    from gisti_cms.supervisor import Program, StopRequested, Supervisor

    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the suite may run under nohup
    logs, script = Path(sys.argv[1]), sys.argv[2]
    with Supervisor(logs) as supervisor:
        supervisor.start(Program("one", ("sh", "-c", script)))
        supervisor.start(Program("two", ("sh", "-c", script)))
        supervisor.wait_until(lambda: "started" in (logs / "two.log").read_text(), 30, "two")
        print("running", flush=True)
        try:
            supervisor.wait()
        except StopRequested:
            print("stopping", flush=True)
"""


@pytest.fixture
def supervised(tmp_path):
    """Start a supervisor of its own, with two families under it: a process and the sessions it started."""
    started = []

    def start(script: str) -> tuple[subprocess.Popen, set[int]]:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SUPERVISE_FOR_EVER), str(tmp_path), script],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout.readline() == "running\n"
        sessions = {child.session for child in children_of(process.pid)}
        started.append((process, sessions))
        assert len(sessions) == 3  # two families and the guard
        return process, sessions

    yield start
    for process, sessions in started:
        process.kill()
        process.communicate()
        stop_groups(dict.fromkeys(sessions, signal.SIGKILL))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_no_process_behind(supervised, number):
    process, sessions = supervised(FAMILY)

    process.send_signal(number)

    assert process.wait(timeout=15) == 0
    assert process.stdout.read() == "stopping\n"
    assert not in_sessions(sessions)


def test_a_family_that_does_not_listen_is_killed_after_the_grace(supervised):
    process, sessions = supervised(DEAF_FAMILY)

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=15) == 0
    assert not in_sessions(sessions)


@pytest.mark.parametrize("script", [FAMILY, DEAF_FAMILY], ids=["obedient", "deaf"])
def test_killed_without_a_word_it_leaves_no_process_behind(supervised, script):
    process, sessions = supervised(script)

    process.kill()
    process.wait()

    assert eventually(lambda: not in_sessions(sessions))


def test_killed_together_with_its_guard_it_still_takes_its_children_along(supervised):
    """But not its grandchildren: the kernel's promise is for children alone. Hence the guard."""
    process, sessions = supervised(FAMILY)
    guard = next(child.pid for child in children_of(process.pid) if "supervisor.py guard" in child.command)

    os.kill(guard, signal.SIGKILL)
    process.kill()
    process.wait()

    leaders = sessions - {guard}
    assert eventually(lambda: not any(process.pid in leaders for process in running()))


def test_a_child_that_ends_ends_the_wait_with_its_code_and_its_last_words(tmp_path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(Program("steady", ("sh", "-c", FAMILY)))
        supervisor.start(Program("frail", ("sh", "-c", "echo first; echo last words >&2; exit 3")))
        with pytest.raises(ChildEnded) as ended:
            supervisor.wait(15)

    assert ended.value.name == "frail"
    assert ended.value.code == 3
    assert ended.value.last_lines == ["first", "last words"]


def test_a_program_that_does_not_exist_is_named_in_its_log(tmp_path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(Program("absent", ("no-such-program-at-all",)))
        with pytest.raises(ChildEnded) as ended:
            supervisor.wait(15)

    assert "no-such-program-at-all" in ended.value.last_lines[-1]


def test_what_never_becomes_ready_is_given_up(tmp_path):
    with Supervisor(tmp_path) as supervisor, pytest.raises(NotReady, match="the moon"):
        supervisor.wait_until(lambda: False, 0.1, "the moon")


def test_a_program_receives_the_signal_it_asks_for(tmp_path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(
            Program(
                "polite",
                ("sh", "-c", "trap 'echo interrupted; kill $!; exit 0' INT; echo started; sleep 600 & wait"),
                stop_signal=signal.SIGINT,
            )
        )
        log = supervisor.log_of("polite")
        supervisor.wait_until(lambda: "started" in log.read_text(), 15, "polite")

    assert "interrupted" in log.read_text()


def test_a_command_beside_the_programs_gives_back_its_exit_code(tmp_path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(Program("steady", ("sh", "-c", FAMILY)))
        assert supervisor.run(("sh", "-c", 'exit "$CODE"'), {"CODE": "7"}) == 7


def test_a_command_is_stopped_when_a_program_beside_it_ends(tmp_path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(Program("frail", ("sh", "-c", "exit 1")))
        with pytest.raises(ChildEnded):
            supervisor.run((sys.executable, "-c", "import time; time.sleep(600)"), {})


def test_signals_are_heard_as_before_once_it_is_over(tmp_path):
    before = signal.getsignal(signal.SIGINT)
    with Supervisor(tmp_path) as supervisor:
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(StopRequested):
            supervisor.wait(15)
    assert signal.getsignal(signal.SIGINT) is before
