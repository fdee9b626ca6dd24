"""What `make` does before anything else, on machines that lack something. What it installs, `make run` itself shows."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A checkout without its environment."""
    root = tmp_path / "checkout"
    shutil.copytree(settings.BASE_DIR / "requirements", root / "requirements")
    (root / "deploy").mkdir()
    shutil.copy(settings.BASE_DIR / "deploy" / "environment.py", root / "deploy")
    return root


def prepare(checkout: Path, requirements: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-P", str(checkout / "deploy" / "environment.py"), requirements]
    return subprocess.run(command, env={"PATH": "", **environment}, capture_output=True, text=True)


def install(checkout: Path, requirements: str) -> None:
    """Leave what a finished installation leaves: an interpreter that starts and the stamp of its requirements."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import environment as e, sys; open(e.STAMP, 'w').write(e.stamp_of(sys.argv[1]))",
            requirements,
        ],
        cwd=checkout / "deploy",
        check=True,
    )


@pytest.fixture
def without_venv(tmp_path) -> dict[str, str]:
    """An environment for a Python whose ensurepip is in a package that is not installed, as on a bare Debian."""
    folder = tmp_path / "debian"
    folder.mkdir()
    (folder / "ensurepip.py").write_text("raise ImportError('python3-venv is not installed')")
    return {"PYTHONPATH": str(folder)}


def test_without_uv_and_without_venv_it_names_the_package_that_is_missing(checkout, without_venv):
    answer = prepare(checkout, "runtime", **without_venv)

    assert answer.returncode == 1
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(("installed", "wanted"), [("runtime", "runtime"), ("dev", "dev"), ("dev", "runtime")])
def test_what_is_installed_already_is_left_alone(checkout, without_venv, installed, wanted):
    install(checkout, installed)

    answer = prepare(checkout, wanted, **without_venv)

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.parametrize("change", ["requirements", "interpreter", "set"])
def test_what_is_not_as_it_was_is_installed_again(checkout, without_venv, change):
    """Here it cannot be, which shows that it was tried."""
    install(checkout, "runtime")
    wanted = "runtime"
    match change:
        case "requirements":
            with (checkout / "requirements" / "runtime.txt").open("a") as file:
                file.write("# changed\n")
        case "interpreter":
            (checkout / ".venv" / "bin" / "python").unlink()
        case "set":
            wanted = "dev"

    assert "sudo apt install" in prepare(checkout, wanted, **without_venv).stderr
