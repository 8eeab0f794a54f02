"""Segments: rules that name a set of leads, kept as JSON and compiled to one SQL query.

    {"all": [{"field": "tags", "op": "any", "value": ["client"]},
             {"field": "status", "op": "in", "value": ["new", "contacted"]},
             {"field": "funnel", "op": "in", "value": ["3"]}]}

Every rule must hold; no rule at all means every lead that is not deleted, those without an address included.
`op` is `in` or `not_in`; for tags `any` or `none`. `value` is a list of the field's choices, as texts.
The apps above add fields of their own with register_field().
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Lead, Tag


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    # choices(workspace) -> [(value, label)], values being texts
    choices: Any
    # condition(workspace, values) -> Q or Exists, true of the leads that have one of the values
    condition: Any
    # The words of "is one of" and "is none of" in the rules
    ops: tuple = ("in", "not_in")


FIELDS: dict[str, Field] = {}
# More is not what a person means, and a database's statement has its limits too.
MOST_RULES, MOST_VALUES = 50, 500


def register_field(name, label, choices, condition, ops=("in", "not_in")):
    if name in FIELDS:
        raise ValueError(f"Segment field {name} is registered twice.")
    FIELDS[name] = Field(name, label, choices, condition, ops)


def leads_matching(workspace, rules):
    """The leads of a workspace that the rules name, as a LeadQuerySet. Raises ValidationError as check() does."""
    leads = Lead.objects.for_workspace(workspace).alive()
    for field, op, values in _parsed(rules):
        condition = field.condition(workspace, values)
        leads = leads.filter(condition if op == field.ops[0] else ~condition)
    return leads


def validate(workspace, rules):
    """Raise ValidationError naming the place, such as all[0].value, for rules that cannot be or name what is not."""
    for index, (field, _op, values) in enumerate(_parsed(rules)):
        known = {str(value).lower() for value, _label in field.choices(workspace)}
        if unknown := [value for value in values if value.lower() not in known]:
            message = _("“%(value)s” is not a choice of %(field)s.")
            _refuse(f"all[{index}].value", message % {"value": unknown[0], "field": field.label})


def describe(workspace, rules):
    """The rules in words: `Tags: client or vip · Status: New`."""
    parts = []
    for field, op, values in _parsed(rules):
        labels = {str(value).lower(): str(label) for value, label in field.choices(workspace)}
        # A tag or a funnel may be gone since; its value still says more than nothing.
        names = _(" or ").join(labels.get(value.lower(), value) for value in values)
        pattern = _("%(field)s: %(names)s") if op == field.ops[0] else _("%(field)s: not %(names)s")
        parts.append(pattern % {"field": field.label, "names": names})
    return " · ".join(parts) or _("Every lead")


def _parsed(rules):
    """[(Field, op, [texts])] of rules as they are stored."""
    if not rules:
        return []
    if not isinstance(rules, dict) or set(rules) != {"all"} or not isinstance(rules["all"], list):
        _refuse("", _("Write the rules as {“all”: [rule, …]}."))
    if len(rules["all"]) > MOST_RULES:
        _refuse("", _("Write at most %(number)d rules.") % {"number": MOST_RULES})
    return [_parsed_rule(rule, f"all[{index}]") for index, rule in enumerate(rules["all"])]


def _parsed_rule(rule, path):
    if not isinstance(rule, dict) or set(rule) != {"field", "op", "value"}:
        _refuse(path, _("A rule has a field, an op and a value."))
    field = FIELDS.get(rule["field"]) if isinstance(rule["field"], str) else None
    if not field:
        message = _("“%(field)s” is not a field of segments. Choose from: %(known)s.")
        _refuse(f"{path}.field", message % {"field": rule["field"], "known": ", ".join(FIELDS)})
    if rule["op"] not in field.ops:
        message = _("“%(op)s” is not an op of this field. Choose from: %(known)s.")
        _refuse(f"{path}.op", message % {"op": rule["op"], "known": ", ".join(field.ops)})
    value = rule["value"]
    if not isinstance(value, list) or not value or not all(type(part) in (str, int) for part in value):
        _refuse(f"{path}.value", _("The value is a list of at least one choice."))
    if len(value) > MOST_VALUES:
        _refuse(f"{path}.value", _("Choose at most %(number)d values.") % {"number": MOST_VALUES})
    return field, rule["op"], [str(part) for part in value]


def _refuse(path, message):
    raise ValidationError(f"{path}: {message}" if path else message, code="segment")


def _tag_choices(workspace):
    return [
        (name, name) for name in Tag.objects.for_workspace(workspace).order_by("name").values_list("name", flat=True)
    ]


def _has_tag(workspace, names):
    named = Q()
    for name in names:
        named |= Q(tag__name__iexact=name)
    links = Lead.tags.through.objects.filter(named, tag__workspace=workspace)
    return Exists(links.filter(lead=OuterRef("pk")))


def _status_choices(workspace):
    return list(Lead.Status.choices)


def _has_status(workspace, values):
    return Q(status__in=values)


register_field("tags", gettext_lazy("Tags"), _tag_choices, _has_tag, ops=("any", "none"))
register_field("status", gettext_lazy("Status"), _status_choices, _has_status)
