"""Rates and times from the ledger, against a slow reading of the same lines."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil, prod
from random import Random
from statistics import median

import pytest

from investors import actions
from investors.models import Investor, StageChange
from investors.statistics.rates import PRIOR, WEIGHT, Rates, arrivals_of, steps_of
from tests.factories.investors import make_investor

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CHANCES = {stage: chance for stage, (chance, _days) in PRIOR.items()}
MEETING, DILIGENCE = Investor.FUNNEL[2], Investor.FUNNEL[3]


def ago(days):
    return NOW - timedelta(days=days)


def history(investor, *lines):
    """Write an investor's ledger anew: (stage, days ago) each."""
    StageChange.objects.filter(investor=investor).delete()
    for (before, _days), (after, days) in pairwise([("", 0), *lines]):
        StageChange.objects.filter(investor=investor, until=None).update(until=ago(days))
        StageChange.objects.create(
            workspace=investor.workspace, investor=investor, from_stage=before, to_stage=after, at=ago(days)
        )


@pytest.mark.django_db
def test_who_jumps_came_to_every_stage_between_and_nothing_is_known_of_those_before(workspace):
    jumper, late, back = (make_investor(workspace) for _ in range(3))
    history(jumper, ("identified", 90), ("due_diligence", 60))
    history(late, ("meeting", 50), ("term_sheet", 20))
    history(back, ("contacted", 80), ("meeting", 70), ("contacted", 60), ("meeting", 40), ("passed", 10))
    assert arrivals_of(workspace) == {
        jumper.pk: {0: ago(90), 1: ago(60), 2: ago(60), 3: ago(60)},
        late.pk: {2: ago(50), 3: ago(20), 4: ago(20)},
        back.pk: {1: ago(80), 2: ago(70)},
    }


@pytest.mark.django_db
def test_the_deleted_and_other_workspaces_do_not_count(workspace, other_workspace, member):
    gone = make_investor(workspace)
    actions.delete_investor(investor=gone, by=member)
    make_investor(other_workspace)
    assert arrivals_of(workspace) == {}


def journeys(number, on, days=10, waited=200):
    """`number` investors met so many days ago, of whom `on` went on after some days."""
    return [{2: ago(waited)} | ({3: ago(waited - days)} if n < on else {}) for n in range(number)]


def test_a_rate_is_pooled_with_its_prior():
    step = steps_of(journeys(30, 12), NOW, CHANCES)[MEETING]
    assert (step.entered, step.advanced, step.young, step.observed) == (30, 12, 0, 0.4)
    assert step.chance == (12 + WEIGHT * 0.35) / (30 + WEIGHT)
    nothing = steps_of([], NOW, CHANCES)[MEETING]
    assert (nothing.observed, nothing.chance, nothing.median, nothing.p90) == (None, 0.35, None, None)


def test_who_came_too_recently_is_not_judged_whether_they_went_on_or_not():
    old, young = journeys(20, 10, days=14), journeys(8, 5, days=2, waited=9)
    step = steps_of(old + young, NOW, CHANCES)[MEETING]
    assert (step.entered, step.advanced, step.young, step.patience) == (20, 10, 8, 14)


def test_times_are_of_those_who_went_on_and_stood_there():
    took = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]
    some = [{2: ago(300), 3: ago(300 - days)} for days in took] + [{2: ago(300), 3: ago(300)}, {2: ago(300)}]
    step = steps_of(some, NOW, CHANCES)[MEETING]
    assert (step.median, step.p90, step.advanced, step.entered) == (5.5, 9, 11, 12)


def test_a_type_has_its_own_rate_from_enough_investors_on():
    angels, funds = journeys(20, 16), journeys(19, 2)
    arrivals = dict(enumerate(angels + funds))
    types = {number: "angel" if number < 20 else "vc" for number in arrivals}
    rates = Rates(arrivals, types, NOW)
    general = (18 + WEIGHT * 0.35) / (39 + WEIGHT)
    assert rates.step(MEETING, "vc").chance == rates.step(MEETING).chance == general
    assert rates.step(MEETING, "angel").chance == (16 + WEIGHT * general) / (20 + WEIGHT)
    assert list(rates.by_type) == ["angel"]


def test_who_waits_for_long_has_less_of_a_chance():
    rates = Rates(dict(enumerate(journeys(40, 20))), {}, NOW)
    step = rates.step(MEETING)
    assert step.chance_after(0) == pytest.approx(step.chance)
    assert step.chance_after(9.9) == pytest.approx(step.chance)
    still = 1 / 21
    assert step.chance_after(10) == pytest.approx(step.chance * still / (step.chance * still + 1 - step.chance))
    rest = prod(rates.step(stage).chance for stage in Investor.OPEN[3:])
    assert rates.chance(MEETING) == pytest.approx(step.chance * rest)
    assert rates.chance(MEETING, waited=10) == pytest.approx(step.chance_after(10) * rest)


def test_the_priors_make_a_hit_rate_of_five_percent():
    assert Rates({}, {}, NOW).chance(Investor.Stage.IDENTIFIED) == pytest.approx(0.05, abs=0.001)


def test_the_time_to_the_end_is_the_sum_of_the_steps():
    steps = [10.0, 20.0, 30.0, 40.0]
    came = [{2: ago(500), 3: ago(490), 4: ago(470), 5: ago(440), 6: ago(400)} for _ in range(10)]
    delays = Rates(dict(enumerate(came)), {}, NOW).delays(MEETING)
    assert set(delays) == {sum(steps)}
    assert len(delays) == 400


def slow_step(lines_of, place, now):
    """The same from whole histories, one investor and one stage at a time."""
    order, entries = [stage.value for stage in Investor.FUNNEL], []
    for lines in lines_of:
        known = [(order.index(stage), at) for stage, at in lines if stage in order]
        if not known or known[0][0] > place:
            continue
        here = [at for where, at in known if where >= place]
        there = [at for where, at in known if where > place]
        if here:
            entries.append((here[0], there[0] if there else None))
    took = sorted((on - at) / timedelta(days=1) for at, on in entries if on and on != at)
    limit = took[ceil(len(took) * 0.9) - 1]
    judged = [on for at, on in entries if (now - at) / timedelta(days=1) >= limit]
    return len(judged), len([on for on in judged if on]), len(entries) - len(judged), median(took), limit


@pytest.mark.django_db
def test_it_agrees_with_a_slow_reading_of_random_histories(workspace):
    dice, histories = Random(11), []
    for _number in range(150):
        investor, day, lines = make_investor(workspace), 400.0, []
        stage = dice.choices(["identified", "contacted", "meeting"], [8, 2, 1])[0]
        while day > 0:
            lines.append((stage, day))
            further = [each.value for each in Investor.FUNNEL]
            place = further.index(stage) if stage in further else dice.randrange(3)
            steps = [min(place + 1, 6), min(place + 2, 6), max(place - 1, 0)]
            stage = dice.choices([*(further[step] for step in steps), "passed"], [70, 8, 8, 14])[0]
            day -= dice.uniform(1, 60)
            if lines[-1][0] in (stage, "closed", "passed") and dice.random() < 0.8:
                break
        history(investor, *lines)
        histories.append([(stage, ago(day)) for stage, day in lines])
    steps = Rates(arrivals_of(workspace), {}, NOW).steps
    for place, stage in enumerate(Investor.OPEN):
        step = steps[stage]
        assert len(step.took) >= 10
        told = (step.entered, step.advanced, step.young, step.median, step.p90)
        assert told == pytest.approx(slow_step(histories, place, NOW))
