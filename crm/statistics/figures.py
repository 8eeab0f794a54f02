"""The figures of a period beside those of the period before, each with the query of the leads behind it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from crm.models import Lead, PipelineTotal, StatusChange
from crm.statistics.scope import Dimension, Figure, months_until, ratio

Measure = PipelineTotal.Measure
WON, LOST = Lead.DECIDED
MOST_REASONS, MOST_ROWS, MONTHS = 10, 50, 12


@dataclass
class Sums:
    """What some days add up to, of one status."""

    count: int = 0
    valued: int = 0
    cents: int = 0
    seconds: int = 0

    def add(self, *numbers):
        for name, number in zip(("count", "valued", "cents", "seconds"), numbers, strict=True):
            setattr(self, name, getattr(self, name) + number)

    @property
    def value(self):
        return Decimal(self.cents) / 100


class Table:
    """{(measure, dimension, value, status, is_now): Sums}, all that the period and the one before it add up to."""

    def __init__(self, scope, parts):
        wanted = Q()
        for measure, dimensions in parts.items():
            wanted |= Q(measure=measure, dimension__in=dimensions)
        span = scope.span
        rows = scope.totals().filter(wanted, day__range=(span.first, span.last)).annotate(is_now=scope.is_now())
        keys = ("measure", "dimension", "value", "status", "is_now")
        sums = (
            rows.order_by()
            .values_list(*keys)
            .annotate(*(Sum(name) for name in ("count", "valued", "cents", "seconds")))
        )
        self.sums = {tuple(row[:5]): Sums(*row[5:]) for row in sums}

    def of(self, measure, dimension, value, *statuses):
        """(now, before): what the statuses add up to together."""
        pair = Sums(), Sums()
        for sums, is_now in zip(pair, (True, False), strict=True):
            for status in statuses:
                if found := self.sums.get((measure, dimension, value, status, is_now)):
                    sums.add(found.count, found.valued, found.cents, found.seconds)
        return pair

    def values(self, *dimension):
        return {value for _measure, of, value, _status, _is_now in self.sums if of in dimension}


def pair_of(pair, query="", name="count"):
    return Figure(*(getattr(sums, name) for sums in pair), query)


def rate(part, whole, query="", count=None):
    """Of two pairs of sums."""
    now, before = (ratio(some.count, all_.count) for some, all_ in zip(part, whole, strict=True))
    return Figure(now, before, query, count)


def cohort(scope, table, dimension, value):
    """Of the leads created in the period, how many are won, lost and open today."""
    created, won, lost, open_ = (
        table.of(Measure.CREATED, dimension, value, *statuses)
        for statuses in (Lead.Status.values, [WON], [LOST], Lead.OPEN)
    )
    closed = table.of(Measure.CREATED, dimension, value, WON, LOST)
    return {
        "created": pair_of(created, scope.cohort()),
        "won": pair_of(won, scope.cohort(WON)),
        "lost": pair_of(lost, scope.cohort(LOST)),
        "open": pair_of(open_, scope.cohort(*Lead.OPEN)),
        "won_of_created": rate(won, created, scope.cohort(), created[0].count),
        "won_of_closed": rate(won, closed, scope.cohort(WON, LOST), closed[0].count),
    }


def closed(scope, table, dimension, value):
    """Of the leads won or lost in the period, whenever they were created, and not taken back since."""
    won, lost, both = (
        table.of(Measure.DECIDED, dimension, value, *statuses) for statuses in ([WON], [LOST], [WON, LOST])
    )
    return {
        "won": pair_of(won, scope.moves(WON)),
        "lost": pair_of(lost, scope.moves(LOST)),
        "decided": pair_of(both, scope.moves(WON, LOST)),
        "won_of_closed": rate(won, both, scope.moves(WON, LOST), both[0].count),
        "won_value": Figure(won[0].value, won[1].value, scope.moves(WON), won[0].count),
        "lost_value": Figure(lost[0].value, lost[1].value, scope.moves(LOST), lost[0].count),
        "average_won": average_value(won, scope.moves(WON, more=[("moved_valued", "true")])),
        "average_lost": average_value(lost, scope.moves(LOST, more=[("moved_valued", "true")])),
    }


def average_value(pair, query):
    now, before = (round(sums.value / sums.valued, 2) if sums.valued else None for sums in pair)
    return Figure(now, before, query, pair[0].valued)


def rows_by(scope, table, name):
    """The rows of the table by source or by owner, most new leads first, and how many were left out."""
    across, asked = (scope.owner, scope.source) if name == "source" else (scope.source, scope.owner)
    dimension = Dimension(name) if across is None else Dimension.BOTH
    rows = []
    for key in table.values(dimension):
        pair = (
            dict(zip(("owner", "source"), key.partition("|")[::2], strict=True)) if across is not None else {name: key}
        )
        value = pair.pop(name)
        if asked in (None, value) and across in (None, *pair.values()):
            rows.append({"value": value, **row_of(scope.narrowed(**{name: value}), table, dimension, key)})
    rows = [row for row in rows if any(row[kind].value or row[kind].previous for kind in ("created", "decided"))]
    rows.sort(key=lambda row: (-row["created"].value, -row["won"].value, row["value"]))
    return rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)


def row_of(scope, table, dimension, value):
    of_cohort, of_closed = cohort(scope, table, dimension, value), closed(scope, table, dimension, value)
    kept = {name: of_closed[name] for name in ("won", "lost", "decided", "won_of_closed", "won_value")}
    return {"created": of_cohort["created"], "won_of_created": of_cohort["won_of_created"], **kept}


def by_month(scope):
    """The twelve months that end with the period, each beside the month before it."""
    months = months_until(scope.period.last, MONTHS + 1)
    rows = scope.totals().filter(
        measure__in=[Measure.CREATED, Measure.DECIDED],
        dimension=scope.dimension,
        value=scope.value,
        day__range=(months[0].first, months[-1].last),
    )
    sums = rows.order_by().annotate(month=TruncMonth("day")).values_list("measure", "month", "status")
    found = {}
    for measure, month, status, count, cents in sums.annotate(Sum("count"), Sum("cents")):
        # Whatever has become of them since: leads of a month are the ones created in it.
        key = (measure, month, status if measure == Measure.DECIDED else "")
        found.setdefault(key, Sums()).add(count, 0, cents, 0)
    return [month_of(scope, found, *pair) for pair in zip(months[1:], months, strict=False)]


def month_of(scope, found, month, before):
    def pair(measure, *statuses):
        sums = Sums(), Sums()
        for each, period in zip(sums, (month, before), strict=True):
            for status in statuses:
                some = found.get((measure, period.first, status), Sums())
                each.add(some.count, 0, some.cents, 0)
        return sums

    created, decided = pair(Measure.CREATED, ""), pair(Measure.DECIDED, WON, LOST)
    won, lost = pair(Measure.DECIDED, WON), pair(Measure.DECIDED, LOST)
    figures = {
        "created": pair_of(created, scope.cohort(period=month)),
        "won": pair_of(won, scope.moves(WON, period=month)),
        "lost": pair_of(lost, scope.moves(LOST, period=month)),
        "won_of_closed": rate(won, decided, scope.moves(WON, LOST, period=month), decided[0].count),
        "won_value": Figure(won[0].value, won[1].value, scope.moves(WON, period=month), won[0].count),
    }
    is_whole = (month.last + timedelta(days=1)).day == 1
    if not is_whole:
        # A month that is not over has nothing to be compared with.
        figures = {name: replace(figure, previous=None) for name, figure in figures.items()}
    return {"month": month.first, "last": month.last, **figures}


def lost_reasons(scope, lost):
    """The most frequent reasons first. `lost` is how many leads were."""
    days = (scope.period.first, scope.period.last)
    if scope.dimension == Dimension.ALL:
        rows = scope.totals().filter(measure=Measure.DECIDED, dimension=Dimension.REASON, day__range=days)
        rows = rows.order_by().values(name=F("value")).annotate(number=Sum("count"))
    else:
        lines = StatusChange.objects.for_workspace(scope.workspace).decisions().filter(to_status=LOST, day__range=days)
        rows = scope.lines(lines).order_by().values(name=F("reason")).annotate(number=Count("pk"))
    rows = rows.filter(number__gt=0).order_by("-number", "name")[:MOST_REASONS]
    return [reason_of(scope, row["name"], row["number"], lost) for row in rows]


def reason_of(scope, reason, number, lost):
    asked = ("moved_reason", reason) if reason else ("moved_reason_empty", "true")
    return {
        "reason": reason,
        "label": reason or _("No reason given"),
        "share": ratio(number, lost),
        "leads": Figure(number, query=scope.moves(LOST, more=[asked])),
    }
