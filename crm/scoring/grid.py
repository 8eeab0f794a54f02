"""Fit against engagement: how many leads stand in each cell now, and the way to them."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, Value, When
from django.urls import reverse
from django.utils import timezone

from crm.models import Lead, Scoring, StatusTotal
from crm.scoring.now import engagement_at

LETTERS, NUMBERS = "ABC", "123"
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
    letter = Case(
        When(fit__gte=scoring.fit_a, then=Value("A")),
        When(fit__gte=scoring.fit_b, then=Value("B")),
        default=Value("C"),
        output_field=CharField(),
    )
    leads = leads.annotate(engaged=engagement_at(moment))
    number = Case(
        When(engaged__gte=scoring.engagement_1, then=Value("1")),
        When(engaged__gte=scoring.engagement_2, then=Value("2")),
        default=Value("3"),
        output_field=CharField(),
    )
    rows = leads.order_by().annotate(letter=letter, number=number).values_list("letter", "number")
    found = dict.fromkeys((a + b for a in LETTERS for b in NUMBERS), 0)
    return found | {a + b: number for a, b, number in rows.annotate(leads=Count(F("pk")))}


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
