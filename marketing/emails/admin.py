from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from marketing.emails import actions
from marketing.emails.models import Delivery, EmailCampaign, IngestedSpool, Link, OutboxMessage, Suppression


class Ledger(admin.ModelAdmin):
    """What happened can be read and searched here, not rewritten."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(EmailCampaign)
class EmailCampaignAdmin(admin.ModelAdmin):
    list_display = ["name", "workspace", "status", "total_recipients", "total_sent", "total_opened", "created_at"]
    list_filter = ["status", "workspace"]
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
        for campaign in queryset:
            try:
                actions.delete_campaign(campaign=campaign, by=request.user)
            except actions.NotAllowed as error:
                self.message_user(request, f"{campaign}: {error}", messages.WARNING)

    @admin.action(description=_("Pause"), permissions=["change"])
    def pause(self, request, queryset):
        self.move(request, queryset, actions.pause_campaign, _("%(n)s paused."))

    @admin.action(description=_("Resume"), permissions=["change"])
    def resume(self, request, queryset):
        self.move(request, queryset, actions.resume_campaign, _("%(n)s resumed."))

    def move(self, request, queryset, action, message):
        moved = 0
        for campaign in queryset:
            try:
                action(campaign=campaign, by=request.user)
                moved += 1
            except actions.NotAllowed as error:
                self.message_user(request, f"{campaign}: {error}", messages.WARNING)
        self.message_user(request, message % {"n": moved})


@admin.register(Delivery)
class DeliveryAdmin(Ledger):
    list_display = ["email", "campaign", "state", "reason", "sent_at", "opened_at", "clicked_at"]
    list_filter = ["state", "workspace"]
    search_fields = ["email", "campaign__name"]
    list_select_related = ["campaign"]
    show_full_result_count = False


@admin.register(Link)
class LinkAdmin(Ledger):
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
class OutboxMessageAdmin(Ledger):
    list_display = ["recipient", "subject", "sender", "workspace", "created_at"]
    list_filter = ["workspace"]
    search_fields = ["recipient", "subject"]
    date_hierarchy = "created_at"
    list_select_related = ["workspace"]
    exclude = ["raw"]


@admin.register(IngestedSpool)
class IngestedSpoolAdmin(Ledger):
    list_display = ["name", "at"]
    search_fields = ["name"]
    date_hierarchy = "at"
