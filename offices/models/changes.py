"""The one log of what alters public bytes. Feeds, mirrors, notifications and renderings are readers of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices import enums
from offices.models.pages import Page
from sources.enums import Verdict
from sources.models import Source


class Ledger(models.Model):
    """One row: the last numbers given. Locked while a number is taken, so numbers follow the order of commits.

    A sequence of the database would not do: with 8 writers, a reader of "everything after the last id" missed 40 % of
    the rows, because identifiers are given before they are committed.
    """

    log = models.UUIDField(_("identifiant du journal"), default=uuid.uuid4)
    last_change = models.PositiveBigIntegerField(_("dernier changement"), default=0)
    last_decision = models.PositiveBigIntegerField(_("dernière décision"), default=0)

    class Meta:
        verbose_name = _("compteur")
        verbose_name_plural = _("compteurs")

    def __str__(self):
        return str(self.log)


class Change(models.Model):
    seq = models.PositiveBigIntegerField(_("numéro"), primary_key=True)
    kind = models.CharField(_("nature"), max_length=20, choices=enums.ChangeKind)
    type = models.CharField(_("type"), max_length=20, choices=enums.ChangeType)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="changes", verbose_name=_("page"))
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("date"))
    summary = models.TextField(_("résumé"))

    class Meta:
        verbose_name = _("changement")
        verbose_name_plural = _("changements")
        ordering = ["seq"]
        indexes = [models.Index(fields=["page", "-seq"])]

    def __str__(self):
        return f"{self.seq} {self.summary}"


class DueDateQuerySet(models.QuerySet):
    def public(self):
        """Those that change a public page by themselves."""
        return self.filter(kind__in=enums.PUBLIC_DUES)

    def untold(self):
        """Those that no line of the log has told, come or to come."""
        return self.public().filter(told_at__isnull=True)


class DueDate(models.Model):
    """A day that the dates of a page's content name. Derived from it by `offices.indexing`, except for `told_at`: when
    the log told it, or when the text was decided, if it was decided that day or later."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="due_dates", verbose_name=_("page"))
    on = models.DateField(_("jour"))
    kind = models.CharField(_("nature"), max_length=20, choices=enums.DueKind)
    told_at = models.DateTimeField(_("dite le"), null=True, blank=True)

    objects = DueDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("échéance")
        verbose_name_plural = _("échéances")
        ordering = ["on", "kind", "page"]
        constraints = [models.UniqueConstraint(fields=["page", "on", "kind"], name="due_once")]
        indexes = [
            models.Index(fields=["on"], condition=models.Q(told_at__isnull=True), name="due_untold"),
            models.Index(fields=["kind", "on"]),
        ]

    def __str__(self):
        return f"{self.page} {self.on:%Y-%m-%d} {self.get_kind_display()}"


class SourceState(models.Model):
    """What the public was told of a source. A visit that finds the same again changes no public byte; another state is
    told with a line of the log for each page that cites the source."""

    source = models.OneToOneField(
        Source, on_delete=models.CASCADE, primary_key=True, related_name="told", verbose_name=_("source")
    )
    verdict = models.CharField(_("état"), max_length=20, choices=Verdict)
    moved_to = models.TextField(_("nouvelle adresse"), blank=True)
    text_hash = models.CharField(_("empreinte du texte"), max_length=64, blank=True)
    checked_on = models.DateField(_("constaté le"))

    class Meta:
        verbose_name = _("état public d'une source")
        verbose_name_plural = _("états publics des sources")

    def __str__(self):
        return f"{self.source} : {self.get_verdict_display()}"
