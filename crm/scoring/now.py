"""What score and engagement are at a moment, for many leads at once, in SQL.

The lead's own columns say what they were when last counted; from then on engagement halves by itself. Where every
rule of engagement gives points, the columns are the most it can be since: they find the leads by an index, and what
is computed has the last word. Ordering by `score` is by the column.
"""

from django.db.models import (
    Case,
    DateTimeField,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor, Greatest, Least, Power
from django.utils import timezone

from crm.models import LeadEngagement, Scoring, ScoringRule

SHOWN = ("score", "fit", "engagement")


class DaysBetween(Func):
    """Days from one moment to another, with their fraction."""

    output_field = FloatField()

    def __init__(self, start, end):
        end = end if hasattr(end, "resolve_expression") else Value(end, DateTimeField())
        super().__init__(end, start)

    def as_postgresql(self, compiler, connection):
        return super().as_sql(
            compiler, connection, template="(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400.0)::float8", arg_joiner=" - "
        )

    def as_sqlite(self, compiler, connection):
        (end, end_params), (start, start_params) = (compiler.compile(each) for each in self.source_expressions)
        return f"(julianday({end}) - julianday({start}))", (*end_params, *start_params)


def faded(days, half_life):
    """What is left of one point after `days`."""
    return Power(Value(0.5), Greatest(days, Value(0.0)) / half_life, output_field=FloatField())


def engagement_at(moment):
    """0 to 100, of the lead a queryset is at."""
    half_life, cap = Cast("rule__half_life_days", FloatField()), Cast("rule__cap", FloatField())
    value = F("value") * faded(DaysBetween("as_of", moment), half_life)
    rows = LeadEngagement.objects.filter(lead=OuterRef("pk"), rule__is_active=True).order_by().values("lead")
    rows = rows.annotate(total=Sum(Least(Greatest(value, -cap), cap, output_field=FloatField())))
    total = Coalesce(Subquery(rows.values("total")), 0.0, output_field=FloatField())
    return Cast(Floor(Least(Greatest(total, Value(0.0)), Value(100.0)) + Value(0.5)), IntegerField())


def score_at(moment):
    """0 to 100; of a lead never counted, what was written in its column."""
    settings = Scoring.objects.filter(workspace=OuterRef("workspace")).values("fit_weight")
    standard = Scoring._meta.get_field("fit_weight").default
    weight = Cast(Coalesce(Subquery(settings), standard), IntegerField())
    counted = (weight * F("fit") + (100 - weight) * engagement_at(moment) + 50) / 100
    return Case(When(scored_at=None, then="score"), default=counted, output_field=IntegerField())


def with_scores(leads, moment=None):
    """The leads with `score_now` and `engagement_now`."""
    moment = moment or timezone.now()
    return leads.annotate(score_now=score_at(moment), engagement_now=engagement_at(moment))


def shown_now(lead, name):
    """One of SHOWN as with_scores() put it on the lead, or as last counted."""
    return getattr(lead, f"{name}_now", getattr(lead, name))


def value_of(name, moment=None):
    """The expression of one of SHOWN at a moment."""
    moment = moment or timezone.now()
    return {"score": score_at, "engagement": engagement_at, "fit": lambda _moment: F("fit")}[name](moment)


def only_fades(workspace):
    """Whether the columns are the most that score and engagement can be."""
    counting = Scoring.objects.for_workspace(workspace).unfinished()
    lowering = ScoringRule.objects.for_workspace(workspace).active().filter(kind="engagement", points__lt=0)
    return not (counting.exists() or lowering.exists())


def between(workspace, name, least=None, most=None, moment=None):
    """(annotations, condition) of the leads whose score, fit or engagement is from `least` to `most` at a moment."""
    asked = Q()
    if least is not None:
        asked &= Q(**{f"{name}_asked__gte": least})
        if name != "fit" and only_fades(workspace):
            asked &= Q(**{f"{name}__gte": least})
    if most is not None:
        asked &= Q(**{f"{name}_asked__lte": most})
    return {f"{name}_asked": value_of(name, moment)}, asked


def scored_between(leads, workspace, name, least=None, most=None, moment=None):
    annotations, condition = between(workspace, name, least, most, moment)
    return leads.alias(**annotations).filter(condition)
