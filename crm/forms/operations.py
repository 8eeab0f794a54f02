"""Forms that do one thing to many leads: what to do, and to whom, confirmed by their number."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.fields import lead_fields
from crm.forms.fields import DateInput, ValueField, form_field_of
from crm.forms.leads import members_of
from crm.models import Lead, Operation, Tag
from crm.operations.kinds import settable
from crm.operations.selecting import select_filter, select_ids
from webox.accounts.models import User
from webox.lib.ids import is_id

Kind = Operation.Kind


class SelectionForm(forms.Form):
    """Ticked leads as “1,2,3”, or everybody a filter finds up to the lead `before`."""

    ids = forms.CharField(required=False, widget=forms.HiddenInput)
    is_all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    filter = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # How many were shown when it was confirmed
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_ids(self):
        parts = self.cleaned_data["ids"].split(",")
        return [int(part) for part in parts if is_id(part)]

    def select(self, membership):
        """(the selection, how many leads it is). Raises ValidationError for a filter that cannot be read."""
        chosen = self.cleaned_data
        if chosen.get("is_all"):
            return select_filter(membership, chosen.get("filter", ""), chosen.get("before"))
        return select_ids(membership, chosen.get("ids", ()))


class BulkForm(SelectionForm):
    """`params()` of the cleaned data are what the operation is told."""

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, auto_id="id_bulk_%s", **kwargs)
        self.membership, self.workspace = membership, membership.workspace

    @property
    def number(self):
        """How many leads the person was told."""
        return self.cleaned_data.get("expected") or 0

    def params(self):
        return {}

    def ask_again(self, number, message):
        """Show another number than the one that was confirmed."""
        self.data = self.data.copy()
        self.data["expected"] = number
        self.add_error(None, message)

    def refuse(self, error):
        """Say what the action refused beside the field it is about."""
        for name, messages in error.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


class StatusBulkForm(BulkForm):
    status = forms.ChoiceField(label=_("Status"), choices=Lead.Status.choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Needed for leads that are lost.")
    )

    def params(self):
        return {"status": self.cleaned_data["status"], "reason": self.cleaned_data["reason"]}


class OwnerBulkForm(BulkForm):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members_of(self.workspace)

    def params(self):
        owner = self.cleaned_data["owner"]
        return {"owner": owner.pk if owner else None}


class FieldBulkForm(BulkForm):
    """Choosing the field asks for the form again, with an input for its kind of value."""

    field = forms.ChoiceField(label=_("Field"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = settable(lead_fields(self.workspace))
        field = self.fields["field"]
        # None is proposed: an empty value would empty it for everybody.
        field.choices = [
            ("", _("Choose a field")),
            *((name, capfirst(str(each.label))) for name, each in known.items()),
        ]
        field.widget.attrs |= {
            "hx-get": reverse("crm:bulk", args=[Kind.SET_FIELD]),
            "hx-trigger": "change",
            "hx-target": "#modal",
            "hx-include": "closest form",
            "hx-params": "not csrfmiddlewaretoken,value",
        }
        if chosen := known.get((self.data if self.is_bound else self.initial).get("field")):
            self.fields["value"] = value_field(chosen)

    def params(self):
        return {"field": self.cleaned_data["field"], "value": self.cleaned_data.get("value")}


class TagsBulkForm(BulkForm):
    tags = forms.CharField(label=_("Tags"), max_length=1000, help_text=_("Separated by commas."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known_tags = (
            Tag.objects.for_workspace(self.workspace).order_by("name").values_list("name", flat=True)[:200]
        )
        self.fields["tags"].widget.attrs["list"] = "bulk-tags"

    def params(self):
        return {"tags": [name.strip() for name in self.cleaned_data["tags"].split(",") if name.strip()]}


FORMS = {
    Kind.SET_STATUS: StatusBulkForm,
    Kind.SET_OWNER: OwnerBulkForm,
    Kind.SET_FIELD: FieldBulkForm,
    Kind.ADD_TAGS: TagsBulkForm,
    Kind.REMOVE_TAGS: TagsBulkForm,
    Kind.DELETE: BulkForm,
}
WIDGETS = {
    "longtext": lambda: forms.Textarea({"rows": 3}),
    "moment": lambda: forms.DateTimeInput({"type": "datetime-local"}),
    "date": DateInput,
    "number": lambda: forms.TextInput({"inputmode": "decimal"}),
}


def value_field(known):
    """The form field of one value for many leads; empty empties the field."""
    if known.is_custom:
        field = form_field_of(known)
    else:
        field = ValueField(known, widget=WIDGETS.get(known.kind, forms.TextInput)())
    field.label, field.required = _("New value"), False
    field.help_text = _("Left empty, the field is emptied.")
    return field


def first_error(error):
    """A ValidationError of a filter in one line."""
    return " ".join(ValidationError(error).messages)
