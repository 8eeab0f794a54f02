"""The kinds of fields, and what may be asked of each: every op knows its words, its value's shape and its SQL.

No condition is ever NULL: what a lead has nothing of is not equal, not above, not within. So NOT is the opposite,
and "does not contain" is true of a lead without the field, as a person means it.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains as ContainsLookup
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, In, IsNull, LessThan, LessThanOrEqual
from django.db.models.lookups import StartsWith as StartsWithLookup
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Tag
from crm.segments.shapes import Choices, Day, InDays, Nothing, Number, Pair, Text, Texts, Times, Whole, YesNo
from webox.lib.lower import Lowered


@dataclass(frozen=True)
class Now:
    """The workspace and the moment rules are compiled for.

    `joins` is whether the rule stands alone or beside others that must all hold, where a database can join what
    an IN names; below an “any” or a “not” it could only search that list for every lead. `ends_early` is whether
    only a certain number of leads is asked for, and not all there are.
    """

    workspace: Any
    at: datetime
    joins: bool = True
    ends_early: bool = False
    # What was looked up, shared by all the rules
    found: dict = field(default_factory=dict)

    def tags(self):
        """{name in small letters: ids}, asked once: by its id the database knows how common a tag is."""
        if "tags" not in self.found:
            tags = self.found["tags"] = {}
            for pk, name in Tag.objects.for_workspace(self.workspace).values_list("pk", "name"):
                tags.setdefault(name.lower(), []).append(pk)
        return self.found["tags"]

    @property
    def today(self):
        return self.workspace.day_of(self.at)

    def start_of(self, day):
        return datetime.combine(day, time.min, self.workspace.zone).astimezone(UTC)


@dataclass(frozen=True)
class Op:
    name: str
    label: str
    shape: Any
    # condition(field, value, now) → Q
    condition: Any
    # How it reads in a sentence, with %(field)s and %(value)s
    words: str


NOTHING = Nothing()


def negated(condition):
    return lambda field, value, now: ~condition(field, value, replace(now, joins=False))


def never_null(field, expression, condition):
    """The condition, false where the value is NULL. A column keeps the index it may have; what is computed is
    computed once."""
    if field.column and not field.expressed:
        return condition & Q(IsNull(expression, False))
    return Q(Coalesce(ExpressionWrapper(condition, output_field=BooleanField()), Value(False)))


def has_value(lookup):
    """A comparison with a value that may be NULL."""

    def condition(field, value, now):
        expression = field.expression(now)
        return never_null(field, expression, Q(lookup(expression, Value(value))))

    return condition


def is_null(field, value, now):
    return Q(IsNull(field.expression(now), True))


# Texts, by their lower case


def whole_text(field, now):
    return Coalesce(field.expression(now), Value(""), output_field=TextField())


def text_of(field, now):
    return Lowered(whole_text(field, now))


def text_is(field, value, now):
    return Q(Exact(text_of(field, now), Value(value.lower())))


def text_contains(field, value, now):
    return Q(ContainsLookup(text_of(field, now), value.lower())) & field.hint(value)


def text_starts(field, value, now):
    return Q(StartsWithLookup(text_of(field, now), value.lower())) & field.hint(value)


def text_in(field, value, now):
    return Q(In(text_of(field, now), [text.strip().lower() for text in value]))


def text_empty(field, value, now):
    return Q(Exact(whole_text(field, now), Value("")))


# Choices: one of a list, exactly as written


def choice_in(field, value, now):
    expression = field.expression(now)
    return never_null(field, expression, Q(In(expression, field.read_all(value)))) & field.held(value)


# Numbers


def number_is(field, value, now):
    as_json = value if isinstance(value, int) else float(value)
    return has_value(Exact)(field, value, now) & field.held([as_json])


def number_between(field, value, now):
    expression = field.expression(now)
    low, high = (Value(bound) for bound in value)
    within = Q(GreaterThanOrEqual(expression, low)) & Q(LessThanOrEqual(expression, high))
    return never_null(field, expression, within)


# Days: of a date kept as a text, of a moment on the clock of the workspace


def days(window):
    """`window(value, today)` → (first, last), either of them None for no end."""

    def condition(field, value, now):
        expression = field.expression(now)
        first, last = window(value, now.today)
        start, end = (first, last and last + timedelta(1))
        if field.kind == "date":
            start, end = (day and str(day) for day in (start, end))
        else:
            start, end = (day and now.start_of(day) for day in (start, end))
        within = Q(GreaterThanOrEqual(expression, Value(start))) if start else Q()
        within &= Q(LessThan(expression, Value(end))) if end else Q()
        return never_null(field, expression, within)

    return condition


in_last = days(lambda number, today: (today - timedelta(number - 1), today))
in_next = days(lambda number, today: (today, today + timedelta(number - 1)))


# How many whole days ago something was: n of them from n to n + 1 times 24 hours


def ages(window):
    """`window(value)` → (from, below), either of them None for no end."""

    def condition(field, value, now):
        expression = field.expression(now)
        least, below = window(value)
        held = Q(IsNull(expression, False))
        if least is not None:
            held &= Q(LessThanOrEqual(expression, Value(now.at - timedelta(least))))
        return held & (Q(GreaterThan(expression, Value(now.at - timedelta(below)))) if below is not None else Q())

    return condition


age_is = ages(lambda number: (number, number + 1))


# What rows beside the lead say; see trails.py


def trail_any(field, value, now):
    return field.trail.holds(now, of=value)


def trail_all(field, value, now):
    held = Q()
    for one in value:
        held &= field.trail.holds(now, of=[one])
    return held


def trail_empty(field, value, now):
    return ~field.trail.holds(now, of=[])


def at_least(field, value, now):
    return field.trail.holds(now, **value)


# Lists in a custom field


def list_any(field, value, now):
    held = Q()
    for one in value:
        held |= Q(field.holds(one))
    return held & field.held(value)


def list_all(field, value, now):
    held = Q()
    for one in value:
        held &= Q(field.holds(one))
    return held & field.held(value)


def list_empty(field, value, now):
    return Q(Exact(field.expression(now), Value(0)))


def yes_no(field, value, now):
    """Not set is no."""
    return field.truth(now) if value else ~field.truth(now)


IS, IS_NOT = _("%(field)s: %(value)s"), _("%(field)s: not %(value)s")
SET, UNSET = _("%(field)s: filled in"), _("%(field)s: empty")


def blank(condition):
    return (
        Op("empty", _("is empty"), NOTHING, condition, UNSET),
        Op("not_empty", _("is filled in"), NOTHING, negated(condition), SET),
    )


def table(*ops):
    return {op.name: op for op in ops}


CONTAINS, LACKS = _("%(field)s contains “%(value)s”"), _("%(field)s does not contain “%(value)s”")
EQUAL, UNEQUAL = _("%(field)s = %(value)s"), _("%(field)s ≠ %(value)s")
NUMBER = Number()
DAYS_OP = (
    Op("on", pgettext_lazy("day", "is on"), Day(), days(lambda day, today: (day, day)), _("%(field)s on %(value)s")),
    Op(
        "before",
        _("is before"),
        Day(),
        days(lambda day, today: (None, day - timedelta(1))),
        _("%(field)s before %(value)s"),
    ),
    Op(
        "after",
        _("is after"),
        Day(),
        days(lambda day, today: (day + timedelta(1), None)),
        _("%(field)s after %(value)s"),
    ),
    Op("between", _("is between"), Pair(Day()), days(lambda pair, today: pair), _("%(field)s between %(value)s")),
    Op("in_last", _("is within the last days"), InDays(), in_last, _("%(field)s within the last %(value)s")),
    Op(
        "not_in_last",
        _("is not within the last days"),
        InDays(),
        negated(in_last),
        _("%(field)s not within the last %(value)s"),
    ),
    Op("in_next", _("is within the next days"), InDays(), in_next, _("%(field)s within the next %(value)s")),
)
AGE, AGES = Whole(0), Pair(Whole(0))
CHOICE = (
    Op("in", _("is one of"), Choices(), choice_in, IS),
    Op("not_in", _("is none of"), Choices(), negated(choice_in), IS_NOT),
)
LIST = (
    Op("any", _("has any of"), Choices(), list_any, IS),
    Op("none", _("has none of"), Choices(), negated(list_any), IS_NOT),
    Op("all", _("has all of"), Choices(), list_all, _("%(field)s: all of %(value)s")),
)
LINKS = (
    Op("any", _("has any of"), Choices(), trail_any, IS),
    Op("none", _("has none of"), Choices(), negated(trail_any), IS_NOT),
    Op("all", _("has all of"), Choices(), trail_all, _("%(field)s: all of %(value)s")),
)

# {kind: {name of an op: Op}}, in the order they are offered
OPS = {
    "text": table(
        Op("is", _("is"), Text(), text_is, IS),
        Op("is_not", _("is not"), Text(), negated(text_is), IS_NOT),
        Op("contains", _("contains"), Text(), text_contains, CONTAINS),
        Op("not_contains", _("does not contain"), Text(), negated(text_contains), LACKS),
        Op("starts_with", _("starts with"), Text(), text_starts, _("%(field)s starts with “%(value)s”")),
        Op("in", _("is one of"), Texts(), text_in, IS),
        Op("not_in", _("is none of"), Texts(), negated(text_in), IS_NOT),
        *blank(text_empty),
    ),
    "number": table(
        Op("eq", _("is"), NUMBER, number_is, EQUAL),
        Op("ne", _("is not"), NUMBER, negated(number_is), UNEQUAL),
        Op("gt", _("is above"), NUMBER, has_value(GreaterThan), _("%(field)s > %(value)s")),
        Op("gte", _("is at least"), NUMBER, has_value(GreaterThanOrEqual), _("%(field)s ≥ %(value)s")),
        Op("lt", _("is below"), NUMBER, has_value(LessThan), _("%(field)s < %(value)s")),
        Op("lte", _("is at most"), NUMBER, has_value(LessThanOrEqual), _("%(field)s ≤ %(value)s")),
        Op("between", _("is between"), Pair(NUMBER), number_between, _("%(field)s between %(value)s")),
        *blank(is_null),
    ),
    "age": table(
        Op("eq", _("is"), AGE, age_is, EQUAL),
        Op("ne", _("is not"), AGE, negated(age_is), UNEQUAL),
        Op("gt", _("is above"), AGE, ages(lambda n: (n + 1, None)), _("%(field)s > %(value)s")),
        Op("gte", _("is at least"), AGE, ages(lambda n: (n, None)), _("%(field)s ≥ %(value)s")),
        Op("lt", _("is below"), AGE, ages(lambda n: (None, n)), _("%(field)s < %(value)s")),
        Op("lte", _("is at most"), AGE, ages(lambda n: (None, n + 1)), _("%(field)s ≤ %(value)s")),
        Op("between", _("is between"), AGES, ages(lambda n: (n[0], n[1] + 1)), _("%(field)s between %(value)s")),
    ),
    "moment": table(*DAYS_OP, *blank(is_null)),
    "date": table(*DAYS_OP, *blank(is_null)),
    "choice": table(*CHOICE, *blank(is_null)),
    "member": table(*CHOICE, *blank(is_null)),
    "choices": table(*LIST, *blank(list_empty)),
    "tags": table(*LINKS, *blank(trail_empty)),
    "link": table(
        Op("in", _("is one of"), Choices(), trail_any, IS),
        Op("not_in", _("is none of"), Choices(), negated(trail_any), IS_NOT),
        *blank(trail_empty),
    ),
    "boolean": table(Op("is", _("is"), YesNo(), yes_no, IS)),
    "behaviour": table(
        Op("at_least", _("at least"), Times(), at_least, _("%(field)s at least %(value)s")),
        Op("less_than", _("less than"), Times(), negated(at_least), _("%(field)s less than %(value)s")),
    ),
}
for other in ("longtext", "email", "url"):
    OPS[other] = OPS["text"]
