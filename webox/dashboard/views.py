from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from crm.models import Lead
from crm.pipeline import pipeline_stats
from webox.analytics.periods import PRESETS, period_from
from webox.dashboard import charts
from webox.dashboard.feed import recent
from webox.dashboard.figures import figures_of, first_steps
from webox.lib.htmx import wants_fragment


@require_safe
def root(request):
    return redirect("dashboard:home")


@require_safe
@vary_on_headers("HX-Request")
def home(request):
    workspace = request.workspace
    errors = {}
    try:
        period = period_from(request.GET, workspace)
    except ValidationError as error:
        errors, period = error.message_dict, period_from({}, workspace)
    steps = first_steps(workspace)
    figures, stats = figures_of(workspace, period), pipeline_stats(request.membership)
    context = {
        "period": period,
        "previous": period.previous(),
        "presets": presets(request.GET, period, errors),
        "range_fields": range_fields(request.GET, period, errors),
        "error_messages": [message for messages in errors.values() for message in messages],
        "steps": steps,
        "is_new": not any(steps.values()),
        "figures": figures,
        "leads_url": charts.leads_url(period),
        "won_url": charts.moves_url(period, Lead.Status.WON),
        "decided_url": charts.moves_url(period, Lead.Status.WON, Lead.Status.LOST),
        "pipeline": stats,
        "leads_per_day": charts.leads_per_day(figures),
        "leads_by_source": charts.leads_by_source(figures),
        "pipeline_chart": charts.pipeline(stats),
        "opens_and_clicks": charts.opens_and_clicks(figures),
        "feed": recent(request.membership),
    }
    return render(request, "dashboard/_overview.html" if wants_fragment(request) else "dashboard/home.html", context)


def presets(params, period, errors):
    """[(days, label, whether this is what is shown)]"""
    is_custom = bool(params.get("from") or params.get("to")) and not errors
    return [(days, label, not is_custom and len(period) == int(days)) for days, label in PRESETS.items()]


def range_fields(params, period, errors):
    """[(name, label, day)] of the two date fields; what was typed wrong is shown as it was typed."""
    fields = [("from", _("First day"), period.first), ("to", _("Last day"), period.last)]
    return [(name, label, params.get(name, "") if errors else day.isoformat()) for name, label, day in fields]
