from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from crm.fields import CUSTOM
from crm.forms.leads import members_of
from crm.importing.mapping import EXTRAS, MODES, NEW, NEW_KINDS, Plan, check, matches_of
from crm.models import CustomField, Lead
from webox.lib.written import entries

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "cp1252": _("Windows, Western Europe"),
    "mac_roman": _("Mac, Western Europe"),
    "latin-1": "ISO 8859-1",
    "utf-16": "Unicode (UTF-16)",
}
# How UTF-8 and UTF-16 are read when their byte order mark was seen, or is missing
SAME = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
DELIMITERS = {",": _("Comma ,"), ";": _("Semicolon ;"), "\t": _("Tab"), "|": _("Bar |")}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV or Excel (.xlsx), as your spreadsheet or your last system saved it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choose the file to import."),
            "empty": _("The file is empty."),
        },
        max_length=500,
    )


class LayoutForm(forms.Form):
    """How the file is read, where the guess was wrong."""

    encoding = forms.ChoiceField(label=_("Characters"), choices=list(ENCODINGS.items()), required=False)
    delimiter = forms.ChoiceField(label=_("Cells end with"), choices=list(DELIMITERS.items()), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, file, *args, **kwargs):
        encoding = SAME.get(file.encoding, file.encoding)
        initial = {"encoding": encoding, "delimiter": file.delimiter, "sheet": file.sheet}
        super().__init__(*args, initial=initial, auto_id="id_layout_%s", **kwargs)
        self.file = file
        self.fields["sheet"].choices = [(name, name) for name in file.sheets]
        for name in ["encoding", "delimiter"] if file.format == "xlsx" else ["sheet"]:
            del self.fields[name]

    @property
    def is_needed(self):
        return self.file.format == "csv" or len(self.file.sheets) > 1

    def chosen(self):
        """What read_again() takes; a byte order mark that was seen is not asked about again."""
        chosen = dict(self.cleaned_data)
        if chosen.get("encoding") == SAME.get(self.file.encoding, self.file.encoding):
            chosen.pop("encoding", None)
        return chosen


class PlanForm(forms.Form):
    """What each column is, and what is done with the rows. Columns are the fields `column_0`, `column_1`…"""

    mode = forms.ChoiceField(label=_("What to do"), choices=list(MODES.items()), widget=forms.RadioSelect)
    match = forms.ChoiceField(label=_("Find leads by"), help_text=_("What two leads never share."))
    day_first = forms.ChoiceField(
        label=_("Dates such as 04/03/2026"),
        choices=[("true", _("Day first: 4 March")), ("false", _("Month first: 3 April"))],
    )
    status = forms.ChoiceField(label=_("Status of new leads"), choices=Lead.Status.choices)
    owner = forms.ModelChoiceField(None, label=_("Owner of new leads"), required=False, empty_label=_("Nobody"))
    source = forms.CharField(label=_("Source of new leads"), required=False, max_length=80)
    tags = forms.CharField(
        label=_("Tags for every lead of the file"),
        required=False,
        max_length=500,
        help_text=_("Separated by commas. New ones are made."),
    )
    clear = forms.BooleanField(
        label=_("An empty cell empties the field"),
        required=False,
        help_text=_("Otherwise an empty cell changes nothing."),
    )
    no_mail = forms.BooleanField(
        label=_("None of these people wants emails"),
        required=False,
        help_text=_("They are marked as unsubscribed. No file ever subscribes again who unsubscribed here."),
    )

    def __init__(self, operation, known, may_make_fields, *args, **kwargs):
        self.operation, self.known, self.headers = operation, known, operation.file.headers
        plan = Plan.of(operation.params)
        initial = plan.as_params() | {"tags": ", ".join(plan.tags), "day_first": str(plan.day_first).lower()}
        initial |= {f"column_{index}": target for index, target in enumerate(plan.targets)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["match"].choices = [(name, capfirst(label)) for name, label in matches_of(known).items()]
        self.fields["owner"].queryset = members_of(operation.workspace)
        choices = target_choices(known, may_make_fields)
        for index, header in enumerate(self.headers):
            label = header or gettext("Column %(number)d") % {"number": index + 1}
            select = forms.Select(attrs={"class": "form-select"})
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=select
            )

    @property
    def columns(self):
        """(field, header, samples) of each column."""
        samples = self.operation.params.get("samples", [])
        return [
            (self[f"column_{index}"], header, samples[index] if index < len(samples) else [])
            for index, header in enumerate(self.headers)
        ]

    def clean_tags(self):
        try:
            tags = entries(self.cleaned_data["tags"])
        except ValueError as error:
            raise forms.ValidationError(_("Write the tags with commas between them.")) from error
        if any(len(tag) > 60 for tag in tags):
            raise forms.ValidationError(_("A tag has at most 60 characters."))
        return tags

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.plan = Plan(
            targets=[cleaned[f"column_{index}"] for index in range(len(self.headers))],
            mode=cleaned["mode"],
            match=cleaned["match"],
            day_first=cleaned["day_first"] == "true",
            clear=cleaned["clear"],
            tags=cleaned["tags"],
            owner=cleaned["owner"].pk if cleaned["owner"] else None,
            source=cleaned["source"],
            status=cleaned["status"],
            no_mail=cleaned["no_mail"],
        )
        try:
            check(self.plan, self.headers, self.known)
        except forms.ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(None if name == "mapping" else name, messages)
        return cleaned


def target_choices(known, may_make_fields):
    """What a column can be, in groups, as a select offers it."""
    writable = [(name, capfirst(field.label)) for name, field in known.items() if field.writable]
    groups = [
        ("", _("Leave out")),
        (_("Lead"), [choice for choice in writable if not choice[0].startswith(CUSTOM)]),
    ]
    if own := [choice for choice in writable if choice[0].startswith(CUSTOM)]:
        groups.append((_("Custom fields"), own))
    groups.append((pgettext("fields", "More"), list(EXTRAS.items())))
    if may_make_fields:
        kinds = dict(CustomField.Kind.choices)
        groups.append((_("New custom field"), [(NEW + kind, kinds[kind]) for kind in NEW_KINDS]))
    return groups
