from django import forms
from django.utils.translation import gettext_lazy as _

from marketing.emails.improving.reading import language_of
from marketing.emails.models import EmailCampaign
from marketing.emails.recipients import LEADS
from webox.ai.forms import WishForm

EDITABLE = [EmailCampaign.Status.DRAFT, EmailCampaign.Status.SCHEDULED]
# What a writer may change, and what is put back
CONTENT = ("subject", "preheader", "html_content", "text_content")


def content_of(campaign):
    return {name: getattr(campaign, name) for name in CONTENT}


class ImproveWish(WishForm):
    """A draft campaign to improve. What it says now is kept with the wish, so that it can be put back."""

    asks_tone, asks_language = False, False

    campaign = forms.ModelChoiceField(
        EmailCampaign.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This campaign has started: duplicate it to change its content.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        campaigns = EmailCampaign.objects.for_workspace(self.workspace)
        self.fields["campaign"].queryset = campaigns.filter(status__in=EDITABLE, audience_kind=LEADS)
        for name, asks in (("tone", self.asks_tone), ("language", self.asks_language)):
            if asks:
                self.fields[name].required = True
            else:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if campaign := cleaned.get("campaign"):
            before = content_of(campaign)
            cleaned |= {"name": campaign.name, "before": before}
            cleaned.setdefault("language", language_of(before, self.workspace.language))
        return cleaned


class ToneWish(ImproveWish):
    asks_tone = True


class TranslateWish(ImproveWish):
    asks_language = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].label = _("Into")


class SubjectsWish(ImproveWish):
    asks_tone = True

    topic = forms.CharField(
        label=_("What it is about"),
        max_length=300,
        required=False,
        help_text=_("Left empty: the name of the campaign."),
    )
