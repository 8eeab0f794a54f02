from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def opens_and_clicks(campaign, report):
    """A report's days as the chart component draws them; each series leads to the people behind it."""
    deliveries = reverse("emails:delivery-list", args=[campaign.pk])
    number = len(report.days)
    return {
        "labels": [date_format(day, "MONTH_DAY_FORMAT") for day in report.days],
        "format": "integer",
        "series": [
            {
                "label": _("Opens"),
                "values": report.opens,
                "color": "blue",
                "links": [f"{deliveries}?outcome=opened"] * number,
            },
            {
                "label": _("Clicks"),
                "values": report.clicks,
                "color": "green",
                "links": [f"{deliveries}?outcome=clicked"] * number,
            },
        ],
    }
