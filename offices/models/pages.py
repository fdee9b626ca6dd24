"""The only table the public text is written to, the addresses it has had, and the two kinds of mark beside it."""

import uuid

import reversion
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offices import content, enums


class PageQuerySet(models.QuerySet):
    def published(self):
        """The gate: every public reading starts here."""
        return self.filter(state=enums.PageState.PUBLISHED)

    def with_slug(self, slug: str):
        """The page that has, or once had, this address."""
        return self.filter(slugs__slug=slug)


@reversion.register(fields=["kind", "slug", "shape", "content", "content_hash", "version", "state", "edited_at"])
class Page(models.Model):
    """One page: its content in the one shape, as last decided. Written by `offices.moderation` alone.

    A row appears with its first approval; a removed page stays as a tombstone, so that its address is never reused.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("nature"), max_length=20, choices=enums.PageKind)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    code = models.CharField(_("code court"), max_length=8, unique=True, editable=False)  # offices/short_codes.py
    shape = models.PositiveSmallIntegerField(_("numéro de la forme"))
    content = models.TextField(_("contenu"))
    content_hash = models.CharField(_("empreinte"), max_length=64)
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("état"), max_length=20, choices=enums.PageState, default=enums.PageState.PUBLISHED)
    edited_at = models.DateTimeField(_("modifiée le"))

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]
        indexes = [models.Index(fields=["kind", "slug"], name="page_of_kind")]

    def __str__(self):
        return self.slug

    @property
    def document(self) -> "content.Content":
        return content.load(self.content, self.shape)

    @property
    def index(self):
        """The derived row of this page (offices.models.index)."""
        return getattr(self, self.kind.replace("_", ""))

    @property
    def is_published(self) -> bool:
        return self.state == enums.PageState.PUBLISHED

    def get_absolute_url(self):
        return reverse(f"offices:{self.kind}", args=[self.slug])

    @property
    def short_address(self) -> str:
        """Absolute, and the same for ever: what is printed, drawn and sent."""
        return settings.SITE_URL + reverse("offices:short", args=[self.code])


class PageSlug(models.Model):
    """Every address a page has had. The current one is `page.slug`; the others redirect to it, for ever."""

    slug = models.SlugField(_("adresse"), max_length=120, primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="slugs", verbose_name=_("page"))

    class Meta:
        verbose_name = _("adresse d'une page")
        verbose_name_plural = _("adresses des pages")

    def __str__(self):
        return self.slug


class Verification(models.Model):
    """A person confirmed the page against its source that day. Approving never verifies."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="verifications", verbose_name=_("page"))
    on = models.DateField(_("date de la confirmation"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("par")
    )
    origin = models.CharField(_("origine"), max_length=20, choices=enums.Origin, default=enums.Origin.PERSON)
    source_url = models.TextField(_("source relue"), blank=True)
    recorded_at = models.DateTimeField(_("enregistrée le"))

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(origin=enums.Origin.PERSON, by__isnull=False)
                | (~models.Q(origin=enums.Origin.PERSON) & models.Q(by__isnull=True)),
                name="verification_by_person_or_origin",
            ),
            models.UniqueConstraint(fields=["page", "on", "by"], name="verification_once_by_person"),
            models.UniqueConstraint(
                fields=["page", "on", "origin"],
                condition=models.Q(by__isnull=True),
                name="verification_once_by_origin",
            ),
        ]

    def __str__(self):
        return f"{self.page} {self.on:%Y-%m-%d}"


class WarningQuerySet(models.QuerySet):
    def standing(self):
        """Warnings a reader sees: neither lifted by a person nor lapsed by the calendar."""
        return self.filter(ended_at__isnull=True)

    def lapsed(self, now):
        """Warnings whose term has come and whose end is not yet in the log: work for the sweeper."""
        return self.standing().filter(expires_at__lte=now)


class Warning(models.Model):
    """A coded, dated "mise en garde" above the headline of a page or one of its steps. It changes no fact."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="warnings", verbose_name=_("page"))
    step = models.CharField(_("étape"), max_length=16, blank=True)
    code = models.CharField(_("motif"), max_length=30, choices=enums.WarningCode)
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("posée par")
    )
    put_at = models.DateTimeField(_("posée le"))
    expires_at = models.DateTimeField(_("prend fin le"))
    ended_at = models.DateTimeField(_("levée le"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("levée par"),
    )

    objects = WarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("mise en garde")
        verbose_name_plural = _("mises en garde")
        ordering = ["put_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "step", "code"],
                condition=models.Q(ended_at__isnull=True),
                name="warning_stands_once",
                violation_error_message=_("Cette mise en garde est déjà affichée."),
            ),
        ]

    def __str__(self):
        return f"{self.page} : {self.get_code_display()}"
