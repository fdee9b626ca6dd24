"""The text that everybody serves: taken from our own pages, and given to the peers in parts, as an editor would."""

import re
from dataclasses import asdict, dataclass
from html import unescape

HEADING = re.compile(r"<(h[23])\b[^>]*>(.*?)</\1>", re.DOTALL)
MAIN = re.compile(r"(<main[^>]*>)(.*?)(</main>)", re.DOTALL)
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """`level` is h2 or h3; the part before the first heading has none. `text` is HTML as it was cut."""

    level: str
    heading: str
    text: str


def page(html: str, slug: str) -> dict:
    """The title and sections of a page."""
    main = MAIN.search(html).group(2)
    title = TITLE.search(main)
    start, *rest = HEADING.split(TITLE.sub("", main, count=1))
    parts = zip(rest[0::3], rest[1::3], rest[2::3], strict=True)
    sections = [Section("", "", start), *(Section(level, plain(heading), text) for level, heading, text in parts)]
    return {"slug": slug, "title": plain(title.group(1)), "sections": [asdict(section) for section in sections]}


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def shell(html: str) -> str:
    """What stands around the text, head and foot, as a Django template: the same bytes for every peer."""
    before, after = MAIN.sub("\0", html).split("\0")
    before, after = (f"{{% verbatim %}}{part}{{% endverbatim %}}" for part in (before, after))
    return f"{before}{{% block main %}}{{% endblock %}}{after}"
