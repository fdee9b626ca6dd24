"""What an approval costs here: the whole transaction of the door, on a proposal made beforehand.

usage: python -m benchmarks.approving SLUG; then a number of times a line on the standard input. Each line is answered
by one of JSON: {"ms": […], "queries": […]}. Every file that the decision before forgot stands again before the next,
in every language, and what it set aside is deleted, as by a worker.
"""

import json
import os
import sys
import time
from pathlib import Path

import django


def main(slug: str) -> None:
    author, moderator = (User.objects.get(username=name) for name in ("benevole", "moderation"))
    render_what_will_be_forgotten(Page.objects.get(slug=slug))
    rendered = Path(settings.RENDERED_DIR)
    kept = rendered.with_name("rendered-kept")
    link_missing(rendered, kept)
    statements: list[int] = []
    counted = 0
    with connection.execute_wrapper(lambda execute, *args: statements.append(1) or execute(*args)):
        for line in sys.stdin:
            found: dict[str, list[float]] = {"ms": [], "queries": []}
            for _ in range(int(line)):
                counted += 1
                page = Page.objects.get(slug=slug)
                proposal = moderation.submit(changed(page.document, counted), evidence=SEEN, author=author, page=page)
                seen_hash = outcomes.outcome(proposal).hash
                keys.store().sweep(timezone.localdate())
                link_missing(kept, rendered)
                statements.clear()
                start = time.perf_counter()
                moderation.approve(proposal, by=moderator, seen_hash=seen_hash)
                found["ms"].append((time.perf_counter() - start) * 1000)
                found["queries"].append(len(statements))
            print(json.dumps(found), flush=True)


def render_what_will_be_forgotten(page) -> None:
    """In every language, as a worker would."""
    for key in keys.dependents(page, page.document):
        rendering.warm(key)


def changed(document, number: int):
    """One sentence more in one remark, in place of that of the last time."""
    remark = Remark(id="benchmark", text=f"Modification {number}.")
    others = tuple(row for row in document.remarks if row.id != remark.id)
    return document.model_copy(update={"remarks": (*others, remark)})


def link_missing(source: Path, target: Path) -> None:
    """Every file of a folder that another lacks, as a second name of it: nothing is copied."""
    for folder, _folders, files in os.walk(source):
        there = target / Path(folder).relative_to(source)
        there.mkdir(parents=True, exist_ok=True)
        for name in set(files) - set(os.listdir(there)):
            os.link(Path(folder) / name, there / name)


if __name__ == "__main__":
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from accounts.models import User
    from offices import moderation, outcomes
    from offices.content import Remark
    from offices.enums import EvidenceKind
    from offices.evidence import Evidence
    from offices.models import Page
    from offices.publishing import keys, rendering

    SEEN = Evidence(kind=EvidenceKind.WEB_PAGE, url="https://www.example.org/", date=timezone.localdate())
    main(sys.argv[1])
