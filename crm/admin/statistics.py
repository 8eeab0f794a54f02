from django.contrib import admin

from crm.models import PipelineTotal
from webox.lib.admin import ReadOnly


@admin.register(PipelineTotal)
class PipelineTotalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["day", "measure", "dimension", "value", "status", "count", "cents", "seconds", "workspace"]
    list_filter = ["measure", "dimension", "status", "day", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["value", "workspace__name"]
    ordering = ["-day", "-pk"]
    show_full_result_count = False
