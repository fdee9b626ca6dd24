"""People and their roles.

A role is all that gives rights here: groups and single permissions of Django would give none, and addresses of allauth
serve nobody who is invited. Neither is shown.
"""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, User

admin.site.site_header = admin.site.site_title = _("Où déposer\u00a0? – administration")
admin.site.unregister([Group, EmailAddress])


class MembershipInline(admin.StackedInline):  # in a table, Django's fields have no label
    model = Membership
    extra = 0


@admin.register(User)
class PersonAdmin(UserAdmin):
    inlines = [MembershipInline]
    fieldsets = [(None, {"fields": ["username", "password", "email", "is_active", "last_login", "date_joined"]})]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    list_display = ["username", "email", "roles", "is_active"]
    list_filter = ["memberships__role", "is_active"]
    search_fields = ["username", "email"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships")

    @admin.display(description=_("rôles"))
    def roles(self, person: User) -> str:
        held = [
            (one.get_role_display(), one.scope_code or one.get_scope_kind_display()) for one in person.memberships.all()
        ]
        return ", ".join(f"{role} ({scope})" for role, scope in held)

    def save_related(self, request, form, formsets, change):
        """Whoever has the role of an administrator enters here, and nobody else (as `invitations.grant` has it)."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        administers = person.memberships.filter(role=Role.ADMINISTRATOR).exists()
        person.is_staff = person.is_superuser = administers
        person.save(update_fields=["is_staff", "is_superuser"])
