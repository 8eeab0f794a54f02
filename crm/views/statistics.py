from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from crm.forms.statistics import StatisticsBar
from crm.statistics import charts, scope_from, statistics
from webox.analytics.period_bar import period_bar, url_with
from webox.analytics.periods import today_of
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
        "period_bar": period_bar(request, scope.period, errors),
        "today_url": url_with(request, {"as_of"}),
        "today": today_of(request.workspace),
        "month_chart": charts.by_month(stats["by_month"], link),
        "funnel_chart": charts.funnel(stats["funnel"], link),
        "status_chart": charts.statuses(stats["statuses"], link),
    }
    return render(request, "crm/_statistics.html" if wants_fragment(request) else "crm/statistics.html", context)
