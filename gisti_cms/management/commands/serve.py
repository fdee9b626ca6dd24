import fcntl
import ipaddress
import os
import signal
import socket

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from accounts.demo import ACCOUNTS
from gisti_cms import processes
from gisti_cms.supervisor import ChildEnded, NotReady, StopRequested, Supervisor, end_with

SECONDS_TO_ANSWER = 60


class Command(BaseCommand):
    help = (
        "The whole instance by one command: prepares it, runs web server and worker, says where, stops them together."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--stop-with-parent",
            action="store_true",
            help="also stop when the process that started this one ends (make)",
        )

    def handle(self, *, stop_with_parent: bool, **options):
        if stop_with_parent:
            end_with(os.getppid(), signal.SIGTERM)
        host, port = settings.BIND, port_number(settings.PORT)
        if settings.DEMO and not is_loopback(host):
            raise CommandError(
                _("La démonstration n'écoute que sur cette machine : ôtez BIND=%(host)s.") % {"host": host}
            )
        refuse_taken_port(host, port)
        lock = hold_data_folder()
        try:
            call_command("prepare", stdout=self.stdout)
            connections.close_all()
            self.run(host, port)
        except KeyboardInterrupt:
            raise CommandError(_("Interrompu ; relancez la commande pour reprendre."), returncode=130) from None
        finally:
            lock.close()

    def run(self, host: str, port: int) -> None:
        logs = settings.DATA_DIR / "logs"
        with Supervisor(logs) as supervisor:
            supervisor.start(processes.program("web", processes.web(host=host, port=port)))
            supervisor.start(processes.program("worker", processes.worker_with_beat()))
            try:
                supervisor.wait_until(lambda: is_healthy(host, port), SECONDS_TO_ANSWER, "web")
                self.announce(logs)
                while True:
                    supervisor.wait()
            except StopRequested:
                self.stdout.write(_("Arrêt…"))
            except ChildEnded as ended:
                raise CommandError(
                    _(
                        "Le processus « %(name)s » s'est arrêté (code %(code)s) ; tout est arrêté. "
                        "Fin de %(log)s :\n%(lines)s"
                    )
                    % {"name": ended.name, "code": ended.code, "log": ended.log, "lines": "\n".join(ended.last_lines)}
                ) from None
            except NotReady:
                raise CommandError(
                    _("Le serveur ne répond pas après %(seconds)s s ; tout est arrêté. Voyez %(log)s.")
                    % {"seconds": SECONDS_TO_ANSWER, "log": supervisor.log_of("web")}
                ) from None

    def announce(self, logs) -> None:
        lines = ["", self.style.SUCCESS(_("gisti_cms tourne : %(url)s") % {"url": settings.SITE_URL}), ""]
        if settings.DEMO:
            lines.append(
                _("Comptes de démonstration, mot de passe : %(password)s") % {"password": settings.DEMO_PASSWORD}
            )
            lines += [f"  {account.username:<16}{account.title}" for account in ACCOUNTS]
        else:
            lines.append(_("Inviter la première personne : manage.py invite ADRESSE --role administrator"))
        lines += [
            "",
            _("Données : %(data)s (journaux : %(logs)s)") % {"data": settings.DATA_DIR, "logs": logs},
            _("Arrêter : Ctrl-C"),
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(_("PORT=%(port)s n'est pas un numéro de port ; par exemple : PORT=8001.") % {"port": text})
    return int(text)


def is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _(
                    "Le port %(port)s de %(host)s ne peut être pris (%(reason)s). "
                    "Choisissez-en un autre : make run PORT=%(other)s"
                )
                % {"port": port, "host": host, "reason": error.strerror, "other": port + 1 if port >= 1024 else 8000}
            ) from None


def hold_data_folder():
    """Two instances on one folder would run two schedules and mix their logs. The lock ends with the process."""
    lock = (settings.DATA_DIR / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(
            _(
                "Une instance tourne déjà sur %(data)s. "
                "Arrêtez-la, ou donnez à celle-ci un autre dossier : make run DATA=var/autre"
            )
            % {"data": settings.DATA_DIR}
        ) from None
    return lock


def is_healthy(host: str, port: int) -> bool:
    """Whether /healthz answers 200. By hand: HTTP clients belong to the fetch gate, which refuses the loopback."""
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(32)
    except OSError:
        return False
