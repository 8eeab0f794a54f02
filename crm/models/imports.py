from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.operations import Operation
from webox.accounts.models import WorkspaceOwned, WorkspaceQuerySet


class ImportFileQuerySet(WorkspaceQuerySet):
    def visible_to(self, membership):
        """Who sees only their own leads sees only the files they brought: others' name others' leads."""
        rows = super().visible_to(membership)
        return rows.filter(operation__by=membership.user_id) if membership.sees_own_leads_only else rows


class ImportFile(WorkspaceOwned):
    """The file of an import and how it is written: guessed when it came, corrected by whoever imports."""

    operation = models.OneToOneField(Operation, models.CASCADE, related_name="file", verbose_name=_("operation"))
    # The import whose refused rows these are, corrected
    parent = models.ForeignKey(
        Operation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    name = models.CharField(_("name"), max_length=255)
    # Where it lies in DATA_DIR/imports: a name of ours, never the one it came with
    stored = models.CharField(_("stored as"), max_length=80, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    format = models.CharField(_("format"), max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True)
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    sheets = models.JSONField(_("sheets"), default=list, blank=True)
    header_line = models.PositiveIntegerField(_("row of the headers"), default=1)
    headers = models.JSONField(_("headers"), default=list)
    day_first = models.BooleanField(_("the day comes before the month"), default=True)
    # Whose export it is: hubspot, mailchimp, listmonk, google, webox
    vendor = models.CharField(_("exported from"), max_length=12, blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")

    def __str__(self):
        return self.name

    @property
    def path(self):
        return settings.DATA_DIR / "imports" / self.stored


class ImportMapping(WorkspaceOwned):
    """What was chosen for a file with these headers, offered again for the next one."""

    # Of the headers, in their order, upper and lower case and spaces aside
    signature = models.CharField(_("signature of the headers"), max_length=64)
    # As the operation keeps its parameters: targets, mode, match…
    params = models.JSONField(_("parameters"), default=dict)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = [models.UniqueConstraint(fields=["workspace", "signature"], name="import_mapping_once")]

    def __str__(self):
        return self.signature[:12]
