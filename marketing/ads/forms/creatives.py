from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketing.ads.limits import FIELDS, check, limit_of
from marketing.ads.models import AdCampaign, AdCreative, Platform
from marketing.ads.visuals import files
from webox.ai.forms import WishForm

DAYS = 14


class AdWishForm(WishForm):
    """What a draft of ads is written from."""

    platform = forms.ChoiceField(label=_("Platform"), choices=Platform)
    product = forms.CharField(
        label=_("Product or service"), max_length=160, help_text=_("As you would name it to a customer.")
    )
    objective = forms.ChoiceField(label=_("Objective"), choices=AdCampaign.Objective)
    audience = forms.CharField(
        label=_("Audience"), max_length=300, required=False, help_text=_("Such as: owners of small companies.")
    )
    budget = forms.DecimalField(label=_("Total budget"), min_value=1, max_digits=11, decimal_places=2)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=365, required=False)
    landing_url = forms.URLField(label=_("Where a click leads"), max_length=2048, required=False, assume_scheme="https")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget"].help_text = _("In %(currency)s, for all days together.") % {
            "currency": self.workspace.currency
        }
        self.initial = {"objective": AdCampaign.Objective.CONVERSIONS, "days": DAYS} | self.initial

    def clean_days(self):
        return self.cleaned_data["days"] or DAYS


class LinesField(forms.CharField):
    """Several texts, one a line."""

    def __init__(self, **more):
        super().__init__(**{"required": False, "strip": False} | more)

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value):
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        return None


class CreativeForm(forms.ModelForm):
    """Texts of a creative, one a line, with the limits of the platform beside them.

    What the platform would refuse is an error at its field; what it would only cut is in `warnings`.
    """

    class Meta:
        model = AdCreative
        fields = ["name", "call_to_action"]

    landing_url = forms.URLField(label=_("Where a click leads"), max_length=2048, required=False, assume_scheme="https")

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.initial.setdefault("landing_url", self.instance.landing_url)
        for name, (_one, many) in FIELDS.items():
            if limit := limit_of(campaign.platform, name):
                self.fields[name] = self._lines_of(name, many, limit)
                self.initial.setdefault(name, getattr(self.instance, name))
        self.order_fields(["name", "headlines", "texts", "descriptions", "call_to_action", "landing_url"])

    def _lines_of(self, name, label, limit):
        # Counted as one types, for each line: static/js/limits.js
        counted = {"soft": limit.soft, "hard": limit.hard, "most": limit.most}
        attrs = {f"data-limit-{key}": value for key, value in counted.items() if value}
        if limit.wide_counts_twice:
            attrs["data-limit-wide"] = ""
        attrs["rows"] = 6 if (limit.most or 9) > 5 else max(limit.most or 1, 2)
        return LinesField(label=label, widget=forms.Textarea(attrs), help_text=limit_in_words(limit))

    def clean(self):
        cleaned = super().clean()
        written = {name: cleaned.get(name) or [] for name in FIELDS} | {
            "name": cleaned.get("name") or "",
            "landing_url": cleaned.get("landing_url") or "",
        }
        self.warnings = []
        for problem in check(self.campaign.platform, written):
            field = problem.path.split("/")[1]
            if problem.level == "error" and field in self.fields:
                self.add_error(field, ValidationError(self._told(problem, written), code="limit"))
            else:
                self.warnings.append((field, self._told(problem, written)))
        return cleaned

    def _told(self, problem, written):
        """The message with the text it is about, as a field holds several."""
        _empty, field, *number = problem.path.split("/")
        return f"“{written[field][int(number[0])]}”: {problem.message}" if number else str(problem.message)

    def fields_of_creative(self):
        return {name: self.cleaned_data[name] for name in self.fields}


def limit_in_words(limit):
    """What stands below the field."""
    known = {"soft": limit.soft, "hard": limit.hard, "most": limit.most, "least": limit.least}
    if limit.soft and limit.hard:
        length = _("One a line. %(soft)d characters are shown, more than %(hard)d are refused.")
    elif limit.hard:
        length = _("One a line. More than %(hard)d characters are refused.")
    else:
        length = _("One a line. %(soft)d characters are shown, more may be cut from sight.")
    many = ""
    if limit.most and limit.least and limit.least != limit.most:
        many = _("From %(least)d to %(most)d of them.")
    elif limit.most:
        many = _("At most %(most)d.")
    return " ".join(str(each) % known for each in (length, many) if each)


class ImageForm(forms.Form):
    image = forms.FileField(
        label=_("Image"),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, at most 15 MB. It is written anew: place and camera are not kept."),
    )
    alt = forms.CharField(label=_("Description for who does not see it"), max_length=255, required=False)

    def clean_image(self):
        """The bytes as they are kept."""
        return files.reencoded(self.cleaned_data["image"])
