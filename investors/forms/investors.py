from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.forms.board import MoveForm as LeadMoveForm
from crm.forms.leads import OwnedForm, kept_filters, members_of, offer_choices
from investors import actions
from investors.models import Contact, Interaction, Investor
from webox.accounts.models import User
from webox.lib.moments import MomentField

# What the field offers; anything may be written
REASONS = (
    _("Too early"),
    _("Outside their focus"),
    _("Round too small or too large"),
    _("Valuation"),
    _("Already invested in a competitor"),
    _("No answer"),
)


class InvestorForm(OwnedForm):
    class Meta:
        model = Investor
        fields = [
            "name",
            "client_type",
            "email",
            "phone",
            "pipeline_stage",
            "no_reason",
            "relation",
            "rating",
            "check_size",
            "intro_by",
            "owner",
            "website",
            "place",
            "next_step",
            "next_step_at",
            "tags",
            "notes",
            "is_active",
        ]
        field_classes = {"next_step_at": MomentField}
        widgets = {"notes": forms.Textarea({"rows": 3})}

    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    rating = forms.TypedChoiceField(
        label=_("Rating"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *((n, "★" * n) for n in range(1, 6))],
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields["check_size"].label = _("Check size (%(currency)s)") % {"currency": workspace.currency}
        if self.instance.pk:
            # Its own page moves it, which asks what the new stage wants to know.
            del self.fields["pipeline_stage"]
        stage = self.data.get("pipeline_stage", self.instance.pipeline_stage)
        if stage != Investor.Stage.PASSED:
            del self.fields["no_reason"]
        elif not self.instance.pk:
            self.fields["no_reason"].required = True

    def save_by(self, user):
        """The investor, made or changed by its action; None when the action refused, which the form then says."""
        try:
            if self.instance.pk:
                changes = {name: self.cleaned_data[name] for name in self.changed_data}
                return actions.edit_investor(investor=self.instance, by=user, **changes)
            return actions.create_investor(workspace=self.workspace, by=user, **self.cleaned_data)
        except actions.DuplicateInvestor as error:
            link = '{} <a href="{}" target="_blank" rel="noopener">{}</a>'
            url = error.investor.get_absolute_url()
            message = format_html(link, error.message, url, gettext("Open it"))
            self.add_error("email", forms.ValidationError(message, code="unique"))
        except forms.ValidationError as error:
            self.add_error(None, error)
        return None


class InvestorToolbar(forms.Form):
    """What the list and the board are filtered by; the filter set reads it, this only draws it."""

    ORDERINGS = {
        "": _("Newest first"),
        "name": _("By name"),
        "-updated_at": _("Last changed first"),
        "stage_since": _("Longest in their stage first"),
        "created_at": _("Oldest first"),
    }
    use_required_attribute = False

    client_type = forms.ChoiceField(label=_("Type"), choices=[("", _("Any type")), *Investor.ClientType.choices])
    tag = forms.ChoiceField(label=_("Tag"))
    owner = forms.ChoiceField(label=_("Owner"))
    ordering = forms.ChoiceField(label=_("Order"), choices=list(ORDERINGS.items()))

    def __init__(self, request, filters, board=None):
        asked = request.GET
        super().__init__(initial=asked.dict(), auto_id="filter_%s")
        offer_choices(self, request)
        drawn = {*self.fields, "search", "cursor", "as_of", "stage", "is_deleted"}
        if board:
            del self.fields["ordering"]
            self.keep("view", ["board"])
            self.keep("stage", asked.getlist("stage"))
        self.kept = kept_filters(request, filters, drawn)
        for each in self.kept:
            self.keep(each.name, each.values)

    def keep(self, name, values):
        """Carry on through a search what no field shows."""
        if values:
            self.fields[name] = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
            self.initial[name] = values


class MoveForm(LeadMoveForm):
    """What a board sends when a card was dropped; see investors.actions.move_investor()."""

    status = forms.ChoiceField(label=_("Stage"), choices=Investor.Stage.choices)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, workspace, investor, *args, **kwargs):
        super().__init__(*args, initial={"owner": investor.owner_id}, **kwargs)
        self.fields["owner"].queryset = members_of(workspace, investor.owner_id)


class ManyForm(forms.Form):
    """One change to the ticked investors; `kind` is a name of actions.moving.MANY."""

    TITLES = {
        "stage": _("Move to a stage"),
        "owner": _("Set the owner"),
        "tags": _("Add tags"),
        "delete": _("Delete"),
    }

    def __init__(self, kind, workspace, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == "stage":
            self.fields["value"] = forms.ChoiceField(label=_("Stage"), choices=Investor.Stage.choices)
            self.fields["reason"] = forms.CharField(label=_("Reason, of who passes"), required=False, max_length=200)
        elif kind == "owner":
            self.fields["value"] = forms.ModelChoiceField(
                members_of(workspace), label=_("Owner"), required=False, empty_label=_("Nobody")
            )
        elif kind == "tags":
            self.fields["value"] = forms.CharField(
                label=_("Tags"), max_length=1000, help_text=_("Separated by commas.")
            )
        self.kind = kind

    def clean_value(self):
        value = self.cleaned_data["value"]
        if self.kind == "tags":
            return [name.strip() for name in value.split(",") if name.strip()]
        return value

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") == Investor.Stage.PASSED and not cleaned.get("reason", "").strip():
            self.add_error("reason", actions.ReasonMissing().message)
        return cleaned


class InteractionForm(forms.ModelForm):
    class Meta:
        model = Interaction
        fields = ["type", "date", "subject", "content", "outcome", "participants"]
        field_classes = {"date": MomentField}
        widgets = {
            "content": forms.Textarea({"rows": 3}),
            "participants": forms.CheckboxSelectMultiple,
        }

    def __init__(self, investor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.investor = investor
        contacts = investor.contacts.order_by("-is_primary", "name", "pk")
        self.fields["participants"].queryset = contacts
        if not contacts:
            del self.fields["participants"]
        if not self.instance.pk:
            self.initial |= {"type": Interaction.Type.MEETING, "date": timezone.now()}

    def clean(self):
        cleaned = super().clean()
        written = any(cleaned.get(name) for name in ("subject", "content", "outcome"))
        if cleaned.get("type") == Interaction.Type.NOTE and not written:
            self.add_error("content", _("Write what is to be noted."))
        return cleaned

    def save_by(self, user):
        """Through its action, which raises InvestorIsDeleted."""
        if self.instance.pk:
            return actions.edit_interaction(interaction=self.instance, by=user, **self.cleaned_data)
        return actions.log_interaction(investor=self.investor, by=user, **self.cleaned_data)


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ["name", "job_title", "email", "phone", "is_primary", "wants_updates", "notes"]
        widgets = {"notes": forms.Textarea({"rows": 2})}

    def validate_constraints(self):
        # The action does, once the main contact before has made room.
        pass

    def save_by(self, user):
        """Through its action; None when it refused, which the form then says."""
        try:
            return actions.save_contact(contact=self.instance, by=user, **self.cleaned_data)
        except forms.ValidationError as error:
            self.add_error(None, error)
        return None
