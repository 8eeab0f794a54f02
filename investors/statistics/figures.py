"""What the ledger and the interactions show of a raise: how far investors came, what stood where, who was met when."""

from bisect import bisect_left
from collections import Counter
from datetime import timedelta
from itertools import accumulate

from django.db.models import Count, Min

from investors.models import Interaction, Investor, StageChange
from webox.analytics.periods import Period

Stage = Investor.Stage
WEEK = timedelta(days=7)
WEEKS = 26
# The weeks whose first meetings tell how many there are lately; the running one is not over
LATELY = 8


def weeks_until(today, number=WEEKS):
    """The last weeks from Monday to Sunday, the newest last and perhaps not over."""
    monday = today - timedelta(days=today.weekday())
    firsts = [monday - WEEK * back for back in reversed(range(number))]
    return [Period(first, min(first + timedelta(days=6), today)) for first in firsts]


def funnel(arrivals):
    """How many investors ever came that far, or further."""
    furthest = Counter(max(came) for came in arrivals.values())
    rows, before = [], len(arrivals)
    for place, stage in enumerate(Investor.FUNNEL):
        number = sum(furthest[later] for later in range(place, len(Investor.FUNNEL)))
        rows.append(
            {
                "stage": stage.value,
                "label": stage.label,
                "investors": number,
                "share": number / len(arrivals) if arrivals else None,
                "of_previous": number / before if before else None,
            }
        )
        before = number
    return rows


def standing(workspace, days):
    """{stage: [how many stood in it at the end of each of the days, in order]}; who was deleted since stood there."""
    lines = StageChange.objects.for_workspace(workspace).exclude(to_stage="").order_by()
    came = lines.values_list("day", "to_stage").annotate(number=Count("pk"))
    left = lines.exclude(until_day=None).values_list("until_day", "to_stage").annotate(number=Count("pk"))
    moves = {stage: Counter() for stage in Stage.values}
    for rows, sign in ((came, 1), (left, -1)):
        for day, stage, number in rows:
            # What moved in the days up to one of those asked for is told there.
            if (place := bisect_left(days, day)) < len(days):
                moves[stage][place] += sign * number
    return {stage: list(accumulate(own[place] for place in range(len(days)))) for stage, own in moves.items()}


def held_until(workspace, day):
    """The meetings and pitches that were held, not those that are planned."""
    types = [Interaction.Type.MEETING, Interaction.Type.PITCH]
    return Interaction.objects.for_workspace(workspace).filter(type__in=types, day__lte=day)


def first_meetings(workspace, today):
    """{day: how many investors were met for the first time}"""
    held = held_until(workspace, today).filter(investor__deleted_at=None).order_by()
    return Counter(first for _id, first in held.values_list("investor").annotate(first=Min("day")))


def by_week(days, weeks):
    return [sum(number for day, number in days.items() if week.first <= day <= week.last) for week in weeks]


def pace(days, today):
    """First meetings a week, lately: the mean of the last LATELY weeks that are over."""
    weeks = weeks_until(today, LATELY + 1)[:-1]
    return sum(by_week(days, weeks)) / LATELY


def fluidity(workspace, today):
    """(this week, the week before): how many investors changed their stage."""
    before, this = weeks_until(today, 2)
    moves = StageChange.objects.for_workspace(workspace).moves().filter(investor__deleted_at=None)
    rows = set(moves.filter(day__range=(before.first, this.last)).values_list("day", "investor_id"))
    return tuple(len({investor for day, investor in rows if week.first <= day <= week.last}) for week in (this, before))


def own_figures(pipeline):
    """What benchmarks.BENCHMARKS are held against; None where there is nothing to divide by."""
    rows = {row["stage"]: row for row in funnel(pipeline.arrivals)}
    steps = pipeline.rates.steps
    return {
        "investors": len(pipeline.investors),
        "hits": rows[Stage.CLOSED]["share"],
        "access": steps[Stage.CONTACTED].observed,
        "first_meetings": rows[Stage.MEETING]["share"],
        "deeper": steps[Stage.MEETING].observed,
        "passed": sum(row[2] == Stage.PASSED for row in pipeline.investors),
        "met": rows[Stage.MEETING]["investors"],
    }
