from django import forms
from django.utils.translation import gettext_lazy as _

from investors.importing.columns import choices, guess


class ColumnsForm(forms.Form):
    """What each column is: the guess until somebody chose. Unbound and bound alike, it always has an answer."""

    updates = forms.TypedChoiceField(
        label=_("Investors who are here already"),
        choices=[("", _("Leave them as they are")), ("1", _("Take over what the file says of them"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, headers, samples, data):
        guessed = guess(headers)
        data = data.copy()
        data.setdefault("updates", "")
        for number, target in enumerate(guessed):
            data.setdefault(f"c{number}", target)
        super().__init__(data)
        offered = choices()
        for number, (header, sample) in enumerate(zip(headers, samples, strict=True)):
            self.fields[f"c{number}"] = forms.ChoiceField(
                label=header,
                choices=offered,
                required=False,
                help_text=" · ".join(sample),
                widget=forms.Select({"class": "form-select"}),
            )

    def columns(self):
        return [self[name] for name in self.fields if name != "updates"]

    def clean(self):
        chosen = [self.cleaned_data.get(column.name) for column in self.columns()]
        twice = {target for target in chosen if target and chosen.count(target) > 1}
        for column in self.columns():
            if self.cleaned_data.get(column.name) in twice:
                self.add_error(column.name, _("Two columns cannot be the same."))
        return self.cleaned_data

    @property
    def targets(self):
        return [self.cleaned_data[column.name] for column in self.columns()]
