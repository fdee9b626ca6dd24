"""What pages rest on, where a commune files, and what has changed since."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Access, allow
from offices import competence, ledger
from offices.api import parameters, shapes
from offices.api.bodies import iso, state_body, warning_body
from offices.api.pagination import address, links
from offices.api.parameters import checked
from offices.api.places import ref
from offices.api.problems import Resync
from offices.api.schema import describe
from offices.api.surroundings import api_url, place
from offices.api.views.base import ApiView, ListView
from offices.citations import CITING, public_address, published_sources
from offices.competence import Answer, Ask, Rule
from offices.models import Change
from sources.models import Source


@allow(Access.PUBLIC)
class SourceList(ListView):
    """Addresses on which published pages rest, and no other: what only a proposal cites is not public."""

    filters, key = parameters.SourceFilters, "key"

    def rows(self):
        return published_sources().select_related("told").prefetch_related(*(f"{name}__page" for name in CITING))

    def bodies(self, rows):
        return [source_body(source) for source in rows]

    @describe(
        "list_sources",
        "Sources",
        shapes.Listing[shapes.SourceBody],
        filters,
        says="Les adresses que citent les pages publiées, et aucune autre.",
    )
    def get(self, request):
        return super().get(request)


def source_body(source: Source) -> dict:
    citing = [row for name in CITING for row in getattr(source, name).all() if row.page.is_published]
    return {
        "url": public_address(source),
        **state_body(getattr(source, "told", None)),
        "cited_by": sorted((ref(row) for row in citing), key=lambda cited: cited["slug"]),
    }


# --- Lookup --------------------------------------------------------------------------------------------------------


@allow(Access.PUBLIC)
class LookupView(ApiView):
    @describe("lookup", "Où déposer", shapes.LookupBody, parameters.LookupParameters)
    def get(self, request: Request) -> Response:
        values = checked(parameters.LookupParameters(request.query_params))
        return Response(answer_body(competence.lookup(values["commune"], values["ground"])))


def answer_body(answer: Answer) -> dict:
    return {
        "commune": place(answer.commune),
        "ground": ref(answer.ground),
        "rule": answer.rule.value,
        "handling": answer.handling.value,
        "office": ref(answer.office),
        "procedure": ref(answer.procedure),
        "platform": answer.platform or None,
        "platform_url": answer.platform_url or None,
        "ask": ask_body(answer.ask),
        "own_office": ref(answer.own_office),
        "stated": answer.stated if answer.office and answer.rule == Rule.OFFICE_ELSEWHERE else None,
        "warnings": [warning_body(warning) for warning in answer.warnings()],
    }


def ask_body(ask: Ask | None) -> dict | None:
    if ask is None:
        return None
    return {
        "office": ref(ask.office),
        "guide": ref(ask.guide),
        "town": ask.town or None,
        "website": ask.website or None,
        "looked_on": iso(ask.looked_on),
    }


# --- Changes -------------------------------------------------------------------------------------------------------


@allow(Access.PUBLIC)
class ChangeList(ApiView):
    @describe(
        "list_changes", "Journal des changements", shapes.Changes, parameters.ChangesParameters, refusals=[Resync]
    )
    def get(self, request: Request) -> Response:
        values = checked(parameters.ChangesParameters(request.query_params))
        since, limit = values["since"], values["limit"]
        log, last = ledger.last_change()
        if since > last or (values["log"] and str(values["log"]) != log):
            raise Resync(log=log, last=last)
        # Up to `last`, which was read first: a line committed meanwhile belongs to the next answer.
        lines = list(Change.objects.filter(seq__gt=since, seq__lte=last).select_related("page").order_by("seq")[:limit])
        following = address(request, since=lines[-1].seq) if lines and lines[-1].seq < last else None
        preceding = address(request, since=max(0, since - limit)) if since else None
        return Response(
            {
                "log": log,
                "last": last,
                "next": following,
                "previous": preceding,
                "results": [change_body(line) for line in lines],
            },
            headers=links({"next": following, "prev": preceding}),
        )


def change_body(change: Change) -> dict:
    return {
        "seq": change.seq,
        "kind": change.kind,
        "type": change.type,
        "page_kind": change.page.kind,
        "id": str(change.page_id),
        "version": change.version,
        "at": iso(change.at),
        "url": api_url(change.page),
        "summary": change.summary,
    }
