"""A wanted state of a page, and what was decided of it. The database itself holds law 5."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from offices import content, enums
from offices.models.pages import Page


class ProposalQuerySet(models.QuerySet):
    def awaiting_review(self):
        return self.filter(state=enums.ProposalState.PENDING)

    def written_by(self, user):
        return self.filter(author=user)

    def for_another_than(self, user):
        """Those that this person neither wrote nor brought: a second person decides."""
        return self.exclude(author=user).exclude(brought_by=user)


class Proposal(models.Model):
    """What somebody wants a page to say, and what it said when they began (`base_*`: base of the merge).

    `content_hash` names the exact text: whoever decides names it again, and a text that changed meanwhile is not
    decided by that click.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.CharField(_("acte"), max_length=20, choices=enums.ProposalAction, default=enums.ProposalAction.EDIT)
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("page")
    )
    kind = models.CharField(_("nature"), max_length=20, choices=enums.PageKind)
    slug = models.SlugField(_("adresse"), max_length=120)
    # What permissions and the queue filter on; taken from the content when it is submitted (grounds: `ProposalGround`).
    department_code = models.CharField(_("département"), max_length=3, blank=True)

    base_version = models.PositiveIntegerField(_("version de départ"), default=0)
    base_content = models.TextField(_("texte de départ"), blank=True)
    shape = models.PositiveSmallIntegerField(_("numéro de la forme"), default=content.SHAPE)
    content = models.TextField(_("texte proposé"))
    content_hash = models.CharField(_("empreinte"), max_length=64)

    origin = models.CharField(_("origine"), max_length=20, choices=enums.Origin, default=enums.Origin.PERSON)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("auteur·rice"),
    )
    # Who imported the dossier it comes from: no author of it, and not the second person either.
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="brought_proposals",
        verbose_name=_("apportée par"),
    )
    evidence_kind = models.CharField(_("source"), max_length=20, choices=enums.EvidenceKind)
    evidence_url = models.TextField(_("adresse de la source"), blank=True)
    evidence_date = models.DateField(_("date de la source"), null=True, blank=True)
    evidence_proof = models.TextField(_("ce que dit la source"), blank=True)
    no_source_reason = models.CharField(
        _("pourquoi sans source"), max_length=20, choices=enums.NoSourceReason, blank=True
    )
    comment = models.TextField(_("mot pour la modération"), blank=True)
    submitted_at = models.DateTimeField(_("proposée le"))
    # The key of one submission: a second click, a lost answer or the back button does not make a second proposal.
    submission_key = models.CharField(_("clé d'envoi"), max_length=64, null=True, blank=True, unique=True)

    state = models.CharField(_("état"), max_length=20, choices=enums.ProposalState, default=enums.ProposalState.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_proposals",
        verbose_name=_("décidée par"),
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["submitted_at", "uuid"]
        indexes = [
            # The queue, whole and of one département, in its order.
            models.Index(fields=["submitted_at", "uuid"], condition=Q(state="pending"), name="proposal_waiting"),
            models.Index(
                fields=["department_code", "submitted_at", "uuid"],
                condition=Q(state="pending"),
                name="proposal_waiting_in",
            ),
            models.Index(fields=["author", "-submitted_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(author__isnull=True) | ~Q(author=F("decided_by")),
                name="proposal_two_people",
                violation_error_message=_("Une proposition est décidée par une autre personne que son auteur·rice."),
            ),
            models.CheckConstraint(
                condition=Q(origin=enums.Origin.PERSON, author__isnull=False)
                | (~Q(origin=enums.Origin.PERSON) & Q(author__isnull=True)),
                name="proposal_author_or_origin",
                violation_error_message=_("Une proposition vient d'une personne ou d'une machine, jamais des deux."),
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(brought_by=F("decided_by")),
                name="proposal_not_decided_by_importer",
                violation_error_message=_("Qui importe un dossier ne décide pas de ce qui en vient."),
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True) | ~Q(origin=enums.Origin.PERSON),
                name="proposal_brought_by_has_origin",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "refused"], decided_by__isnull=False, decided_at__isnull=False)
                | (~Q(state__in=["approved", "refused"]) & Q(decided_by__isnull=True, decided_at__isnull=True)),
                name="proposal_decided_by_someone",
                violation_error_message=_("Une décision a une personne et une date."),
            ),
            models.CheckConstraint(
                condition=(~Q(evidence_kind=enums.EvidenceKind.NONE) & Q(no_source_reason=""))
                | (Q(evidence_kind=enums.EvidenceKind.NONE) & ~Q(no_source_reason="")),
                name="proposal_source_or_reason",
                violation_error_message=_("Nommez une source, ou dites pourquoi il n'y en a pas."),
            ),
            models.CheckConstraint(
                condition=Q(action=enums.ProposalAction.CREATE) | Q(page__isnull=False),
                name="proposal_of_a_page",
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()} : {self.slug}"

    @property
    def document(self) -> "content.Content":
        return content.load(self.content, self.shape)

    @property
    def base_document(self) -> "content.Content | None":
        return content.load(self.base_content, self.shape) if self.base_content else None

    @property
    def is_pending(self) -> bool:
        return self.state == enums.ProposalState.PENDING

    def is_by(self, user) -> bool:
        """Whether this person wrote it or brought it: then another decides."""
        return user.pk in (self.author_id, self.brought_by_id)


class ProposalGround(models.Model):
    """One ground a proposal speaks of: moderators of that ground find it in their queue."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="grounds")
    slug = models.SlugField(_("fondement"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "slug"], name="proposal_ground_once")]
        indexes = [models.Index(fields=["slug"])]

    def __str__(self):
        return self.slug


class Decision(models.Model):
    """One row per decided proposal, never changed: who stands behind which text. Each row's `chain` covers the last."""

    number = models.PositiveBigIntegerField(_("numéro"), primary_key=True)
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="decision", verbose_name=_("proposition")
    )
    outcome = models.CharField(
        _("issue"),
        max_length=20,
        choices=[(s.value, s.label) for s in enums.ProposalState if s in ("approved", "refused")],
    )
    mode = models.CharField(_("manière"), max_length=10, choices=enums.DecisionMode)
    reason_code = models.CharField(_("motif"), max_length=30, choices=enums.RefusalReason, blank=True)
    reason = models.TextField(_("explication"), blank=True)
    # Of an approval: the page, its new version, the text that was published (a merge may differ from the proposal).
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("page")
    )
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    content = models.TextField(_("texte publié"), blank=True)
    shape = models.PositiveSmallIntegerField(_("numéro de la forme"))
    content_hash = models.CharField(_("empreinte du texte"), max_length=64)
    revision = models.OneToOneField(
        "reversion.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name=_("révision"),
    )
    at = models.DateTimeField(_("date"))
    chain = models.CharField(_("empreinte chaînée"), max_length=64)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["number"]
        indexes = [models.Index(fields=["page", "-at", "-version"], name="decision_by_moment")]
        constraints = [
            models.UniqueConstraint(fields=["page", "version"], name="decision_one_per_version"),
            models.CheckConstraint(
                condition=Q(outcome="approved", page__isnull=False, version__isnull=False, revision__isnull=False)
                | Q(outcome="refused", page__isnull=True, version__isnull=True, revision__isnull=True),
                name="decision_publishes_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(reason_code=""),
                name="decision_refusal_has_reason",
                violation_error_message=_("Un refus dit pourquoi."),
            ),
        ]

    def __str__(self):
        return f"{self.number} : {self.get_outcome_display()}"
