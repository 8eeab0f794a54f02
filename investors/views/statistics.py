from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from investors.models import Round
from investors.statistics import charts, telling
from investors.statistics.asking import NAMES, question_from
from investors.statistics.simulation import MOST_MEETINGS
from investors.statistics.summary import statistics
from webox.lib.htmx import wants_fragment


@require_safe
@vary_on_headers("HX-Request")
def statistics_page(request):
    workspace, errors = request.workspace, []
    try:
        question = question_from(request.GET, workspace)
    except ValidationError as error:
        errors, question = error.messages, question_from({}, workspace)
    stats = statistics(question)
    days = [week.last for week in stats["weeks"]]
    context = {
        "stats": stats,
        "question": question,
        "errors": errors,
        # What was typed wrong is shown as it was typed.
        "asked": {name: request.GET.get(name, "") for name in NAMES},
        "rounds": Round.objects.for_workspace(workspace).order_by("-created_at", "-pk"),
        "most_meetings": MOST_MEETINGS,
        "is_empty": not stats["pipeline"].investors,
        "week_start": stats["weeks"][-1].first.isoformat(),
        "funnel_chart": charts.funnel(stats["funnel"]),
        "standing_chart": charts.standing(stats["standing"], days),
        "meetings_chart": charts.first_meetings(stats["first_meetings"], stats["weeks"]),
        "rate_notes": telling.of_rates(),
        "forecast_notes": telling.of_forecast(stats["pipeline"]),
    }
    if simulation := stats["simulation"]:
        context |= {
            "probability_chart": charts.probability(simulation["curve"]),
            "changes": telling.changes(simulation["sensitivity"]),
            "simulation_notes": telling.of_simulation(simulation),
        }
    name = "investors/_statistics.html" if wants_fragment(request) else "investors/statistics.html"
    return render(request, name, context)
