"""The charts of the statistics; docs/UI.md gives their shape. Each point leads to the leads behind it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

COLORS = ["blue", "azure", "teal", "indigo", "purple", "green", "red"]


def by_month(rows, link):
    lines = [
        ("created", pgettext("leads", "Created"), "blue"),
        ("won", pgettext("leads", "Won"), "green"),
        ("lost", pgettext("leads", "Lost"), "red"),
    ]
    series = [
        {
            "label": label,
            "color": color,
            "values": [row[name].value for row in rows],
            "links": [link(row[name].query) for row in rows],
        }
        for name, label, color in lines
    ]
    return {"labels": [date_format(row["month"], "N Y") for row in rows], "format": "integer", "series": series}


def funnel(rows, link):
    series = {
        "label": _("Leads"),
        "color": "primary",
        "values": [row["leads"].value for row in rows],
        "links": [link(row["leads"].query) for row in rows],
    }
    return {"labels": [str(row["label"]) for row in rows], "format": "integer", "series": [series]}


def statuses(rows, link):
    series = {
        "label": _("Leads"),
        "values": [row["count"] for row in rows],
        "links": [link(row["leads"].query) for row in rows],
    }
    labels = [str(row["label"]) for row in rows]
    return {"labels": labels, "format": "integer", "colors": COLORS, "series": [series]}
