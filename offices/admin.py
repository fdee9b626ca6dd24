"""Content and official geography in the administration.

Content is there to be looked at: what becomes public goes through the door and nowhere else. A place is corrected where
its name changed between two yearly editions; nothing is added or removed, and loading the next edition writes over it.
Its name stands on pages of every kind, and so its administration stands here and not in `geography`, which knows none.
"""

from django.contrib import admin

from geography.loading import note_correction
from geography.models import Arrondissement, Commune, Department, Region
from geography.names import normalise, search_text
from offices.models import Change, Decision, Page, Proposal, Warning
from offices.publishing import rendering


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


# --- Official geography ----------------------------------------------------------------------------------------------


class PlaceAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]
    readonly_fields = ["code"]
    raw_id_fields = ["seat"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        note_correction()
        rendering.forget_everything()


@admin.register(Region)
class RegionAdmin(PlaceAdmin):
    pass


@admin.register(Department)
class DepartmentAdmin(PlaceAdmin):
    list_display = ["code", "name", "region", "zone"]
    list_filter = ["region"]
    list_select_related = ["region"]


@admin.register(Arrondissement)
class ArrondissementAdmin(PlaceAdmin):
    list_display = ["code", "name", "department"]
    list_filter = ["department__region"]
    list_select_related = ["department"]


@admin.register(Commune)
class CommuneAdmin(PlaceAdmin):
    list_display = ["code", "name", "kind", "department", "population"]
    list_filter = ["kind", "department__region"]
    list_select_related = ["department"]
    search_fields = ["code", "norm"]
    raw_id_fields = ["parent", "department", "arrondissement"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, normalise(search_term))

    def save_model(self, request, obj, form, change):
        postcodes = obj.postal_codes.values_list("code", flat=True)
        obj.norm = search_text([obj.name, *obj.former_names], list(postcodes))
        super().save_model(request, obj, form, change)
