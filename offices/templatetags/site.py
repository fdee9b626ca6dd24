"""What templates say in words or mark up: `{{ page.edited_at|day }}`, `{% time page.edited_at %}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from geography.arabic import is_arabic
from offices import ground_names, languages, words
from offices.models import Page
from offices.presentation import phrases

register = template.Library()

OG_LOCALES = {"fr": "fr_FR", "en": "en_GB", "ar": "ar_AR"}

register.simple_tag(words.comma, name="comma")
register.simple_tag(words.labelled, name="labelled")
register.filter("listed", words.listed)
register.filter("capital", words.capital)
register.filter("plural", words.plural)
register.filter("office", words.office)
register.filter("sentence", phrases.sentence)
register.filter("host", phrases.host)
register.filter("ground", ground_names.named)
register.filter("is_arabic", is_arabic)
register.filter("french", languages.french, is_safe=True)
register.filter("short_address", phrases.short_address)


def in_france(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


@register.filter
def day(moment: date | datetime) -> str:
    """ "1er février 2023": a moment is given the day it has in France."""
    return words.day(in_france(moment))


@register.simple_tag
def time(moment: date | datetime):
    """A day, for people and for machines. Never an age: the bytes must stay true."""
    on = in_france(moment)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), words.day(on))


@register.filter
def codes(text: str) -> str:
    """What stands between backticks, as code: the description of the API is written for machines and for people."""
    parts = text.split("`")
    return format_html_join(
        "", "{}", [(format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in enumerate(parts)]
    )


@register.tag
def constant(parser, token):
    """`{% constant %}…{% endconstant %}`: what no page changes, laid out once in a process for each language. It
    sees no variable of the page around it."""
    nodes = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(nodes)


class Constant(template.Node):
    def __init__(self, nodes: template.NodeList):
        self.nodes = nodes
        self.texts: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.nodes.render(context.new())
        return self.texts[language]


@register.tag
def capture(parser, token):
    """`{% capture name %}…{% endcapture %}`: what stands there is shown nowhere yet, and under that name as often as it
    is needed, as text or as the value of an attribute. A block cannot stand in a template twice."""
    _tag, name = token.split_contents()
    nodes = parser.parse(("endcapture",))
    parser.delete_first_token()
    return Capture(name, nodes)


class Capture(template.Node):
    def __init__(self, name: str, nodes: template.NodeList):
        self.name = name
        self.nodelist = nodes  # the name under which Django looks for blocks

    def render(self, context: template.Context) -> str:
        text = self.nodelist.render(context).strip()
        context[self.name] = mark_safe(text.replace('"', "&quot;"))  # noqa: S308 (rendered, hence escaped)
        return ""


@register.tag
def beside(parser, token):
    """`{% beside %}…{% endbeside %}`: what stands there and, where nobody has reviewed the language of the page, the
    same in French."""
    nodes = parser.parse(("endbeside",))
    parser.delete_first_token()
    return Beside(nodes)


class Beside(template.Node):
    def __init__(self, nodes: template.NodeList):
        self.nodes = nodes

    def render(self, context: template.Context) -> str:
        said = self.nodes.render(context)
        if not languages.is_doubtful():
            return said
        original = languages.in_french(self.nodes.render, context)
        return said + format_html(' <span class="note" lang="fr" dir="ltr">{}</span>', original)


@register.filter
def typed(text: str) -> str:
    """What a reader has typed, in a language that nobody knows."""
    return format_html('<bdi lang="">{}</bdi>', text)


@register.filter
def grounds(titles: Iterable[str]) -> str:
    return words.listed(map(ground_names.named, titles))


@register.simple_tag
def absolute(path: str) -> str:
    """An address of the site with its name: always the one in SITE_URL, never the one by which a request came, which
    a stranger could choose for every later reader of the file."""
    return settings.SITE_URL + path


@register.simple_tag
def og_locale() -> str:
    """The language in force as Open Graph names it: with a country, in capitals."""
    return OG_LOCALES.get(get_language() or "", "")


@register.filter
def history_url(page: Page) -> str:
    return reverse(f"offices:{page.kind}_history", args=[page.slug])


@register.filter
def qr_url(page: Page) -> str:
    return reverse(f"offices:{page.kind}_qr", args=[page.slug])


@register.simple_tag
def version_url(page: Page, number: int) -> str:
    """The permanent address of one version."""
    return reverse(f"offices:{page.kind}_version", args=[page.slug, number])


# --- Languages -------------------------------------------------------------------------------------------------------

# What a page is asked for by its query, and is still asked for in another language.
KEPT_IN_ANOTHER_LANGUAGE = ("q", "commune", "fondement", "region", "facon", "avant", "apres", "au", "de", "a")


@dataclass(frozen=True)
class Edition:
    """The page in a language, by its own name for itself."""

    code: str
    name: str
    address: str
    is_this: bool

    @property
    def whole_address(self) -> str:
        return f"{settings.SITE_URL}{self.address}"


@register.simple_tag(takes_context=True)
def editions(context) -> list[Edition]:
    """The page in every language of the site, French first. A text that is kept is made without a request: its address
    is the page's."""
    request = context.get("request")
    path = languages.without_prefix(request.path if request else context["page"].get_absolute_url())
    query = kept_query(request.GET) if request and request.GET else ""
    this = get_language()
    return [
        Edition(code, name, f"{languages.address_in(code, path)}{query}", code == this)
        for code, name in languages.NAMES.items()
    ]


def kept_query(given: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in KEPT_IN_ANOTHER_LANGUAGE:
        if values := [value for value in given.getlist(name) if value.strip()]:  # an empty field asks for nothing
            kept.setlist(name, values)
    return f"?{kept.urlencode()}" if kept else ""


@register.simple_tag
def is_reviewed() -> bool:
    """Whether somebody has read the translation in which the page is."""
    return languages.is_reviewed(get_language() or languages.SOURCE)


@register.simple_tag
def original(text: str) -> str:
    """The French of a fact, below it, where there is one to show (`languages.in_french_too`)."""
    return format_html('<p class="note" lang="fr" dir="ltr">{}</p>', text) if text else ""
