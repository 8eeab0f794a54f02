"""The charts of the dashboard, one function each; docs/UI.md gives the shape components/chart.html draws.

Each point leads to the list behind it.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.events import LEAD_CREATED
from marketing.emails.events import CLICKED, OPENED

MOST_SOURCES = 9
STATUS_COLORS = ["blue", "azure", "teal", "indigo", "purple", "green", "red"]


def leads_per_day(figures):
    spans = figures.period.spans()
    series = {
        "label": _("New leads"),
        "values": sums(figures.days[LEAD_CREATED], spans),
        "color": "primary",
        "links": [leads_url(span) for span in spans],
    }
    return {
        "labels": labels_of(spans),
        "format": "integer",
        "series": [series],
        "by_week": len(spans) < len(figures.period),
    }


def leads_by_source(figures):
    shown, rest = figures.sources[:MOST_SOURCES], figures.sources[MOST_SOURCES:]
    labels = [source or _("Without a source") for source, _number in shown]
    links = [leads_url(figures.period, source=source) if source else "" for source, _number in shown]
    values = [number for _source, number in shown]
    if rest:
        labels.append(_("Other sources"))
        links.append(leads_url(figures.period))
        values.append(sum(number for _source, number in rest))
    series = {"label": _("New leads"), "values": values, "color": "primary", "links": links}
    return {"labels": labels, "format": "integer", "series": [series]}


def pipeline(stats):
    """Leads by status as they stand today."""
    rows = stats["statuses"]
    series = {
        "label": _("Leads"),
        "values": [row["count"] for row in rows],
        "links": [leads_url(status=row["status"]) for row in rows],
    }
    labels = [str(row["label"]) for row in rows]
    return {"labels": labels, "format": "integer", "colors": STATUS_COLORS, "series": [series]}


def opens_and_clicks(figures):
    spans = figures.period.spans()
    campaigns = [reverse("emails:campaign-list")] * len(spans)
    lines = [(_("Opens"), OPENED, "blue"), (_("Clicks"), CLICKED, "green")]
    series = [
        {"label": label, "values": sums(figures.days[name], spans), "color": color, "links": campaigns}
        for label, name, color in lines
    ]
    return {"labels": labels_of(spans), "format": "integer", "series": series}


def leads_url(period=None, **filters):
    if period:
        filters |= {"created_after": period.first.isoformat(), "created_before": period.last.isoformat()}
    return f"{reverse('crm:lead-list')}?{urlencode(filters)}"


def moves_url(period, *statuses):
    """The leads whose status became one of these in the period."""
    span = [("moved_after", period.first.isoformat()), ("moved_before", period.last.isoformat())]
    return f"{reverse('crm:lead-list')}?{urlencode([('moved_to', status) for status in statuses] + span)}"


def labels_of(spans):
    return [date_format(span.first, "j N") for span in spans]


def sums(days, spans):
    return [sum(days[day] for day in span.days()) for span in spans]
