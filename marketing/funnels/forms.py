import re
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from marketing.funnels.models import Funnel, FunnelPage
from webox.ai.forms import WishForm

CODE = {"class": "font-monospace", "spellcheck": "false", "autocapitalize": "off", "wrap": "off"}
LARGEST_CONTENT = 500_000
BARE_AMOUNT = re.compile(r"\d+(?:[.,]\d{1,2})?")
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


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


class FunnelWishForm(WishForm):
    """What a whole funnel is to be about."""

    funnel_type = forms.ChoiceField(label=_("Type"), choices=Funnel.Type, initial=Funnel.Type.LEAD_MAGNET)
    topic = forms.CharField(
        label=_("Topic or product"),
        max_length=200,
        widget=forms.TextInput({"autofocus": True}),
        help_text=_("As it should be read in a headline, such as “Digital marketing in 2026”."),
    )
    audience = forms.CharField(
        label=_("Audience"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"placeholder": _("such as freelancers, or young parents")}),
    )
    details = forms.CharField(
        label=_("What is in it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: what people get. It stands on the pages as you write it."),
    )
    price = forms.CharField(
        label=_("Price"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"placeholder": _("such as 490 €")}),
        help_text=_("Left empty, no price is spoken of."),
    )
    goal = forms.CharField(label=_("Goal"), max_length=200, required=False)
    budget = forms.CharField(
        label=_("Budget"),
        max_length=60,
        required=False,
        help_text=_("Kept with the goal in the description. Visitors see neither."),
    )

    def clean_topic(self):
        topic = self.cleaned_data["topic"]
        if not any(each.isalnum() for each in topic):
            raise forms.ValidationError(_("Name the topic in words."))
        return topic

    def clean_price(self):
        """A bare number is an amount in the currency of the workspace."""
        price, currency = self.cleaned_data["price"], self.workspace.currency
        if not BARE_AMOUNT.fullmatch(price):
            return price
        symbol = SYMBOLS.get(currency)
        language = self.data.get("language") or self.workspace.language
        return f"{symbol}{price}" if symbol and language == "en" else f"{price} {symbol or currency}"
