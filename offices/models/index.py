"""Columns and relations derived from published pages, for filters, joins and lookups.

Written by `offices.indexing` inside the deciding transaction, rebuilt by `manage.py reindex`, compared by
`manage.py verify`. No query looks into a page's content; no fact stands here that does not stand there.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from geography.models import Arrondissement, Commune, Department
from offices import enums
from offices.models.pages import Page
from sources.models import Source


class IndexQuerySet(models.QuerySet):
    def published(self):
        """The gate: every public reading starts here."""
        return self.filter(page__state=enums.PageState.PUBLISHED)


class Indexed(models.Model):
    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="%(class)s", verbose_name=_("page")
    )
    title = models.CharField(_("titre"), max_length=400)
    search_text = models.TextField(_("texte cherché"), blank=True)
    sources = models.ManyToManyField(Source, related_name="%(class)ss", blank=True, verbose_name=_("sources citées"))
    verified_on = models.DateField(_("confirmée le"), null=True, blank=True)

    objects = IndexQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @classmethod
    def page_kind(cls) -> enums.PageKind:
        return next(kind for kind in enums.PageKind if kind.replace("_", "") == cls._meta.model_name)


class Office(Indexed):
    kind = models.CharField(_("type"), max_length=30, choices=enums.OfficeKind)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="offices", verbose_name=_("département")
    )
    seat = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune du siège")
    )
    arrondissements = models.ManyToManyField(
        Arrondissement, related_name="offices", blank=True, verbose_name=_("arrondissements")
    )

    class Meta:
        verbose_name = _("guichet")
        verbose_name_plural = _("guichets")
        ordering = ["department_id", "kind", "title"]


class Ground(Indexed):
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("fondement plus large"),
    )
    filing = models.CharField(_("lieu de dépôt"), max_length=20, choices=enums.Filing)

    class Meta:
        verbose_name = _("fondement")
        verbose_name_plural = _("fondements")
        ordering = ["title"]


class Guide(Indexed):
    # Whom to ask there; none of a guide that speaks of the whole country.
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guides",
        verbose_name=_("département"),
    )

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["title"]


class LegalNote(Indexed):
    class Meta:
        verbose_name = _("note juridique")
        verbose_name_plural = _("notes juridiques")
        ordering = ["title"]


class Procedure(Indexed):
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="procedures", verbose_name=_("département")
    )
    handling = models.CharField(_("compétence"), max_length=20, choices=enums.Handling)
    offices = models.ManyToManyField(
        Office, through="ProcedureOffice", related_name="procedures", verbose_name=_("guichets")
    )
    grounds = models.ManyToManyField(Ground, related_name="procedures", verbose_name=_("fondements"))
    # To which at least one of its rows is limited: mostly particular cases of its own grounds.
    particular_grounds = models.ManyToManyField(
        Ground, related_name="particular_procedures", blank=True, verbose_name=_("fondements de certaines lignes")
    )
    territory = models.ManyToManyField(
        Arrondissement, related_name="procedures", blank=True, verbose_name=_("arrondissements du territoire")
    )

    class Meta:
        verbose_name = _("modalités de dépôt")
        verbose_name_plural = _("modalités de dépôt")
        ordering = ["department_id", "title"]
        indexes = [  # what to read again first (offices.coverage.most_due), and the filters by day of the API
            models.Index(
                fields=["department", "page"], condition=models.Q(verified_on=None), name="procedure_never_confirmed"
            ),
            models.Index(fields=["verified_on", "department", "page"], name="procedure_longest_ago"),
        ]


class ProcedureOffice(models.Model):
    """The offices of a procedure, in the order in which its text names them."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["procedure", "office"], name="procedure_office_once")]

    def __str__(self):
        return f"{self.procedure} – {self.office}"


class ProcedureChannel(models.Model):
    """One way of filing that a procedure's steps use."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(_("voie"), max_length=20, choices=enums.Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "channel"], name="procedure_channel_once")]

    def __str__(self):
        return self.get_channel_display()


class FilingPeriod(models.Model):
    """What a procedure said, from one day to another, of how requests on a ground are filed at an office. Derived from
    every version of the page by `offices.filing_history`."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="filing_periods")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="filing_periods")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="filing_periods")
    ways = models.CharField(_("façons de déposer"), max_length=120)  # plain codes of WayOfFiling, sorted
    since = models.DateField(_("depuis le"))
    until = models.DateField(_("premier jour où ce n'est plus vrai"), null=True, blank=True)

    class Meta:
        verbose_name = _("façon de déposer sur une période")
        verbose_name_plural = _("façons de déposer par périodes")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "office", "ground", "ways", "since"], name="filing_period_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")), name="filing_period_lasts"
            ),
        ]

    def __str__(self):
        return f"{self.procedure} : {self.ways}, {self.since:%Y-%m-%d}"


class PageTopic(models.Model):
    """One practice or document of which the law may say something: those that a procedure or a ground carries today,
    those that a legal note speaks of. A note stands on every page with which it shares one."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="topics", verbose_name=_("page"))
    kind = models.CharField(_("nature"), max_length=20, choices=enums.TopicKind)
    code = models.CharField(_("code"), max_length=40)

    class Meta:
        verbose_name = _("sujet d'une page")
        verbose_name_plural = _("sujets des pages")
        constraints = [models.UniqueConstraint(fields=["page", "kind", "code"], name="page_topic_once")]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self):
        return f"{self.page} : {self.code}"


class Mention(models.Model):
    """One page names another, anywhere in its content: what the other is called shows on it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("page"))
    mentioned = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="mentioned_by", verbose_name=_("page nommée")
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["page", "mentioned"], name="mention_once")]

    def __str__(self):
        return f"{self.page} → {self.mentioned}"
