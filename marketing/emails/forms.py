from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketing.emails.models import Suppression


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
