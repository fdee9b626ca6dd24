"""Content in the administration: to be looked at. What becomes public goes through the door and nowhere else."""

from django.contrib import admin

from offices.models import Change, Decision, Page, Proposal, Warning


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Page)
class PageAdmin(ReadOnlyAdmin):
    list_display = ["slug", "kind", "version", "state", "edited_at"]
    list_filter = ["kind", "state"]
    search_fields = ["slug"]


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["slug", "action", "state", "origin", "author", "decided_by", "submitted_at"]
    list_filter = ["state", "origin", "kind"]
    list_select_related = ["author", "decided_by"]
    search_fields = ["slug"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["number", "outcome", "mode", "page", "version", "at"]
    list_filter = ["outcome", "mode"]
    list_select_related = ["page"]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["seq", "kind", "type", "page", "at"]
    list_filter = ["kind", "type"]
    list_select_related = ["page"]


@admin.register(Warning)
class WarningAdmin(ReadOnlyAdmin):
    list_display = ["page", "code", "put_by", "put_at", "expires_at", "ended_at"]
    list_filter = ["code"]
    list_select_related = ["page", "put_by"]
