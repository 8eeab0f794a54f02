from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.forms.segments import RulesField
from marketing.emails.compile import problems_of
from marketing.emails.models import EmailCampaign, Suppression

WRITTEN = ["name", "from_name", "from_email", "reply_to", "subject", "preheader", "html_content", "text_content"]
# Written wrongly, so refused where it stands; what is only missing yet does not keep a draft from being saved.
WRONG = {"unknown_merge_field", "template_syntax", "html", "braces"}


class CampaignForm(forms.ModelForm):
    class Meta:
        model = EmailCampaign
        fields = WRITTEN
        widgets = {
            "subject": forms.TextInput(attrs={"data-merge-fields": ""}),
            "preheader": forms.TextInput(attrs={"data-merge-fields": ""}),
            "html_content": forms.Textarea(
                attrs={"rows": 22, "class": "font-monospace", "spellcheck": "false", "data-merge-fields": ""}
            ),
            "text_content": forms.Textarea(attrs={"rows": 6, "class": "font-monospace", "data-merge-fields": ""}),
        }

    segment_rules = RulesField(label=_("Audience"))

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = self.fields["segment_rules"].workspace = workspace
        self.initial.setdefault("segment_rules", self.instance.segment_rules)

    def fields_of_campaign(self):
        """What the actions take, from cleaned data."""
        fields = {name: self.cleaned_data.get(name, "") for name in WRITTEN}
        return fields | {"segment_rules": self.cleaned_data.get("segment_rules") or {}}

    def as_draft(self):
        """An unsaved campaign of what is typed so far, right or wrong."""
        typed = {name: self[name].value() or "" for name in WRITTEN}
        try:
            rules = self.fields["segment_rules"].to_python(self["segment_rules"].value() or "")
        except forms.ValidationError:
            rules = self["segment_rules"].value()
        return EmailCampaign(workspace=self.workspace, segment_rules=rules, **typed)

    def clean(self):
        cleaned = super().clean()
        self.cleaned_data = cleaned
        draft = EmailCampaign(workspace=self.workspace, **self.fields_of_campaign())
        for problem in problems_of(draft):
            if problem.field in self.cleaned_data and problem.code in WRONG:
                self.add_error(problem.field, forms.ValidationError(problem.message, code=problem.code))
        return cleaned


class WorkspaceTimeField(forms.DateTimeField):
    """A date and time on the clock of the workspace, whatever the reader's own is."""

    def __init__(self, *args, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(*args, **{"widget": widget} | kwargs)
        self.zone = timezone.get_current_timezone()

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)


class ScheduleForm(forms.Form):
    scheduled_at = WorkspaceTimeField(label=_("Send at"))

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["scheduled_at"]
        field.zone = workspace.zone
        field.help_text = _("Time in %(zone)s.") % {"zone": workspace.time_zone}

    def clean_scheduled_at(self):
        at = self.cleaned_data["scheduled_at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("This moment has passed. Choose one in the future."), code="past")
        return at


class TestForm(forms.Form):
    to = forms.EmailField(label=_("Send the test to"))
    # The person whose merge fields the test shows
    lead = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SuppressionForm(forms.ModelForm):
    class Meta:
        model = Suppression
        fields = ["email", "detail"]
        labels = {"detail": _("Why (for your colleagues)")}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean_email(self):
        email = self.cleaned_data["email"]
        if Suppression.objects.for_workspace(self.workspace).of(email).exists():
            raise forms.ValidationError(_("This address is on the list already."), code="unique")
        return email
