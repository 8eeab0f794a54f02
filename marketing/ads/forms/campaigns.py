from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketing.ads.actions.campaigns import at_fields
from marketing.ads.models import AdCampaign

FIELDS = [
    *("name", "platform", "objective", "description", "target_audience", "headline", "ad_copy"),
    *("landing_url", "utm_campaign", "image_url", "video_url"),
    *("daily_budget", "total_budget", "currency", "start_date", "end_date"),
]


def with_https(column, **options):
    """The field of a column; an address typed without its scheme is on the web as it is today."""
    return column.formfield(**options | ({"assume_scheme": "https"} if isinstance(column, models.URLField) else {}))


class AdCampaignForm(forms.ModelForm):
    class Meta:
        model = AdCampaign
        fields = FIELDS
        formfield_callback = with_https
        widgets = {
            "description": forms.Textarea({"rows": 2}),
            "target_audience": forms.Textarea({"rows": 2}),
            "ad_copy": forms.Textarea({"rows": 4}),
            "start_date": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "end_date": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "currency": forms.TextInput({"maxlength": 3, "autocapitalize": "characters", "spellcheck": "false"}),
        }
        help_texts = {
            "landing_url": _("Your page. The tracking is added below, on the page of the campaign."),
            "utm_campaign": _(
                "Left empty, it is made of the name. Visits that name it are counted as this campaign’s."
            ),
        }

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["currency"].widget.attrs["placeholder"] = workspace.currency

    def clean_currency(self):
        return self.cleaned_data["currency"].strip().upper()

    def add_error(self, field, error):
        """A rule of the table is told at the field a person would change."""
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(at_fields(error, self.instance))
        super().add_error(field, error)
