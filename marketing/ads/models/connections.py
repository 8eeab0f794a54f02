import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketing.ads.models.campaigns import Platform
from webox.accounts.models import Dated, WorkspaceOwned
from webox.lib import vault


class AdConnection(WorkspaceOwned, Dated):
    """An account on a platform, read and steered through an adapter of marketing/ads/providers/."""

    # Of providers.ADAPTERS: sandbox, meta, google, linkedin
    adapter = models.CharField(_("connection"), max_length=12)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform)
    account_id = models.CharField(_("account number"), max_length=64)
    account_name = models.CharField(_("account"), max_length=255, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    # A JSON object of what the adapter asks for, sealed by webox.lib.vault
    sealed_credentials = models.TextField(editable=False, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    pulled_until = models.DateField(_("figures until"), null=True, blank=True)
    pulled_at = models.DateTimeField(_("last pulled"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    # When a worker takes it next; one that died loses its claim at that moment
    next_pull_at = models.DateTimeField(_("next pull"), default=timezone.now)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    # Pulls that failed in a row
    failures = models.PositiveSmallIntegerField(_("failures"), default=0, editable=False)
    # What the platform of the sandbox remembers: {"opened": day, "paused": …, "ads": […]}
    memory = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("ad account")
        verbose_name_plural = _("ad accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "adapter", "account_id"],
                name="ad_connection_once",
                violation_error_message=_("This account is connected already."),
            )
        ]
        indexes = [models.Index(fields=["next_pull_at"], name="ad_connection_due", condition=Q(is_active=True))]

    def __str__(self):
        return self.account_name or self.account_id

    @property
    def credentials(self):
        """What the adapter asked for, by name, in the clear. Raises webox.lib.vault.Unreadable."""
        return json.loads(vault.unseal(self.sealed_credentials) or "{}")

    def keep_credentials(self, credentials):
        """Seal them on this row, not yet saved."""
        self.sealed_credentials = vault.seal(json.dumps(credentials))

    @property
    def is_pulling(self):
        return bool(self.claim) and self.next_pull_at > timezone.now()

    @property
    def state(self):
        """How its badge is coloured: running, failed, done, or waiting before the first pull."""
        if self.is_pulling:
            return "running"
        if self.error:
            return "failed"
        return "done" if self.pulled_at else "waiting"
