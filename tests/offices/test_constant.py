"""What every page has in common is laid out once for each language, and knows nothing of any page."""

from django.template import Context, Template
from django.utils import translation

TEMPLATE = (
    "{% load i18n site %}{% constant %}[{{ title }}{% get_current_language as spoken %}{{ spoken }}]{% endconstant %}"
)


def test_it_says_nothing_of_the_page_that_was_laid_out_first():
    template = Template(TEMPLATE)
    assert template.render(Context({"title": "Une page"})) == "[fr]"


def test_it_is_said_in_each_language():
    template = Template(TEMPLATE)
    said = [template.render(Context())]
    with translation.override("ar"):
        said.append(template.render(Context()))
    assert [*said, template.render(Context())] == ["[fr]", "[ar]", "[fr]"]
