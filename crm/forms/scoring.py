from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.actions import scoring
from crm.forms.segments import RulesField
from crm.models import Scoring, ScoringRule
from webox.analytics.events import TYPES, is_custom


class EventField(forms.ChoiceField):
    """What people did, by name; an event that a program appends keeps its own."""

    def __init__(self, **kwargs):
        super().__init__(choices=event_choices, **kwargs)

    def valid_value(self, value):
        return super().valid_value(value) or is_custom(value)


def event_choices():
    known = [(known.name, known.label) for known in TYPES.values() if known.interest]
    return [("", _("Choose an event")), *sorted(known, key=lambda pair: str(pair[1]))]


class RuleForm(forms.ModelForm):
    """The form of both kinds; each leaves out what it has no use for."""

    class Meta:
        model = ScoringRule
        fields = ["name", "points", "is_active"]

    def __init__(self, *args, workspace, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = self.instance.workspace = workspace
        self.instance.kind = kind

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self.check_whole()

    def check_whole(self):
        try:
            scoring.check_rule(self.instance)
        except ValidationError as error:
            self.add_error(None, error)

    def validate_constraints(self):
        # The action answers for what belongs together.
        pass

    def save_by(self, user):
        """The rule, made or changed; None when there are too many, which the form then says."""
        rule = self.instance if self.instance.pk else None
        fields = {name: self.cleaned_data[name] for name in self.fields} | {"kind": self.instance.kind}
        try:
            return scoring.save_rule(workspace=self.workspace, by=user, rule=rule, **fields)
        except scoring.TooManyRules as error:
            self.add_error(None, error.message)
        return None


class FitRuleForm(RuleForm):
    rules = RulesField(label=_("Rules"))

    field_order = ["name", "points", "is_active", "rules"]

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields["rules"].workspace = workspace
        self.initial.setdefault("rules", self.instance.rules)

    def clean(self):
        cleaned = super().clean()
        self.instance.rules = cleaned.get("rules") or {}
        return cleaned


class EngagementRuleForm(RuleForm):
    event_type = EventField(label=_("Event"))

    class Meta(RuleForm.Meta):
        fields = ["name", "event_type", "points", "cap", "half_life_days", "is_active"]
        labels = {"points": _("Points of one event"), "cap": _("All of them at most")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("cap", "half_life_days"):
            self.fields[name].required = True
        # An event that programs append has no name of ours, but a rule that has it keeps it.
        if is_custom(own := self.instance.event_type):
            self.fields["event_type"].choices = [*event_choices(), (own, own)]


def form_of(kind):
    return FitRuleForm if kind == ScoringRule.Kind.FIT else EngagementRuleForm


class ScoringForm(forms.ModelForm):
    class Meta:
        model = Scoring
        fields = ["fit_weight", "fit_a", "fit_b", "engagement_1", "engagement_2"]

    def save_by(self, user):
        return scoring.save_settings(workspace=self.instance.workspace, by=user, **self.cleaned_data)
