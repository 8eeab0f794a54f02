"""How things stand with the investors of a workspace, today."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, Max, Min, OuterRef, Q, Sum, Value
from django.utils import timezone

from investors.models import Commitment, Interaction, Investor, Round

DAY = timedelta(days=1)
STEPS = ("soft", "hard", "wired")


def summary_of(workspace, interactions):
    """What the interactions of an investor come to. Notes, and what is only planned, are no contact."""
    now = timezone.now()
    counted = interactions.order_by().values("type").annotate(number=Count("pk")).values_list("type", "number")
    by_type = dict.fromkeys(Interaction.Type.values, 0) | dict(counted)
    happened = interactions.order_by().exclude(type=Interaction.Type.NOTE).filter(date__lte=now)
    ends = happened.aggregate(first=Min("date"), last=Max("date"))
    since = ends["last"] and (workspace.day_of(now) - workspace.day_of(ends["last"])).days
    return {"count": sum(by_type.values()), "by_type": by_type, **ends, "days_since": since}


def standing_of(workspace, investors, asked):
    """The figures of /api/investors/stats over a queryset; `asked` are the filters (a QueryDict) that made it.

    Each figure has the `query` that lists its investors.
    """
    rows, now = investors.order_by(), timezone.now()
    money = committed(rows)
    return {
        "currency": workspace.currency,
        "total": figure(rows, asked),
        "by_stage": by_stage(rows, asked, now, money),
        "by_type": by_choice(rows, asked, "client_type", Investor.ClientType),
        "by_relation": by_choice(rows, asked, "relation", Investor.Relation),
        "committed": summed(money),
        "with_commitment": figure(rows.filter(has_committed()), asked, has_commitment="true"),
        "overdue": figure(rows.overdue(), asked, overdue="true"),
        "without_next_step": figure(rows.filter(next_step_at=None), asked, next_step_empty="true"),
    }


def figure(rows, asked, **narrowed):
    return {"count": rows.count(), "query": query_of(asked, **narrowed)}


def query_of(asked, **narrowed):
    query = asked.copy()
    for name, value in narrowed.items():
        query[name] = value
    return query.urlencode()


def choices_of(asked, name, choices):
    """Those that were asked for, or all."""
    return [choice for choice in choices if choice in asked.getlist(name)] or list(choices)


def by_choice(rows, asked, name, choices):
    counted = dict(rows.values(name).annotate(number=Count("pk")).values_list(name, "number"))
    return [
        {
            "value": choice.value,
            "label": choice.label,
            "count": counted.get(choice.value, 0),
            "query": query_of(asked, **{name: choice.value}),
        }
        for choice in choices_of(asked, name, choices)
    ]


def by_stage(rows, asked, now, money):
    """How many stand in each stage, since how many days, and what they committed."""
    stay = ExpressionWrapper(Value(now) - F("stage_since"), output_field=DurationField())
    stands = rows.values("pipeline_stage").annotate(
        number=Count("pk"), checks=Sum("check_size"), days=Avg(stay), since=Min("stage_since")
    )
    found = {row["pipeline_stage"]: row for row in stands}
    none = {"number": 0, "checks": None, "days": None, "since": None}
    for choice in choices_of(asked, "stage", Investor.Stage):
        row = found.get(choice.value, none)
        yield {
            "stage": choice.value,
            "label": choice.label,
            "count": row["number"],
            "check_size": row["checks"] or 0,
            "average_days": row["days"] and round(row["days"] / DAY, 1),
            "longest_days": row["since"] and max(0, (now - row["since"]).days),
            "committed": summed([each for each in money if each["investor__pipeline_stage"] == choice.value]),
            "query": query_of(asked, stage=choice.value),
        }


def commitments():
    """Of every round that was not cancelled."""
    return Commitment.objects.exclude(round__status=Round.Status.CANCELLED)


def has_committed():
    """Whether an investor has any of commitments()."""
    return Exists(commitments().filter(investor=OuterRef("pk")))


def committed(rows):
    """Sums by stage and currency. Each commitment counts once, at its furthest step: see Commitment."""
    return list(
        commitments()
        .filter(investor__in=rows)
        .order_by()
        .values("investor__pipeline_stage", "round__currency")
        .annotate(
            soft=Sum("soft_amount", filter=Q(hard_amount=None, wired_amount=None)),
            hard=Sum("hard_amount", filter=Q(wired_amount=None)),
            wired=Sum("wired_amount"),
        )
    )


def summed(money):
    """[{"currency", "soft", "hard", "wired", "total"}] of some rows of committed()."""
    sums = {}
    for row in money:
        of_currency = sums.setdefault(row["round__currency"], dict.fromkeys(STEPS, Decimal(0)))
        for step in STEPS:
            of_currency[step] += row[step] or 0
    return [{"currency": name, **steps, "total": sum(steps.values())} for name, steps in sorted(sums.items())]
