from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from investors.forms.updates import month_of, months_of
from investors.updates.facts import ROUND, kpis_of, round_of, shown, shown_round
from webox.ai.forms import WishForm

NOTES = ("wins", "lowlights", "next_steps", "asks")


def notes(label, help_text=""):
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea({"rows": 2}), help_text=help_text
    )


class UpdateWish(WishForm):
    """A month, and notes of what it was; the figures are looked up."""

    period = forms.ChoiceField(label=pgettext_lazy("of an update", "Month"))
    wins = notes(_("What went well"), _("In your words, one thing a line. Figures and customers won are known."))
    lowlights = notes(_("What did not"))
    next_steps = notes(_("What comes next"))
    asks = notes(_("What readers can do for you"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = months_of(self.workspace)[1:] + months_of(self.workspace)[:1]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("period"):
            # Kept with the wish: what a draft says of these is vouched for.
            cleaned["facts"] = facts_of(self.workspace, *month_of(cleaned["period"]))
        return cleaned


def facts_of(workspace, year, month):
    with override(workspace.language):
        facts = [shown(each) for each in kpis_of(workspace, year, month)]
        lines = [f"{each['label']}: {each['value']} ({each['before']})" for each in facts]
        if kept := round_of(workspace):
            told = shown_round([kept])
            amounts = ", ".join(told[name] for name in ("secured", "soft", "missing", "target"))
            lines.append(f"{told['label']}: {amounts} ({told['percent']} %)")
    return "\n".join(lines)


def round_in(figures):
    return shown_round([each for each in figures if each["name"] == ROUND])
