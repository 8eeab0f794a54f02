"""The one compiler: a tree of rules becomes one condition in SQL."""

from django.db.models import Q
from django.utils import timezone

from crm.fields import CUSTOM, lead_fields
from crm.models import Lead
from crm.segments.fields import FIELDS, of_lead_field
from crm.segments.kinds import Now
from crm.segments.rules import Group, Reader


def parse(workspace, rules):
    """The tree of rules as they are stored. Raises WrongRules, a ValidationError, naming the place."""
    custom = {}

    def find(name):
        if not name.startswith(CUSTOM):
            return FIELDS.get(name)
        # Asked for when the first rule names one, and once
        return custom_fields().get(name)

    def custom_fields():
        if not custom:
            custom.update({"": None} | lead_fields(workspace))
        return {name: of_lead_field(field) for name, field in custom.items() if field and field.is_custom}

    return Reader(find, known=lambda: [*FIELDS, *custom_fields()]).read(rules)


def condition_of(workspace, rules, at=None):
    """A Q that holds for the leads the rules name, for any queryset of the workspace's leads."""
    return compiled(parse(workspace, rules), Now(workspace, at or timezone.now()))


def leads_matching(workspace, rules):
    """The leads of a workspace that the rules name, as a LeadQuerySet. Raises ValidationError as parse() does."""
    return Lead.objects.for_workspace(workspace).alive().filter(condition_of(workspace, rules))


def compiled(node, now):
    if not isinstance(node, Group):
        return node.op.condition(node.field, node.value, now)
    if node.kind == "not":
        return ~compiled(node.parts[0], now)
    held = Q()
    for part in node.parts:
        held = held | compiled(part, now) if node.kind == "any" else held & compiled(part, now)
    return held
