"""What `manage.py serve` and `make stack` have in common: a port, a site that answers, and what is said about it."""

import ipaddress
import socket
from collections.abc import Iterable

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.color import color_style
from django.utils.translation import gettext as _

from accounts.demo import ACCOUNTS
from gisti_cms.supervisor import ChildEnded, NotReady, Supervisor

SECONDS_TO_ANSWER = 60


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(_("PORT=%(port)s n'est pas un numéro de port ; par exemple : PORT=8001.") % {"port": text})
    return int(text)


def refuse_other_machines(host: str) -> None:
    """The demonstration's accounts can do everything."""
    if not is_loopback(host):
        raise CommandError(_("La démonstration n'écoute que sur cette machine : ôtez BIND=%(host)s.") % {"host": host})


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"  # any other name leads where the network says


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            other = port + 1 if port >= 1024 else 8000
            raise CommandError(
                _("Le port %(port)s ne peut être pris (%(reason)s). Choisissez-en un autre : make run PORT=%(other)s")
                % {"port": port, "reason": error.strerror, "other": other}
            ) from None


def serve_until_stopped(supervisor: Supervisor, host: str, port: int, extra: Iterable[str] = ()) -> None:
    """Say where the site is once it answers, then wait. Ends by StopRequested, or by CommandError with the cause."""
    try:
        supervisor.wait_until(lambda: is_healthy(host, port), SECONDS_TO_ANSWER, "web")
        announce(supervisor, extra)
        while True:
            supervisor.wait()
    except ChildEnded as ended:
        raise CommandError(
            _("Le processus « %(name)s » s'est arrêté (code %(code)s) ; tout est arrêté. Fin de %(log)s :\n%(lines)s")
            % {"name": ended.name, "code": ended.code, "log": ended.log, "lines": "\n".join(ended.last_lines)}
        ) from None
    except NotReady:
        raise CommandError(
            _("Le site ne répond pas après %(seconds)s s ; tout est arrêté. Voyez les journaux : %(logs)s")
            % {"seconds": SECONDS_TO_ANSWER, "logs": supervisor.log_dir}
        ) from None


def is_healthy(host: str, port: int) -> bool:
    """Whether /healthz answers 200. By hand: HTTP clients belong to the fetch gate, which refuses the loopback."""
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(32)
    except OSError:
        return False


def announce(supervisor: Supervisor, extra: Iterable[str]) -> None:
    lines = ["", color_style().SUCCESS(_("gisti_cms tourne : %(url)s") % {"url": settings.SITE_URL}), ""]
    if settings.DEMO:
        lines.append(_("Comptes de démonstration, mot de passe : %(password)s") % {"password": settings.DEMO_PASSWORD})
        lines += [f"  {account.username:<16}{account.title}" for account in ACCOUNTS]
    else:
        lines.append(_("Premier compte : manage.py invite ADRESSE --role administrator"))
    lines += [
        "",
        _("Données : %(data)s (journaux : %(logs)s)") % {"data": settings.DATA_DIR, "logs": supervisor.log_dir},
        *extra,
        _("Arrêter : Ctrl-C"),
    ]
    print("\n".join(lines), flush=True)
