"""The one registry of what a lead is made of, standard and custom fields alike.

Import, export, segments, scoring, saved views and merge fields read it: whoever adds a field adds it here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.models import CustomField, Lead

CUSTOM = "custom."


@dataclass(frozen=True)
class LeadField:
    """`name` is the attribute of the lead, or `custom.` and the key.

    `kind` is one of text, longtext, email, url, number, date, moment, choice, choices, boolean, tags, member.
    """

    name: str
    label: str
    kind: str
    # ((value, label), …) of a choice
    choices: tuple = ()
    writable: bool = True
    is_required: bool = False
    help_text: str = ""
    # A kind's own limits, such as {"max_length": 100}
    limits: dict = field(default_factory=dict)

    @property
    def is_custom(self):
        return self.name.startswith(CUSTOM)

    @property
    def key(self):
        return self.name.removeprefix(CUSTOM)

    def read(self, lead):
        """The value as Python has it; tags as a sorted list of names, the owner as an id."""
        if self.is_custom:
            return lead.custom_fields.get(self.key)
        if self.kind == "tags":
            return sorted(tag.name for tag in lead.tags.all())
        return lead.owner_id if self.kind == "member" else getattr(lead, self.name)

    @staticmethod
    def dump(value):
        """The value as an edit or a row of an operation keeps it in JSON."""
        if isinstance(value, Decimal):
            return str(value)
        return value.isoformat() if isinstance(value, datetime) else value

    def load(self, value):
        """What dump() wrote, as Python has it."""
        if value is None or self.is_custom:
            return value
        if self.kind == "number":
            return Decimal(value)
        return datetime.fromisoformat(value) if self.kind == "moment" else value


def _of(name, kind, writable=True, **more):
    column = Lead._meta.get_field(name)
    label = column.verbose_name
    limits = {"max_length": column.max_length} if getattr(column, "max_length", None) else {}
    return LeadField(name, label, kind, writable=writable, limits=limits, **more)


STANDARD = {
    known.name: known
    for known in (
        _of("first_name", "text"),
        _of("last_name", "text"),
        _of("email", "email"),
        _of("phone", "text"),
        _of("company", "text"),
        _of("job_title", "text"),
        _of("status", "choice", choices=tuple(Lead.Status.choices)),
        _of("owner", "member"),
        _of("source", "text"),
        _of("source_url", "url"),
        _of("estimated_value", "number"),
        _of("tags", "tags"),
        _of("notes", "longtext"),
        _of("next_step", "text"),
        _of("next_step_at", "moment"),
        _of("lost_reason", "text"),
        _of("score", "number", writable=False),
        _of("consent_text", "longtext"),
        _of("consent_at", "moment"),
        _of("unsubscribed_at", "moment", writable=False),
        _of("status_since", "moment", writable=False),
        _of("created_at", "moment", writable=False),
        _of("updated_at", "moment", writable=False),
        LeadField("id", _("number"), "number", writable=False),
    )
}


def of_custom(row):
    """The LeadField of a CustomField row."""
    return LeadField(
        CUSTOM + row.key,
        row.label,
        row.kind,
        choices=tuple((choice, choice) for choice in row.choices),
        is_required=row.is_required,
        help_text=row.help_text,
    )


def lead_fields(workspace):
    """{name: LeadField} of a workspace, the standard ones first. One query."""
    custom = [of_custom(row) for row in CustomField.objects.for_workspace(workspace).in_use()]
    return STANDARD | {known.name: known for known in custom}
