from django import forms
from django.utils.translation import gettext_lazy as _

from marketing.ads.models import Platform

ORDERS = [("dmy", _("Day first: 03/04 is 3 April")), ("mdy", _("Month first: 03/04 is 4 March"))]
MARKS = [(".", _("A point: 1,234 is more than a thousand")), (",", _("A comma: 1,234 is a little more than one"))]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("As the platform gave it to you: CSV, TSV, “.xls” of LinkedIn, or Excel (.xlsx)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xls,.xlsx"}),
        error_messages={"required": _("Choose the file to import."), "empty": _("The file is empty.")},
        max_length=500,
    )


class ChoicesForm(forms.Form):
    """What a file leaves open, and whose it is. `asked` names what is asked beside platform and account."""

    platform = forms.ChoiceField(label=_("Platform"), choices=[("", "—"), *Platform.choices])
    account = forms.CharField(
        label=_("Account"),
        required=False,
        max_length=255,
        help_text=_("Only where the file does not name it and you run campaigns of the same name in several accounts."),
    )
    date_order = forms.ChoiceField(label=_("Order of dates"), choices=[("", "—"), *ORDERS])
    decimal_mark = forms.ChoiceField(label=_("Decimal mark"), choices=[("", "—"), *MARKS])
    currency = forms.RegexField(
        r"^\s*[A-Za-z]{3}\s*$",
        label=_("Currency"),
        help_text=_("Three letters, such as EUR."),
        error_messages={"invalid": _("Write the currency as three capital letters, such as EUR.")},
    )
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, file, asked, *args, **kwargs):
        names = [name for name in self.base_fields if name in ("platform", "account") or name in asked]
        super().__init__(*args, initial={name: getattr(file, name) for name in names}, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]
        if "currency" in self.fields and not file.currency:
            self.fields["currency"].widget.attrs["placeholder"] = file.workspace.currency

    def clean_currency(self):
        return self.cleaned_data["currency"].strip().upper()

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned
