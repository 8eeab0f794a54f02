import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _

from investors.models import KPI, KPITarget
from investors.models.kpis import COUNTED, YEARS

MOST = 1_000_000


class CountsForm(forms.ModelForm):
    """The three numbers, each of which may be left empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in COUNTED:
            field = self.fields[name]
            field.validators.append(MaxValueValidator(MOST))
            field.widget.attrs |= {"inputmode": "numeric", "max": MOST}


class KPIForm(CountsForm):
    class Meta:
        model = KPI
        fields = [*COUNTED, "note"]


class TargetForm(CountsForm):
    class Meta:
        model = KPITarget
        fields = list(COUNTED)


class CellsForm(forms.Form):
    """What was typed into the grid or pasted there: [[investor, month, value, what stood there], …].

    `values` and `seen` are what set_cells() takes; the last of the four may be left out.
    """

    year = forms.IntegerField(validators=YEARS)
    number = forms.ChoiceField(choices=[(name, name) for name in COUNTED])
    cells = forms.CharField(max_length=100_000)
    # What the grid is narrowed to, for its last line
    search = forms.CharField(max_length=100, required=False)

    def clean_cells(self):
        try:
            cells = [read(*cell) for cell in json.loads(self.cleaned_data["cells"])]
        except (TypeError, ValueError) as error:
            raise ValidationError(_("Write whole numbers from 0 to a million.")) from error
        self.values = {(investor, month): value for investor, month, value, _seen in cells}
        self.seen = {(investor, month): seen for investor, month, _value, seen in cells if seen != ""}
        return cells


def read(investor, month, value, seen=""):
    """The four parts of a cell. Raises ValueError."""
    if not (is_count(investor, 2**63 - 1) and is_count(month, 12) and month):
        raise ValueError
    if not (value is None or is_count(value, MOST)) or not (seen in ("", None) or is_count(seen, MOST)):
        raise ValueError
    return investor, month, value, seen


def is_count(value, most):
    return type(value) is int and 0 <= value <= most
