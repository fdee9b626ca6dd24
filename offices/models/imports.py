"""What the importer remembers: per document and block, the content it last produced, and what it could not place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models.proposals import Proposal


class ImportedDocument(models.Model):
    """One document, known by the hash of its bytes: the same document twice does nothing."""

    sha256 = models.CharField(_("empreinte"), max_length=64, unique=True)
    name = models.CharField(_("nom du fichier"), max_length=255)
    region = models.CharField(_("région"), max_length=100, blank=True)
    imported_at = models.DateTimeField(_("importé le"))

    class Meta:
        verbose_name = _("document importé")
        verbose_name_plural = _("documents importés")
        ordering = ["imported_at", "pk"]

    def __str__(self):
        return self.name


class ImportedBlock(models.Model):
    """What the last document said of one page. This text, never the published one, is the base of the next merge."""

    slug = models.SlugField(_("page"), max_length=120, unique=True)
    document = models.ForeignKey(
        ImportedDocument, on_delete=models.PROTECT, related_name="blocks", verbose_name=_("document")
    )
    dated = models.DateField(_("dernière mise à jour annoncée"), null=True, blank=True)
    shape = models.PositiveSmallIntegerField(_("numéro de la forme"))
    content = models.TextField(_("contenu produit"))
    content_hash = models.CharField(_("empreinte"), max_length=64)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposition")
    )

    class Meta:
        verbose_name = _("bloc importé")
        verbose_name_plural = _("blocs importés")

    def __str__(self):
        return self.slug


class Anomaly(models.Model):
    """Something a person should look at in a document. Anomalies are rows, not content."""

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="anomalies", verbose_name=_("document")
    )
    code = models.CharField(_("code"), max_length=60)
    line = models.PositiveIntegerField(_("ligne"))
    message = models.TextField(_("explication"))
    slug = models.SlugField(_("page"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("anomalie")
        verbose_name_plural = _("anomalies")
        ordering = ["document", "line", "pk"]

    def __str__(self):
        return f"{self.code}, ligne {self.line}"
