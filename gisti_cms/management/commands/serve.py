import fcntl
import os
import signal

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from gisti_cms import processes, serving
from gisti_cms.supervisor import StopRequested, Supervisor, end_with


class Command(BaseCommand):
    help = (
        "The whole instance by one command: prepares it, runs web server and worker, says where, stops them together."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--stop-with-parent", action="store_true", help="also stop when what started this ends (make)"
        )

    def handle(self, *, stop_with_parent: bool, **options):
        if stop_with_parent:
            end_with(os.getppid(), signal.SIGTERM)
        host, port = settings.BIND, serving.port_number(settings.PORT)
        if settings.DEMO:
            serving.refuse_other_machines(host)
        serving.refuse_taken_port(host, port)
        with hold_data_folder():
            try:
                call_command("prepare")
            except KeyboardInterrupt:
                raise CommandError(_("Interrompu. La même commande reprendra."), returncode=130) from None
            connections.close_all()
            self.run(host, port)

    def run(self, host: str, port: int) -> None:
        with Supervisor(settings.DATA_DIR / "logs") as supervisor:
            supervisor.start(processes.program("web", processes.web(host=host, port=port)))
            supervisor.start(processes.program("worker", processes.worker_with_beat()))
            try:
                serving.serve_until_stopped(supervisor, host, port)
            except StopRequested:
                self.stdout.write(_("Arrêt…"))


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
