"""What the importer remembers: per document and block, the content it last produced, and what it could not place."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices import enums
from offices.models.proposals import Proposal


class ImportedDocument(models.Model):
    """One document, known by the hash of its bytes: the same document twice does nothing.

    `complete`: nothing of it was left because it lay outside the scope of whoever brought it; else the same document
    is read again for what was left.
    """

    sha256 = models.CharField(_("empreinte"), max_length=64, unique=True)
    name = models.CharField(_("nom du fichier"), max_length=255)
    region = models.CharField(_("région"), max_length=100, blank=True)
    imported_at = models.DateTimeField(_("importé le"))
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("apporté par")
    )
    complete = models.BooleanField(_("lu en entier"), default=True)

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


class ImportedPage(models.Model):
    """What became of one page that a document asked for."""

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="pages", verbose_name=_("document")
    )
    slug = models.SlugField(_("page"), max_length=120)
    title = models.TextField(_("titre"))
    department_code = models.CharField(_("département"), max_length=3, blank=True)
    line = models.PositiveIntegerField(_("ligne"))
    dated = models.DateField(_("dernière mise à jour annoncée"), null=True, blank=True)
    fate = models.CharField(_("issue"), max_length=20, choices=enums.ImportFate)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposition")
    )

    class Meta:
        verbose_name = _("page demandée par un document")
        verbose_name_plural = _("pages demandées par des documents")
        ordering = ["document", "line", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "slug"], name="imported_page_once")]

    def __str__(self):
        return f"{self.slug} : {self.get_fate_display()}"


class AnomalyQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has closed yet."""
        return self.filter(closed_at__isnull=True)

    def contradictions(self):
        """A document against itself, another document, or what is published: whoever writes the page should know."""
        return self.standing().filter(code__in=enums.CONTRADICTIONS)

    def about(self, page):
        """Those of a page, under whichever of its addresses the document knew it."""
        return self.filter(slug__in=page.slugs.values("slug"))


class Anomaly(models.Model):
    """Something a person should look at in a document. Anomalies are rows, not content: closed, not deleted."""

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="anomalies", verbose_name=_("document")
    )
    code = models.CharField(_("code"), max_length=60)
    line = models.PositiveIntegerField(_("ligne"))
    excerpt = models.TextField(_("texte de la ligne"), blank=True)
    message = models.TextField(_("explication"))
    slug = models.SlugField(_("page"), max_length=120, blank=True)
    department_code = models.CharField(_("département"), max_length=3, blank=True)

    closing = models.CharField(_("clôture"), max_length=20, choices=enums.AnomalyClosing, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("close par"),
    )

    objects = AnomalyQuerySet.as_manager()

    class Meta:
        verbose_name = _("anomalie")
        verbose_name_plural = _("anomalies")
        ordering = ["document", "line", "pk"]
        indexes = [models.Index(fields=["department_code", "closed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closing="", closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(closing="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="anomaly_closed_by_someone",
            )
        ]

    def __str__(self):
        return f"{self.code}, ligne {self.line}"


class ImportDraftQuerySet(models.QuerySet):
    def lapsed(self, now):
        return self.filter(at__lte=now - ImportDraft.KEPT)


class ImportDraft(models.Model):
    """The texts that a moderator looks at before sending what they propose. Sent once; forgotten after a day."""

    KEPT = timedelta(days=1)

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name=_("apporté par"))
    at = models.DateTimeField(_("déposé le"), default=timezone.now)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("import en préparation")
        verbose_name_plural = _("imports en préparation")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.owner} {self.at:%Y-%m-%d}"


class DraftText(models.Model):
    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, related_name="texts", verbose_name=_("import"))
    name = models.CharField(_("nom"), max_length=255)
    data = models.BinaryField(_("octets"))

    class Meta:
        verbose_name = _("texte à importer")
        verbose_name_plural = _("textes à importer")
        ordering = ["pk"]

    def __str__(self):
        return self.name
