"""What a prediction looks at: facts about a lead, those of a closed one as they were before it was closed.

Neither the status nor the reason of a loss, which tell the answer, nor the owner. What was edited with the closing or
after it is put back, and engagement is what it was at that moment.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from crm.models import CustomField, Lead, LeadEdit, OperationRow, ScoringRule
from crm.scoring.bayes import Outcome
from crm.scoring.decay import capped, percent
from crm.scoring.now import DaysBetween, faded
from crm.scoring.standard import email_kind
from webox.analytics.models import Event, VisitorLead

# Closed leads beyond so many say little about today.
MOST_OUTCOMES = 100_000
CHUNK = 2_000
# What is saved together with the closing is part of it.
WITH_THE_CLOSING = timedelta(minutes=1)
FIELDS = ("source", "phone", "email", "company", "job_title", "estimated_value")
VALUES = ((500, "low"), (2_000, "modest"), (10_000, "good"), (50_000, "high"))
ENGAGEMENTS = ((1, "none"), (15, "low"), (50, "some"))


def features_of(values, engagement, keys=()):
    """{feature: value} of a lead: `values` has FIELDS and `custom_fields`; `keys` are custom fields to look at."""
    custom = values.get("custom_fields") or {}
    return {
        "source": (values.get("source") or "").strip().casefold(),
        "phone": yes(values.get("phone")),
        "email": email_kind(values.get("email") or ""),
        "company": yes(values.get("company")),
        "job_title": yes(values.get("job_title")),
        "value": value_band(values.get("estimated_value")),
        "engagement": next((name for limit, name in ENGAGEMENTS if engagement < limit), "much"),
    } | {f"custom.{key}": str(custom.get(key) if custom.get(key) is not None else "") for key in keys}


def yes(value):
    return "yes" if value else "no"


def value_band(value):
    try:
        number = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        number = None
    if number is None:
        return "none"
    return next((name for limit, name in VALUES if number < limit), "top")


def custom_keys(workspace):
    """The custom fields whose few values can be learnt from."""
    kinds = (CustomField.Kind.CHOICE, CustomField.Kind.BOOLEAN)
    return list(
        CustomField.objects.for_workspace(workspace).in_use().filter(kind__in=kinds).values_list("key", flat=True)
    )


def tags_of(lead_ids):
    """{lead id: frozenset of tag names}, in one query."""
    found = defaultdict(set)
    links = Lead.tags.through.objects.filter(lead_id__in=lead_ids)
    for lead_id, name in links.values_list("lead_id", "tag__name"):
        found[lead_id].add(name)
    return {lead_id: frozenset(names) for lead_id, names in found.items()}


def outcomes_of(workspace):
    """[Outcome] of the leads that are won or lost, the first closed first."""
    closed = Lead.objects.for_workspace(workspace).alive().filter(status__in=(Lead.Status.WON, Lead.Status.LOST))
    newest = list(closed.order_by("-status_since", "-pk").values_list("pk", flat=True)[:MOST_OUTCOMES])
    keys, rules = custom_keys(workspace), list(rules_of(workspace))
    outcomes = []
    for start in range(0, len(newest), CHUNK):
        outcomes += outcomes_of_some(workspace, newest[start : start + CHUNK], keys, rules)
    return outcomes[::-1]


def rules_of(workspace):
    return ScoringRule.objects.for_workspace(workspace).active().filter(kind=ScoringRule.Kind.ENGAGEMENT)


def outcomes_of_some(workspace, ids, keys, rules):
    """In the order of the ids, whatever the database returns first."""
    rows = {row["pk"]: row for row in Lead.objects.filter(pk__in=ids).values("pk", "status", "custom_fields", *FIELDS)}
    engagement, before, tags = engagement_at_close(workspace, ids, rules), edited_since(ids), tags_of(ids)
    found = []
    for pk in ids:
        row = rows[pk]
        earlier = before.get(pk, {})
        custom = row["custom_fields"] | {
            name.removeprefix("custom."): value for name, value in earlier.items() if name.startswith("custom.")
        }
        features = features_of({**row, **earlier, "custom_fields": custom}, engagement.get(pk, 0), keys)
        had = frozenset(earlier["tags"] or ()) if "tags" in earlier else tags.get(pk, frozenset())
        found.append(Outcome(row["status"] == Lead.Status.WON, features, had))
    return found


def edited_since(ids):
    """{lead id: {field: value}}: what fields were before they were edited with or after the closing."""
    closing = F("lead__status_since") - WITH_THE_CLOSING
    edits = LeadEdit.objects.filter(lead_id__in=ids, at__gt=closing).values_list("at", "lead_id", "changes")
    found = [
        (at, lead_id, {name: before for name, (before, _after) in changes.items()}) for at, lead_id, changes in edits
    ]
    rows = OperationRow.objects.filter(lead_id__in=ids, before__isnull=False, operation__created_at__gt=closing)
    found += rows.values_list("operation__created_at", "lead_id", "before")
    earlier = defaultdict(dict)
    for _at, lead_id, before in sorted(found, key=lambda row: row[0]):
        # The first edit after the closing knows what was there at the closing.
        earlier[lead_id] = {**before, **earlier[lead_id]}
    return earlier


def engagement_at_close(workspace, ids, rules):
    """{lead id: 0 to 100} from the events before each lead was closed, those of its visits before it was known too."""
    if not rules:
        return {}
    events = Event.objects.for_workspace(workspace).filter(type__in={rule.event_type for rule in rules})
    closing = Lead.objects.filter(pk=OuterRef("lead_id")).values("status_since")
    sums = defaultdict(lambda: defaultdict(float))
    for lead_id, type, *values in before_close(events.filter(lead_id__in=ids), closing, rules, "lead_id"):
        add(sums[lead_id], rules, type, values)
    known = VisitorLead.objects.for_workspace(workspace).filter(lead_id__in=ids)
    visitors = dict(known.values_list("visitor", "lead_id"))
    if visitors:
        lead_of = known.filter(visitor=OuterRef(OuterRef("visitor"))).values("lead_id")
        closing = Lead.objects.filter(pk__in=lead_of).order_by("pk").values("status_since")[:1]
        unknown = events.filter(visitor__in=list(visitors), lead_id=None)
        for visitor, type, *values in before_close(unknown, closing, rules, "visitor"):
            add(sums[visitors[visitor]], rules, type, values)
    caps = {rule.pk: rule.cap for rule in rules}
    return {pk: percent(sum(capped(value, caps[rule]) for rule, value in of.items())) for pk, of in sums.items()}


def before_close(events, closing, rules, by):
    """[(lead or visitor, type, what is left of one point of each rule's events at the closing)]"""
    left = {}
    for number, rule in enumerate(rules):
        half_life = Value(float(rule.half_life_days))
        left[f"left_{number}"] = Coalesce(Sum(faded(DaysBetween("at", F("closing")), half_life)), 0.0)
    events = events.annotate(closing=Subquery(closing)).filter(at__lt=F("closing") - WITH_THE_CLOSING)
    return events.order_by().values(by, "type").annotate(**left).values_list(by, "type", *left)


def add(values, rules, type, left):
    for rule, value in zip(rules, left, strict=True):
        if rule.event_type == type:
            values[rule.pk] += rule.points * value
