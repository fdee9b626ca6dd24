"""What templates say in words or mark up: `{{ page.edited_at|day }}`, `{% time page.edited_at %}`."""

from datetime import date, datetime

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from offices import words
from offices.models import Page
from offices.presentation import phrases

register = template.Library()

register.filter("capital", words.capital)
register.filter("plural", words.plural)
register.filter("office", words.office)
register.filter("sentence", phrases.sentence)
register.filter("host", phrases.host)


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


@register.filter
def history_url(page: Page) -> str:
    return reverse(f"offices:{page.kind}_history", args=[page.slug])


@register.simple_tag
def version_url(page: Page, number: int) -> str:
    """The permanent address of one version."""
    return reverse(f"offices:{page.kind}_version", args=[page.slug, number])
