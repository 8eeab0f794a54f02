from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.models import Segment
from marketing.ads.audiences import FORMATS
from webox.lib.phones import COUNTRIES


class AudienceForm(forms.Form):
    """Whose people go into a file, for which platform."""

    segment = forms.ModelChoiceField(label=_("Segment"), queryset=Segment.objects.none(), empty_label=None)
    platform = forms.ChoiceField(label=_("Platform"), choices=[(name, each.label) for name, each in FORMATS.items()])
    country = forms.ChoiceField(
        label=_("Country of who names none"),
        help_text=_("For phone numbers without a country code, and for leads whose own fields say no country."),
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = Segment.objects.for_workspace(workspace).order_by("name", "pk")
        countries = sorted(((code, str(name)) for code, (_c, _p, name) in COUNTRIES.items()), key=lambda each: each[1])
        self.fields["country"].choices = countries
        self.initial = {"platform": "meta", "country": "FR" if get_language() == "fr" else "US"} | self.initial
