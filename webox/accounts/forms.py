from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What sign-up asks besides the address and the password; allauth adds those."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    workspace_name = forms.CharField(label=_("Your business"), max_length=120)

    def signup(self, request, user):
        raise NotImplementedError
