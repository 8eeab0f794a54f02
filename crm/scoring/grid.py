"""Fit against engagement: how many leads stand in each cell now, and the way to them."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import connections
from django.urls import reverse
from django.utils import timezone

from crm.models import Lead, Scoring, StatusTotal
from crm.scoring.now import engagement_at

LETTERS, NUMBERS = "ABC", "123"
EVERYONE = 10**12
# Up to so many leads the grid is counted while a page waits; of more, a worker keeps the numbers for a while.
COUNTED_AT_ONCE = 20_000
KEPT = timedelta(minutes=15)


@dataclass
class Cell:
    name: str
    count: int | None
    query: dict

    @property
    def url(self):
        return f"{reverse('crm:lead-list')}?{urlencode(self.query)}"


def counts_of(leads, scoring, moment):
    """{"A1": number, …} of some leads at a moment, in one query."""
    each = leads.order_by().annotate(engaged=engagement_at(moment)).values("fit", "engaged")
    # The limit keeps the planner from putting what each lead has faded to in every place that asks for it.
    sql, params = each[:EVERYONE].query.sql_with_params()
    banded = "CASE WHEN {0} >= %s THEN '{1}' WHEN {0} >= %s THEN '{2}' ELSE '{3}' END"
    letter, number = banded.format("fit", *LETTERS), banded.format("engaged", *NUMBERS)
    limits = [scoring.fit_a, scoring.fit_b, scoring.engagement_1, scoring.engagement_2]
    with connections[leads.db].cursor() as cursor:
        cursor.execute(
            f"SELECT {letter}, {number}, COUNT(*) FROM ({sql}) AS one GROUP BY 1, 2",  # noqa: S608
            [*limits, *params],
        )
        rows = cursor.fetchall()
    found = dict.fromkeys((a + b for a in LETTERS for b in NUMBERS), 0)
    return found | {a + b: count for a, b, count in rows}


def rows_of(scoring, counts):
    """[(letter, [Cell, …])], the most engaged first; without counts the cells have none."""
    fits = {"A": (scoring.fit_a, None), "B": (scoring.fit_b, scoring.fit_a - 1), "C": (None, scoring.fit_b - 1)}
    engagements = {
        "1": (scoring.engagement_1, None),
        "2": (scoring.engagement_2, scoring.engagement_1 - 1),
        "3": (None, scoring.engagement_2 - 1),
    }
    rows = []
    for letter in LETTERS:
        cells = []
        for number in NUMBERS:
            limits = {"fit": fits[letter], "engagement": engagements[number]}
            query = {
                f"{name}_{end}": limit
                for name, pair in limits.items()
                for end, limit in zip(("min", "max"), pair, strict=True)
                if limit is not None
            }
            cells.append(Cell(letter + number, counts.get(letter + number), query))
        rows.append((letter, cells))
    return rows


def grid_of(membership):
    """(Scoring, counts, counted at, is stale) of the leads a member sees; no counts while a worker is still at them."""
    workspace, now = membership.workspace, timezone.now()
    scoring, leads = Scoring.objects.of(workspace), Lead.objects.visible_to(membership).alive()
    totals = StatusTotal.objects.for_workspace(workspace).by_status()
    total = sum(number for number, _value in totals.values())
    if membership.sees_own_leads_only or total <= COUNTED_AT_ONCE:
        return scoring, counts_of(leads, scoring, now), now, False
    return scoring, scoring.grid, scoring.grid_at, not scoring.grid_at or scoring.grid_at < now - KEPT
