"""What the rules give each of some leads, read in a handful of queries however many leads there are."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Max, Q, Sum, Value, When

from crm.models import Lead, ScoringRule
from crm.scoring.decay import HALF_LIVES, capped, decayed, percent
from crm.scoring.now import DaysBetween, faded
from crm.segments import condition_of
from webox.analytics.models import Event, VisitorLead

logger = logging.getLogger(__name__)


@dataclass
class Worth:
    """What a rule gives a lead: `value` before the cap as of `as_of`, of `count` events, the last at `last_at`."""

    rule: ScoringRule
    value: float
    as_of: datetime
    count: int = 0
    last_at: datetime | None = None

    def before_cap(self, moment):
        if self.rule.is_fit:
            return self.value
        days = (moment - self.as_of).total_seconds() / 86400
        return decayed(self.value, days, self.rule.half_life_days)

    def points(self, moment):
        value = self.before_cap(moment)
        return value if self.rule.is_fit else capped(value, self.rule.cap)


def sums(worths, moment):
    """(fit, engagement) of what the rules give one lead, both 0 to 100."""
    fit = sum(worth.points(moment) for worth in worths if worth.rule.is_fit)
    engagement = sum(worth.points(moment) for worth in worths if not worth.rule.is_fit)
    return percent(fit), percent(engagement)


def worths_of(workspace, rules, lead_ids, moment):
    """{lead id: [Worth]} of the rules, saved or not, counted from the leads and their events."""
    found = defaultdict(list)
    for lead_id, rule in fits(workspace, [rule for rule in rules if rule.is_fit], lead_ids):
        found[lead_id].append(Worth(rule, rule.points, moment))
    for lead_id, worth in engagements(workspace, [rule for rule in rules if not rule.is_fit], lead_ids, moment):
        found[lead_id].append(worth)
    return found


def fits(workspace, rules, lead_ids):
    """[(lead id, rule)] of the rules that hold, in one query."""
    conditions = {}
    for number, rule in enumerate(rules):
        try:
            held = condition_of(workspace, rule.rules)
        except ValidationError as error:
            # What a rule names may be gone since, such as a custom field: it gives nothing until it is mended.
            logger.warning("Scoring rule %s cannot be read: %s", rule.pk, error)
            continue
        # A rule without conditions holds for everyone, but an empty condition is no SQL.
        conditions[f"holds_{number}"] = Case(When(held & Q(pk__gt=0), then=True), default=False)
    if not conditions:
        return []
    rows = Lead.objects.for_workspace(workspace).filter(pk__in=lead_ids).annotate(**conditions).order_by()
    names = {name: rules[int(name.removeprefix("holds_"))] for name in conditions}
    return [
        (pk, rule)
        for pk, *answers in rows.values_list("pk", *names)
        for rule, holds in zip(names.values(), answers, strict=True)
        if holds
    ]


def engagements(workspace, rules, lead_ids, moment):
    """[(lead id, Worth)] of the rules some events of the lead count for, visits before it was known included."""
    if not rules:
        return []
    events = Event.objects.for_workspace(workspace).filter(at__lte=moment)
    rows = list(counted(events.filter(lead_id__in=lead_ids), rules, moment, "lead_id"))
    visitors = defaultdict(list)
    known = VisitorLead.objects.for_workspace(workspace).filter(lead_id__in=lead_ids)
    for visitor, lead_id in known.values_list("visitor", "lead_id"):
        visitors[visitor].append(lead_id)
    if visitors:
        unknown = events.filter(visitor__in=list(visitors), lead_id=None)
        for visitor, *row in counted(unknown, rules, moment, "visitor"):
            rows += [(lead_id, *row) for lead_id in visitors[visitor]]
    together = {}
    for lead_id, rule, value, count, last_at in rows:
        worth = together.setdefault((lead_id, id(rule)), Worth(rule, 0.0, moment, 0, last_at))
        worth.value += value
        worth.count += count
        worth.last_at = max(worth.last_at, last_at)
    return [(lead_id, worth) for (lead_id, _rule), worth in together.items()]


def counted(events, rules, moment, by):
    """(lead or visitor, rule, value, count, last) of every rule that some event counts for, in one query."""
    longest = max(rule.half_life_days for rule in rules)
    aggregates = {}
    for number, rule in enumerate(rules):
        counts = Q(type=rule.event_type, at__gt=moment - timedelta(days=HALF_LIVES * rule.half_life_days))
        left = faded(DaysBetween("at", moment), Value(float(rule.half_life_days)))
        aggregates |= {
            f"value_{number}": Sum(left, filter=counts),
            f"count_{number}": Count("pk", filter=counts),
            f"last_{number}": Max("at", filter=counts),
        }
    types = {rule.event_type for rule in rules}
    events = events.filter(type__in=types, at__gt=moment - timedelta(days=HALF_LIVES * longest))
    for row in events.order_by().values(by).annotate(**aggregates):
        for number, rule in enumerate(rules):
            if row[f"count_{number}"]:
                value = rule.points * row[f"value_{number}"]
                yield row[by], rule, value, row[f"count_{number}"], row[f"last_{number}"]
