from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from marketing.emails import actions
from marketing.emails.models import Delivery, EmailCampaign, IngestedSpool, Link, OutboxMessage, Suppression
from webox.lib.admin import MovesCampaigns, ReadOnly


@admin.register(EmailCampaign)
class EmailCampaignAdmin(MovesCampaigns, admin.ModelAdmin):
    refusal = actions.NotAllowed
    list_display = ["name", "workspace", "status", "total_recipients", "total_sent", "total_opened", "created_at"]
    list_filter = ["status", "audience_kind", "workspace"]
    search_fields = ["name", "subject"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace"]
    autocomplete_fields = ["workspace", "created_by"]
    # A status moves through the actions, which check what stands in the way.
    readonly_fields = [
        "status",
        "scheduled_at",
        "frozen_at",
        "sent_at",
        "pause_reason",
        "total_recipients",
        "total_sent",
        "total_skipped",
        "total_bounced",
        "total_failed",
        "total_uncertain",
        "total_opened",
        "total_clicked",
        "total_machine_opened",
        "total_machine_clicked",
        "total_unsubscribed",
        "totals_only",
        "audience_kind",
        "created_at",
        "updated_at",
    ]
    actions = ["pause", "resume"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def has_delete_permission(self, request, obj=None):
        is_sending = obj is not None and obj.status == EmailCampaign.Status.ACTIVE
        return super().has_delete_permission(request, obj) and not is_sending

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        self.move(request, queryset, actions.delete_campaign)

    @admin.action(description=_("Pause"), permissions=["change"])
    def pause(self, request, queryset):
        self.move(request, queryset, actions.pause_campaign, _("%(n)s paused."))

    @admin.action(description=_("Resume"), permissions=["change"])
    def resume(self, request, queryset):
        self.move(request, queryset, actions.resume_campaign, _("%(n)s resumed."))


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["email", "campaign", "state", "reason", "sent_at", "opened_at", "clicked_at"]
    list_filter = ["state", "workspace"]
    search_fields = ["email", "campaign__name"]
    list_select_related = ["campaign"]
    show_full_result_count = False


@admin.register(Link)
class LinkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["url", "campaign", "number", "clicks", "machine_clicks"]
    list_filter = ["workspace"]
    search_fields = ["url", "campaign__name"]
    list_select_related = ["campaign"]


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):
    list_display = ["email", "workspace", "reason", "detail", "created_at"]
    list_filter = ["reason", "workspace"]
    search_fields = ["email", "detail"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace"]
    autocomplete_fields = ["workspace"]
    raw_id_fields = ["campaign"]

    def delete_model(self, request, obj):
        actions.unsuppress(suppression=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for suppression in queryset:
            actions.unsuppress(suppression=suppression, by=request.user)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["recipient", "subject", "sender", "workspace", "created_at"]
    list_filter = ["workspace"]
    search_fields = ["recipient", "subject"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace"]
    exclude = ["raw"]


@admin.register(IngestedSpool)
class IngestedSpoolAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "at"]
    search_fields = ["name"]
    date_hierarchy = "at"
