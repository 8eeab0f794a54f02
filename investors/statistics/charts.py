"""The charts of the statistics; docs/UI.md gives their shape. Each point leads to the investors behind it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from investors.models import Investor

COLORS = dict(
    zip(Investor.Stage.values, ["blue", "azure", "teal", "indigo", "purple", "orange", "green", "red"], strict=True)
)


def listed(**filters):
    return f"{reverse('investors:investor-list')}?{urlencode(filters)}"


def funnel(rows):
    series = {
        "label": _("Investors"),
        "color": "primary",
        "values": [row["investors"] for row in rows],
        "links": [listed(reached=row["stage"]) for row in rows],
    }
    return {"labels": [str(row["label"]) for row in rows], "format": "integer", "series": [series]}


def standing(stages, days):
    series = [
        {
            "label": str(Investor.Stage(stage).label),
            "color": COLORS[stage],
            "values": numbers,
            "links": [listed(stood_in=stage, stood_on=day.isoformat(), is_deleted="any") for day in days],
        }
        for stage, numbers in stages.items()
    ]
    labels = [date_format(day, "j N") for day in days]
    return {"labels": labels, "format": "integer", "stacked": True, "series": series}


def first_meetings(numbers, weeks):
    series = {
        "label": _("First meetings"),
        "color": "teal",
        "values": numbers,
        "links": [listed(met_after=week.first.isoformat(), met_before=week.last.isoformat()) for week in weeks],
    }
    return {"labels": [date_format(week.first, "j N") for week in weeks], "format": "integer", "series": [series]}


def probability(curve):
    series = {"label": _("Target reached"), "color": "primary", "values": [share for _day, share in curve]}
    labels = [date_format(day, "j N") for day, _share in curve]
    return {"labels": labels, "format": "percent", "series": [series]}
