"""People, and what each may do where. A leaf: it knows codes of territories, not territories."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VOLUNTEER = "volunteer", _("bénévole")
    MODERATOR = "moderator", _("modérateur·rice")
    ADMINISTRATOR = "administrator", _("administrateur·rice")


class ScopeKind(models.TextChoices):
    FRANCE = "france", _("France")
    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    GROUND = "ground", _("fondement")


class User(AbstractUser):
    """Whoever has an account may propose; what more they may do stands in their memberships."""

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")

    def has_role(self, role: Role) -> bool:
        """Whether this person holds the role somewhere; an administrator holds every one."""
        if not self.is_active:
            return False
        if role == Role.VOLUNTEER:
            return True
        roles = {membership.role for membership in self.memberships.all()}
        return role in roles or Role.ADMINISTRATOR in roles

    @property
    def mark(self) -> str:
        """Tells this person's forms from those of others and names nobody: it stays in the page when a session ends."""
        return salted_hmac("accounts.mark", str(self.pk)).hexdigest()

    @property
    def moderates(self) -> bool:
        """For templates."""
        return self.has_role(Role.MODERATOR)


class Membership(models.Model):
    """One role of one person over one scope: France, or the code of a region, department or ground."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("compte"))
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    scope_kind = models.CharField(_("étendue"), max_length=20, choices=ScopeKind, default=ScopeKind.FRANCE)
    scope_code = models.CharField(_("code"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_code"],
                name="membership_once",
                violation_error_message=_("Ce compte a déjà ce rôle sur cette étendue."),
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind="france", scope_code="")
                | (~models.Q(scope_kind="france") & ~models.Q(scope_code="")),
                name="membership_scope_named",
                violation_error_message=_("Indiquez le code du territoire ou du fondement, ou choisissez France."),
            ),
        ]

    def __str__(self):
        return f"{self.user} : {self.get_role_display()} ({self.get_scope_kind_display()} {self.scope_code})".strip()
