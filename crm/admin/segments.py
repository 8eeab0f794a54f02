from django.contrib import admin

from crm.models import Segment


@admin.register(Segment)
class SegmentAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "created_by", "updated_at", "workspace"]
    list_filter = ["workspace"]
    list_select_related = ["created_by", "workspace"]
    search_fields = ["name", "description"]
    raw_id_fields = ["workspace", "created_by"]
    ordering = ["name", "pk"]
