from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm import actions
from crm.actions.fields import merged
from crm.models import Lead, LeadEdit, LeadInteraction, Stage, StatusChange, StatusTotal, Tag
from webox.lib.addresses import normalise_email
from webox.lib.admin import FoundByWords, ReadOnly


class StatusChangeInline(ReadOnly, admin.TabularInline):
    model = StatusChange
    fields = ["at", "kind", "from_status", "to_status", "reason", "by"]
    ordering = ["-at", "-pk"]
    extra = 0


class InteractionInline(admin.TabularInline):
    model = LeadInteraction
    fields = ["created_at", "interaction_type", "subject", "content", "author"]
    readonly_fields = ["created_at", "author"]
    ordering = ["-created_at", "-pk"]
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False


class DeletedFilter(admin.SimpleListFilter):
    title = gettext_lazy("deleted")
    parameter_name = "deleted"

    def lookups(self, request, model_admin):
        return [("no", _("No")), ("yes", _("Yes"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.deleted()
        return queryset.alive() if self.value() == "no" else queryset


class LeadForm(forms.ModelForm):
    """Refuses what the actions would refuse while the page can still say so."""

    def clean_email(self):
        email = self.cleaned_data["email"]
        return normalise_email(email) if email else ""

    def clean_custom_fields(self):
        given = self.cleaned_data["custom_fields"] or {}
        if not isinstance(given, dict):
            raise ValidationError(self.fields["custom_fields"].error_messages["invalid"])
        # edit_lead() keeps what is not named: what is no longer written is taken away.
        self.own_values = dict.fromkeys(self.instance.custom_fields) | given
        return given

    def clean(self):
        values = super().clean()
        workspace = values.get("workspace") or (self.instance.workspace if self.instance.pk else None)
        if not workspace:
            return values
        leads = Lead.objects.for_workspace(workspace).exclude(pk=self.instance.pk)
        if values.get("email") and (existing := leads.filter(email=values["email"]).first()):
            self.add_error("email", actions.DuplicateLead(existing).message)
        if values.get("owner") and not workspace.memberships.filter(user=values["owner"]).exists():
            self.add_error("owner", actions.OwnerNotMember.message)
        if self.instance.is_deleted:
            self.add_error(None, actions.LeadIsDeleted().message)
        if "custom_fields" in values:
            try:
                merged(workspace, self.instance.custom_fields, self.own_values)
            except ValidationError as error:
                self.add_error("custom_fields", error.message_dict["custom_fields"])
        return values


@admin.register(Lead)
class LeadAdmin(FoundByWords, admin.ModelAdmin):
    form = LeadForm
    list_display = ["__str__", "email", "company", "status", "source", "score", "owner", "workspace", "created_at"]
    list_filter = ["status", DeletedFilter, "created_at", "workspace"]
    list_select_related = ["owner", "workspace"]
    search_fields = ["search_text"]
    raw_id_fields = ["workspace", "owner", "tags"]
    # The status moves by its action alone, or the ledger would have a hole.
    readonly_fields = ["status", "created_at", "updated_at", "deleted_at"]
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    inlines = [StatusChangeInline, InteractionInline]
    actions = ["delete_softly", "restore"]

    def save_model(self, request, obj, form, change):
        if change:
            changed = {name: form.cleaned_data[name] for name in form.changed_data if name != "tags"}
            if "custom_fields" in changed:
                changed["custom_fields"] = form.own_values
            actions.edit_lead(lead=obj, by=request.user, **changed)
            return
        fields = {name: value for name, value in form.cleaned_data.items() if name not in ("workspace", "tags")}
        lead = actions.create_lead(workspace=obj.workspace, by=request.user, **fields)
        obj.pk = lead.pk
        obj._state.adding = False

    @admin.action(description=gettext_lazy("Delete (can be restored)"), permissions=["change"])
    def delete_softly(self, request, queryset):
        number = sum(1 for lead in queryset if actions.delete_lead(lead=lead, by=request.user))
        text = ngettext("%(number)s lead deleted.", "%(number)s leads deleted.", number) % {"number": number}
        messages.success(request, text)

    @admin.action(description=gettext_lazy("Restore"), permissions=["change"])
    def restore(self, request, queryset):
        number = sum(1 for lead in queryset if actions.restore_lead(lead=lead, by=request.user))
        text = ngettext("%(number)s lead restored.", "%(number)s leads restored.", number) % {"number": number}
        messages.success(request, text)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "workspace"]
    list_filter = ["workspace"]
    list_select_related = ["workspace"]
    search_fields = ["name"]
    raw_id_fields = ["workspace"]
    ordering = ["name", "pk"]


@admin.register(LeadInteraction)
class LeadInteractionAdmin(admin.ModelAdmin):
    list_display = ["created_at", "interaction_type", "subject", "lead", "author", "workspace"]
    list_filter = ["interaction_type", "created_at", "workspace"]
    list_select_related = ["lead", "author", "workspace"]
    search_fields = ["subject", "content", "lead__email"]
    raw_id_fields = ["workspace", "lead", "author"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "lead", "kind", "from_status", "to_status", "to_value", "by", "workspace"]
    list_filter = ["kind", "to_status", "at", "workspace"]
    list_select_related = ["lead", "by", "workspace"]
    search_fields = ["lead__email", "lead__last_name", "by__email"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False


@admin.register(StatusTotal)
class StatusTotalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["workspace", "status", "count", "cents"]
    list_filter = ["status", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["workspace__name"]
    ordering = ["workspace", "pk"]


@admin.register(Stage)
class StageAdmin(admin.ModelAdmin):
    list_display = ["workspace", "status", "expected_days", "probability"]
    list_filter = ["status", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["workspace__name"]
    raw_id_fields = ["workspace"]
    ordering = ["workspace", "pk"]


@admin.register(LeadEdit)
class LeadEditAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["at", "lead", "__str__", "by", "workspace"]
    list_filter = ["at", "workspace"]
    list_select_related = ["lead", "by", "workspace"]
    search_fields = ["lead__email", "lead__last_name", "by__email"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False
