"""Why a lead is in or out: every rule by itself, with what the lead has. One query answers all of them."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import Lead
from crm.segments.compiler import compiled, parse
from crm.segments.kinds import Now
from crm.segments.rules import Group, rules_in
from crm.segments.words import Choices, one_words, rule_words, yes_no_words

LONGEST = 200


@dataclass(frozen=True)
class Answer:
    """One node of the tree. `kind` is all, any, not or rule; `text` says the rule, `actual` what the lead has."""

    kind: str
    path: str
    holds: bool
    text: str = ""
    actual: str = ""
    parts: tuple = ()


def explain(lead, rules):
    """The tree of answers for one lead. Raises WrongRules."""
    now = Now(lead.workspace, timezone.now())
    tree, choices = parse(lead.workspace, rules), Choices(lead.workspace)
    found = facts(lead, rules_in(tree), now)
    return answered(tree, lambda rule: rule_answer(rule, lead, now, *found[rule.path], choices))


def facts(lead, rules, now):
    """{path: (whether it holds, what was computed of the lead)}, in one query."""
    columns = {}
    for index, rule in enumerate(rules):
        held = When(compiled(rule, now) & Q(pk__isnull=False), then=Value(True))
        columns[f"rule_{index}"] = Case(held, default=Value(False), output_field=BooleanField())
        if rule.field.kind == "behaviour":
            columns[f"value_{index}"] = rule.field.trail.number(now, rule.value["of"], rule.value["days"])
        elif rule.field.expressed and rule.field.kind != "boolean":
            columns[f"value_{index}"] = rule.field.expression(now)
    row = Lead.objects.filter(pk=lead.pk).values(**columns).get() if columns else {}
    return {rule.path: (row[f"rule_{index}"], row.get(f"value_{index}")) for index, rule in enumerate(rules)}


def answered(node, of_rule):
    if not isinstance(node, Group):
        return of_rule(node)
    parts = tuple(answered(part, of_rule) for part in node.parts)
    held = [part.holds for part in parts]
    holds = not held[0] if node.kind == "not" else any(held) if node.kind == "any" else all(held)
    return Answer(node.kind, node.path, holds, parts=parts)


def rule_answer(rule, lead, now, holds, value, choices):
    actual = actual_words(rule, lead, now, holds, value, choices)
    return Answer("rule", rule.path, holds, rule_words(rule, choices), actual[:LONGEST] or _("empty"))


def actual_words(rule, lead, now, holds, value, choices):
    """What the lead has, in words."""
    field = rule.field
    if field.kind == "boolean":
        return yes_no_words(rule.value == holds)
    if field.kind == "behaviour":
        return ngettext("%(number)d time", "%(number)d times", value or 0) % {"number": value or 0}
    if field.kind == "age":
        days = (now.at - getattr(lead, field.column)).days
        return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
    if field.kind == "link":
        return ", ".join(choices.label(field, text) for text in field.trail.ids_of(lead))
    if field.expressed:
        return computed_words(field, value, choices)
    value = field.lead_field.read(lead)
    if field.kind == "member":
        return choices.label(field, str(value)) if value else ""
    return field.lead_field.show(value)


def computed_words(field, value, choices):
    if value is None:
        return ""
    return choices.label(field, value) if isinstance(value, str) else one_words(round(value))
