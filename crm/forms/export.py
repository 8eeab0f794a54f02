from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.exporting import CSV, DELIMITERS, XLSX
from crm.fields import lead_fields


class ExportForm(forms.Form):
    """How the leads of a list are written into a file; `query` is the list's own."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)
    format = forms.ChoiceField(
        label=_("File"),
        choices=[(XLSX, _("Excel (XLSX)")), (CSV, _("CSV"))],
        widget=forms.RadioSelect,
    )
    delimiter = forms.ChoiceField(
        label=_("Columns of a CSV file are parted by"),
        choices=[(";", _("semicolon")), (",", _("comma")), ("\t", _("tab"))],
        help_text=_("French spreadsheets expect the semicolon, and numbers with a comma."),
        required=False,
    )
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, workspace, *args, **kwargs):
        super().__init__(*args, auto_id="id_export_%s", **kwargs)
        choices = [(name, capfirst(str(known.label))) for name, known in lead_fields(workspace).items()]
        self.fields["columns"].choices = choices
        self.initial = {
            "format": XLSX,
            "delimiter": ";" if get_language() == "fr" else ",",
            "columns": [name for name, _label in choices],
        } | self.initial

    @property
    def mark(self):
        return self.cleaned_data["delimiter"] if self.cleaned_data["delimiter"] in DELIMITERS else ","
