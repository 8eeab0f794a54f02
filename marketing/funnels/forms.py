from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from marketing.funnels.models import Funnel, FunnelPage

CODE = {"class": "font-monospace", "spellcheck": "false", "autocapitalize": "off", "wrap": "off"}
LARGEST_CONTENT = 500_000


class FunnelForm(forms.ModelForm):
    """A new funnel takes its address from its name when none is typed."""

    class Meta:
        model = Funnel
        fields = ["name", "funnel_type", "slug", "description", "consent_text"]
        widgets = {
            "description": forms.Textarea({"rows": 2}),
            "consent_text": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        if self.instance.pk is None:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the name.")
            # The beginning of it is written by the action, in the language of the workspace.
            del self.fields["consent_text"]


class PageForm(forms.ModelForm):
    html_content = forms.CharField(
        label=_("HTML"),
        required=False,
        max_length=LARGEST_CONTENT,
        strip=False,
        widget=forms.Textarea(CODE | {"rows": 20}),
    )
    css_content = forms.CharField(
        label=_("CSS"),
        required=False,
        max_length=LARGEST_CONTENT,
        strip=False,
        widget=forms.Textarea(CODE | {"rows": 12}),
    )
    js_content = forms.CharField(
        label=_("JavaScript"),
        required=False,
        max_length=LARGEST_CONTENT,
        strip=False,
        widget=forms.Textarea(CODE | {"rows": 8}),
    )

    class Meta:
        model = FunnelPage
        fields = ["name", "page_type", "slug", "is_published", "html_content", "css_content", "js_content"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the name.")


class UtmForm(forms.Form):
    """What an ad or a post adds to a funnel's address, so that its leads are known by it."""

    utm_source = forms.CharField(
        label=_("Source"), required=False, max_length=100, widget=forms.TextInput({"placeholder": "newsletter"})
    )
    utm_medium = forms.CharField(
        label=_("Medium"), required=False, max_length=100, widget=forms.TextInput({"placeholder": "email"})
    )
    utm_campaign = forms.CharField(
        label=_("Campaign"), required=False, max_length=100, widget=forms.TextInput({"placeholder": _("spring")})
    )

    def added_to(self, address):
        values = self.cleaned_data if self.is_valid() else {}
        query = urlencode({name: text for name, text in values.items() if text})
        return f"{address}?{query}" if query else address
