from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketing.ads import actions
from marketing.ads.models import (
    Ad,
    AdCampaign,
    AdConnection,
    AdCreative,
    AdDailyMetric,
    AdImage,
    AdImport,
    AdImportChange,
    AdPeriodMetric,
    AdSet,
)
from webox.lib.admin import MovesCampaigns, ReadOnly


@admin.register(AdCampaign)
class AdCampaignAdmin(MovesCampaigns, admin.ModelAdmin):
    refusal = actions.NotAllowed
    list_display = ["name", "workspace", "platform", "status", "start_date", "end_date", "created_at"]
    list_filter = ["platform", "status", "workspace"]
    search_fields = ["name", "external_id", "account", "utm_campaign"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace"]
    autocomplete_fields = ["workspace", "created_by"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    raw_id_fields = ["connection"]
    # A status moves through the actions, which tell the platform first.
    readonly_fields = ["status", "created_at", "updated_at"]
    actions = ["start", "pause", "complete"]

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        self.move(request, queryset, actions.delete_campaign, _("%(n)s deleted."))

    @admin.action(description=_("Start"), permissions=["change"])
    def start(self, request, queryset):
        self.move(request, queryset, actions.start_campaign, _("%(n)s started."))

    @admin.action(description=_("Pause"), permissions=["change"])
    def pause(self, request, queryset):
        self.move(request, queryset, actions.pause_campaign, _("%(n)s paused."))

    @admin.action(description=_("Complete"), permissions=["change"])
    def complete(self, request, queryset):
        self.move(request, queryset, actions.complete_campaign, _("%(n)s completed."))


@admin.register(AdSet)
class AdSetAdmin(admin.ModelAdmin):
    list_display = ["name", "campaign", "status", "external_id", "created_at"]
    list_filter = ["status", "workspace"]
    search_fields = ["name", "external_id", "campaign__name"]
    list_select_related = ["campaign"]
    autocomplete_fields = ["workspace", "campaign"]


@admin.register(Ad)
class AdAdmin(admin.ModelAdmin):
    list_display = ["name", "ad_set", "status", "external_id", "created_at"]
    list_filter = ["status", "workspace"]
    search_fields = ["name", "external_id", "ad_set__name"]
    list_select_related = ["ad_set"]
    autocomplete_fields = ["workspace", "ad_set", "creative"]


@admin.register(AdCreative)
class AdCreativeAdmin(admin.ModelAdmin):
    list_display = ["name", "campaign", "call_to_action", "created_at"]
    list_filter = ["workspace"]
    search_fields = ["name", "campaign__name"]
    list_select_related = ["campaign"]
    autocomplete_fields = ["workspace", "campaign"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    raw_id_fields = ["generation"]


@admin.register(AdImage)
class AdImageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "creative", "layout", "size", "workspace"]
    list_filter = ["layout", "workspace"]
    search_fields = ["sha256", "alt", "creative__name"]
    list_select_related = ["creative", "workspace"]


@admin.register(AdDailyMetric)
class AdDailyMetricAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["day", "campaign", "ad_set", "ad", "impressions", "clicks", "conversions", "spend", "currency"]
    list_filter = ["currency", "workspace"]
    search_fields = ["campaign__name"]
    date_hierarchy = "day"
    list_select_related = ["campaign", "ad_set", "ad"]
    show_full_result_count = False


@admin.register(AdPeriodMetric)
class AdPeriodMetricAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["first_day", "last_day", "campaign", "impressions", "clicks", "conversions", "spend", "currency"]
    list_filter = ["currency", "workspace"]
    search_fields = ["campaign__name"]
    date_hierarchy = "first_day"
    list_select_related = ["campaign"]


@admin.register(AdImport)
class AdImportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "workspace", "state", "platform", "first_day", "last_day", "created_at"]
    list_filter = ["state", "platform", "workspace"]
    search_fields = ["name", "sha256"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace"]


@admin.register(AdImportChange)
class AdImportChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["first_day", "last_day", "campaign", "import_file"]
    list_filter = ["workspace"]
    search_fields = ["campaign__name", "import_file__name"]
    list_select_related = ["campaign", "import_file"]
    show_full_result_count = False


@admin.register(AdConnection)
class AdConnectionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "workspace", "adapter", "platform", "is_active", "pulled_at", "error"]
    list_filter = ["adapter", "platform", "is_active", "workspace"]
    search_fields = ["account_name", "account_id"]
    list_select_related = ["workspace"]
    # An account comes with its credentials, through the action that tries them.
    readonly_fields = ["workspace", "adapter", "platform", "account_id", "pulled_until", "pulled_at", "error"]

    def has_add_permission(self, request):
        return False
