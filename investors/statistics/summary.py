"""All there is to say about a raise, for the page and the API alike."""

from django.utils import timezone

from investors.models import Investor
from investors.statistics import figures
from investors.statistics.benchmarks import BENCHMARKS
from investors.statistics.forecast import Pipeline, forecast_of
from investors.statistics.raising import simulation_of


def read(question):
    return Pipeline(question.workspace, question.round, timezone.now())


def forecast(question):
    pipeline = read(question)
    return pipeline, forecast_of(pipeline) | {"rates": rates_of(pipeline.rates)}


def simulation(question):
    pipeline = read(question)
    met = figures.first_meetings(question.workspace, question.today)
    return simulation_of(pipeline, question, figures.pace(met, question.today))


def statistics(question):
    """{name: figures} of a Question, in the same number of queries whatever there is."""
    pipeline, told = forecast(question)
    workspace, today = question.workspace, question.today
    met, weeks = figures.first_meetings(workspace, today), figures.weeks_until(today)
    own, pace = figures.own_figures(pipeline), figures.pace(met, today)
    return {
        "pipeline": pipeline,
        "forecast": told,
        "simulation": simulation_of(pipeline, question, pace),
        "pace": pace,
        "funnel": figures.funnel(pipeline.arrivals),
        "weeks": weeks,
        "standing": figures.standing(workspace, [week.last for week in weeks]),
        "first_meetings": figures.by_week(met, weeks),
        "fluidity": figures.fluidity(workspace, today),
        "benchmarks": [{"benchmark": each, "own": own[each.figure]} for each in BENCHMARKS],
    }


def rates_of(rates):
    """A row for each step, with those of the types that have enough of their own."""
    rows = []
    for stage in Investor.OPEN:
        types = [
            {"type": type, "label": Investor.ClientType(type).label, "step": steps[stage]}
            for type, steps in sorted(rates.by_type.items())
            if stage in steps
        ]
        following = Investor.FUNNEL[Investor.FUNNEL.index(stage) + 1]
        rows.append(
            {
                "stage": stage.value,
                "label": stage.label,
                "next_label": following.label,
                "step": rates.steps[stage],
                "types": types,
            }
        )
    return rows
