from django import forms
from django.utils.translation import gettext_lazy as _

from webox.lib.moments import MomentField


class NextStepForm(forms.Form):
    """What comes next with a lead; nothing where nothing does."""

    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    next_step_at = MomentField(label=_("Next step due"), required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("next_step") and not self.errors and not cleaned.get("next_step_at"):
            self.add_error("next_step_at", _("Say when, or it appears in no list of what is due."))
        return cleaned
