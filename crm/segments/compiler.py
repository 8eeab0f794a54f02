"""The one compiler: a tree of rules becomes one condition in SQL."""

from dataclasses import replace

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from crm.fields import CUSTOM
from crm.models import Lead
from crm.segments.fields import FIELDS, custom_fields_of
from crm.segments.kinds import Now
from crm.segments.rules import Group, Reader


class Known:
    """The fields of a workspace; its own ones are asked for when the first rule names one, and once."""

    def __init__(self, workspace):
        self.workspace = workspace

    @cached_property
    def custom(self):
        return custom_fields_of(self.workspace)

    def find(self, name):
        return self.custom.get(name) if name.startswith(CUSTOM) else FIELDS.get(name)

    def names(self):
        return [*FIELDS, *self.custom]


def parse(workspace, rules, known=None):
    """The tree of rules as they are stored. Raises WrongRules, a ValidationError, naming the place."""
    known = known or Known(workspace)
    return Reader(known.find, known.names).read(rules)


def condition_of(workspace, rules, at=None, ends_early=False):
    """A Q that holds for the leads the rules name, for any queryset of the workspace's leads."""
    return compiled(parse(workspace, rules), Now(workspace, at or timezone.now(), ends_early=ends_early))


def leads_matching(workspace, rules):
    """The leads of a workspace that the rules name, as a LeadQuerySet. Raises ValidationError as parse() does."""
    return Lead.objects.for_workspace(workspace).alive().filter(condition_of(workspace, rules))


def compiled(node, now):
    if not isinstance(node, Group):
        return node.op.condition(node.field, node.value, now)
    if node.kind != "all":
        now = replace(now, joins=False)
    if node.kind == "not":
        return ~compiled(node.parts[0], now)
    held = Q()
    for part in node.parts:
        held = held | compiled(part, now) if node.kind == "any" else held & compiled(part, now)
    return held
