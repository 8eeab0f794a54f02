import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.ads.actions import connections
from marketing.ads.models import AdConnection, AdSet, Platform
from marketing.ads.providers import ADAPTERS
from webox.lib import vault


def credential_field(credential, *, is_kept=False):
    """The field of one credential; what is kept already need not be typed again, and is never shown."""
    widget = forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    if credential.is_secret:
        widget = forms.PasswordInput({"autocomplete": "new-password"})
    help_text = credential.help
    if is_kept and credential.is_secret:
        help_text = _("Left empty, the one we have stays.")
    required = credential.is_required and not (is_kept and credential.is_secret)
    return forms.CharField(
        label=credential.label, max_length=4000, required=required, widget=widget, help_text=help_text, strip=True
    )


class AnyOf(forms.MultipleChoiceField):
    """The platform says which accounts there are, when they are connected."""

    def valid_value(self, value):
        return True


class ConnectForm(forms.Form):
    """Credentials first; then, where they reach several accounts, which of them. In between they travel sealed."""

    sealed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, adapter, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.adapter, self.workspace = adapter, workspace
        if self.data.get("sealed"):
            self.ask_which()
        else:
            self.ask_credentials()

    @property
    def is_second_step(self):
        return "accounts" in self.fields

    def ask_credentials(self):
        if len(self.adapter.platforms) > 1:
            names = [(name, Platform(name).label) for name in self.adapter.platforms]
            self.fields["platform"] = forms.ChoiceField(label=gettext_lazy("Platform"), choices=names)
        for credential in self.adapter.credentials:
            self.fields[credential.name] = credential_field(credential)

    def ask_which(self, accounts=()):
        self.fields = {"sealed": self.fields["sealed"]}
        choices = [(each.id, f"{each.name or each.id} · {each.id}") for each in accounts]
        widget = forms.CheckboxSelectMultiple
        self.fields["accounts"] = AnyOf(label=gettext_lazy("Accounts"), choices=choices, widget=widget)

    def given(self):
        """The credentials as they were typed. Raises NotConnected for a seal that is not of this form."""
        if not self.is_second_step:
            return {name: value for name, value in self.cleaned_data.items() if name != "sealed" and value}
        try:
            kept = json.loads(vault.unseal(self.cleaned_data["sealed"]))
        except vault.Unreadable as error:
            raise connections.NotConnected(_("This took too long. Enter the credentials again.")) from error
        if (kept["adapter"], kept["workspace"]) != (self.adapter.name, self.workspace.pk):
            raise connections.NotConnected(_("This took too long. Enter the credentials again."))
        return kept["given"]

    def save_by(self, user):
        """The accounts that were connected; None when the form has more to ask or to say."""
        fields = {"workspace": self.workspace, "adapter": self.adapter.name}
        try:
            given = self.given()
            chosen = self.cleaned_data.get("accounts")
            if not chosen:
                found = self.free(connections.accounts_of(given=given, **fields))
                if len(found) > 1:
                    return self.offer(given, found)
                chosen = [each.id for each in found]
            return connections.connect(by=user, given=given, account_ids=chosen, **fields)
        except connections.NotConnected as error:
            self.add_error(None, error.message)
        return None

    def free(self, accounts):
        """Those that are not connected yet. Raises NotConnected where there is none."""
        known = AdConnection.objects.for_workspace(self.workspace).filter(adapter=self.adapter.name)
        taken = set(known.values_list("account_id", flat=True))
        if not accounts:
            raise connections.NotConnected(_("These credentials reach no account."))
        found = [each for each in accounts if each.id not in taken]
        if not found:
            raise connections.NotConnected(_("This account is connected already."))
        return found

    def offer(self, given, accounts):
        kept = {"adapter": self.adapter.name, "workspace": self.workspace.pk, "given": given}
        self.data = self.data.copy()
        self.data["sealed"] = vault.seal(json.dumps(kept))
        self.ask_which(accounts)


class CredentialsForm(forms.Form):
    """Others in place of those we have, for the same account."""

    def __init__(self, *args, connection, **kwargs):
        super().__init__(*args, **kwargs)
        self.connection = connection
        try:
            kept = connection.credentials
        except vault.Unreadable:
            kept = {}
        for credential in ADAPTERS[connection.adapter].credentials:
            field = credential_field(credential, is_kept=bool(kept.get(credential.name)))
            if not credential.is_secret:
                field.initial = kept.get(credential.name, "")
            self.fields[credential.name] = field

    def save_by(self, user):
        """The account; None when the platform refused, which the form then says."""
        secrets = {each.name for each in ADAPTERS[self.connection.adapter].credentials if each.is_secret}
        given = {name: value for name, value in self.cleaned_data.items() if value or name not in secrets}
        try:
            return connections.change_credentials(connection=self.connection, by=user, given=given)
        except connections.NotConnected as error:
            self.add_error(None, error.message)
        return None


class PushForm(forms.Form):
    """Where on the platform a creative becomes an ad."""

    ad_set = forms.ModelChoiceField(queryset=AdSet.objects.none(), label=gettext_lazy("Ad set"))

    def __init__(self, *args, creative, **kwargs):
        super().__init__(*args, **kwargs)
        self.creative = creative
        rows = AdSet.objects.filter(campaign=creative.campaign, campaign__connection__isnull=False)
        self.fields["ad_set"].queryset = rows.exclude(external_id="").order_by("name", "pk")

    def save_by(self, user):
        """The ad; None when the platform did not take it, which the form then says."""
        try:
            ad_set = self.cleaned_data["ad_set"]
            return connections.push_creative(creative=self.creative, ad_set=ad_set, by=user)
        except connections.NotSteered as error:
            self.add_error(None, error.message)
        return None
