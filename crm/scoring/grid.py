"""Fit against engagement: how many leads stand in each cell now, and the way to them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, Value, When
from django.urls import reverse

from crm.scoring.now import engagement_at

LETTERS, NUMBERS = "ABC", "123"


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
