"""The gate against real sockets: what it follows, what it refuses, and where it stops."""

import asyncio
import gzip
import socket
import ssl
import zlib

import pytest
from aiohttp.abc import AbstractResolver

from sources.enums import Problem
from sources.gate import Fetched, Gate, fetch, seconds_to_wait
from sources.guard import NOT_PUBLIC
from tests.sources.farm import CERTIFICATES, response

PAGE = "<title>Séjour</title><p>Envoyez deux photos.</p>"


def fetched(url, *, etag="", last_modified="", **limits) -> Fetched:
    async def go():
        async with Gate(**limits) as gate:
            return await gate.fetch(url, etag=etag, last_modified=last_modified)

    return asyncio.run(go())


class Resolver(AbstractResolver):
    """Answers what each test says, one list of addresses after the other; an exception is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return [
            {"hostname": host, "host": address, "port": port, "family": family, "proto": 0, "flags": 0}
            for address in answer
        ]

    async def close(self):
        pass


# --- What comes back -------------------------------------------------------------------------------------------------


def test_a_page_comes_back_with_what_the_next_visit_needs(farm):
    url = farm.page("www.ain.test", "/sejour", PAGE, etag='"v1"', last_modified="Wed, 01 Feb 2023 10:00:00 GMT")
    found = asyncio.run(fetch(url))
    assert (found.status, found.body.decode(), found.final_url, found.hops) == (200, PAGE, url, 0)
    assert (found.etag, found.last_modified) == ('"v1"', "Wed, 01 Feb 2023 10:00:00 GMT")
    assert found.problem is None


def test_a_page_that_has_not_changed_is_not_sent_again(farm):
    url = farm.page("www.ain.test", "/sejour", status=304)
    assert fetched(url, etag='"v1"').status == 304
    assert fetched(url, last_modified="Wed, 01 Feb 2023 10:00:00 GMT").status == 304
    assert farm.asked[0].headers["if-none-match"] == '"v1"'
    assert farm.asked[1].headers["if-modified-since"] == "Wed, 01 Feb 2023 10:00:00 GMT"


def test_nothing_of_ours_goes_out_but_one_honest_name(farm, settings, monkeypatch):
    settings.CHECKER_CONTACT = "https://guichets.example/a-propos/"
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://user:secret@127.0.0.1:9/")
    farm.page("www.ain.test", "/sejour", status=302, location="/suite", set_cookie="session=1; Path=/")
    farm.page("www.ain.test", "/suite", PAGE)
    assert fetched("http://www.ain.test/sejour").status == 200
    for request in farm.asked:
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-language", "accept-encoding"}
        assert request.headers["user-agent"] == "gisti_cms (+https://guichets.example/a-propos/)"


def test_the_path_is_asked_for_as_it_is_written(farm):
    written = "/Fiche%20(2)+d'accueil.pdf?a=%2B&b=~"
    assert fetched(farm.page("www.ain.test", written, PAGE)).status == 200


# --- Redirects -------------------------------------------------------------------------------------------------------


def test_redirects_are_followed_to_their_end(farm):
    farm.redirect("www.ain.test", "/ancienne", "/Démarches/séjour 2023".encode().decode("latin-1"))
    farm.redirect("www.ain.test", "/D%C3%A9marches/s%C3%A9jour%202023", "http://rdv.ain.test/", 302)
    farm.page("rdv.ain.test", "/", PAGE)
    found = fetched("http://www.ain.test/ancienne")
    assert (found.status, found.final_url, found.hops) == (200, "http://rdv.ain.test/", 2)


def test_conditions_of_one_address_are_not_sent_to_another(farm):
    farm.redirect("www.ain.test", "/ancienne", "/nouvelle")
    farm.page("www.ain.test", "/nouvelle", PAGE)
    fetched("http://www.ain.test/ancienne", etag='"v1"')
    assert ["if-none-match" in request.headers for request in farm.asked] == [True, False]


def test_five_hops_are_followed_and_no_more(farm):
    for number in range(6):
        farm.redirect("www.ain.test", f"/{number}", f"/{number + 1}")
    farm.page("www.ain.test", "/6", PAGE)
    assert fetched("http://www.ain.test/1").status == 200
    assert fetched("http://www.ain.test/0").problem == Problem.HOPS


def test_a_loop_of_redirects_ends(farm):
    farm.redirect("www.ain.test", "/a", "/b")
    farm.redirect("www.ain.test", "/b", "/a")
    assert fetched("http://www.ain.test/a").problem == Problem.HOPS


INSIDE = [
    *("http://127.0.0.1/", "http://127.0.1.1:{port}/", "http://localhost:{port}/", "//[::1]/", "http://2130706433/"),
    *("http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "ftp://www.ain.test/", "//user@www.ain.test/"),
    *("http://www.ain.test\\@127.0.0.1/", "http://www.ain.test:6379/", "//redis/"),
]


@pytest.mark.parametrize("inside", INSIDE)
def test_a_redirect_to_an_inner_address_is_not_followed(farm, network, inside):
    url = farm.redirect("www.ain.test", "/piege", inside.format(port=farm.port))
    found = fetched(url)
    assert (found.problem, found.final_url, found.seconds) == (Problem.INNER, "", 0.0)
    assert network.connections == [("127.0.1.1", farm.port)]
    assert farm.paths_asked("www.ain.test") == ["/piege"]


# --- Names and addresses ---------------------------------------------------------------------------------------------

INNER = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "192.168.1.1", "::1", "fe80::1", "fd00::1"]
INNER += ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"]


@pytest.mark.parametrize("address", INNER)
def test_a_name_that_leads_inside_is_refused_without_a_connection(network, address):
    found = fetched("http://www.ain.gouv.fr/", resolver=Resolver([address]))
    assert (found.problem, found.refusal, found.seconds) == (Problem.INNER, str(NOT_PUBLIC), 0.0)
    assert network.connections == []


def test_an_open_and_a_closed_inner_port_look_the_same(farm):
    farm.page("www.ain.test", "/", PAGE)
    with socket.create_server(("127.0.0.1", 0)):
        opened = fetched("http://ouvert.gouv.fr/", resolver=Resolver(["127.0.0.1"]))
    closed = fetched("http://ferme.gouv.fr/", resolver=Resolver(["127.0.0.2"]))
    for found in (opened, closed):
        assert found == Fetched(found.url, problem=Problem.INNER, refusal=str(NOT_PUBLIC))


def test_of_a_name_with_several_addresses_only_the_public_ones_are_connected_to(network):
    resolver = Resolver(["127.0.0.1", "192.0.2.1", "93.184.216.34"])
    assert fetched("http://www.ain.gouv.fr/", resolver=resolver).problem == Problem.CONNECTION
    assert network.connections == [("93.184.216.34", 80)]


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_judged(network):
    # First a public address, then an inner one: the second answer is never asked for.
    resolver = Resolver(["93.184.216.34"], ["127.0.0.1"])
    fetched("http://change.gouv.fr/", resolver=resolver)
    assert resolver.asked == ["change.gouv.fr"]
    assert network.connections == [("93.184.216.34", 80)]


def test_a_name_that_changes_between_two_visits_is_judged_at_each(network):
    async def twice():
        async with Gate(resolver=Resolver(["127.0.0.1"], ["10.0.0.1"])) as gate:
            return [await gate.fetch("http://change.gouv.fr/") for _ in range(2)]

    assert {found.problem for found in asyncio.run(twice())} == {Problem.INNER}
    assert network.connections == []


def test_the_farm_answers_to_its_own_names_alone(farm):
    farm.page("www.ain.test", "/", PAGE)
    found = fetched("http://intrus.gouv.fr/", resolver=Resolver(["127.0.1.1"]))
    assert found.problem == Problem.INNER
    assert farm.asked == []


def test_a_name_nobody_has_is_told_from_a_name_server_that_fails():
    gone = Resolver(socket.gaierror(socket.EAI_NONAME, "no such name"))
    fails = Resolver(socket.gaierror(socket.EAI_AGAIN, "try again"))
    assert fetched("http://www.disparu.fr/", resolver=gone).problem == Problem.NAME
    assert fetched("http://www.disparu.fr/", resolver=fails).problem == Problem.CONNECTION


def test_a_closed_port_is_a_connection_that_fails(farm):
    url = farm.page("www.ain.test", "/", PAGE)
    with socket.create_server(("127.0.1.1", 0)) as server:
        farm.hosts["www.ain.test"] = f"127.0.1.1:{server.getsockname()[1]}"
    assert fetched(url).problem == Problem.CONNECTION


# --- Certificates ----------------------------------------------------------------------------------------------------


def authorities() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CERTIFICATES / "authority.pem")


def test_a_page_over_a_trusted_connection_is_read(secure_farm):
    url = secure_farm.page("certificat.test", "/", PAGE)
    assert fetched(url, authorities=authorities()).status == 200


def test_an_unknown_authority_another_name_and_an_expired_certificate_are_refused(farm, secure_farm):
    url = secure_farm.page("certificat.test", "/", PAGE)
    assert fetched(url).problem == Problem.CERTIFICATE
    other = secure_farm.page("autre-nom.test", "/", PAGE)
    assert fetched(other, authorities=authorities()).problem == Problem.CERTIFICATE
    with type(secure_farm)(farm.hosts, "expired.pem") as expired:
        late = expired.page("certificat.test", "/", PAGE)
        assert fetched(late, authorities=authorities()).problem == Problem.CERTIFICATE
    assert secure_farm.asked == []


# --- Limits ----------------------------------------------------------------------------------------------------------


def test_a_body_is_read_up_to_the_limit_and_not_beyond(farm):
    exact = farm.page("www.ain.test", "/juste", "x" * 10_000)
    announced = farm.page("www.ain.test", "/annonce", "x" * 10_001)
    assert len(fetched(exact, max_bytes=10_000).body) == 10_000
    assert fetched(announced, max_bytes=10_000).problem == Problem.SIZE


def test_a_body_without_an_end_is_left(farm):
    async def endless(writer, request):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        while True:
            writer.write(b"x" * 60_000)
            await writer.drain()

    found = fetched(farm.answer("www.ain.test", "/", endless), max_bytes=500_000)
    assert found.problem == Problem.SIZE


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_bomb_is_not_unfolded(farm, pack):
    encoding = "gzip" if pack is gzip.compress else "deflate"
    url = farm.page("www.ain.test", "/", pack(b"\0" * 100_000_000), content_encoding=encoding)
    assert fetched(url).problem == Problem.SIZE


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
    ],
)
def test_compressed_pages_are_read_in_every_form_that_servers_send(farm, encoding, pack):
    url = farm.page("www.ain.test", "/", pack(PAGE.encode()), content_encoding=encoding)
    assert fetched(url).body.decode() == PAGE


CANNOT_BE_UNFOLDED = {
    "cut off": ("gzip", gzip.compress(PAGE.encode())[:-9]),
    "not gzip": ("gzip", b"not gzip"),
    "not offered": ("br", b"\x8b\x00"),
}


@pytest.mark.parametrize(("encoding", "body"), CANNOT_BE_UNFOLDED.values(), ids=CANNOT_BE_UNFOLDED)
def test_a_body_that_cannot_be_unfolded_is_nonsense(farm, encoding, body):
    url = farm.page("www.ain.test", "/", body, content_encoding=encoding)
    assert fetched(url).problem == Problem.PROTOCOL


def test_a_server_that_drips_is_left_at_the_deadline(farm):
    async def drip(writer, request):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    found = fetched(farm.answer("www.ain.test", "/", drip), deadline=0.3)
    assert found.problem == Problem.TIMEOUT


def test_the_deadline_is_for_all_hops_together(farm):
    for number in range(5):

        async def slow(writer, request, number=number):
            await asyncio.sleep(0.15)
            writer.write(response(status=302, location=f"/{number + 1}"))

        farm.answer("www.ain.test", f"/{number}", slow)
    farm.page("www.ain.test", "/5", PAGE)
    assert fetched("http://www.ain.test/0", deadline=0.4).problem == Problem.TIMEOUT


NONSENSE = {
    "no HTTP": b"bonjour\r\n\r\n",
    "a header too long": b"HTTP/1.1 200 OK\r\nx: " + b"x" * 100_000 + b"\r\n\r\n",
    "headers too many": b"HTTP/1.1 200 OK\r\n" + b"x: 1\r\n" * 5_000 + b"\r\n",
    "a body cut off": b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort",
    "a broken chunk": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_what_is_no_complete_answer_is_nonsense(farm, answer):
    async def nonsense(writer, request):
        writer.write(answer)
        writer.close()

    assert fetched(farm.answer("www.ain.test", "/", nonsense)).problem == Problem.PROTOCOL


WAITS = [
    *(("120", 120), ("0", 0), ("", None), ("bientôt", None), ("-5", None), ("9" * 30, 30 * 86_400)),
    *(("Wed, 01 Feb 2023 10:00:00 GMT", 0), ("Wed, 01 Feb 2893 10:00:00 GMT", 30 * 86_400)),
]


@pytest.mark.parametrize(("written", "seconds"), WAITS)
def test_a_wait_is_understood_in_both_notations(written, seconds):
    assert seconds_to_wait(written) == seconds
