import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from crm import actions, segments
from crm.models import Segment

LONGEST = 200_000
# So many values of a field are offered by name; others can still be written as JSON.
MOST_OFFERED = 1_000
MOST_SEGMENTS = 200


def read_rules(text):
    """Rules from their JSON; an empty text is every lead."""
    if not text.strip():
        return {}
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        message = _("This is not JSON. Correct it, or build the rules with the buttons.")
        raise ValidationError(message, code="json") from None


class RulesField(forms.CharField):
    """Rules of segments as JSON, which the builder writes; cleans to a dict."""

    def __init__(self, *, workspace=None, **kwargs):
        self.workspace = workspace
        widget = forms.Textarea(attrs={"rows": 6, "class": "font-monospace", "spellcheck": "false"})
        super().__init__(**{"widget": widget, "required": False, "max_length": LONGEST} | kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or {}, ensure_ascii=False)

    def to_python(self, value):
        return read_rules(super().to_python(value))

    def validate(self, value):
        segments.validate(self.workspace, value)

    def run_validators(self, value):
        """They are for the text; what it says was checked by now."""

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

    def save_by(self, user):
        """The segment, made or changed by its action; None when the action refused, which the form then says."""
        try:
            if self.instance.pk:
                return actions.edit_segment(segment=self.instance, by=user, **self.cleaned_data)
            return actions.create_segment(workspace=self.workspace, by=user, **self.cleaned_data)
        except actions.SegmentNameTaken as error:
            self.add_error("name", error.message)
        return None


def builder_of(workspace, with_segments=False):
    """What the builder offers: fields, ops and words, as JSON."""
    fields = segments.fields_of(workspace).values()
    kinds = {field.kind: field.ops for field in fields}
    asked = {}
    for field in fields:
        # Campaigns are what four fields choose from, and are asked for once.
        if field.choices not in asked:
            asked[field.choices] = [[str(value), str(label)] for value, label in field.choices(workspace)]
    saved = Segment.objects.for_workspace(workspace).order_by("name") if with_segments else []
    return {
        "fields": [
            {
                "name": field.name,
                "label": str(field.label),
                "group": str(field.group),
                "kind": field.kind,
                "of": str(field.of_label),
                "choices": asked[field.choices][:MOST_OFFERED],
            }
            for field in fields
        ],
        "ops": {
            kind: [{"name": op.name, "label": str(op.label), "widget": op.shape.widget} for op in ops.values()]
            for kind, ops in kinds.items()
        },
        "segments": [{"id": one.pk, "name": one.name, "rules": one.rules} for one in saved[:MOST_SEGMENTS]],
        "texts": builder_texts(),
    }


def builder_texts():
    return {
        "all": pgettext("rules", "All"),
        "any": gettext("At least one"),
        "none": pgettext("rules", "None"),
        "notall": gettext("Not all"),
        "hold": gettext("of these must hold:"),
        "mode": gettext("How many of these rules must hold"),
        "group": gettext("Group of rules"),
        "rule": gettext("Rule"),
        "field": gettext("Field"),
        "op": gettext("Condition"),
        "value": gettext("Value"),
        "addRule": gettext("Rule"),
        "addGroup": gettext("Group"),
        "removeRule": gettext("Remove the rule"),
        "removeGroup": gettext("Remove the group"),
        "everyone": gettext("No rule: every lead."),
        "yes": gettext("Yes"),
        "no": gettext("No"),
        "from": pgettext("number or day", "From"),
        "to": pgettext("number or day", "To"),
        "and": gettext("and"),
        "times": gettext("times"),
        "within": gettext("within the last"),
        "days": gettext("days"),
        "ever": pgettext("time", "ever"),
        "anyone": gettext("any"),
        "add": gettext("Add…"),
        "remove": gettext("Remove"),
        "replace": gettext("Replace the rules written here by those of the segment?"),
    }
