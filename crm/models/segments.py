from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, person


class Segment(WorkspaceOwned, Dated):
    """Rules with a name; see crm/segments for their language."""

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=300, blank=True)
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    created_by = person(_("made by"))

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="segment_name_unique",
                violation_error_message=_("A segment of this name exists already."),
            )
        ]

    def __str__(self):
        return self.name
