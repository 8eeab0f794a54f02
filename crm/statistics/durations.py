"""How long things take: averages from sums, medians exact where there are few, from the buckets of parts.py else."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from crm.models import StatusChange
from crm.statistics.parts import about
from crm.statistics.scope import Dimension, Figure, ratio

# Up to so many rows of a period their median is looked up; above, it is told from the buckets.
EXACT = 1000


@dataclass(frozen=True)
class Duration:
    """Figures in seconds; `is_estimate` says that the median was told from a histogram."""

    average: Figure
    median: Figure
    is_estimate: bool

    @property
    def count(self):
        return self.average.count

    @property
    def query(self):
        return self.average.query


def duration(scope, table, measure, status, query, exact):
    """Of a status, from the sums of a Table; `exact` is {(status, is_now): median}."""
    pair = table.of(measure, scope.dimension, scope.value, status)
    averages = [ratio(sums.seconds, sums.count) for sums in pair]
    medians = []
    for is_now in (True, False):
        found = exact.get((status, is_now))
        # The buckets are of everybody.
        is_told = found is None and scope.dimension == Dimension.ALL
        medians.append(estimated(table, measure, status, is_now) if is_told else found)
    is_estimate = (status, True) not in exact and medians[0] is not None
    count = pair[0].count
    return Duration(Figure(*averages, query, count), Figure(*medians, query, count), is_estimate)


def estimated(table, measure, status, is_now):
    """The median as the buckets tell it, as if what is in one were spread evenly."""
    buckets = {
        int(value): sums.count
        for (of, dimension, value, at, now), sums in table.sums.items()
        if (of, dimension, at, now) == (measure, Dimension.BUCKET, status, is_now) and sums.count
    }
    half, passed = sum(buckets.values()) / 2, 0
    for bucket in sorted(buckets):
        if passed + buckets[bucket] >= half:
            start, end = about(bucket)
            return start + (end - start) * (half - passed) / buckets[bucket]
        passed += buckets[bucket]
    return None


def medians(scope, lines, by, column, table, measure):
    """{(status, is_now): median seconds} of what has few enough rows to look them up."""
    few = Q()
    for status in {key[3] for key in table.sums if key[0] == measure}:
        for is_now, sums in zip((True, False), table.of(measure, scope.dimension, scope.value, status), strict=True):
            if 0 < sums.count <= EXACT or (scope.dimension != Dimension.ALL and sums.count):
                few |= Q(**{by: status, "is_now": is_now})
    if not few:
        return {}
    start, end = scope.span.moments(scope.workspace.zone)
    # By the day, as the totals are; by the moment too, for the index, with a margin for a workspace that moved.
    around = (start - timedelta(days=2), end + timedelta(days=2))
    rows = scope.lines(lines).filter(day__range=(scope.span.first, scope.span.last), at__range=around)
    rows = rows.exclude(**{column: None}).annotate(is_now=scope.is_now()).filter(few).order_by()
    parts = {"partition_by": [by, "is_now"]}
    ranked = rows.annotate(
        place=Window(RowNumber(), order_by=[column], **parts), number=Window(Count("pk"), **parts)
    ).filter(Q(place=(F("number") + 1) / 2) | Q(place=(F("number") + 2) / 2))
    found = {}
    for status, is_now, seconds in ranked.values_list(by, "is_now", column):
        found.setdefault((status, bool(is_now)), []).append(seconds)
    return {key: median(seconds) for key, seconds in found.items()}


def to_win(scope, table):
    lines = StatusChange.objects.for_workspace(scope.workspace).decisions().filter(to_status="won")
    return medians(scope, lines, "to_status", "age_seconds", table, "decided")


def in_stages(scope, table):
    lines = StatusChange.objects.for_workspace(scope.workspace).stays()
    return medians(scope, lines, "from_status", "seconds_in_from", table, "stayed")
