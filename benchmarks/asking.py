"""One round of benchmarks/flat.py on one database: every request some times, the median of its time and of the CPU that
it cost in this process and in the server of its connection, and the number of its queries.

usage: DATABASE_URL=… CALLS=15 python -m benchmarks.asking      prints JSON
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gisti_cms.settings.base")
django.setup()

from django.db import connection  # noqa: E402 (after the setup, like all that follows)
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from geography.models import Commune  # noqa: E402
from offices.api.pagination import Cursor  # noqa: E402
from offices.models import Ledger, Procedure, Proposal  # noqa: E402
from offices.synthetic.history import BUSIEST, OLDEST, identifier  # noqa: E402
from offices.synthetic.texts import PREFIX  # noqa: E402

ORDINARY = 7  # the number of a page like any other
SILENT = "977"  # a département without an office, of which the log says nothing from one end to the other
LIVE = "?mesure"  # an address with a query never becomes a file


class Unanswered(Exception):
    """A request that was not answered by a page."""


def requests() -> dict[str, str]:
    """Title → address. The same pages at both sizes, in a département that is written whole at both."""
    busiest, oldest, ordinary = (pages(number) for number in (BUSIEST, OLDEST, ORDINARY))
    row = Procedure.objects.select_related("page", "department__region").get(pk=identifier(1, ORDINARY))
    office, ground = row.offices.get(), row.grounds.get()
    commune = Commune.objects.current().filter(arrondissement=row.territory.first()).order_by("code").first()
    last = Ledger.objects.get(pk=1).last_change
    waiting = Proposal.objects.awaiting_review().order_by("submitted_at")[3].pk
    api = "/api/v1/procedures/?limit=20"
    last_slug = Procedure.objects.order_by("-page__slug").values_list("page__slug", flat=True)[30]
    found = {
        "accueil": f"/{LIVE}",
        "recherche": f"/?q=essai {ORDINARY}",
        "recherche sans réponse": "/?q=zzzzyx",
        "département": f"/departements/{row.department_id}/{LIVE}",
        "guichet": office.page.get_absolute_url() + LIVE,
        "fondement": ground.page.get_absolute_url() + LIVE,
        "page": ordinary + LIVE,
        "page aux nombreuses versions": busiest + LIVE,
        "historique": f"{ordinary}historique/{LIVE}",
        "historique, nombreuses versions": f"{busiest}historique/{LIVE}",
        "historique, page laissée depuis le début": f"{oldest}historique/{LIVE}",
        "historique, plus bas": f"{busiest}historique/?avant=50",
        "une ancienne version": f"{busiest}versions/3/",
        "comparaison": f"{busiest}historique/?de=3&a=90",
        "la page un jour passé": f"{oldest}?au=2020-06-01",
        "flux": f"/flux/{LIVE}",
        "flux du département": f"/flux/departements/{row.department_id}/{LIVE}",
        "flux d'un département sans page": f"/flux/departements/{SILENT}/{LIVE}",
        "où déposer": f"/ou-deposer/?commune={commune.code}&fondement={ground.page.slug}",
        "API lookup": f"/api/v1/lookup/?commune={commune.code}&ground={ground.page.slug}",
        "API changes, début": "/api/v1/changes/?since=0&limit=50",
        "API changes, milieu": f"/api/v1/changes/?since={last // 2}&limit=50",
        "API changes, fin": f"/api/v1/changes/?since={last - 50}&limit=50",
        "API versions": f"/api/v1/procedures/{row.page.slug}/versions/?limit=50",
        "API versions, nombreuses": f"/api/v1/procedures/{identifier(1, BUSIEST)}/versions/?limit=50",
        "API versions, laissée depuis le début": f"/api/v1/procedures/{identifier(1, OLDEST)}/versions/?limit=50",
        "API guichets": "/api/v1/offices/?limit=20",
        "API sources": "/api/v1/sources/?limit=20",
        "API modalités": api,
        "API modalités, page profonde": f"{api}&cursor={Cursor(False, last_slug)}",
    }
    filters = {
        "q": f"essai {ORDINARY}",
        "region": row.department.region_id,
        "department": row.department_id,
        "commune": commune.code,
        "office": office.page.slug,
        "ground": ground.page.slug,
        "channel": "post",
        "handling": "handled",
        "practice": "booking_only",
        "document": "passport",
        "modified_after": "2024-12-01T00:00:00Z",
        "verified_before": "2026-01-01",
    }
    found |= {f"API modalités, {name}": f"{api}&{name}={value}" for name, value in filters.items()}
    return found | {
        "file d'attente": "/espace/file/",
        "file d'attente, un département": f"/espace/file/?departement={row.department_id}",
        "file d'attente, dernière page": "/espace/file/?page=last",
        "proposition": f"/espace/propositions/{waiting}/",
        "mon travail": "/espace/",
    }


def pages(number: int) -> str:
    return Procedure.objects.select_related("page").get(pk=identifier(1, number)).page.get_absolute_url()


def measure(client: Client, address: str, calls: int) -> dict:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    queries = len(captured)  # read now: the next request begins a new list
    if answer.status_code != 200:
        raise Unanswered(f"{address}: {answer.status_code}")
    times, costs = [], []
    for _ in range(calls):
        began, worked = time.perf_counter(), cpu()
        client.get(address)
        times.append(time.perf_counter() - began)
        costs.append(cpu() - worked)
    return {"ms": median(times) * 1000, "cpu": median(costs) * 1000, "queries": queries}


def cpu() -> float:
    """Seconds of processor of this process and of its connection's server, which stands on the same Linux: what else a
    busy machine does is not in it (`/proc/PID/schedstat`, its first number, in nanoseconds)."""
    server = connection.connection.info.backend_pid
    return time.process_time() + int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e9


def main() -> None:
    warnings.filterwarnings("ignore", "No directory at")  # of static files: nobody asks for one
    calls = int(os.environ.get("CALLS", "15"))
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=f"{PREFIX}-moderation"))
    chosen = sys.argv[1:]
    asked = {title: address for title, address in requests().items() if not chosen or title in chosen}
    json.dump({title: measure(client, address, calls) for title, address in asked.items()}, sys.stdout)


main()
