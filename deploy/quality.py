"""What a machine can judge without running the suite. All of it is run, then what failed is named.

usage: python -m deploy.quality
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path(sys.executable).parent
# Modules join one by one, each without an exception.
TYPED = (
    "deploy",
    "gisti_cms/health.py",
    "gisti_cms/processes.py",
    "gisti_cms/serving.py",
    "gisti_cms/supervisor.py",
    "offices/calendar.py",
    "offices/changes",
    "offices/competence",
    "offices/dossiers",
    "offices/due.py",
    "offices/exporting.py",
    "offices/forms",
    "offices/moderation.py",
    "offices/versions.py",
    "sources",
)


def main() -> int:
    templates = tracked("*.html")
    with tempfile.TemporaryDirectory(prefix="gisti_cms-quality-") as data:
        instance = {"DATA": data}
        production = {
            "DATA": data,
            "DEBUG": "0",
            "DEMO": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": "https://example.org",
            "ALLOWED_HOSTS": "example.org",
            "BEHIND_PROXY": "1",
        }
        results = {
            "format": run("ruff", "format", "--check", "--quiet", "."),
            "lint": run("ruff", "check", "--quiet", "."),
            "templates": run("djade", "--check", "--target-version", "5.2", *templates),
            "types": run("mypy", *TYPED),
            "migrations": manage(instance, "makemigrations", "--check", "--dry-run"),
            "deployment": manage(production, "check", "--deploy", "--fail-level", "WARNING"),
            "known flaws": audit(),
        }
    failed = [title for title, passed in results.items() if not passed]
    print(f"FAILED: {', '.join(failed)}" if failed else f"Passed: {', '.join(results)}.")
    return int(bool(failed))


def tracked(pattern: str) -> list[str]:
    files = subprocess.run(["git", "ls-files", pattern], capture_output=True, text=True, check=True)
    return files.stdout.split()


def run(program: str, *arguments: str, environment: dict[str, str] | None = None) -> bool:
    command = [str(BIN / program), *arguments]
    return subprocess.run(command, env={**os.environ, **(environment or {})}, check=False).returncode == 0


def manage(environment: dict[str, str], *arguments: str) -> bool:
    return run("python", "manage.py", *arguments, environment=environment)


def audit() -> bool:
    """Known flaws of the locked versions. Left out, and said so, where the advisory service cannot be reached."""
    command = [str(BIN / "pip-audit"), "--format", "json", "--disable-pip", "--require-hashes"]
    answer = subprocess.run(
        [*command, "--requirement", "requirements/runtime.txt"], capture_output=True, text=True, check=False
    )
    packages = json.loads(answer.stdout)["dependencies"] if answer.stdout else []
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:
        print("LEFT OUT: known flaws; the advisory service does not answer from here.")
        return True
    flawed = [
        f"{package['name']} {package['version']}: {flaw['id']}" for package in audited for flaw in package["vulns"]
    ]
    print("\n".join([f"{len(audited)} of {len(packages)} packages audited", *flawed]))
    return not flawed


if __name__ == "__main__":
    sys.exit(main())
