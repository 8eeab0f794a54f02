"""The fields rules may name: everything a lead is made of, and what the apps above register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.fields import CUSTOM, STANDARD, holding, lead_fields
from crm.models import Lead, LeadInteraction, StatusChange, Tag
from crm.segments.kinds import OPS
from crm.segments.trails import TagTrail, Trail
from webox.accounts.models import User
from webox.lib.fields import fold
from webox.lib.ids import is_id
from webox.lib.jsonvalue import JSONDay, JSONHas, JSONListSize, JSONNumber, JSONText, JSONTrue

# The columns search_text is made of: a word in one of them is a word in it, and that has an index.
SEARCHED = Lead._meta.get_field("search_text").sources
# Each of more would be looked up in that index by itself
FEW = 20
LEAD, CUSTOM_FIELDS, BEHAVIOUR = _("Lead"), _("Custom fields"), _("Behaviour")
JSON_OF = {"number": JSONNumber, "date": JSONDay, "choices": JSONListSize}


def no_choices(workspace):
    return []


@dataclass(frozen=True)
class SegmentField:
    """A field that rules may name.

    Of a value: `column` of the lead, or `expression(now)`; of rows beside it: a `trail`. `choices(workspace)` is
    [(text, label)] where one picks from a list.
    """

    name: str
    label: str
    kind: str
    column: str = ""
    expressed: Callable | None = None
    trail: Any = None
    choices: Callable = no_choices
    group: str = LEAD
    # What `of` of a behaviour picks, such as “of these campaigns”
    of_label: str = ""
    lead_field: Any = None

    @cached_property
    def ops(self):
        return OPS[self.kind]

    @property
    def has_choices(self):
        return self.choices is not no_choices

    @property
    def key(self):
        return self.name.removeprefix(CUSTOM)

    def expression(self, now):
        if self.expressed:
            return self.expressed(now)
        if self.column:
            return F(self.column)
        return JSON_OF.get(self.kind, JSONText)("custom_fields", self.key)

    def held(self, values):
        """A condition that follows from a custom field having one of few values; PostgreSQL has an index for it."""
        is_custom = self.lead_field and self.lead_field.is_custom
        if not is_custom or len(values) > FEW or connections[Lead.objects.db].vendor != "postgresql":
            return Q()
        return holding(self.lead_field, values)

    def truth(self, now):
        return Q(self.expressed(now)) if self.expressed else Q(JSONTrue("custom_fields", self.key))

    def holds(self, one):
        return JSONHas("custom_fields", self.key, one)

    def read_all(self, texts):
        """The values of an IN as the column has them; members are numbers, and what is none matches nobody."""
        if self.kind != "member":
            return texts
        return [int(text) for text in texts if is_id(text)] or [0]

    def hint(self, text):
        """A condition that follows from a text being in the column, and that PostgreSQL has an index for."""
        folded = fold(text)
        if self.name not in SEARCHED or len(folded) < 3 or connections[Lead.objects.db].vendor != "postgresql":
            return Q()
        return Q(search_text__contains=folded)


def tag_choices(workspace):
    names = Tag.objects.for_workspace(workspace).order_by("name").values_list("name", flat=True)
    return [(name, name) for name in names]


def tag_rows(workspace, of):
    return Lead.tags.through.objects.filter(tag__workspace=workspace)


def member_choices(workspace):
    users = User.objects.filter(memberships__workspace=workspace).order_by("first_name", "last_name", "email")
    return [(str(user.pk), str(user)) for user in users]


def interaction_rows(workspace, of):
    rows = LeadInteraction.objects.for_workspace(workspace)
    return rows.filter(interaction_type__in=of) if of else rows


def move_rows(workspace, of):
    rows = StatusChange.objects.for_workspace(workspace).moves()
    return rows.filter(to_status__in=of) if of else rows


def of_lead_field(field):
    """The field of rules that a field of leads is."""
    common = {"name": field.name, "label": capfirst(field.label), "kind": field.kind, "lead_field": field}
    if field.kind in ("choice", "choices"):
        common["choices"] = lambda workspace: [(str(value), str(label)) for value, label in field.choices]
    if field.is_custom:
        return SegmentField(**common, group=CUSTOM_FIELDS)
    if field.kind == "tags":
        return SegmentField(**common, trail=TagTrail(tag_rows), choices=tag_choices)
    if field.kind == "member":
        return SegmentField(**common, column="owner_id", choices=member_choices)
    return SegmentField(**common, column=field.name)


def filled(column):
    return lambda now: Q(**{f"{column}__isnull": False})


# {name: SegmentField} that every workspace has; the apps above add theirs when they are ready
FIELDS = {name: of_lead_field(field) for name, field in STANDARD.items()}


def register_field(field):
    """Make a field known to rules. A second one of the same name is a mistake."""
    if field.name in FIELDS:
        raise ValueError(f"Segment field {field.name} is registered twice.")
    FIELDS[field.name] = field


def register_behaviour(name, label, trail, choices=no_choices, of_label=""):
    register_field(
        SegmentField(name, label, "behaviour", trail=trail, choices=choices, group=BEHAVIOUR, of_label=of_label)
    )


def custom_fields_of(workspace):
    return {name: of_lead_field(field) for name, field in lead_fields(workspace).items() if field.is_custom}


def fields_of(workspace):
    """{name: SegmentField} of a workspace, its own fields last."""
    return FIELDS | custom_fields_of(workspace)


register_field(SegmentField("days_in_stage", _("Days in this status"), "age", column="status_since"))
register_field(SegmentField("unsubscribed", _("Has unsubscribed"), "boolean", expressed=filled("unsubscribed_at")))
register_field(
    SegmentField("consent", pgettext_lazy("lead", "Gave consent"), "boolean", expressed=filled("consent_at"))
)
register_behaviour(
    "interacted",
    _("Interactions"),
    Trail(interaction_rows, at="created_at"),
    lambda workspace: list(LeadInteraction.Type.choices),
    _("of type"),
)
register_behaviour(
    "moved_to",
    _("Status changes"),
    Trail(move_rows),
    lambda workspace: list(Lead.Status.choices),
    pgettext_lazy("status", "to"),
)
