import asyncio
import ipaddress

import pytest
from django.core.exceptions import ImproperlyConfigured

from sources.enums import Problem
from sources.gate import Gate
from sources.guard import (
    NOT_PUBLIC,
    REFUSED_IPV4,
    REFUSED_IPV6,
    RefusedURL,
    canonical_key,
    is_public_address,
    parse_public_url,
    refusal,
)
from tests.sources.addresses import HOSTILE, LEGITIMATE


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused(url):
    assert refusal(url)


@pytest.mark.parametrize("url", LEGITIMATE)
def test_an_address_as_prefectures_publish_them_is_kept(url):
    assert refusal(url) is None


def test_the_two_lists_are_long_enough_to_mean_something():
    assert len(set(HOSTILE)) >= 150
    assert len(set(LEGITIMATE)) >= 25


async def fetch_all(urls):
    async with Gate() as gate:
        return [await gate.fetch(url) for url in urls]


def test_no_hostile_address_costs_a_lookup_or_a_connection(network):
    found = asyncio.run(fetch_all(HOSTILE))
    assert {fetched.problem for fetched in found} == {Problem.REFUSED}
    assert (network.names, network.connections) == ([], [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://localhost/",
        "http://redis/",
        "http://metadata.google.internal/",
        "http://2130706433/",
    ],
)
def test_every_inner_address_is_refused_with_the_same_sentence(url):
    assert refusal(url) == str(NOT_PUBLIC)


# --- The ranges ------------------------------------------------------------------------------------------------------

PINNED_IPV4 = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
    *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
]
PINNED_IPV6 = [
    *("::/8", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001::/32", "2001:2::/48"),
    *("2001:10::/28", "2001:20::/28", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"),
    *("4000::/2", "5f00::/16", "8000::/1", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
]
NEIGHBOURS = [
    *("1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"),
    *("169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255"),
    *("192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0"),
    *("223.255.255.255", "2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2a00:1450:4007::1", "3ffd::1"),
]


@pytest.mark.parametrize("network", [*PINNED_IPV4, *PINNED_IPV6])
def test_a_refused_range_is_refused_from_its_first_to_its_last_address(network):
    network = ipaddress.ip_network(network)
    middle = network[network.num_addresses // 2]
    assert [is_public_address(str(address)) for address in (network[0], middle, network[-1])] == [False] * 3


@pytest.mark.parametrize("address", NEIGHBOURS)
def test_the_neighbours_of_a_refused_range_are_public(address):
    assert is_public_address(address)


def test_no_range_is_refused_without_being_pinned_here():
    assert {str(network) for network in REFUSED_IPV4} == set(PINNED_IPV4)
    assert {str(network) for network in REFUSED_IPV6} <= set(PINNED_IPV6)


@pytest.mark.parametrize("text", ["", "www.ain.gouv.fr", "127.1", "2001:4860::8888%eth0", "[::1]", "8.8.8.8 "])
def test_what_is_no_plain_address_is_not_public(text):
    assert not is_public_address(text)


# --- One key per source ----------------------------------------------------------------------------------------------


SPELLINGS = [
    *("ariège.gouv.fr", "ARIÈGE.GOUV.FR", "arie\u0300ge.gouv.fr", "ari%C3%A8ge.gouv.fr", "xn--arige-6ra.gouv.fr"),
    *("XN--ARIGE-6RA.GOUV.FR", "ariège.gouv.fr.", "ariège.gouv.fr:443"),
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_host_is_one_source(spelling):
    assert canonical_key(f"HTTPS://{spelling}/Démarches?a=B#haut") == "https://xn--arige-6ra.gouv.fr/Démarches?a=B"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.ain.gouv.fr/a", "https://www.ain.gouv.fr/A"),
        ("https://www.ain.gouv.fr/a", "https://www.ain.gouv.fr/a/"),
        ("https://www.ain.gouv.fr/a?x=1", "https://www.ain.gouv.fr/a?x=2"),
        ("https://www.ain.gouv.fr/é", "https://www.ain.gouv.fr/%C3%A9"),
        ("https://www.ain.gouv.fr/a", "http://www.ain.gouv.fr/a"),
    ],
)
def test_path_query_and_scheme_tell_sources_apart(one, other):
    assert canonical_key(one) != canonical_key(other)


@pytest.mark.parametrize("url", ["#", "www.ain.gouv.fr", "http://", "javascript:x", "n'importe quoi", ""])
def test_a_mistyped_link_is_its_own_key(url):
    assert canonical_key(url) == url


def test_a_key_fits_the_index_of_postgresql_however_long_the_text():
    assert len(canonical_key("http://www.ain.gouv.fr/" + "é" * 5_000).encode()) <= 2_000
    assert len(canonical_key("é" * 1_999).encode()) <= 2_000


# --- What is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://www.ain.gouv.fr", "https://www.ain.gouv.fr/"),
        ("https://www.ain.gouv.fr/Fiche%20(2)+a'b.pdf#x", "https://www.ain.gouv.fr/Fiche%20(2)+a'b.pdf"),
        ("https://www.ain.gouv.fr/où?é=%2B", "https://www.ain.gouv.fr/o%C3%B9?%C3%A9=%2B"),
        ("http://ain.gouv.fr:443/a", "http://ain.gouv.fr:443/a"),
    ],
)
def test_path_and_query_are_sent_as_written(written, sent):
    assert parse_public_url(written).url == sent


# --- The farm --------------------------------------------------------------------------------------------------------


def test_a_farm_name_leads_to_its_loopback_address_and_no_other_name_does(settings):
    settings.CHECKER_TEST_HOSTS = {"www.ain.test": "127.0.1.1:8081"}
    assert parse_public_url("http://www.ain.test/").on_farm
    assert parse_public_url("http://www.ain.test:8081/").on_farm
    assert not parse_public_url("http://rdv.ain.test/").on_farm
    for url in ("http://127.0.1.1:8081/", "http://127.0.1.1/", "http://www.ain.test:8082/"):
        with pytest.raises(RefusedURL):
            parse_public_url(url)


@pytest.mark.parametrize("address", ["10.0.0.1:80", "8.8.8.8", "localhost:80", ""])
def test_a_farm_stands_on_the_loopback_alone(settings, address):
    settings.CHECKER_TEST_HOSTS = {"www.ain.test": address}
    with pytest.raises(ImproperlyConfigured, match=r"www\.ain\.test"):
        parse_public_url("http://www.ain.test/")


def test_the_refused_ranges_are_documented(settings):
    documented = (settings.BASE_DIR / "docs" / "sources.md").read_text()
    assert [str(network) for network in (*REFUSED_IPV4, *REFUSED_IPV6) if f"`{network}`" not in documented] == []
