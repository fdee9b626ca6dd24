"""Make .venv hold exactly what requirements/SET.txt names; do nothing when it already does.

usage: python3 deploy/environment.py [runtime|dev]

Standard library only, and read by old interpreters too, so that a too old one is told so in a sentence instead of in
a traceback. uv does the work where it is installed (seconds), venv and pip where it is not (half a minute). Both check
every file against the hash that stands beside its version.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "requirements.stamp")  # "dev 3f5a…": the set installed, and the hash of its file
OLDEST = (3, 11)


def requirements(name):
    return os.path.join(ROOT, "requirements", f"{name}.txt")


def stamp_of(name):
    with open(requirements(name), "rb") as file:
        return f"{name} {hashlib.sha256(file.read()).hexdigest()}"


def stamp_found():
    """What was last installed to its end; empty for an environment that is new, broken or cut short."""
    if not os.path.exists(STAMP) or not usable():
        return ""
    with open(STAMP) as file:
        return file.read()


def usable():
    return runs(PYTHON, f"import sys; sys.exit(sys.version_info < {OLDEST})")


def runs(python, code):
    """Whether this interpreter exists and runs the code to its end."""
    try:
        return subprocess.call([python, "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def do(*command):
    if subprocess.call(command, cwd=ROOT) != 0:
        sys.exit(f"L'installation n'a pas abouti : « {' '.join(command)} ». Corrigez ce qu'elle dit, puis relancez.")


def install_with_uv(uv, name):
    if not usable():
        do(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    do(uv, "pip", "sync", "--quiet", "--python", PYTHON, requirements(name))


def install_with_pip(name):
    if not usable() or not runs(PYTHON, "import pip"):
        do(sys.executable, "-m", "venv", "--clear", VENV)
    do(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", requirements(name))


def main(wanted):
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python 3.11 ou plus récent est nécessaire ; {sys.executable} est un Python {version}. "
            "Indiquez-en un autre, par exemple : make run PYTHON=python3.12"
        )
    found = stamp_found()
    name = "dev" if found.startswith("dev ") else wanted  # dev holds all of runtime: one environment serves both
    if found == stamp_of(name):
        return
    uv = shutil.which("uv")
    if not uv and not runs(sys.executable, "import ensurepip, venv"):
        sys.exit(
            "Il manque de quoi installer les dépendances : ni uv, ni le module venv de Python. "
            f"Sous Debian ou Ubuntu : sudo apt install python{version}-venv"
        )
    print(f"Installation des dépendances ({name}, avec {'uv' if uv else 'pip'})…", flush=True)
    if os.path.exists(STAMP):
        os.remove(STAMP)
    if uv:
        install_with_uv(uv, name)
    else:
        install_with_pip(name)
    with open(STAMP, "w") as file:
        file.write(stamp_of(name))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "runtime")
