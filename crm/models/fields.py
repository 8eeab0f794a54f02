import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet
from webox.lib.fields import fold


class CustomFieldQuerySet(WorkspaceQuerySet):
    def in_use(self):
        return self.filter(archived_at=None)


class CustomField(WorkspaceOwned, Dated):
    """A field that a workspace gave its leads; the values are in Lead.custom_fields under `key`.

    Values by kind: text and url a string, number a JSON number, date "2026-03-14", choice one of the choices,
    choices a list of them, boolean true or false. An archived field keeps its values and takes no new ones.
    """

    MOST = 100
    MOST_CHOICES, LONGEST_CHOICE = 200, 100

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        CHOICES = "choices", _("Several choices")
        BOOLEAN = "boolean", _("Yes or no")
        URL = "url", _("Web address")

    WITH_CHOICES = (Kind.CHOICE, Kind.CHOICES)

    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and _, a letter first."))],
        help_text=_("The name in the API and in merge fields, such as custom_fields.budget."),
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

    @property
    def merge_field(self):
        """How an email asks for the value."""
        return f"{{{{ custom_fields.{self.key} }}}}"

    @staticmethod
    def is_reserved(key):
        """Filters end so: with a field of that name `custom.budget_min` would have two meanings."""
        return bool(re.search(r"_(min|max|empty)$", key))

    def clean(self):
        if self.is_reserved(self.key):
            raise ValidationError({"key": gettext("A key cannot end in _min, _max or _empty.")})
        if self.kind in self.WITH_CHOICES:
            self.choices = self.clean_choices()

    def clean_choices(self):
        if not isinstance(self.choices, list) or not all(isinstance(choice, str) for choice in self.choices):
            raise ValidationError({"choices": gettext("Write a list of texts.")})
        written = (" ".join(choice.replace("\0", "").split()) for choice in self.choices)
        choices = {fold(choice): choice for choice in written if choice}
        if not choices:
            raise ValidationError({"choices": gettext("Write at least one choice.")})
        if len(choices) > self.MOST_CHOICES:
            raise ValidationError({"choices": gettext("Write at most %(most)d choices.") % {"most": self.MOST_CHOICES}})
        if too_long := [choice for choice in choices.values() if len(choice) > self.LONGEST_CHOICE]:
            message = gettext("A choice has at most %(most)d characters: “%(choice)s…”.")
            raise ValidationError({"choices": message % {"most": self.LONGEST_CHOICE, "choice": too_long[0][:40]}})
        return list(choices.values())
