"""Forms of the fields a workspace gives its leads: their definitions, and their values in the form of a lead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm import actions
from crm.models import CustomField


class DateInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value):
        # The browser's field reads ISO dates whatever the language.
        return str(value) if value else None


class ValueField(forms.Field):
    """A value of a lead's field as a person writes it; cleans to what the lead keeps."""

    def __init__(self, lead_field, **kwargs):
        self.lead_field = lead_field
        super().__init__(
            label=lead_field.label, help_text=lead_field.help_text, required=lead_field.is_required, **kwargs
        )

    def to_python(self, value):
        return self.lead_field.parse(value)

    def validate(self, value):
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value):
        return value if isinstance(value, str) else self.lead_field.write(value)


class ChoicesField(ValueField):
    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        return self.lead_field.clean(value)

    def prepare_value(self, value):
        return value or []


def form_field_of(lead_field):
    """The form field of one of the workspace's own fields."""
    kind, choices = lead_field.kind, list(lead_field.choices)
    if kind == "choices":
        field = ChoicesField(lead_field)
        field.widget.choices = choices
        return field
    if kind == "boolean":
        choices = [("true", _("Yes")), ("false", _("No"))]
    if kind in ("choice", "boolean"):
        return ValueField(lead_field, widget=forms.Select(choices=[("", "–"), *choices]))
    widgets = {
        "number": forms.TextInput({"inputmode": "decimal"}),
        "url": forms.TextInput({"inputmode": "url", "maxlength": 1000}),
        "text": forms.TextInput({"maxlength": 1000}),
        "date": DateInput(),
    }
    return ValueField(lead_field, widget=widgets[kind])


class ChoicesText(forms.CharField):
    """One choice a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])

    def run_validators(self, value):
        pass


class CustomFieldForm(forms.ModelForm):
    choices = ChoicesText(
        label=_("Choices"),
        required=False,
        help_text=_("One a line, for the kinds “Choice” and “Several choices”."),
    )

    class Meta:
        model = CustomField
        fields = ["label", "kind", "choices", "is_required", "help_text", "key"]
        help_texts = {"help_text": _("Shown below the field, as this line is.")}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.fields["choices"].widget.attrs["rows"] = 4
        if self.instance.pk:
            # Emails, segments and programs call it by its key.
            del self.fields["key"]
        else:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("The name in the API and in emails; left empty, it is made of the label.")

    def _post_clean(self):
        """The action checks the whole row; nothing is written onto the one the page shows."""

    def save_by(self, user):
        """The field, made or changed; None when the action refused, which the form then says."""
        try:
            if self.instance.pk:
                return actions.change_field(field=self.instance, by=user, **self.cleaned_data)
            return actions.create_field(workspace=self.workspace, by=user, **self.cleaned_data)
        except actions.TooManyFields as error:
            self.add_error(None, error.message)
        except actions.ValuesStay as error:
            self.add_error("kind" if "kind" in self.changed_data else "choices", error.message)
        except forms.ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        return None
