"""A page of the same text: a StreamField with one block for each heading."""

from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class SectionBlock(StructBlock):
    level = ChoiceBlock(choices=[("h2", "h2"), ("h3", "h3")], required=False)
    heading = CharBlock(required=False)
    text = RichTextBlock(required=False)

    class Meta:
        template = "section.html"


class Folder(Page):
    template = "procedure.html"


class ProcedurePage(Page):
    template = "procedure.html"
    body = StreamField([("section", SectionBlock())])
    content_panels = [*Page.content_panels, FieldPanel("body")]
