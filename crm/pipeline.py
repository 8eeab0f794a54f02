from crm.models import Lead
from crm.statistics import totals_seen_by


def pipeline_stats(membership):
    """The pipeline as a member sees it, in one query.

    {"currency", "statuses": [{"status", "label", "count", "value"}], "total_count", "total_value", "open_count",
    "open_value", "conversion_rate"}; the rate is won / (won + lost), None before the first is closed.
    """
    found = totals_seen_by(membership)
    statuses = [
        {"status": status.value, "label": status.label, "count": found[status][0], "value": found[status][1]}
        for status in Lead.Status
    ]
    won, lost = found[Lead.Status.WON][0], found[Lead.Status.LOST][0]
    return {
        "currency": membership.workspace.currency,
        "statuses": statuses,
        "total_count": sum(number for number, _value in found.values()),
        "total_value": sum(value for _number, value in found.values()),
        "open_count": sum(found[status][0] for status in Lead.OPEN),
        "open_value": sum(found[status][1] for status in Lead.OPEN),
        "conversion_rate": won / (won + lost) if won + lost else None,
    }
