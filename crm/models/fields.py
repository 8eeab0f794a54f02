from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet


class CustomFieldQuerySet(WorkspaceQuerySet):
    def in_use(self):
        return self.filter(archived_at=None)


class CustomField(WorkspaceOwned, Dated):
    """A field that a workspace gave its leads; the values are in Lead.custom_fields under `key`.

    Values by kind: text and url a string, number a JSON number, date "2026-03-14", choice one of the choices,
    choices a list of them, boolean true or false. An archived field keeps its values and takes no new ones.
    """

    MOST = 100

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        CHOICES = "choices", _("Several choices")
        BOOLEAN = "boolean", _("Yes or no")
        URL = "url", _("Web address")

    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and _, a letter first."))],
        help_text=_("The name in the API and in merge fields, such as lead.custom.budget."),
    )
    label = models.CharField(_("label"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("required in forms"), default=False)
    help_text = models.CharField(_("help"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("key"),
                name="custom_field_key_unique",
                violation_error_message=_("A field with this key exists already."),
            )
        ]

    def __str__(self):
        return self.label
