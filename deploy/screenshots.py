"""Reference pictures of every kind of page, taken as a test is run (tests/screenshots.py).

usage: python -m deploy.screenshots [FOLDER] [arguments of pytest]
"""

import os
import sys
from pathlib import Path

import pytest

from deploy.tools import CHROMIUM, how_to_get, obtain

FOLDER = "SCREENSHOTS"  # the variable that tells the test where


def main(arguments: list[str]) -> int:
    folder = Path(arguments.pop(0) if arguments and not arguments[0].startswith("-") else "var/screenshots")
    if obtain(CHROMIUM):
        sys.exit(f"Il manque un navigateur : {how_to_get([CHROMIUM])}")
    os.environ[FOLDER] = str(folder.resolve())
    code = pytest.main(["tests/screenshots.py", "-q", "-s", "--tb=short", *arguments])
    if code == 0:
        print(f"À feuilleter : {folder / 'index.html'}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
