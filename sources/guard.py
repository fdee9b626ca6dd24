"""Which addresses may be read at all, and under which key a source is known. No socket and no database here.

Written out by hand on purpose: of 177 hostile spellings, "starts with http" let 139 through, Django's URLValidator 85
and `urlsplit` with `is_private` 102. What this module does not understand is refused.
"""

import ipaddress
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

import idna
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

# In bytes. The key is a unique column: PostgreSQL indexes at most 2,704 bytes of a value.
MAX_URL_BYTES = 2_000

LOOPBACK = ipaddress.IPv4Network("127.0.0.0/8")
DEFAULT_PORTS = {"http": 80, "https": 443}

UNREADABLE = _("Cette adresse n'est pas une adresse web lisible : recopiez-la depuis la barre du navigateur.")
SCHEME = _("Seules les adresses qui commencent par http:// ou https:// peuvent être lues.")
CREDENTIALS = _(
    "Une adresse qui contient un identifiant ou un mot de passe (« @ » avant le premier « / ») est refusée."
)
PORT = _("Seuls les ports ordinaires du web (80 et 443) sont lus.")
TOO_LONG = _("Cette adresse est trop longue : 2 000 octets au plus.")
# One sentence whatever stands behind an inner address: who asks must not learn what is open, closed or absent there.
NOT_PUBLIC = _("Cette adresse n'est pas publique : elle n'est jamais lue.")

# IPv4, after the IANA special-purpose registry. `ipaddress.is_global` is not enough: on Python 3.11 it says True for
# multicast and 192.0.0.0/24 in part, and `is_private` says False for 100.64.0.0/10.
REFUSED_IPV4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds serve their secrets
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# IPv6 must lie in the one range that is given out, and outside its special parts. That refuses every form that carries
# an IPv4 address (mapped ::ffff:0:0/96, compatible ::/96, NAT64 64:ff9b::/96) without unwrapping any; the two forms
# that lie inside 2000::/3 (Teredo, 6to4) are listed.
GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
REFUSED_IPV6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
)

# Names that only mean something inside a network, and services that publish that they answer with whatever inner
# address is written in the name. Any name that resolves to an inner address is refused at the connection (gate.py).
INNER_NAMES = tuple(
    f".{name}"
    for name in (
        *("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa"),
        *("onion", "svc", "nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com"),
    )
)

ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)", re.I | re.A)
AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::(?P<port>[1-9][0-9]{0,4}))?", re.I | re.A)
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.A)
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.A)
DOTTED_QUAD = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})", re.A)
ENCODED_CONTROL = re.compile(r"%(?:[01][0-9a-f]|7f)", re.I | re.A)
ENCODED_LETTERS = re.compile(r"(?:%[89a-f][0-9a-f])+", re.I | re.A)


class RefusedURL(ValueError):
    """This address is never read; the message is the sentence a person may see."""


@dataclass(frozen=True)
class Target:
    """An address taken apart once: what is asked of the network is put together from these parts alone."""

    scheme: str
    host: str  # ASCII, lower case; an IPv6 address without its brackets
    port: int
    rest: str  # path and query as written, at least "/"
    on_farm: bool = False  # a loopback address stands for this name (settings.CHECKER_TEST_HOSTS)

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port != DEFAULT_PORTS[self.scheme] else "")

    @property
    def key(self) -> str:
        return self.origin + self.rest

    @property
    def url(self) -> str:
        """As sent: ASCII, with what is not percent-encoded as UTF-8 and nothing else touched."""
        return self.origin + quote(self.rest, safe="%/?:@!$&'()*+,;=-._~[]|")


def refusal(url: str) -> str | None:
    """The sentence that says why this address is never read, or None where nothing forbids it."""
    try:
        parse_public_url(url)
    except RefusedURL as refused:
        return str(refused)
    return None


def parse_public_url(url: str) -> Target:
    """The parts of an address that may be read. Raises RefusedURL."""
    target = take_apart(url)
    if (address := farm_address(target.host, target.port)) is not None:
        if target.port not in (*DEFAULT_PORTS.values(), address[1]):
            raise RefusedURL(PORT)
        return replace(target, on_farm=True)
    if target.port not in DEFAULT_PORTS.values():
        raise RefusedURL(PORT)
    is_address = ":" in target.host or DOTTED_QUAD.fullmatch(target.host)
    if not (is_public_address(target.host) if is_address else is_public_name(target.host)):
        raise RefusedURL(NOT_PUBLIC)
    return target


def is_public_name(name: str) -> bool:
    """Whether a name may be asked for; where it leads is judged again at the connection."""
    return "." in name and not f".{name}".endswith(INNER_NAMES)


def take_apart(url: str) -> Target:
    """Any well-formed http address, public or not. Raises RefusedURL."""
    if len(url) > MAX_URL_BYTES:
        raise RefusedURL(TOO_LONG)
    # Controls, spaces of every kind, direction marks, surrogates: browsers and parsers disagree on them.
    if "\\" in url or " " in url or not url.isprintable():
        raise RefusedURL(UNREADABLE)
    found = ADDRESS.match(url)
    if not found or found["scheme"].lower() not in DEFAULT_PORTS:
        raise RefusedURL(SCHEME)
    if "@" in found["authority"]:
        raise RefusedURL(CREDENTIALS)
    authority = AUTHORITY.fullmatch(found["authority"])
    if not authority or ENCODED_CONTROL.search(found["rest"]):
        raise RefusedURL(UNREADABLE)
    scheme, rest = found["scheme"].lower(), found["rest"]
    port = int(authority["port"] or DEFAULT_PORTS[scheme])
    target = Target(scheme, canonical_host(authority["host"]), port, rest if rest.startswith("/") else f"/{rest}")
    if len(target.url) > MAX_URL_BYTES:  # never shorter than the key in bytes
        raise RefusedURL(TOO_LONG)
    return target


@lru_cache(maxsize=4096)
def canonical_host(host: str) -> str:
    """One spelling per host: "ariège", "ARIÈGE", "arie + accent", "ari%C3%A8ge" and "xn--arige-6ra" are the same.

    Raises RefusedURL: NOT_PUBLIC for a number that is not four plain decimals, which some readers take for an address.
    """
    if host.startswith("["):
        try:
            return ipaddress.IPv6Address(host[1:-1]).compressed
        except ipaddress.AddressValueError:
            raise RefusedURL(NOT_PUBLIC) from None
    try:
        decoded = ENCODED_LETTERS.sub(lambda letters: unquote(letters[0], errors="strict"), host).lower()
        # idna refuses names such as "r3---sn-25ge" that are plain ASCII and in use: it is asked where it has a say.
        international = not decoded.isascii() or "xn--" in decoded
        name = idna.encode(decoded, uts46=True).decode() if international else decoded
    except UnicodeError:
        raise RefusedURL(UNREADABLE) from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise RefusedURL(UNREADABLE)
    if NUMBER.fullmatch(labels[-1]):
        try:
            ipaddress.IPv4Address(name if not international and DOTTED_QUAD.fullmatch(name) else "")
        except ipaddress.AddressValueError:
            raise RefusedURL(NOT_PUBLIC) from None
    return name


def farm_address(host: str, port: int) -> tuple[str, int] | None:
    """The loopback (address, port) that stands for this very name under tests, bench and demo; None for all others.

    settings.CHECKER_TEST_HOSTS: {"name": "127.0.1.1:8081"}; without a port, the port that was asked for.
    """
    written = settings.CHECKER_TEST_HOSTS.get(host)
    if written is None:
        return None
    address, _colon, mapped_port = written.partition(":")
    if not DOTTED_QUAD.fullmatch(address) or ipaddress.IPv4Address(address) not in LOOPBACK:
        raise ImproperlyConfigured(f"CHECKER_TEST_HOSTS: {host} stands for {address}, which is not in {LOOPBACK}")
    return address, int(mapped_port or port)


def stands_on_farm(address: str, port: int) -> bool:
    """Whether some name of the test farm stands for this address and port."""
    return any((address, port) == farm_address(name, port) for name in settings.CHECKER_TEST_HOSTS)


def is_public_address(address: str) -> bool:
    """Whether an IP address may be connected to. False for what is no IP address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in REFUSED_IPV4)
    return ip.scope_id is None and ip in GLOBAL_IPV6 and not any(ip in network for network in REFUSED_IPV6)


def canonical_key(url: str) -> str:
    """The key under which a source is unique: scheme and host in one spelling, path and query as written, no fragment.

    Total: what cannot be taken apart is its own key, so that a mistyped link in a dossier is a source too (refused when
    it is read), and a text too long for the index is known by its hash.
    """
    try:
        return take_apart(url).key
    except RefusedURL:
        encoded = url.encode(errors="surrogatepass")
        return url if len(encoded) <= MAX_URL_BYTES else f"sha256:{sha256(encoded).hexdigest()}"


def host_of(url: str) -> str:
    """The host of a source in its one spelling; empty where there is none to be read."""
    try:
        return take_apart(url).host
    except RefusedURL:
        return ""
