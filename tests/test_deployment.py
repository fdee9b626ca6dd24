"""docker-compose.yml, the Dockerfile and `make stack` describe one production; this is what keeps them alike."""

import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

from deploy.servers import REDIS_SETTINGS
from deploy.stack import native_configuration
from deploy.tools import NGINX
from gisti_cms import headers, processes
from offices import languages
from offices.publishing import files


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())


def of_the_image() -> list[str]:
    """The CMD of the Dockerfile, which the service `web` leaves as it is."""
    text = (settings.BASE_DIR / "Dockerfile").read_text().replace("\\\n", "")
    return re.findall(r'"([^"]+)"', text.partition("\nCMD ")[2])


def test_web_is_started_as_everywhere():
    assert of_the_image() == ["python", "-m", *processes.web(host="0.0.0.0", port=8000)]  # noqa: S104 (a container)


@pytest.mark.parametrize(("service", "arguments"), [("worker", processes.worker()), ("beat", processes.beat())])
def test_celery_is_started_as_everywhere(compose, service, arguments):
    assert compose["services"][service]["command"] == ["python", "-m", *arguments]


def test_redis_keeps_what_it_keeps_everywhere(compose):
    program, *options = compose["services"]["redis"]["command"]
    named = zip(options[::2], options[1::2], strict=True)
    assert program == "redis-server"
    assert {name.removeprefix("--"): value or '""' for name, value in named} == REDIS_SETTINGS


def test_every_service_that_stays_says_how_it_is(compose):
    without = {name for name, service in compose["services"].items() if "healthcheck" not in service}
    assert without == {"prepare"}


def test_every_service_waits_for_what_it_needs_to_be_well(compose):
    for name, service in compose["services"].items():
        for needed, wanted in service.get("depends_on", {}).items():
            well = "service_completed_successfully" if needed == "prepare" else "service_healthy"
            assert wanted == {"condition": well}, name


def test_no_service_can_write_outside_its_volumes(compose):
    assert all(service["read_only"] for service in compose["services"].values())


def test_no_secret_is_written_in_the_topology(compose):
    secrets = compose["secrets"].values()
    assert all(secret["file"].startswith("deploy/secrets/") for secret in secrets)
    assert "deploy/secrets" in (settings.BASE_DIR / ".gitignore").read_text()


def test_only_nginx_can_be_reached_and_only_from_this_machine(compose):
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert published == {"nginx": ["127.0.0.1:${PORT:-8080}:8080"]}


def test_the_log_of_nginx_keeps_no_trace_of_a_reader():
    text = nginx()
    formats = dict(re.findall(r"log_format (\w+) (.*?);", text, flags=re.DOTALL))
    kept = {name: set(re.findall(r"\$(\w+)", line)) for name, line in formats.items()}
    of_the_request = {"time_iso8601", "request_method", "status", "body_bytes_sent"}

    assert kept == {
        "without_traces": of_the_request | {"address_without_secret", "request_time", "upstream_response_time"}
    }
    assert set(re.findall(r"access_log (.*?);", text)) == {"off", "/dev/stdout without_traces buffer=64k flush=5s"}
    assert "error_log stderr emerg;" in text


def test_nothing_is_written_of_whoever_reads_a_file():
    """The log is of what Django answers, and of what nginx says by itself."""
    locations = re.findall(r"^        location (.+?) \{\n(.*?)^        \}", nginx(), flags=re.DOTALL | re.MULTILINE)
    logged = {place for place, inside in locations if "access_log" in inside}
    said_by_nginx = {"= /unavailable", "= /unavailable.json", "= /too-big", "= /refused", "@unavailable", "@refused"}
    assert logged == {"@django"} | said_by_nginx
    assert re.search(r"^    access_log off;", nginx(), flags=re.MULTILINE)


def test_what_the_api_answers_repeats_the_headers_of_all_files_and_adds_its_own():
    """nginx hands down the headers of a server only where a place has none of its own."""
    blocks = [
        re.findall(r"add_header (.*);", block)
        for block in re.findall(r"(?:^ +add_header .*;\n){5,}", nginx(), flags=re.MULTILINE)
        if "Permissions-Policy" in block  # not the pages that nginx says by itself
    ]
    of_all, *of_the_api = blocks
    more = [f'{name} "{value}"' for name, value in headers.OF_THE_API.items()]

    assert len(of_the_api) == 2, "files for always, files of a day"
    for block in of_the_api:
        assert block == of_all + more


def test_nginx_finds_the_file_of_a_page_in_every_language():
    prefixed = set(re.findall(r"^        location /([a-z-]{2,7})/ \{", nginx(), flags=re.MULTILINE)) & files.LANGUAGES
    assert prefixed == set(languages.OTHERS)
    for code in prefixed:
        name = files.name_of(f"/{code}/")
        assert f"rewrite ^/{code}(.*)$ $1{name} break;" in nginx()
        assert f"~^/{code}/ {name};" in nginx(), "with a query that counts readers"
    assert f"rewrite ^(?:/(?:{'|'.join(languages.OTHERS)}))?(/.*)$ " in nginx()


def nginx() -> str:
    return (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()


@pytest.mark.skipif(not NGINX.find(), reason="no nginx on this machine")
def test_nginx_accepts_its_configuration_on_this_machine(tmp_path):
    file = tmp_path / "nginx.conf"
    file.write_text(native_configuration(tmp_path, 18080, [18081, 18082]))

    judged = subprocess.run([NGINX.path(), "-t", "-e", "stderr", "-c", str(file)], capture_output=True, text=True)

    assert judged.returncode == 0, judged.stderr


def test_the_programs_of_an_instance_run_in_its_own_environment():
    assert processes.program("beat", processes.beat()).command[:2] == (sys.executable, "-m")
