from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from crm.models import Lead, StatusChange


def standing_totals(workspace, day, owner=None):
    """{status: (number, value)} of the leads there were at the end of a day, every status present.

    `owner` is the id of a user: then only of the leads that were theirs.
    """
    end = datetime.combine(day + timedelta(days=1), time.min, workspace.zone)
    lines = StatusChange.objects.for_workspace(workspace).standing_at(end - timedelta(microseconds=1))
    if owner is not None:
        lines = lines.filter(owner=owner)
    rows = lines.order_by().values_list("to_status").annotate(Count("pk"), Sum("to_value"))
    found = {status: (number, value or Decimal(0)) for status, number, value in rows}
    return {status: found.get(status, (0, Decimal(0))) for status in Lead.Status.values}
