from django.contrib import admin

from crm.models import ImportFile, ImportMapping
from webox.lib.admin import ReadOnly


@admin.register(ImportFile)
class ImportFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "workspace", "operation", "format", "vendor", "size", "created_at"]
    list_filter = ["format", "vendor"]
    search_fields = ["name", "sha256"]
    list_select_related = ["workspace", "operation"]


@admin.register(ImportMapping)
class ImportMappingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["signature", "workspace", "updated_at"]
    list_filter = ["updated_at"]
    search_fields = ["signature", "workspace__name"]
    list_select_related = ["workspace"]
