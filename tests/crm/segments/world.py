"""Leads with whatever leads may have, rules by chance, and the same rules answered by plain Python."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from crm.models import CustomField, Lead
from crm.segments import fields_of
from marketing.emails.events import CLICKED, MACHINE_OPENED, OPENED
from marketing.funnels.events import FUNNEL_CONVERTED, OPTED_IN, PAGE_VIEWED
from tests.factories.crm import make_interaction, make_lead, make_tag
from tests.factories.emails import make_campaign
from tests.factories.funnels import make_funnel, make_page
from webox.analytics.actions import build, record_many, stitch

CUSTOM = {"note": "text", "budget": "number", "when": "date", "size": "choice", "likes": "choices", "ok": "boolean"}
WORDS = ["", "Été", "été chaud", "acme", "ACME Ltd", "100% pur", "a_b", "l’eau", "back\\slash", "ACM"]
TAGS = ["client", "VIP", "ancien", "Été"]
SIZES = ["S", "M", "L"]
# What a field may hold that was of another kind before, or was written by a program
ODD = [None, "", "12", 12, 12.5, -3, 0, True, False, "2026-03-14", "2026-3-14", "soon", [], ["a"], ["S", 1], {"a": 1}]


class World:
    """Leads with whatever leads may have, and what became of them."""

    def __init__(self, workspace, chance):
        self.workspace, self.chance = workspace, chance
        self.now = timezone.now()
        self.today = self.now.astimezone(workspace.zone).date()
        for key, kind in CUSTOM.items():
            choices = SIZES if kind.startswith("choice") else []
            CustomField.objects.create(workspace=workspace, key=key, label=key, kind=kind, choices=choices)
        self.fields = fields_of(workspace)
        self.campaigns = [make_campaign(workspace, frozen_at=self.now) for _ in range(2)]
        self.funnels = [make_funnel(workspace) for _ in range(2)]
        self.pages = [make_page(funnel) for funnel in self.funnels]
        for name in TAGS:
            make_tag(workspace, name)
        self.leads = {lead.pk: lead for lead in (self.lead() for _ in range(120))}
        self.rows, self.stitched = {pk: [] for pk in self.leads}, set()
        self.happen()

    def lead(self):
        chance = self.chance
        custom = {
            "note": chance.choice([*WORDS, *ODD]),
            "budget": chance.choice([*ODD, 5, 7.25]),
            "when": chance.choice([*ODD, self.some_day().isoformat()]),
            "size": chance.choice([*ODD, *SIZES]),
            "likes": chance.choice([*ODD, ["S"], ["M", "L"]]),
            "ok": chance.choice([*ODD, True]),
        }
        lead = make_lead(
            self.workspace,
            tags=[name for name in TAGS if chance.random() < 0.3],
            company=chance.choice(WORDS),
            status=chance.choice(Lead.Status.values),
            estimated_value=chance.choice([None, 0, 100, "99.50"]),
            score=chance.choice([0, 50, 51, 100]),
            custom_fields={key: value for key, value in custom.items() if chance.random() < 0.8},
            created_at=self.some_moment(),
            status_since=self.some_moment(),
            next_step_at=chance.choice([None, self.some_moment()]),
            unsubscribed_at=chance.choice([None, None, self.some_moment()]),
        )
        return Lead.objects.prefetch_related("tags").get(pk=lead.pk)

    def some_day(self):
        return self.today + timedelta(self.chance.randint(-9, 9))

    def some_moment(self):
        """Near midnight more often than not, where days are decided."""
        at = self.chance.choice([time.min, time(0, 30), time(12), time(23, 30), time.max])
        return datetime.combine(self.some_day(), at, self.workspace.zone)

    def happen(self):
        events = []
        for pk in self.leads:
            visitor = f"visitor-{pk}"
            if self.chance.random() < 0.5:
                stitch(workspace=self.workspace, visitor=visitor, lead_id=pk)
                self.stitched.add(pk)
            for _ in range(self.chance.randint(0, 6)):
                kind = self.chance.choice(["opened", "clicked", "visited", "opted_in", "funnel", "machine", "call"])
                events += self.event(pk, kind, visitor, self.chance.randint(0, 1), self.some_moment())
        record_many(events=events)

    def event(self, pk, kind, visitor, n, at):
        if kind == "call":
            make_interaction(self.leads[pk], interaction_type=["call", "note"][n], created_at=at)
            self.rows[pk].append(("interacted", ["call", "note"][n], at))
            return []
        types = {"opened": OPENED, "clicked": CLICKED, "machine": MACHINE_OPENED}
        if kind in types:
            subject, about = self.campaigns[n], {"lead_id": pk}
        elif kind == "visited":
            subject, about, types = self.pages[n], {"visitor": visitor}, {kind: PAGE_VIEWED}
        elif kind == "opted_in":
            subject, about, types = self.pages[n], {"lead_id": pk, "visitor": visitor}, {kind: OPTED_IN}
        else:
            subject, about, types = self.funnels[n], {"lead_id": pk}, {kind: FUNNEL_CONVERTED}
        self.rows[pk].append((kind, str((self.funnels[n] if kind == "opted_in" else subject).pk), at))
        return [build(self.workspace, types[kind], at, subject=subject, **about)]

    # Rules by chance

    def node(self, depth=0):
        chance = self.chance.random()
        if depth > 3 or (depth and chance < 0.5):
            return self.rule()
        if chance < 0.65:
            return {"not": self.node(depth + 1)}
        return {self.chance.choice(["all", "any"]): [self.node(depth + 1) for _ in range(self.chance.randint(1, 3))]}

    def rule(self):
        field = self.fields[self.chance.choice(sorted(READ))]
        op = self.chance.choice(list(field.ops))
        return {"field": field.name, "op": op, "value": self.value(field, op)}

    def value(self, field, op):
        chance, shape = self.chance, field.ops[op].shape.widget
        match shape:
            case "none":
                return None
            case "boolean":
                return chance.random() < 0.5
            case "text":
                return chance.choice(WORDS[1:])
            case "texts":
                return chance.sample(WORDS[1:], 2)
            case "number":
                return (
                    chance.choice([0, 1, 5, 50, 100])
                    if field.kind == "age"
                    else chance.choice([0, 5, 7.25, 50, "99.5"])
                )
            case "numbers":
                return sorted(chance.sample([0, 2, 5, 50, 99], 2))
            case "days":
                return chance.randint(1, 9)
            case "date":
                return self.some_day().isoformat()
            case "dates":
                return sorted([self.some_day().isoformat(), self.some_day().isoformat()])
            case "choices":
                return chance.sample(self.offered(field), 2)
            case "times":
                value = {"times": chance.randint(1, 3), "days": chance.randint(1, 9), "of": self.offered(field)[:1]}
                return {name: part for name, part in value.items() if chance.random() < 0.7}

    def offered(self, field):
        return [value for value, _label in field.choices(self.workspace)]


# The same rules in plain Python: {field: what a lead has of it}


def custom(key, *types):
    def read(world, lead):
        value = lead.custom_fields.get(key)
        return value if type(value) in types else None

    return read


def day_written(world, lead):
    value = lead.custom_fields.get("when")
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def column(name):
    return lambda world, lead: getattr(lead, name)


def tags(world, lead):
    return [tag.name.lower() for tag in lead.tags.all()]


def happened(kind):
    return lambda world, lead: [row for row in world.rows[lead.pk] if row[0] == kind]


def visits(world, lead):
    return happened("visited")(world, lead) if lead.pk in world.stitched else []


READ = {
    "company": column("company"),
    "status": column("status"),
    "estimated_value": column("estimated_value"),
    "score": column("score"),
    "created_at": column("created_at"),
    "next_step_at": column("next_step_at"),
    "days_in_stage": lambda world, lead: (world.now - lead.status_since).days,
    "unsubscribed": lambda world, lead: lead.unsubscribed_at is not None,
    "tags": tags,
    "custom.note": custom("note", str),
    "custom.budget": custom("budget", int, float),
    "custom.when": day_written,
    "custom.size": custom("size", str),
    "custom.likes": lambda world, lead: custom("likes", list)(world, lead) or [],
    "custom.ok": custom("ok", bool),
    "opened": happened("opened"),
    "clicked": happened("clicked"),
    "opted_in": happened("opted_in"),
    "interacted": happened("interacted"),
    "funnel": happened("funnel"),
    "visited": visits,
}


def days_of(world, moments):
    """The days of moments where the workspace lives; a day is one already."""
    return moments.astimezone(world.workspace.zone).date() if isinstance(moments, datetime) else moments


def holds(world, lead, node):
    if "field" not in node:
        (kind, parts) = next(iter(node.items()))
        if kind == "not":
            return not holds(world, lead, parts)
        return (all if kind == "all" else any)(holds(world, lead, part) for part in parts)
    kind = world.fields[node["field"]].kind
    op, has = node["op"], READ[node["field"]](world, lead)
    for negative, positive in NEGATIVES.items():
        if op == negative:
            return not HOLDS[kind](world, has, positive, node["value"])
    return HOLDS[kind](world, has, op, node["value"])


NEGATIVES = {
    "is_not": "is",
    "not_contains": "contains",
    "not_in": "in",
    "not_empty": "empty",
    "ne": "eq",
    "not_in_last": "in_last",
    "none": "any",
    "less_than": "at_least",
}


def text_holds(world, has, op, value):
    has = (has or "").lower()
    if op == "empty":
        return has == ""
    if op == "in":
        return has in [one.lower() for one in value]
    value = value.lower()
    return {"is": has == value, "contains": value in has, "starts_with": has.startswith(value)}[op]


def number_holds(world, has, op, value):
    if op == "empty" or has is None:
        return (has is None) == (op == "empty")
    low, high = [float(one) for one in value] if op == "between" else [float(value)] * 2
    has = float(has)
    answers = {"eq": has == low, "gt": has > low, "gte": has >= low, "lt": has < low, "lte": has <= low}
    return answers.get(op, low <= has <= high)


def day_holds(world, has, op, value):
    has, today = days_of(world, has), world.today
    if op == "empty" or has is None:
        return (has is None) == (op == "empty")
    if op == "in_last":
        return 0 <= (today - has).days < value
    if op == "in_next":
        return 0 <= (has - today).days < value
    low, high = [date.fromisoformat(one) for one in (value if op == "between" else [value] * 2)]
    return {"on": has == low, "before": has < low, "after": has > low, "between": low <= has <= high}[op]


def list_holds(world, has, op, value):
    if op == "empty":
        return not has
    there = [one in has for one in value]
    return all(there) if op == "all" else any(there)


def behaviour_holds(world, rows, op, value):
    first = world.today - timedelta(value.get("days", 10_000) - 1)
    of = value.get("of")
    counted = [row for row in rows if days_of(world, row[2]) >= first and (not of or row[1] in of)]
    return len(counted) >= value.get("times", 1)


HOLDS = {
    "text": text_holds,
    "number": number_holds,
    "age": number_holds,
    "moment": day_holds,
    "date": day_holds,
    "choice": lambda world, has, op, value: has is None if op == "empty" else has in value,
    "choices": list_holds,
    "tags": lambda world, has, op, value: list_holds(world, has, op, [one.lower() for one in value or []]),
    "boolean": lambda world, has, op, value: bool(has) is value,
    "link": lambda world, has, op, value: list_holds(world, [row[1] for row in has], op, value),
    "behaviour": behaviour_holds,
}
