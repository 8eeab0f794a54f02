from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from crm.actions import scoring
from crm.models import LeadEngagement, Prediction, Scoring, ScoringRule
from crm.segments import WrongRules
from webox.lib.admin import ReadOnly


@admin.register(Scoring)
class ScoringAdmin(admin.ModelAdmin):
    list_display = ["workspace", "fit_weight", "state", "done", "total", "seen_at"]
    list_filter = ["state", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["workspace__name"]
    raw_id_fields = ["workspace"]
    readonly_fields = ["state", "done", "total", "seen_at", "grid", "grid_at"]
    ordering = ["workspace"]

    def save_model(self, request, obj, form, change):
        values = {name: value for name, value in form.cleaned_data.items() if name != "workspace"}
        obj.pk = scoring.save_settings(workspace=obj.workspace, by=request.user, **values).pk


class ScoringRuleForm(forms.ModelForm):
    def clean(self):
        values = super().clean()
        if not self.errors:
            try:
                scoring.check_rule(ScoringRule(**values))
            except WrongRules as error:
                self.add_error("rules", error)
            except ValidationError as error:
                self.add_error(None, error)
        return values


@admin.register(ScoringRule)
class ScoringRuleAdmin(admin.ModelAdmin):
    form = ScoringRuleForm
    list_display = ["name", "kind", "points", "event_type", "cap", "half_life_days", "is_active", "workspace"]
    list_filter = ["kind", "is_active", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name", "event_type"]
    raw_id_fields = ["workspace"]
    ordering = ["workspace", "-kind", "position", "pk"]

    def save_model(self, request, obj, form, change):
        scoring.save_rule(workspace=obj.workspace, by=request.user, rule=obj)

    def delete_model(self, request, obj):
        scoring.delete_rule(rule=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for rule in queryset:
            scoring.delete_rule(rule=rule, by=request.user)


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
