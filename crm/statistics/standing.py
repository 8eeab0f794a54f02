"""What stood where at the end of a day: the leads that had come to a status less those that had left it."""

from decimal import Decimal

from django.db.models import Count, Sum

from crm.models import Lead, PipelineTotal, StatusChange, StatusTotal

Measure, Dimension = PipelineTotal.Measure, PipelineTotal.Dimension


def standing_totals(workspace, day, owner=None):
    """{status: (number, value)} of the leads there were at the end of a day, every status present.

    `owner` is the id of a user: then only of the leads that were theirs.
    """
    value, dimension = ("", Dimension.ALL) if owner is None else (str(owner), Dimension.OWNER)
    rows = PipelineTotal.objects.for_workspace(workspace).filter(measure=Measure.STANDING, day__lte=day)
    return by_status(rows.filter(dimension=dimension, value=value))


def totals_seen_by(membership):
    """{status: (number, value)} of the leads there are that a member may see."""
    totals = StatusTotal.objects.visible_to(membership)
    if not membership.sees_own_leads_only:
        return totals.by_status()
    rows = PipelineTotal.objects.visible_to(membership).filter(measure=Measure.CREATED, dimension=Dimension.OWNER)
    return by_status(rows.filter(value=str(membership.user_id)))


def by_status(rows):
    sums = rows.order_by().values_list("status").annotate(Sum("count"), Sum("cents"))
    found = {status: (number, Decimal(cents) / 100) for status, number, cents in sums}
    return {status: found.get(status, (0, Decimal(0))) for status in Lead.Status.values}


def standing(scope):
    """{status: (number, value)} of a scope: as the leads are now, or as they were at the end of its day."""
    measure = Measure.STANDING if scope.as_of else Measure.CREATED
    rows = scope.totals().filter(measure=measure, dimension=scope.dimension, value=scope.value)
    return by_status(rows.filter(day__lte=scope.day) if scope.as_of else rows)


def funnel(scope):
    """{stage: how many of the leads created in the period had come that far, or further, at the end of the day}."""
    first, last = scope.period.first, scope.period.last
    if scope.dimension == Dimension.ALL:
        rows = scope.totals().filter(measure=Measure.REACHED, dimension=Dimension.COHORT, day__range=(first, scope.day))
        rows = rows.filter(value__range=(first.isoformat(), last.isoformat()))
        reached = dict(rows.order_by().values_list("status").annotate(Sum("count")))
    else:
        lines = scope.lines(StatusChange.objects.for_workspace(scope.workspace)).standing_on(scope.day)
        lines = lines.filter(cohort__range=(first, last)).order_by()
        reached = dict(lines.values_list("furthest").annotate(Count("pk")))
    return {
        stage: sum(reached.get(later, 0) for later in Lead.FUNNEL[place:]) for place, stage in enumerate(Lead.FUNNEL)
    }
