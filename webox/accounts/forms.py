import zoneinfo

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from webox.accounts.access import INVITATION_KEY, invitation_in
from webox.accounts.actions import accept_invitation, open_workspace
from webox.accounts.models import ApiKey, Membership, Profile, Workspace


def time_zone_choices():
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


class SignupForm(AllauthSignupForm):
    """Sign-up opens a workspace, or joins the one whose invitation the visitor came with."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    workspace_name = forms.CharField(
        label=_("Your business"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    field_order = ["first_name", "workspace_name", "email", "password1", "password2"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation_in(context.request.session)
        if self.invitation:
            del self.fields["workspace_name"]
            # The invitation was mailed there: the address is proven and may not be another.
            self.fields["email"].disabled = True
            self.initial["email"] = self.invitation.email
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    @transaction.atomic
    def save(self, request):
        if self.invitation:
            request.session["account_verified_email"] = self.invitation.email.lower()
        user = super().save(request)
        user.first_name = self.cleaned_data["first_name"]
        user.save(update_fields=["first_name"])
        if self.invitation:
            accept_invitation(by=user, invitation=self.invitation)
            del request.session[INVITATION_KEY]
        else:
            open_workspace(by=user, name=self.cleaned_data["workspace_name"])
        return user


class WorkspaceNameForm(forms.ModelForm):
    class Meta:
        model = Workspace
        fields = ["name"]
        help_texts = {"name": _("Your company, your brand or your client’s.")}


class WorkspaceForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta:
        model = Workspace
        fields = ["name", "slug", "time_zone", "currency", "language", "postal_address"]
        widgets = {"postal_address": forms.Textarea({"rows": 3})}
        help_texts = {
            "slug": _("Part of the address of your public pages: changing it breaks links you have shared."),
            "currency": _("Three capital letters, such as EUR."),
            "language": _("For emails and public pages. Everybody chooses the language of the app in their profile."),
        }

    def __init__(self, *args, read_only=False, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = read_only

    def clean_slug(self):
        return self.cleaned_data["slug"].lower()

    def clean_currency(self):
        return self.cleaned_data["currency"].upper()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label.capitalize()) for role in by.may_give]


class MemberForm(RoleForm):
    own_leads_only = forms.BooleanField(
        label=_("Sees only their own leads"), required=False, help_text=_("Owners and admins see every lead.")
    )


class InvitationForm(RoleForm):
    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Role"),
        initial=Membership.Role.MEMBER,
        help_text=_("Viewers look, members work, admins also change settings and invite, owners may do everything."),
    )
    field_order = ["email", "role"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class ApiKeyForm(forms.ModelForm):
    class Meta:
        model = ApiKey
        fields = ["name", "scope"]
        help_texts = {"name": _("What will use it, so that you know which one to revoke later.")}


class ProfileForm(forms.ModelForm):
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lambda: [("", _("The workspace’s")), *time_zone_choices()]
    )

    class Meta:
        model = Profile
        fields = ["first_name", "last_name", "job_title", "phone", "language", "time_zone"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial |= {"first_name": user.first_name, "last_name": user.last_name}

    @transaction.atomic
    def save(self):
        self.user.first_name = self.cleaned_data["first_name"]
        self.user.last_name = self.cleaned_data["last_name"]
        self.user.save(update_fields=["first_name", "last_name"])
        self.instance.user = self.user
        return super().save()
