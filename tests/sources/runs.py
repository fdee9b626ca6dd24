"""Sources to visit, and what a run found of them."""

from sources.enums import Finding
from sources.models import Source

PAGE = "<title>Séjour</title><main><p>Envoyez deux photos.</p></main>"
OTHER_PAGE = PAGE.replace("deux", "trois")


def cited(*urls: str) -> list[Source]:
    return [Source.objects.get_or_create_for(url) for url in urls]


def findings(reports) -> dict[str, Finding]:
    return {report.source.url: report.judgement.finding for report in reports}
