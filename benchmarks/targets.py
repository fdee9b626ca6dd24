"""What is measured beside what, and what is aimed for. Ratios are taken within a bundle, measured in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.load import Request, ask
from benchmarks.ours import LIVE, Ours, file_of
from benchmarks.peering import Peers

UNIT = "nginx: page"


@dataclass(frozen=True)
class Target:
    """`server` is a field of Ours or Peers. `answer` is plain, gzip or 304. `what`: page, detail, live, list, or
    bare: the page without our headers."""

    title: str
    server: str
    what: str
    answer: str = "plain"

    @property
    def connections(self) -> int:
        """One request at a time where the time of a request is asked for, else as many as saturate the core."""
        return 1 if self.what in ("live", "list") else 16


def three(what: str, shown: str, answer: str) -> list[Target]:
    """The same answer from nginx's own files, from ours behind nginx, and from ours without."""
    ending = "" if answer == "plain" else f", {answer}"
    return [
        Target(f"nginx: {shown}{ending}", "static", what, answer),
        Target(f"ours, production: {shown}{ending}", "nginx", what, answer),
        Target(f"ours, embedded: {shown}{ending}", "web", what, answer),
    ]


def bare(answer: str) -> Target:
    return Target(f"nginx: page, bare{'' if answer == 'plain' else f', {answer}'}", "static", "bare", answer)


PAGE = three("page", "page", "plain")
DETAIL = three("detail", "API detail", "plain")
BUNDLES: tuple[tuple[Target, ...], ...] = (
    (*PAGE, bare("plain")),
    (*three("page", "page", "gzip"), bare("gzip"), PAGE[0]),
    (*three("page", "page", "304"), bare("304"), PAGE[0]),
    (*DETAIL,),
    (*three("detail", "API detail", "gzip"), DETAIL[0]),
    (*three("detail", "API detail", "304"), DETAIL[0]),
    (
        PAGE[0],
        PAGE[1],
        Target("Wagtail behind nginx proxy_cache", "wagtail_proxy", "page"),
        Target("Wagtail, wagtail-cache in its process", "wagtail_locmem", "page"),
        Target("Wagtail, wagtail-cache on Redis", "wagtail_redis", "page"),
    ),
    (
        Target("ours, rendered live", "web", "live"),
        Target("plain Django, live", "plain", "live"),
        Target("Wagtail, live", "wagtail", "live"),
    ),
    (
        Target("ours, list of the API", "web", "list"),
        Target("DRF ModelSerializer, list", "plain", "list"),
    ),
)
TARGETS = {target.title: target for bundle in BUNDLES for target in bundle}
APPROVE, PUBLISH = "ours, approve", "Wagtail, save_revision + publish"


@dataclass(frozen=True)
class Goal:
    """`subject` against `reference`: at least so many times its answers a second, or at most so much of its time.
    `at_once`: both asked at the same moment, because the goal is nearer to 1 than two seconds of one machine are to
    each other."""

    subject: str
    reference: str
    at_least: float = 0
    at_most: float = 0
    at_once: bool = False

    @property
    def title(self) -> str:
        if self.at_least:
            together = ", at the same moment" if self.at_once else ""
            return f"{self.subject} ≥ {self.at_least:g} × {self.reference}{together}"
        return f"{self.subject}: time ≤ {self.at_most:g} × {self.reference}"

    def holds(self, ratio: float) -> bool:
        return ratio >= self.at_least if self.at_least else ratio <= self.at_most


GOALS = (
    *(
        Goal(f"ours, production: {shown}{answer}", f"nginx: {shown}{answer}", at_least=0.95, at_once=True)
        for shown in ("page", "API detail")
        for answer in ("", ", gzip", ", 304")
    ),
    Goal("ours, production: page", "Wagtail, wagtail-cache on Redis", at_least=20),
    *(
        goal
        for shown in ("page", "API detail")
        for goal in (
            Goal(f"ours, embedded: {shown}", f"nginx: {shown}", at_least=0.5),
            Goal(f"ours, embedded: {shown}, gzip", f"nginx: {shown}", at_least=0.5),
            Goal(f"ours, embedded: {shown}, 304", f"nginx: {shown}", at_least=0.55),
        )
    ),
    Goal("ours, rendered live", "Wagtail, live", at_most=0.4),
    Goal("ours, list of the API", "DRF ModelSerializer, list", at_most=0.3),
    Goal(APPROVE, PUBLISH, at_most=0.25),
)
AT_ONCE = tuple(goal for goal in GOALS if goal.at_once)
MOST_QUERIES = 20  # of an approval


def request(target: Target, ours: Ours, peers: Peers) -> Request:
    """What to ask of it. The ETag of a 304 is read from the server itself."""
    server = getattr(ours if target.server in ("nginx", "web") else peers, target.server)
    url = server + path(target, ours)
    headers: Mapping[str, str] = {} if target.answer == "plain" else {"Accept-Encoding": "gzip"}
    if target.answer != "304":
        return Request(url, dict(headers), connections=target.connections)
    known = ask(Request(url, dict(headers))).headers["etag"]
    return Request(url, {**headers, "If-None-Match": known}, status=304, connections=target.connections)


def path(target: Target, ours: Ours) -> str:
    if target.server == "static":
        files = {"page": file_of(ours.page), "bare": f"/bare{file_of(ours.page)}", "detail": file_of(ours.detail)}
        return files[target.what]
    if target.what == "list":
        return "/api/v1/procedures/?limit=20" if target.server == "web" else "/api/procedures/?limit=20"
    if target.what == "detail":
        return ours.detail
    return ours.page + (LIVE if target.server == "web" and target.what == "live" else "")
