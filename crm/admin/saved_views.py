from django.contrib import admin

from crm.models import SavedView


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin):
    list_display = ["name", "layout", "owner", "is_shared", "is_pinned", "workspace"]
    list_filter = ["layout", "is_shared", "is_pinned", "workspace"]
    list_select_related = ["owner", "workspace"]
    search_fields = ["name", "owner__email"]
    raw_id_fields = ["owner", "workspace", "starters"]
    ordering = ["workspace", "name", "pk"]
