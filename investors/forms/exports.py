from django import forms
from django.db.models import Min
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investors.exporting.report import month_of_year
from investors.models import KPI, Interaction
from webox.analytics.periods import today_of


class MonthForm(forms.Form):
    """Which month, or which year, of those there can be numbers of; this month at first."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int)

    def __init__(self, workspace, *args, **kwargs):
        today = today_of(workspace)
        super().__init__(*args, initial={"year": today.year, "month": today.month}, **kwargs)
        years = range(today.year, first_year(workspace, today.year) - 1, -1)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["month"].choices = [(month, capfirst(month_of_year(month))) for month in range(1, 13)]


class InteractionsForm(forms.Form):
    """The filters of interactions that matter for a file."""

    type = forms.ChoiceField(label=_("Type"), choices=[("", _("All types")), *Interaction.Type.choices])
    date_after = forms.DateField(label=pgettext_lazy("date", "From"), widget=forms.DateInput({"type": "date"}))
    date_before = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}))
    use_required_attribute = False


def first_year(workspace, this_year):
    day = Interaction.objects.for_workspace(workspace).aggregate(first=Min("day"))["first"]
    kpi = KPI.objects.for_workspace(workspace).aggregate(first=Min("year"))["first"]
    return max(2000, min(day.year if day else this_year, kpi or this_year, this_year))
