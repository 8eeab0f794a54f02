"""From JSON to a tree of groups and rules, refusing what cannot be by its place."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# More is not what a person means, and a database's statement has its limits too.
MOST_RULES, MOST_DEPTH, MOST_VALUES = 50, 6, 500
KINDS = ("all", "any", "not")


@dataclass(frozen=True)
class Group:
    """`kind` is all, any or not; a `not` has one part."""

    kind: str
    parts: tuple
    path: str = ""


@dataclass(frozen=True)
class Rule:
    field: Any
    op: Any
    # As the op's shape read it, and as it was written
    value: Any
    written: Any
    path: str


class WrongRules(ValidationError):
    """`path` is the place in the JSON, such as all[0].any[2].value; `text` what is wrong there."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        super().__init__(f"{path}: {text}" if path else text, code="segment")


class WrongValue(ValueError):
    """`part` is the place within the value, such as [1]."""

    def __init__(self, text, part=""):
        self.text, self.part = text, part
        super().__init__(text)


def refuse(path, text):
    raise WrongRules(path, text)


def rules_in(node):
    """The rules of a tree, in order."""
    if isinstance(node, Rule):
        return [node]
    return [rule for part in node.parts for rule in rules_in(part)]


class Reader:
    """Reads the rules of one workspace; `find(name)` gives a field or None."""

    def __init__(self, find, known):
        self.find, self.known = find, known
        self.number = 0

    def read(self, rules):
        if rules in (None, {}, []):
            return Group("all", ())
        if not isinstance(rules, dict):
            refuse("", _("Write the rules as {“all”: [rule, …]}."))
        if rules == {"all": []}:
            return Group("all", ())
        return self.node(rules, "", 1)

    def node(self, node, path, depth):
        if not isinstance(node, dict):
            refuse(path, _("A rule has a field, an op and a value."))
        if "field" in node or "op" in node:
            return self.rule(node, path)
        if len(node) != 1 or next(iter(node)) not in KINDS:
            refuse(path, _("Write {“all”: […]}, {“any”: […]}, {“not”: …} or a rule with a field, an op and a value."))
        if depth > MOST_DEPTH:
            refuse(path, _("Groups go at most %(number)d deep.") % {"number": MOST_DEPTH})
        kind, parts = next(iter(node.items()))
        inner = f"{path}.{kind}" if path else kind
        if kind == "not":
            return Group(kind, (self.node(parts, inner, depth + 1),), path)
        if not isinstance(parts, list) or not parts:
            refuse(inner, _("Write a list of at least one rule."))
        # Before walking them: a list of a million is refused, not read.
        if self.number + len(parts) > MOST_RULES * 2:
            self.refuse_number()
        return Group(
            kind, tuple(self.node(part, f"{inner}[{index}]", depth + 1) for index, part in enumerate(parts)), path
        )

    def rule(self, rule, path):
        if not {"field", "op"} <= set(rule) <= {"field", "op", "value"}:
            refuse(path, _("A rule has a field, an op and a value."))
        self.number += 1
        if self.number > MOST_RULES:
            self.refuse_number()
        field = self.find(rule["field"]) if isinstance(rule["field"], str) else None
        if not field:
            message = _("“%(field)s” is not a field of segments. Choose from: %(known)s.")
            refuse(at(path, "field"), message % {"field": rule["field"], "known": ", ".join(self.known())})
        op = field.ops.get(rule["op"]) if isinstance(rule["op"], str) else None
        if not op:
            message = _("“%(op)s” is not an op of this field. Choose from: %(known)s.")
            refuse(at(path, "op"), message % {"op": rule["op"], "known": ", ".join(field.ops)})
        written = rule.get("value")
        try:
            value = op.shape.read(written)
        except WrongValue as error:
            refuse(at(path, "value") + error.part, error.text)
        return Rule(field, op, value, written, path)

    def refuse_number(self):
        refuse("", _("Write at most %(number)d rules.") % {"number": MOST_RULES})


def at(path, name):
    return f"{path}.{name}" if path else name
