from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors.actions import documents, sharing
from investors.documents.access import addresses_in
from investors.models import Document, DocumentLink, Folder, Investor
from webox.lib.addresses import normalise_email


class FolderForm(forms.ModelForm):
    class Meta:
        model = Folder
        fields = ["name"]

    def save_by(self, user):
        """The folder; None where its name is taken, which the form then says."""
        try:
            return documents.save_folder(folder=self.instance, by=user, **self.cleaned_data)
        except documents.FolderNameTaken as error:
            self.add_error("name", error.message)
        return None


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["name", "folder"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["folder"].queryset = Folder.objects.for_workspace(self.instance.workspace).order_by("name")
        self.fields["folder"].empty_label = _("No folder")


class LinkForm(forms.ModelForm):
    allowed = forms.CharField(
        label=gettext_lazy("Only for"),
        required=False,
        widget=forms.Textarea({"rows": 2, "placeholder": "ada@fund.example, @fund.example", "spellcheck": "false"}),
        help_text=gettext_lazy("Addresses, and domains with their @. Left empty, for whoever has the link."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Works until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("That day included. Left empty, until you withdraw it."),
    )

    class Meta:
        model = DocumentLink
        fields = ["name", "investor", "allowed", "expires_on", "verifies_email", "watermarks", "allows_download"]
        help_texts = {
            "name": gettext_lazy("Only you see it."),
            "investor": gettext_lazy("What is seen through this link is on their timeline."),
            "verifies_email": gettext_lazy("Visitors get a code by email and enter it: you know who reads."),
            "watermarks": gettext_lazy("On PDFs: the proved address, or for whom the link is, and the time."),
            "allows_download": gettext_lazy("What a browser shows can always be kept somehow: the mark says by whom."),
        }

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace, link = workspace, self.instance
        self.fields["investor"].queryset = Investor.objects.for_workspace(workspace).alive().order_by("name", "pk")
        self.fields["investor"].empty_label = _("Nobody in particular")
        self.initial["allowed"] = "\n".join(link.allowed)
        if link.expires_at:
            self.initial["expires_on"] = workspace.day_of(link.expires_at)

    def clean_allowed(self):
        return addresses_in(self.cleaned_data["allowed"])

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and day < self.workspace.day_of(timezone.now()) and "expires_on" in self.changed_data:
            raise ValidationError(_("This day is over."))
        return day

    def save_by(self, user):
        """The link; None where its rules do not go together, which the form then says."""
        fields = dict(self.cleaned_data)
        day, kept = fields.pop("expires_on"), self.instance
        if "expires_on" in self.changed_data:
            fields["expires_at"] = datetime.combine(day, time.max, self.workspace.zone) if day else None
        try:
            if kept.pk:
                return sharing.edit_link(link=kept, by=user, **fields)
            leads_to = {"document": kept.document, "folder": kept.folder}
            return sharing.create_link(workspace=self.workspace, by=user, **leads_to, **fields)
        except ValidationError as error:
            self.add_error(None, error)
        return None


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your email"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "autofocus": True}),
    )

    def clean_email(self):
        return normalise_email(self.cleaned_data["email"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of six digits"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )
