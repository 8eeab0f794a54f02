from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from webox.ai.forms import WishForm


class CampaignType(models.TextChoices):
    NEWSLETTER = "newsletter", _("Newsletter")
    PROMO = "promo", _("Promotion")
    ANNOUNCEMENT = "announcement", _("Announcement")
    EDUCATIONAL = "educational", _("Educational")
    SEQUENCE = "sequence", _("Mail of a sequence")


class CampaignWish(WishForm):
    type = forms.ChoiceField(label=_("Type"), choices=CampaignType, initial=CampaignType.NEWSLETTER, required=False)
    topic = forms.CharField(
        label=_("Topic"),
        max_length=300,
        help_text=_("What it is about, as briefly as you would say it to a colleague."),
    )
    audience = forms.CharField(label=_("For whom"), max_length=300, required=False)
    goal = forms.CharField(
        label=_("Goal"), max_length=300, required=False, help_text=_("What readers should do: buy, sign up, reply…")
    )
    link = forms.URLField(label=_("Where the button leads"), max_length=2000, required=False, assume_scheme="https")

    def clean_type(self):
        return self.cleaned_data["type"] or CampaignType.NEWSLETTER
