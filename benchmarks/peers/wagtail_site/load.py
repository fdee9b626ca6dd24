"""Fill the site. usage: python -m wagtail_site.load texts.json (made by benchmarks/ours.py)"""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(texts):
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("editor", password=None)
    home = Page.objects.get(slug="home")
    folder = home.add_child(instance=Folder(title="Modalités", slug="modalites"))
    for text in texts["pages"]:
        body = [("section", {**section, "text": RichText(section["text"])}) for section in text["sections"]]
        page = folder.add_child(instance=ProcedurePage(title=text["title"], slug=text["slug"], body=body))
        page.save_revision().publish()


if __name__ == "__main__":
    django.setup()
    from django.contrib.auth import get_user_model
    from wagtail.models import Page
    from wagtail.rich_text import RichText

    from wagtail_site.models import Folder, ProcedurePage

    main(json.loads(Path(sys.argv[1]).read_text()))
