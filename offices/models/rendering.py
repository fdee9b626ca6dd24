"""What stands on disk of the public addresses, and what should (offices/publishing)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RenderingQuerySet(models.QuerySet):
    def behind(self):
        """Addresses that were forgotten and not rendered since: work for whoever warms. A reader gets them live."""
        return self.filter(done__lt=models.F("wanted"))


class Rendering(models.Model):
    """One subject: an address with those under it. The row orders a race, never a text.

    `wanted` grows with each decision that changes what the address shows; a renderer that noted another number than
    the one that stands when it is ready throws its work away.
    """

    key = models.CharField(_("adresse"), max_length=200, primary_key=True)
    wanted = models.PositiveBigIntegerField(_("demandé"), default=0)
    done = models.PositiveBigIntegerField(_("fait"), default=0)
    mtime = models.PositiveBigIntegerField(_("date donnée au dernier fichier (secondes)"), default=0)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendu")
        verbose_name_plural = _("rendus")

    def __str__(self):
        return self.key
