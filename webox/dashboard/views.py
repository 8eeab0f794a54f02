from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from crm.models import Lead
from crm.pipeline import pipeline_stats
from webox.analytics.period_bar import period_bar
from webox.analytics.periods import period_from
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
    figures, stats = figures_of(request.membership, period), pipeline_stats(request.membership)
    context = {
        "period": period,
        "previous": period.previous(),
        "period_bar": period_bar(request, period, errors),
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
