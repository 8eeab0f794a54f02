import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm import segments
from crm.models import Segment

LONGEST = 200_000


class RulesField(forms.CharField):
    """Rules of segments as JSON, which the builder writes; cleans to a dict."""

    default_error_messages = {"json": _("This is not JSON. Correct it, or build the rules with the buttons.")}

    def __init__(self, *, workspace=None, **kwargs):
        self.workspace = workspace
        widget = forms.Textarea(attrs={"rows": 6, "class": "font-monospace", "spellcheck": "false", "data-rules": ""})
        super().__init__(**{"widget": widget, "required": False, "max_length": LONGEST} | kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or {}, ensure_ascii=False)

    def to_python(self, value):
        text = super().to_python(value)
        if not text.strip():
            return {}
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise ValidationError(self.error_messages["json"], code="json") from None

    def validate(self, value):
        segments.validate(self.workspace, value)

    def run_validators(self, value):
        """Of the text; what it says was checked by now."""

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (initial or {})
        except ValidationError:
            return True


class SegmentForm(forms.ModelForm):
    rules = RulesField(label=_("Rules"))

    class Meta:
        model = Segment
        fields = ["name", "description"]
        help_texts = {"description": _("What your colleagues should know about it.")}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = self.fields["rules"].workspace = workspace
        self.initial.setdefault("rules", self.instance.rules)

    def validate_constraints(self):
        # The action answers for the database's rules.
        pass
