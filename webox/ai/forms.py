import json
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from webox.ai.models import AIConfig, Tone

BRAND = ["brand_name", "brand_color", "offer", "facts", "prices", "forbidden_claims", "sample_texts"]
CONNECTION = ["provider", "model", "base_url", "image_model"]
COLOR = RegexValidator(
    r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six hexadecimal digits, such as #1f6feb."), "color"
)
NOT_NEGATIVE = MinValueValidator(0, _("A budget is not negative."))


class WishForm(forms.Form):
    """The base of a purpose's inputs: what is wanted, then the tone and the language, else those of the settings."""

    tone = forms.ChoiceField(label=_("Tone"), choices=Tone, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.order_fields([name for name in self.fields if name not in ("tone", "language")])


def inputs_of(form):
    """What a valid form cleaned, as JSON keeps it: "490.00" of a Decimal, the id of a row."""
    plain = {name: getattr(value, "pk", value) for name, value in form.cleaned_data.items()}
    return json.loads(json.dumps(plain, cls=DjangoJSONEncoder))


class AddressField(forms.CharField):
    """Of a server; unlike a URLField it takes names without a dot, as servers next door have."""

    widget = forms.URLInput

    def clean(self, value):
        address = super().clean(value)
        try:
            parts = urlsplit(address)
            is_fine = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
        except ValueError:
            is_fine = False
        if address and not is_fine:
            raise forms.ValidationError(_("Write an address that begins with http:// or https://."), code="invalid")
        return address


class ConnectionForm(forms.ModelForm):
    """Whose model writes. The key goes in and never comes out; left empty, the one there is stays."""

    base_url = AddressField(
        label=_("Address"),
        required=False,
        max_length=200,
        help_text=_("Of a server of your own, such as http://localhost:11434/v1. Empty: the provider's."),
    )
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, read_only=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("base_url", self.instance.base_url)
        if self.instance.sealed_key:
            self.fields["key"].widget.attrs["placeholder"] = f"…{self.instance.key_hint}"
        for field in self.fields.values():
            field.disabled = read_only

    def clean_key(self):
        return self.cleaned_data["key"].strip()


class ConfigForm(ConnectionForm):
    """The settings of the workspace."""

    class Meta:
        model = AIConfig
        fields = ["is_on", "provider", "model", "image_model", "language", "tone", *BRAND, "monthly_budget"]
        widgets = {name: forms.Textarea({"rows": rows}) for name, rows in (("offer", 3), ("facts", 4), ("prices", 4))}
        widgets |= {name: forms.Textarea({"rows": 4}) for name in ("forbidden_claims", "sample_texts")}
        widgets["brand_color"] = forms.TextInput({"placeholder": "#1f6feb"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["brand_color"].validators.append(COLOR)
        self.fields["monthly_budget"].validators.append(NOT_NEGATIVE)
        # What an empty one means
        self.fields["provider"].choices = AIConfig.Provider.choices
        self.initial["provider"] = self.instance.provider or settings.AI_PROVIDER
        self.fields["language"].choices = [("", _("As emails and public pages")), *settings.LANGUAGES]
        self.initial["tone"] = self.instance.tone or Tone.FRIENDLY
        self.fields["tone"].choices = Tone.choices


class OverrideForm(ConnectionForm):
    """What a member wants otherwise for themselves."""

    class Meta:
        model = AIConfig
        fields = ["provider", "model", "image_model", "language", "tone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        same = ("", _("As the workspace"))
        self.fields["provider"].choices = [same, *AIConfig.Provider.choices]
        self.fields["language"].choices = [same, *settings.LANGUAGES]
        self.fields["tone"].choices = [same, *Tone.choices]


class FieldForm(forms.Form):
    """One field of a draft (webox.ai.fields.Field) under the pencil."""

    def __init__(self, *args, field, **kwargs):
        super().__init__(*args, **kwargs)
        self.field = field
        self.fields["value"] = _input_of(field)
        self.initial["value"] = field.value if field.kind in ("switch", "number", "choice") else field.shown

    def clean_value(self):
        """As the draft keeps it; whether it fits there the schema says."""
        value, kind = self.cleaned_data["value"], self.field.kind
        if kind == "json":
            try:
                return json.loads(value) if value else None
            except ValueError as error:
                raise forms.ValidationError(_("This is not JSON: %(error)s") % {"error": error}) from error
        if not isinstance(value, str):
            return value
        value = value.replace("\r\n", "\n")
        if isinstance(self.field.value, list):
            return [line.strip() for line in value.split("\n") if line.strip()]
        return value.strip()


def _input_of(field):
    common = {"label": field.label, "help_text": field.help, "required": False}
    if field.kind == "choice":
        return forms.TypedChoiceField(
            choices=field.choices,
            coerce=lambda value: {str(each): each for each, _label in field.choices}[value],
            **common,
        )
    if field.kind == "switch":
        return forms.BooleanField(**common)
    if field.kind == "number":
        return (forms.IntegerField if field.type is int else forms.FloatField)(**common)
    rows = {"text": 1, "lines": 6, "html": 16, "code": 12, "json": 10}[field.kind]
    attrs = {"rows": rows, "data-ai-input": ""}
    if field.kind in ("html", "code", "json"):
        attrs |= {"class": "font-monospace", "spellcheck": "false"}
    widget = forms.TextInput({"data-ai-input": ""}) if field.kind == "text" else forms.Textarea(attrs)
    return forms.CharField(widget=widget, strip=False, **common)
