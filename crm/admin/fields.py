from django.contrib import admin

from crm.models import CustomField


@admin.register(CustomField)
class CustomFieldAdmin(admin.ModelAdmin):
    list_display = ["label", "key", "kind", "is_required", "archived_at", "workspace"]
    list_filter = ["kind", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["label", "key"]
    raw_id_fields = ["workspace"]
    ordering = ["workspace", "position", "pk"]
