from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from offices import filing_history
from offices.enums import PageKind
from offices.indexing import reindex
from offices.models import Page
from offices.publishing import rendering


class Command(BaseCommand):
    help = "Refait l'index de toutes les pages à partir de leur contenu."

    def handle(self, **options):
        # What others point to first: a procedure's rows name offices and grounds, a ground its parent.
        order = [
            PageKind.GROUND,
            PageKind.GROUND,
            PageKind.OFFICE,
            PageKind.GUIDE,
            PageKind.LEGAL_NOTE,
            PageKind.PROCEDURE,
        ]
        with transaction.atomic():
            for kind in order:
                for page in Page.objects.filter(kind=kind):
                    reindex(page)
                    filing_history.rebuild(page)
            rendering.forget_everything()  # rendered from an index that somebody had a reason to make anew
        self.stdout.write(_("%s pages indexées.") % Page.objects.count())
