from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketing.ads.models.campaigns import AdCampaign, Platform
from webox.accounts.models import WorkspaceOwned


class AdImport(WorkspaceOwned):
    """A file of figures as people export it: how it is read, what it changed, and its undo."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        # Waiting for a worker, which carries a long file out in one piece
        QUEUED = "queued", _("Waiting")
        DONE = "done", _("Imported")
        UNDONE = "undone", pgettext_lazy("import", "Undone")

    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    name = models.CharField(_("name"), max_length=255)
    # Where it lies in DATA_DIR/ad-imports: a name of ours, never the one it came with
    stored = models.CharField(_("stored as"), max_length=80, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # How it is read: guessed when it came, corrected by whoever imports
    platform = models.CharField(_("platform"), max_length=10, choices=Platform, blank=True)
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True)
    locale = models.CharField(_("language of the file"), max_length=5, blank=True)
    # "mdy", "dmy", "ymd"; empty: it can be read in two ways, and somebody must say
    date_order = models.CharField(_("order of dates"), max_length=3, blank=True)
    # "." or ","; empty as with dates
    decimal_mark = models.CharField(_("decimal mark"), max_length=1, blank=True)
    account = models.CharField(_("account"), max_length=255, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    # {"rows": …, "added": …, "changed": …, "unchanged": …, "removed": …, "totals_dropped": …, "campaigns_created": …},
    # the first four in days and periods of campaigns; once undone also "kept"
    counts = models.JSONField(_("counts"), default=dict)
    problem = models.TextField(_("problem"), blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    queued_at = models.DateTimeField(_("queued"), null=True, blank=True)
    done_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of ad figures")
        verbose_name_plural = _("imports of ad figures")
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="ad_import_created")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ads:import-detail", args=[self.pk])

    @property
    def path(self):
        return settings.DATA_DIR / "ad-imports" / self.stored


class AdImportChange(WorkspaceOwned):
    """The rows of one campaign on one day, or in one period, before and after an import; undo puts `before` back unless
    something newer stands there."""

    import_file = models.ForeignKey(AdImport, models.CASCADE, related_name="changes", verbose_name=_("import"))
    campaign = models.ForeignKey(AdCampaign, models.CASCADE, related_name="+", verbose_name=_("ad campaign"))
    first_day = models.DateField(_("first day"))
    # The same day for daily figures
    last_day = models.DateField(_("last day"))
    # [{"ad_set": id or null, "ad": …, "currency": "EUR", "impressions": 3, …, "spend": "1.2500"}]
    before = models.JSONField(_("before"), default=list)
    after = models.JSONField(_("after"), default=list)

    class Meta:
        verbose_name = _("change by an import of ad figures")
        verbose_name_plural = _("changes by imports of ad figures")

    def __str__(self):
        return f"{self.campaign_id} {self.first_day}"
