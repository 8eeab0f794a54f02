"""All there is to say about a pipeline in a period, for the page and the API alike."""

from decimal import Decimal

from crm.models import Lead, Stage
from crm.statistics import durations
from crm.statistics.figures import WON, Measure, Table, by_month, closed, cohort, lost_reasons, rows_by
from crm.statistics.scope import Dimension, Figure, ratio
from crm.statistics.standing import funnel, standing
from webox.accounts.models import User


def statistics(scope):
    """{name: figures} of a Scope, in the same number of queries whatever there is."""
    table = Table(scope, wanted(scope))
    own = (table, scope.dimension, scope.value)
    of_closed = closed(scope, *own)
    sources, more_sources = rows_by(scope, table, "source")
    owners, more_owners = rows_by(scope, table, "owner")
    names = names_of({row["value"] for row in owners if row["value"]})
    return totals(scope) | {
        "period": scope.period,
        "previous": scope.period.previous(),
        "as_of": scope.as_of,
        "cohort": cohort(scope, *own),
        "closed": of_closed,
        "time_to_convert": time_to_convert(scope, table),
        "time_in_stage": time_in_stage(scope, table),
        "lost_reasons": lost_reasons(scope, of_closed["lost"].value),
        "funnel": stages_of(scope),
        "by_source": sources,
        "more_sources": more_sources,
        "by_owner": [row | {"label": names.get(row["value"], "")} for row in owners],
        "more_owners": more_owners,
        "by_month": by_month(scope),
    }


def wanted(scope):
    """Which sums one query brings: {measure: dimensions}."""
    sources = Dimension.SOURCE if scope.owner is None else Dimension.BOTH
    owners = Dimension.OWNER if scope.source is None else Dimension.BOTH
    dimensions = {scope.dimension, sources, owners}
    return {
        Measure.CREATED: dimensions,
        Measure.DECIDED: dimensions | {Dimension.BUCKET},
        Measure.STAYED: {scope.dimension, Dimension.BUCKET},
    }


def totals(scope):
    """Leads per status and what they may bring: now, or at the end of a past day."""
    found = standing(scope)
    stages = Stage.objects.for_workspace(scope.workspace).by_status()
    statuses = []
    for status in Lead.Status:
        number, value = found[status]
        statuses.append(
            {
                "status": status.value,
                "label": status.label,
                "count": number,
                "value": value,
                "probability": stages[status].probability,
                "weighted_value": round(value * stages[status].probability / 100, 2),
                "leads": Figure(number, query=scope.standing(status)),
            }
        )
    open_ = [row for row in statuses if row["status"] in Lead.OPEN]
    won, lost = (found[status][0] for status in Lead.DECIDED)
    return {
        "currency": scope.workspace.currency,
        "statuses": statuses,
        "total_count": sum(row["count"] for row in statuses),
        "total_value": sum((row["value"] for row in statuses), Decimal(0)),
        "open_count": sum(row["count"] for row in open_),
        "open_value": sum((row["value"] for row in open_), Decimal(0)),
        "weighted_value": sum((row["weighted_value"] for row in open_), Decimal(0)),
        "open_leads": Figure(sum(row["count"] for row in open_), query=scope.standing(*Lead.OPEN)),
        "conversion_rate": ratio(won, won + lost),
    }


def time_to_convert(scope, table):
    exact = durations.to_win(scope, table)
    return durations.duration(scope, table, Measure.DECIDED, WON, scope.moves(WON), exact)


def time_in_stage(scope, table):
    exact = durations.in_stages(scope, table)
    rows = []
    for status in Lead.Status:
        query = scope.moves(more=[("moved_from", status), ("moved_last_stay", "true")])
        took = durations.duration(scope, table, Measure.STAYED, status, query, exact)
        rows.append({"status": status.value, "label": status.label, "duration": took})
    return rows


def stages_of(scope):
    """The funnel: how many of the period's leads came how far, of all of them and of those of the stage before."""
    found, rows, before = funnel(scope), [], None
    first = found[Lead.Status.NEW]
    for stage in Lead.FUNNEL:
        number = found[stage]
        share = {"share": ratio(number, first), "of_previous": ratio(number, first if before is None else before)}
        leads = Figure(number, query=scope.reached(stage))
        rows.append({"status": stage.value, "label": stage.label, "leads": leads, **share})
        before = number
    return rows


def names_of(ids):
    """{id as text: name} of people who are or were members."""
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}
