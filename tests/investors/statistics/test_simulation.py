"""The simulation against what can be reckoned by hand, and against a slow one that shares nothing with it."""

from dataclasses import replace
from math import comb, exp, factorial, inf, log
from random import Random

import pytest

from investors.statistics import simulation
from investors.statistics.simulation import Assumptions, Hope, Outcome, remembered, sensitivity, simulate

AT_ONCE = (0,)


def hopes(number, chance, cents=100, delays=AT_ONCE):
    return tuple(Hope(chance, cents, delays) for _ in range(number))


def binomial(number, chance, least):
    return sum(comb(number, k) * chance**k * (1 - chance) ** (number - k) for k in range(least, number + 1))


def poisson(mean, least):
    return 1 - sum(exp(-mean) * mean**k / factorial(k) for k in range(least))


def within(outcome, expected):
    """Four standard errors: one seed in 16,000 is further away, and this one never changes."""
    error = (expected * (1 - expected) / simulation.RUNS) ** 0.5
    return outcome.probability == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize(("number", "chance", "least"), [(1, 0.3, 1), (10, 0.25, 4), (40, 0.05, 3), (12, 0.9, 11)])
def test_equal_investors_are_a_binomial(number, chance, least):
    assumptions = Assumptions(missing=100 * least, days=30, hopes=hopes(number, chance))
    assert within(simulate(assumptions), binomial(number, chance, least))


@pytest.mark.parametrize(("weekly", "chance", "weeks", "least"), [(2, 0.1, 10, 1), (5, 0.05, 20, 6), (0.5, 0.5, 26, 8)])
def test_first_meetings_are_a_poisson(weekly, chance, weeks, least):
    assumptions = Assumptions(
        missing=100 * least, days=7 * weeks, meetings=weekly, chance=chance, delays=AT_ONCE, amounts=(100,)
    )
    assert within(simulate(assumptions), poisson(weekly * chance * weeks, least))


def test_the_meetings_it_needs_are_those_at_which_the_poisson_reaches_the_part():
    """One success is enough: 1 - exp(-m·p·weeks) = 0.5, 0.8, 0.9."""
    needs = Assumptions(missing=100, days=70, meetings=1, chance=0.1, delays=AT_ONCE, amounts=(100,))
    outcome = simulate(needs)
    for part in (0.5, 0.8, 0.9):
        exactly = -log(1 - part)  # one success is expected at one meeting a week
        assert outcome.with_meetings(exactly) == pytest.approx(part, abs=4 * (part * (1 - part) / 5000) ** 0.5)
        assert outcome.meetings_for(part) == pytest.approx(exactly, abs=0.2)
    assert outcome.with_meetings(1) == pytest.approx(outcome.probability)


def test_who_needs_longer_than_there_is_time_for_does_not_count():
    late = Assumptions(missing=100, days=30, hopes=hopes(1, 1.0, delays=(10, 20, 40, 50)))
    assert within(simulate(late), 0.5)
    assert simulate(late).by(45) == pytest.approx(0.75, abs=0.03)
    assert simulate(late).reached_after(0.8) == 50


def test_a_meeting_counts_from_the_day_it_is_held():
    """Ten weeks, of which the last four are too late for what takes four weeks."""
    assumptions = Assumptions(missing=100, days=70, meetings=1, chance=0.2, delays=(28,), amounts=(100,))
    assert within(simulate(assumptions), poisson(0.2 * 6, 1))


def slow(assumptions, runs):
    """Day by day, meeting by meeting, with other dice: the probability that enough came by the day."""
    dice, reached = Random(7), 0
    for _run in range(runs):
        money = 0
        for hope in assumptions.hopes:
            if dice.random() < hope.chance and dice.choice(hope.delays) <= assumptions.days:
                money += hope.cents
        for day in range(assumptions.days * 8):
            # Eighths of a day: so short that two meetings in one of them count for nothing.
            is_held = dice.random() < assumptions.meetings / 7 / 8
            if is_held and dice.random() < assumptions.chance:
                closes = (day + 0.5) / 8 + dice.choice(assumptions.delays)
                money += dice.choice(assumptions.amounts) if closes <= assumptions.days else 0
        reached += money >= assumptions.missing
    return reached / runs


def test_it_agrees_with_a_slow_one():
    dice = Random(3)
    some = tuple(
        Hope(dice.uniform(0.1, 0.7), dice.randrange(10, 90) * 1000, tuple(range(5, 120, dice.randrange(3, 9))))
        for _ in range(9)
    )
    assumptions = Assumptions(
        missing=180_000, days=60, hopes=some, meetings=3, chance=0.15, delays=(10, 25, 45), amounts=(20_000, 50_000)
    )
    assert simulate(assumptions).probability == pytest.approx(slow(assumptions, 3000), abs=0.04)


MIXED = Assumptions(
    missing=500,
    days=90,
    hopes=hopes(6, 0.4, delays=tuple(range(20, 140))),
    meetings=2,
    chance=0.12,
    delays=tuple(range(30, 100)),
    amounts=(50, 100, 200),
)


def test_the_same_seed_gives_the_same_answer_and_another_one_nearly_so():
    first = simulate(MIXED)
    assert simulate(MIXED) == first
    other = simulate(replace(MIXED, seed=1))
    assert other != first
    assert other.probability == pytest.approx(first.probability, abs=5 * first.error)


def test_a_better_assumption_never_looks_worse():
    base = simulate(MIXED)
    better = [MIXED.changed(chances=1.1), MIXED.changed(times=0.9), replace(MIXED, missing=450)]
    worse = [MIXED.changed(chances=0.9), MIXED.changed(times=1.1), replace(MIXED, missing=550)]
    assert all(simulate(each).probability > base.probability for each in better)
    assert all(simulate(each).probability < base.probability for each in worse)
    paces = [base.with_meetings(number) for number in (0, 1, 2, 4, 8, 16)]
    assert paces == sorted(paces)
    assert paces[2] == pytest.approx(base.probability)
    assert simulate(replace(MIXED, meetings=4.0)).probability == pytest.approx(paces[3], abs=0.03)


def test_each_assumption_is_told_at_both_its_sides():
    rows = sensitivity(MIXED, simulate(MIXED))
    assert {name for name, _less, _more in rows} == {"date", "amounts", "meetings", "chances", "times"}
    base = simulate(MIXED).probability
    assert all(less < base < more for _name, less, more in rows)
    widths = [more - less for _name, less, more in rows]
    assert widths == sorted(widths, reverse=True)


def test_a_target_that_is_reached_is_reached_today():
    outcome = simulate(Assumptions(missing=0, days=30, hopes=hopes(3, 0.1)))
    assert (outcome.probability, outcome.reached_after(0.5), outcome.meetings_for(0.9)) == (1, 0, 0)
    assert [row[1:] for row in sensitivity(Assumptions(missing=0, days=30), outcome)] == [(1, 1)] * 5


def test_without_hope_it_says_so():
    outcome = simulate(Assumptions(missing=100, days=30))
    assert (outcome.probability, outcome.reached_after(0.5), outcome.meetings_for(0.5)) == (0, None, None)


def test_where_no_amount_is_known_meetings_bring_nothing():
    outcome = simulate(Assumptions(missing=100, days=300, meetings=20, chance=0.9))
    assert outcome.probability == 0


def test_meetings_are_told_to_a_tenth_upwards():
    outcome = Outcome(100, 30, [], [], [0.0, 0.41, 1.0, 1.03, inf])
    assert [outcome.meetings_for(part) for part in (0.2, 0.4, 0.6, 0.8, 1)] == [0, 0.5, 1.0, 1.1, None]


def test_of_very_many_the_smallest_hopes_come_as_they_do_on_average(monkeypatch):
    some = hopes(60, 0.5, 1000, delays=tuple(range(10, 110))) + hopes(200, 0.25, 40, delays=tuple(range(20, 220)))
    assumptions = Assumptions(missing=15_500, days=60, hopes=some)
    together = simulate(assumptions)
    monkeypatch.setattr(simulation, "MOST_HOPES", 60)
    apart = simulate(assumptions)
    assert sum(cents for _level, _day, cents in simulation.on_average(some[60:])) == pytest.approx(2000, abs=10)
    assert apart.probability == pytest.approx(together.probability, abs=0.03)
    assert apart.reached_after(0.5) == pytest.approx(together.reached_after(0.5), abs=2)


def test_the_same_assumptions_are_drawn_once(monkeypatch):
    first = remembered(MIXED)
    monkeypatch.setattr(simulation, "simulate", None)
    assert remembered(replace(MIXED)) == first
