from django.contrib import admin

from crm.models import Operation, OperationRow
from webox.lib.admin import ReadOnly


@admin.register(Operation)
class OperationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "kind", "state", "total", "done", "refused_count", "by", "workspace"]
    list_filter = ["kind", "state", "created_at", "workspace"]
    list_select_related = ["by", "workspace"]
    search_fields = ["by__email", "problem"]
    ordering = ["-created_at", "-pk"]


@admin.register(OperationRow)
class OperationRowAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["operation", "number", "lead", "outcome", "reason", "undo"]
    list_filter = ["outcome", "undo", "workspace"]
    list_select_related = ["operation", "lead"]
    search_fields = ["lead__email", "reason"]
    ordering = ["-operation", "number"]
    show_full_result_count = False
