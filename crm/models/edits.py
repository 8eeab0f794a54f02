from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.leads import Lead, OfLeadQuerySet
from webox.accounts.models import WorkspaceOwned, person


class LeadEdit(WorkspaceOwned):
    """What one edit of one lead changed. Edits of many at once are rows of an Operation."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="edits", verbose_name=_("lead"))
    # {field: [before, after]}, both as an Operation's row writes them
    changes = models.JSONField(_("changes"), default=dict)
    by = person(_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit of a lead")
        verbose_name_plural = _("edits of leads")
        indexes = [models.Index(fields=["lead", "-at", "-id"], name="lead_edit_lead")]

    def __str__(self):
        return ", ".join(self.changes)
