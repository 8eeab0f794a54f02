"""From a pipeline to the assumptions of its simulation, and what the simulation says, in days and money."""

from datetime import timedelta
from decimal import Decimal

from investors.statistics.forecast import met
from investors.statistics.rates import Stage
from investors.statistics.simulation import Assumptions, Hope, remembered

PARTS = (0.5, 0.8, 0.9)


def assumptions_of(pipeline, question, pace):
    """Investors who were met count by themselves. Those before a meeting count through the first meetings to come,
    which are theirs or those of investors nobody knows yet: counted by themselves too, they would count twice."""
    rates = pipeline.rates
    return Assumptions(
        missing=cents(question.round.target - pipeline.secured),
        days=question.days,
        hopes=tuple(
            Hope(each.chance, cents(each.amount), rates.delays(each.stage, each.type))
            for each in sorted(pipeline.prospects, key=lambda each: -each.weighted)
            if met(each) and each.amount
        ),
        meetings=pace if question.meetings is None else question.meetings,
        chance=rates.chance(Stage.MEETING),
        delays=rates.delays(Stage.MEETING),
        amounts=tuple(sorted(cents(amount) for amount in pipeline.amounts)),
    )


def simulation_of(pipeline, question, pace):
    """What the simulation says; None without a round to reach the target of."""
    if question.round is None:
        return None
    assumptions = assumptions_of(pipeline, question, pace)
    outcome, sensitivity = remembered(assumptions)

    def day(days):
        return None if days is None else question.today + timedelta(days=int(days))

    return {
        "round": question.round,
        "target": question.round.target,
        "secured": pipeline.secured,
        "missing": money(max(0, assumptions.missing)),
        "until": question.until,
        "meetings": assumptions.meetings,
        "pace": pace,
        "assumptions": assumptions,
        "amount_of_meeting": mean(assumptions.amounts),
        "probability": outcome.probability,
        "probability_without_meetings": outcome.with_meetings(0),
        "error": outcome.error,
        "expected": day(outcome.reached_after(0.5)),
        "safe": day(outcome.reached_after(0.8)),
        # Four in five futures lie between the two
        "low": pipeline.secured + money(outcome.brings(0.1)),
        "high": pipeline.secured + money(outcome.brings(0.9)),
        "needed": [needed(part, outcome.meetings_for(part), pace) for part in PARTS],
        "sensitivity": [{"name": name, "less": less, "more": more} for name, less, more in sensitivity],
        "curve": [(question.today + timedelta(days=days), outcome.by(days)) for days in steps(question.days)],
    }


def needed(part, meetings, pace):
    return {"part": part, "meetings": meetings, "more": None if meetings is None else max(0, meetings - pace)}


def steps(days):
    """Some twenty days up to half as long again as what is asked for, that day itself among them."""
    step = max(1, days // 14)
    return sorted({*range(0, days * 3 // 2 + 1, step), days})


def cents(amount):
    return int(amount * 100)


def money(number):
    return Decimal(number) / 100


def mean(numbers):
    return money(round(sum(numbers) / len(numbers))) if numbers else None
