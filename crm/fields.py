"""The one registry of what a lead is made of, standard and custom fields alike.

Import, export, segments, scoring, saved views and merge fields read it: whoever adds a field adds it here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import Q
from django.db.models.lookups import In
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from crm import kinds
from crm.models import CustomField, Lead
from webox.lib.fields import fold
from webox.lib.jsonvalue import JSONHas, JSONNumber, JSONText, JSONTrue

CUSTOM = "custom."


@dataclass(frozen=True)
class LeadField:
    """`name` is the attribute of the lead, or `custom.` and the key.

    `kind` is one of text, longtext, email, url, number, date, moment, choice, choices, boolean, tags, member.
    clean() and parse() answer a value as read() gives it, or raise ValidationError with the remedy.
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

    @property
    def empty(self):
        """What a lead has where nothing was given."""
        if self.kind == "tags":
            return []
        return "" if self.kind in kinds.TEXTS and not self.is_custom else None

    def read(self, lead):
        """The value as Python has it; tags as a sorted list of names, the owner as an id."""
        if self.is_custom:
            return lead.custom_fields.get(self.key)
        if self.kind == "tags":
            return sorted(tag.name for tag in lead.tags.all())
        if self.kind == "member":
            return lead.owner_id
        # A score fades: with_scores() puts beside the column what it is now.
        return getattr(lead, f"{self.name}_now", getattr(lead, self.name))

    def clean(self, value):
        """A value as a program gives it in JSON, or as Python has it, made right for the lead.

        Custom fields and tags: as JSON keeps them. Others: Decimal, aware datetime, an owner as an id, a text.
        """
        if value is None or value == "" or value == []:
            if self.name == "status":
                raise ValidationError(gettext("Choose a status."), code="required")
            return self.empty
        return kinds.CLEAN[self.kind](self, value)

    def parse(self, text, *, day_first=True, members=None):
        """What a person wrote in a file or a form, or what a spreadsheet's cell holds.

        `day_first` reads 3/4/2026 as the third of April; `members` is {address in small letters: user id}.
        Choices are found by label or value, in any case and language. An empty text is an empty value.
        """
        if isinstance(text, str):
            text = text.strip()
        if text is None or text == "":
            return self.clean(None)
        read = kinds.PARSE.get(self.kind)
        return self.clean(read(self, text, day_first=day_first, members=members) if read else kinds.text_of(text))

    def show(self, value, *, members=None):
        """The value in words for people; `members` is {user id: name}."""
        return kinds.show(self, value, members or {})

    def write(self, value, *, members=None):
        """The value as a text that parse() reads back, for a file; `members` is {user id: address}."""
        return kinds.write(self, value, members or {})

    @cached_property
    def choices_by_text(self):
        """{folded value or label, in every language: value}"""
        found = {}
        for code, _name in settings.LANGUAGES:
            with override(code):
                found |= {fold(str(label)): value for value, label in self.choices}
        return found | {fold(str(value)): value for value, _label in self.choices}

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
    known = ("max_length", "max_digits", "decimal_places")
    limits = {limit: getattr(column, limit) for limit in known if getattr(column, limit, None)}
    if kind == "number":
        limits["least"] = 0
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
        _of("fit", "number", writable=False),
        _of("engagement", "number", writable=False),
        _of("probability", "number", writable=False),
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


# Custom fields by value: PostgreSQL has an index of every value for containment (crm.apps), and for nothing else.


def holding(field, values):
    """A condition, true of the leads whose custom field has one of the values (as clean() gives them)."""
    if field.kind in ("text", "url"):
        # Case hardly ever matters, and no index ignores it: the usual ways of writing are all asked for.
        values = {way for text in values for way in (text, text.lower(), text.upper(), text.title(), text.capitalize())}
    is_list = field.kind == "choices"
    # Nobody, and no part of the query as soon as there is a value
    condition = Q(pk__in=[])
    if connections[Lead.objects.db].vendor == "postgresql":
        for value in sorted(values, key=str):
            condition |= Q(custom_fields__contains={field.key: [value] if is_list else value})
        # What the partial index is of
        return condition & ~Q(custom_fields={})
    if is_list:
        for value in values:
            condition |= Q(JSONHas("custom_fields", field.key, value))
    elif field.kind == "boolean":
        if True in values:
            condition |= Q(JSONTrue("custom_fields", field.key))
        if False in values:
            condition |= Q(custom_fields__has_key=field.key) & ~Q(JSONTrue("custom_fields", field.key))
    else:
        typed = JSONNumber if field.kind == "number" else JSONText
        condition |= Q(In(typed("custom_fields", field.key), list(values)))
    return condition
