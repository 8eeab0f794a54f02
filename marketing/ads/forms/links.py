from django import forms
from django.utils.translation import gettext_lazy as _

from marketing.ads.links import UTM, link_of, parameters_of


class LinkForm(forms.Form):
    """The parts of a tracked address, begun with what the campaign and its platform say."""

    landing_url = forms.URLField(label=_("Landing page"), required=False, max_length=2048, assume_scheme="https")

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        begun = parameters_of(campaign)
        self.initial["landing_url"] = campaign.landing_url
        for name in UTM:
            self.fields[name] = forms.CharField(label=name, required=False, max_length=200)
            self.initial[name] = begun.get(name, "")

    @property
    def parameters(self):
        return [self[name] for name in UTM]

    def address(self):
        """The tracked address as far as its parts can be read."""
        if not self.is_bound:
            return link_of(self.campaign)
        if not self.is_valid():
            return ""
        chosen = {name: self.cleaned_data[name] for name in UTM}
        return link_of(self.campaign, self.cleaned_data["landing_url"], **chosen)
