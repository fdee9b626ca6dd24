"""Official geography in the administration: read, and corrected where a name changed between two yearly editions.

Nothing is added or removed here. Loading the next edition writes over what was corrected.
"""

from django.contrib import admin

from geography.models import Arrondissement, Commune, Department, Region
from geography.names import normalise, search_text


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
