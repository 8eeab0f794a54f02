from django.contrib import admin

from crm.admin.leads import ReadOnly
from crm.models import LeadEngagement, Prediction, Scoring, ScoringRule


@admin.register(Scoring)
class ScoringAdmin(admin.ModelAdmin):
    list_display = ["workspace", "fit_weight", "state", "done", "total", "seen_at"]
    list_filter = ["state", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["workspace__name"]
    raw_id_fields = ["workspace"]
    readonly_fields = ["state", "done", "total", "seen_at", "grid", "grid_at"]
    ordering = ["workspace"]


@admin.register(ScoringRule)
class ScoringRuleAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "points", "event_type", "cap", "half_life_days", "is_active", "workspace"]
    list_filter = ["kind", "is_active", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name", "event_type"]
    raw_id_fields = ["workspace"]
    ordering = ["workspace", "-kind", "position", "pk"]


@admin.register(LeadEngagement)
class LeadEngagementAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["lead", "rule", "value", "count", "last_at", "as_of", "workspace"]
    list_filter = ["workspace"]
    list_select_related = ["lead", "rule", "workspace"]
    search_fields = ["lead__email", "rule__name"]
    ordering = ["-pk"]
    show_full_result_count = False


@admin.register(Prediction)
class PredictionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["workspace", "won", "lost", "trained_at", "asked_at"]
    list_filter = ["workspace"]
    list_select_related = ["workspace"]
    search_fields = ["workspace__name"]
    ordering = ["workspace"]
