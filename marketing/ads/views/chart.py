"""The charts of a campaign, one measure each: three scales on one axis say nothing."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def charts_of(days, period, currency):
    """{"spend", "clicks", "conversions"} of {day: Figures}, by week where there are too many days to draw."""
    spans = period.spans()
    labels = [date_format(span.first, "MONTH_DAY_FORMAT") for span in spans]

    def drawn(label, name, color, **more):
        values = [
            float(sum(getattr(days[day], name) for day in span.days() if day in days)) if days else 0 for span in spans
        ]
        return {"labels": labels, "series": [{"label": label, "values": values, "color": color}]} | more

    return {
        "spend": drawn(_("Spend"), "spend", "blue", format="currency", currency=currency),
        "clicks": drawn(_("Clicks"), "clicks", "green", format="integer"),
        "conversions": drawn(_("Conversions"), "conversions", "purple", format="number"),
    }
