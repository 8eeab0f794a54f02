from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from crm.forms.statistics import StatisticsBar
from crm.statistics import charts, scope_from, statistics
from webox.analytics.periods import PRESETS, today_of
from webox.lib.htmx import wants_fragment


@require_safe
@vary_on_headers("HX-Request")
def statistics_page(request):
    errors = {}
    try:
        scope = scope_from(request.GET, request.membership)
    except ValidationError as error:
        errors, scope = error.message_dict, scope_from({}, request.membership)
    stats, leads = statistics(scope), reverse("crm:lead-list")

    def link(query):
        return f"{leads}?{query}"

    context = {
        "scope": scope,
        "stats": stats,
        "list_url": leads,
        "statistics_url": reverse("crm:statistics"),
        "is_empty": not stats["total_count"] and not any(row["created"].value for row in stats["by_month"]),
        "bar": StatisticsBar(request),
        "presets": presets(request.GET, scope, errors),
        "range_fields": range_fields(request.GET, scope, errors),
        "error_messages": [message for messages in errors.values() for message in messages],
        "today_url": address(request.GET, {"as_of"}),
        "today": today_of(request.workspace),
        "month_chart": charts.by_month(stats["by_month"], link),
        "funnel_chart": charts.funnel(stats["funnel"], link),
        "status_chart": charts.statuses(stats["statuses"], link),
    }
    return render(request, "crm/_statistics.html" if wants_fragment(request) else "crm/statistics.html", context)


def presets(params, scope, errors):
    """[(address, label, whether this is what is shown)]; what else was asked for stays."""
    is_custom = bool(params.get("from") or params.get("to")) and not errors
    return [
        (address(params, {"from", "to"}, period=days), label, not is_custom and len(scope.period) == int(days))
        for days, label in PRESETS.items()
    ]


def address(params, without, **fields):
    asked = params.copy()
    for name in without:
        asked.pop(name, None)
    for name, value in fields.items():
        asked[name] = value
    return f"{reverse('crm:statistics')}?{asked.urlencode()}"


def range_fields(params, scope, errors):
    """[(name, label, day)] of the two date fields; what was typed wrong is shown as it was typed."""
    fields = [("from", _("First day"), scope.period.first), ("to", _("Last day"), scope.period.last)]
    return [(name, label, params.get(name, "") if errors else day.isoformat()) for name, label, day in fields]
