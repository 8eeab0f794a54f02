"""What drafts cost, month by month, where the workspace lives."""

from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from webox.ai.models import Generation

MONTHS = 12


def last_months(workspace, number=MONTHS):
    """The first moments of the last months, the present one last."""
    zone = workspace.zone
    now = timezone.now().astimezone(zone)
    count = now.year * 12 + now.month - 1
    return [datetime(each // 12, each % 12 + 1, 1, tzinfo=zone) for each in range(count - number + 1, count + 1)]


def span_of(workspace, name):
    """(from, until) of the month "2026-03". Raises ValueError."""
    year, month = (int(part) for part in name.split("-"))
    after = (year + month // 12, month % 12 + 1)
    return datetime(year, month, 1, tzinfo=workspace.zone), datetime(*after, 1, tzinfo=workspace.zone)


def month_name(moment):
    return date_format(moment, "YEAR_MONTH_FORMAT")


def cost_by_month(workspace):
    """A row for each of the last months, the newest last; `cost` is None where no price was known."""
    months = last_months(workspace)
    rows = (
        Generation.objects.for_workspace(workspace)
        .filter(created_at__gte=months[0])
        .annotate(month=TruncMonth("created_at", tzinfo=workspace.zone))
        .values("month")
        .annotate(
            drafts=Count("pk"),
            accepted=Count("pk", filter=Q(state=Generation.State.ACCEPTED)),
            tokens=Sum(F("input_tokens") + F("output_tokens")),
            cost=Sum("cost"),
        )
        .order_by("month")
    )
    found = {(row["month"].year, row["month"].month): row for row in rows}
    nothing = {"drafts": 0, "accepted": 0, "tokens": 0, "cost": 0}
    return [nothing | found.get((each.year, each.month), {}) | {"month": each} for each in months]


def months_chart(rows):
    return {
        "labels": [month_name(row["month"]) for row in rows],
        "series": [{"label": _("Cost"), "values": [float(row["cost"] or 0) for row in rows]}],
        "format": "currency",
        "currency": "USD",
        "digits": 2,
    }
