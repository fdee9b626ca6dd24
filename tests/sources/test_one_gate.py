"""Nobody else goes out: an HTTP client anywhere but in the gate fails here, with its place."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
GATE = "sources/gate.py"
CLIENTS = {
    *("aiohttp", "httpx", "httpx2", "requests", "urllib3", "niquests", "pycurl", "curl_cffi", "treq", "tornado"),
    *("http.client", "urllib.request", "ftplib", "telnetlib", "webbrowser"),
}


def imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def clients_in(source: str) -> list[tuple[str, int]]:
    names = imported(ast.parse(source))
    return [(name, line) for name, line in names if name in CLIENTS or name.partition(".")[0] in CLIENTS]


def sources_of_the_project() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    measuring = ("tests/", "benchmarks/")  # these speak to servers of the loopback that they start themselves
    return [Path(name) for name in listed.splitlines() if not name.startswith(measuring)]


def test_only_the_gate_imports_an_http_client():
    found = {
        f"{path}:{line}: {name}"
        for path in sources_of_the_project()
        if path.as_posix() != GATE and (ROOT / path).exists()
        for name, line in clients_in((ROOT / path).read_text())
    }
    assert not found, "fetch through sources.gate, which refuses every address that is not public"


def test_this_test_sees_a_client_however_it_is_imported():
    for line in (
        "import requests",
        "from urllib import request",
        "import http.client as c",
        "from aiohttp.web import x",
    ):
        assert clients_in(f"def f():\n    {line}\n"), line
    assert clients_in((ROOT / GATE).read_text())
