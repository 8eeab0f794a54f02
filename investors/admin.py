from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from investors import actions
from investors.models import (
    KPI,
    Ask,
    Commitment,
    Contact,
    Document,
    DocumentLink,
    DocumentView,
    Folder,
    Interaction,
    Investor,
    InvestorUpdate,
    KPITarget,
    LinkVisit,
    MarketingEvent,
    MonthLock,
    Restatement,
    Round,
    StageChange,
)
from webox.lib.admin import FoundByWords, ReadOnly


class StageChangeInline(ReadOnly, admin.TabularInline):
    model = StageChange
    fields = ["at", "from_stage", "to_stage", "reason", "by"]
    ordering = ["-at", "-pk"]
    extra = 0


class ContactInline(admin.TabularInline):
    model = Contact
    fields = ["name", "email", "phone", "job_title", "is_primary", "wants_updates"]
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False


class InvestorForm(forms.ModelForm):
    """Refuses what the actions would refuse while the page can still say so."""

    def clean(self):
        values = super().clean()
        workspace = values.get("workspace") or (self.instance.workspace if self.instance.pk else None)
        if not workspace:
            return values
        others = Investor.objects.for_workspace(workspace).exclude(pk=self.instance.pk)
        if values.get("email") and (same := others.filter(email__iexact=values["email"]).first()):
            self.add_error("email", actions.DuplicateInvestor(same).message)
        if values.get("owner") and not workspace.memberships.filter(user=values["owner"]).exists():
            self.add_error("owner", _("The owner must be a member of the workspace."))
        if self.instance.is_deleted:
            self.add_error(None, actions.InvestorIsDeleted().message)
        return values


@admin.register(Investor)
class InvestorAdmin(FoundByWords, admin.ModelAdmin):
    form = InvestorForm
    list_display = ["name", "email", "pipeline_stage", "client_type", "owner", "is_active", "workspace", "created_at"]
    list_filter = ["pipeline_stage", "client_type", "relation", "is_active", "created_at", "workspace"]
    list_select_related = ["owner", "workspace"]
    search_fields = ["search_text"]
    raw_id_fields = ["workspace", "owner", "tags"]
    # The stage moves by its action alone, or the ledger would have a hole.
    readonly_fields = ["pipeline_stage", "created_at", "updated_at", "deleted_at", "last_interaction_at"]
    ordering = ["-created_at", "-pk"]
    inlines = [ContactInline, StageChangeInline]
    actions = ["delete_softly", "restore"]

    def save_model(self, request, obj, form, change):
        fields = {name: form.cleaned_data[name] for name in form.changed_data if name not in ("workspace", "tags")}
        if change:
            actions.edit_investor(investor=obj, by=request.user, **fields)
            return
        obj.pk = actions.create_investor(workspace=obj.workspace, by=request.user, **fields).pk
        obj._state.adding = False

    @admin.action(description=gettext_lazy("Delete (can be restored)"), permissions=["change"])
    def delete_softly(self, request, queryset):
        number = sum(1 for each in queryset.alive() if actions.delete_investor(investor=each, by=request.user))
        text = ngettext("%(number)s investor deleted.", "%(number)s investors deleted.", number)
        messages.success(request, text % {"number": number})

    @admin.action(description=gettext_lazy("Restore"), permissions=["change"])
    def restore(self, request, queryset):
        number = sum(1 for each in queryset.deleted() if actions.restore_investor(investor=each, by=request.user))
        text = ngettext("%(number)s investor restored.", "%(number)s investors restored.", number)
        messages.success(request, text % {"number": number})


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    list_display = ["name", "email", "job_title", "investor", "is_primary", "wants_updates", "workspace"]
    list_filter = ["is_primary", "wants_updates", "workspace"]
    list_select_related = ["investor", "workspace"]
    search_fields = ["name", "email", "investor__name"]
    raw_id_fields = ["workspace", "investor"]
    ordering = ["name", "pk"]


@admin.register(StageChange)
class StageChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "investor", "from_stage", "to_stage", "by", "workspace"]
    list_filter = ["to_stage", "at", "workspace"]
    list_select_related = ["investor", "by", "workspace"]
    search_fields = ["investor__name", "investor__email", "by__email"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False


@admin.register(Interaction)
class InteractionAdmin(ReadOnly, admin.ModelAdmin):
    """Read here: an interaction changes by its action alone, which tells the locked months."""

    list_display = ["date", "type", "subject", "investor", "author", "workspace"]
    list_filter = ["type", "date", "workspace"]
    list_select_related = ["investor", "author", "workspace"]
    search_fields = ["subject", "content", "investor__name", "investor__email"]
    ordering = ["-date", "-pk"]
    show_full_result_count = False


@admin.register(MarketingEvent)
class MarketingEventAdmin(admin.ModelAdmin):
    list_display = ["name", "date", "place", "attendees_count", "workspace"]
    list_filter = ["date", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name", "place"]
    raw_id_fields = ["workspace", "contacts"]
    ordering = ["-date", "-pk"]


class CommitmentInline(admin.TabularInline):
    model = Commitment
    fields = ["investor", "soft_amount", "hard_amount", "wired_amount"]
    readonly_fields = fields
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Round)
class RoundAdmin(admin.ModelAdmin):
    list_display = ["name", "target", "currency", "status", "opened_on", "closes_on", "workspace"]
    list_filter = ["status", "currency", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name"]
    raw_id_fields = ["workspace"]
    ordering = ["-created_at", "-pk"]
    inlines = [CommitmentInline]


@admin.register(Commitment)
class CommitmentAdmin(admin.ModelAdmin):
    list_display = ["investor", "round", "soft_amount", "hard_amount", "wired_amount", "workspace"]
    list_filter = ["workspace"]
    list_select_related = ["investor", "round", "workspace"]
    search_fields = ["investor__name", "round__name"]
    raw_id_fields = ["workspace", "round", "investor"]
    ordering = ["-created_at", "-pk"]


@admin.register(KPI)
class KPIAdmin(ReadOnly, admin.ModelAdmin):
    """Read here: a month changes by its action alone, which knows which ones are locked."""

    list_display = ["year", "month", "investor", "rdv_count", "pitchs", "closings", "by", "workspace"]
    list_filter = ["year", "month", "workspace"]
    list_select_related = ["investor", "by", "workspace"]
    search_fields = ["investor__name", "investor__email", "note"]
    ordering = ["-year", "-month", "-pk"]


@admin.register(MonthLock)
class MonthLockAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["year", "month", "at", "by", "workspace"]
    list_filter = ["year", "workspace"]
    list_select_related = ["by", "workspace"]
    search_fields = ["workspace__name", "by__email"]
    ordering = ["-year", "-month", "-pk"]


@admin.register(Restatement)
class RestatementAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "year", "month", "investor", "field", "before", "after", "change", "by", "workspace"]
    list_filter = ["field", "change", "year", "workspace"]
    list_select_related = ["investor", "by", "workspace"]
    search_fields = ["investor__name", "subject", "by__email"]
    ordering = ["-at", "-pk"]


@admin.register(KPITarget)
class KPITargetAdmin(admin.ModelAdmin):
    list_display = ["year", "rdv_count", "pitchs", "closings", "workspace"]
    list_filter = ["year", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["workspace__name"]
    raw_id_fields = ["workspace"]
    ordering = ["-year", "-pk"]


@admin.register(InvestorUpdate)
class InvestorUpdateAdmin(admin.ModelAdmin):
    list_display = ["title", "year", "month", "sent_at", "created_by", "workspace"]
    list_filter = ["year", "sent_at", "workspace"]
    list_select_related = ["created_by", "workspace"]
    search_fields = ["title", "headline"]
    raw_id_fields = ["workspace", "investors", "created_by"]
    readonly_fields = ["campaign", "sent_at"]
    ordering = ["-year", "-month", "-pk"]


@admin.register(Ask)
class AskAdmin(admin.ModelAdmin):
    list_display = ["text", "update", "state", "investor", "workspace"]
    list_filter = ["state", "workspace"]
    list_select_related = ["update", "investor", "workspace"]
    search_fields = ["text", "answer"]
    raw_id_fields = ["workspace", "update", "investor"]


@admin.register(Folder)
class FolderAdmin(admin.ModelAdmin):
    list_display = ["name", "workspace", "created_at"]
    list_filter = ["workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name"]
    raw_id_fields = ["workspace"]


@admin.register(Document)
class DocumentAdmin(ReadOnly, admin.ModelAdmin):
    """Read here: a document has a file, which its actions keep beside it."""

    list_display = ["name", "folder", "content_type", "size", "uploaded_by", "workspace", "created_at"]
    list_filter = ["content_type", "created_at", "workspace"]
    list_select_related = ["folder", "uploaded_by", "workspace"]
    search_fields = ["name", "sha256"]
    ordering = ["-created_at", "-pk"]


@admin.register(DocumentLink)
class DocumentLinkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["__str__", "investor", "expires_at", "revoked_at", "allows_download", "created_by", "workspace"]
    list_filter = ["verifies_email", "allows_download", "revoked_at", "workspace"]
    list_select_related = ["document", "folder", "investor", "created_by", "workspace"]
    search_fields = ["name", "document__name", "folder__name", "investor__name"]
    ordering = ["-created_at", "-pk"]


@admin.register(LinkVisit)
class LinkVisitAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "email", "link", "verified_at", "workspace"]
    list_filter = ["created_at", "verified_at", "workspace"]
    list_select_related = ["link__document", "link__folder", "workspace"]
    search_fields = ["email"]
    # What opens a document is nobody's to read.
    exclude = ["key", "code_hash"]
    ordering = ["-created_at", "-pk"]


@admin.register(DocumentView)
class DocumentViewAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "email", "document", "investor", "was_downloaded", "is_machine", "workspace"]
    list_filter = ["was_downloaded", "is_machine", "at", "workspace"]
    list_select_related = ["document", "investor", "workspace"]
    search_fields = ["email", "document__name", "investor__name"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False
