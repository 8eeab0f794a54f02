from datetime import date

import pytest

from crm.events import LEAD_CREATED
from marketing.emails.events import CLICKED, OPENED
from webox.analytics.periods import Period
from webox.dashboard import charts
from webox.dashboard.figures import Figure, Figures

WEEK = Period(date(2026, 3, 2), date(2026, 3, 4))


def make_figures(period=WEEK, sources=(), **days):
    names = {"leads": LEAD_CREATED, "opens": OPENED, "clicks": CLICKED}
    series = {names[name]: dict(zip(period.days(), values, strict=True)) for name, values in days.items()}
    nothing = dict.fromkeys(Figures.__dataclass_fields__, Figure(0, 0))
    return Figures(**nothing | {"period": period, "days": series, "sources": list(sources)})


def test_leads_per_day_leads_to_the_leads_of_each_day():
    assert charts.leads_per_day(make_figures(leads=[2, 0, 5])) == {
        "labels": ["2 March", "3 March", "4 March"],
        "format": "integer",
        "by_week": False,
        "series": [
            {
                "label": "New leads",
                "values": [2, 0, 5],
                "color": "primary",
                "links": [
                    "/crm?created_after=2026-03-02&created_before=2026-03-02",
                    "/crm?created_after=2026-03-03&created_before=2026-03-03",
                    "/crm?created_after=2026-03-04&created_before=2026-03-04",
                ],
            }
        ],
    }


def test_a_long_period_is_drawn_by_week():
    long = Period(date(2026, 1, 1), date(2026, 4, 30))
    chart = charts.leads_per_day(make_figures(long, leads=[1] * 120))
    assert chart["by_week"] is True
    # The first of January 2026 is a Thursday, the last of April too.
    assert chart["series"][0]["values"] == [4, *[7] * 16, 4]
    assert chart["labels"][:3] == ["1 Jan.", "5 Jan.", "12 Jan."]
    assert chart["series"][0]["links"][1] == "/crm?created_after=2026-01-05&created_before=2026-01-11"


def test_rare_sources_are_taken_together():
    sources = [(f"source {n}", 20 - n) for n in range(9)] + [("rare & odd", 2), ("last", 1)]
    chart = charts.leads_by_source(make_figures(sources=sources))
    assert chart["labels"] == [*(f"source {n}" for n in range(9)), "Other sources"]
    assert chart["series"][0]["values"] == [20, 19, 18, 17, 16, 15, 14, 13, 12, 3]
    assert chart["series"][0]["links"][1] == "/crm?source=source+1&created_after=2026-03-02&created_before=2026-03-04"


def test_leads_without_a_source_are_named():
    chart = charts.leads_by_source(make_figures(sources=[("", 4)]))
    assert (chart["labels"], chart["series"][0]["links"]) == (["Without a source"], [""])


def test_opens_and_clicks_are_two_lines():
    chart = charts.opens_and_clicks(make_figures(opens=[5, 1, 0], clicks=[2, 0, 0]))
    assert [(line["label"], line["values"]) for line in chart["series"]] == [
        ("Opens", [5, 1, 0]),
        ("Clicks", [2, 0, 0]),
    ]


@pytest.mark.parametrize(("days", "spans"), [(1, 1), (92, 92), (93, 14)])
def test_spans_cover_every_day_once(days, spans):
    period = Period.last_days(days, date(2026, 4, 30))
    found = period.spans()
    assert len(found) == spans
    assert [day for span in found for day in span.days()] == period.days()
