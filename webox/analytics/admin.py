from django.contrib import admin

from webox.analytics.models import DailyCount, Event, VisitorLead
from webox.lib.admin import ReadOnly


class LedgerAdmin(ReadOnly, admin.ModelAdmin):
    """The ledger can be looked at but not rewritten, not even here."""

    list_per_page = 50
    show_full_result_count = False
    list_select_related = ["workspace"]


@admin.register(Event)
class EventAdmin(LedgerAdmin):
    list_display = ["at", "type", "workspace", "lead_id", "visitor", "subject_type", "subject_id"]
    list_filter = ["type", "subject_type", "workspace"]
    search_fields = ["type", "visitor", "=lead_id", "=subject_id"]
    ordering = ["-at", "-pk"]


@admin.register(DailyCount)
class DailyCountAdmin(LedgerAdmin):
    list_display = ["day", "metric", "workspace", "subject_type", "subject_id", "count"]
    list_filter = ["metric", "subject_type", "workspace"]
    search_fields = ["metric", "subject_type", "=subject_id"]
    ordering = ["-day", "metric", "pk"]


@admin.register(VisitorLead)
class VisitorLeadAdmin(LedgerAdmin):
    list_display = ["at", "visitor", "lead_id", "workspace"]
    list_filter = ["workspace"]
    search_fields = ["visitor", "=lead_id"]
    ordering = ["-at", "-pk"]
