from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import Lead, Stage

BIGGEST = 2**63 - 1  # that a database takes for an id
# What the field offers; anything may be written. Statistics count the same words together.
LOST_REASONS = (
    _("Too expensive"),
    _("No answer"),
    _("Chose another provider"),
    _("Not the right moment"),
    _("No budget"),
    _("Not a fit"),
)


class MoveForm(forms.Form):
    """What a board sends when a card was dropped; see crm.actions.move_lead()."""

    status = forms.ChoiceField(label=_("Status"), choices=Lead.Status.choices)
    after = forms.IntegerField(required=False, max_value=BIGGEST)
    before = forms.IntegerField(required=False, max_value=BIGGEST)
    seen = forms.CharField(required=False, max_length=40)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class StageForm(forms.ModelForm):
    class Meta:
        model = Stage
        fields = ["expected_days", "probability"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Drawn in a table: the row and the column say what the field is.
            label = _("%(stage)s: %(field)s") % {"stage": self.instance, "field": field.label}
            field.widget.attrs |= {"class": "form-control", "inputmode": "numeric", "aria-label": label}
            if self.errors.get(name):
                field.widget.attrs["class"] += " is-invalid"


class StageFormSet(forms.BaseModelFormSet):
    """What a workspace expects of its open stages. A won or lost lead needs no expectation."""

    def __init__(self, *args, workspace, **kwargs):
        stages = Stage.objects.for_workspace(workspace).filter(status__in=Lead.OPEN).order_by("pk")
        super().__init__(*args, queryset=stages, **kwargs)


StageForms = forms.modelformset_factory(Stage, form=StageForm, formset=StageFormSet, extra=0)
