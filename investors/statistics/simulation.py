"""How likely a round reaches its target by a day: thousands of possible futures, drawn with a fixed seed.

In each of them every investor who was met closes or does not, after some time, and first meetings to come bring new
ones: they fall as they come (a Poisson process), so many a week. The dice of a future are the same whatever is assumed,
so that a better assumption never looks worse.
"""

import pickle
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from math import ceil, inf
from operator import itemgetter
from random import Random

from django.core.cache import cache

from investors.statistics.rates import SEED, nearest

RUNS = 5000
# So many investors are thrown for one by one. Of more, the smallest hopes come as they do on average, in PARTS parts.
MOST_HOPES, PARTS = 100, 20
# First meetings a week: more than that nobody holds, and a target that wants more is out of reach.
MOST_MEETINGS = 25
# How many days after the one asked for futures go on
BEYOND = 365
KEPT = 86_400


@dataclass(frozen=True)
class Hope:
    """Money that may come: with what chance, how much (in cents), after how many days (drawn from `delays`)."""

    chance: float
    cents: int
    delays: tuple


@dataclass(frozen=True)
class Assumptions:
    """All that a simulation depends on."""

    # What is wanting to the target, and in how many days it should be there
    missing: int
    days: int
    hopes: tuple = ()
    # First meetings: how many a week, with what chance and after how many days each brings one of `amounts` (in cents)
    meetings: float = 0.0
    chance: float = 0.0
    delays: tuple = (0,)
    amounts: tuple = ()
    seed: int = SEED
    runs: int = RUNS

    @property
    def brings(self):
        """The chance that a first meeting brings money; none where no amount is known."""
        return self.chance if self.amounts else 0.0

    def changed(self, *, chances=1.0, times=1.0):
        """The same with all chances, or all times, multiplied."""

        @lru_cache
        def longer(delays):
            return tuple(days * times for days in delays)

        hopes = tuple(Hope(min(1.0, hope.chance * chances), hope.cents, longer(hope.delays)) for hope in self.hopes)
        return replace(self, hopes=hopes, chance=min(1.0, self.chance * chances), delays=longer(self.delays))


@dataclass(frozen=True)
class Outcome:
    """What the futures came to, each list in order."""

    missing: int
    days: int
    # What each brings by the day asked for, in cents
    sums: list = field(repr=False)
    # After how many days each reaches the target; inf: not before they end
    dates: list = field(repr=False)
    # How many first meetings a week each needs to be there in time; inf: more than MOST_MEETINGS
    needed: list = field(repr=False)

    @property
    def probability(self):
        return self.with_amounts(1)

    @property
    def error(self):
        """The standard error of the probability: how far another seed would lead, two times out of three."""
        return (self.probability * (1 - self.probability) / len(self.sums)) ** 0.5

    def by(self, days):
        return share(self.dates, days)

    def with_amounts(self, times):
        """The probability, were all amounts so many times as large."""
        return 1 - share(self.sums, ceil(self.missing / times) - 1)

    def with_meetings(self, number):
        """The probability with so many first meetings a week."""
        return share(self.needed, number)

    def reached_after(self, part):
        """After how many days that part of the futures is there; None if fewer ever are."""
        return finite(nearest(self.dates, part))

    def meetings_for(self, part):
        """First meetings a week with which that part of the futures is there in time, to a tenth, upwards."""
        needed = finite(nearest(self.needed, part))
        return None if needed is None else ceil(needed * 10) / 10

    def brings(self, part):
        return nearest(self.sums, part)


def simulate(assumptions, *, fully=True):
    """Draw the futures; without `fully` only what they bring by the day."""
    if assumptions.missing <= 0:
        return Outcome(0, assumptions.days, [0], [0], [0.0])
    missing, days = assumptions.missing, assumptions.days
    dates, sums, needed = [], [], []
    thrown_for, rest = assumptions.hopes[:MOST_HOPES], on_average(assumptions.hopes[MOST_HOPES:])
    dice = Random()  # noqa: S311
    for number in range(assumptions.runs):
        dice.seed(assumptions.seed * 1_000_003 + number)
        closings = rest + old_ones(thrown_for, dice)
        closings += new_ones(assumptions, dice, most=assumptions.meetings, days=days)
        sums.append(sum([cents for _level, day, cents in closings if day <= days]))
        if fully:
            needed.append(meetings_needed(assumptions, closings, dice))
            if sums[-1] < missing:
                closings += new_ones(assumptions, dice, most=assumptions.meetings, days=BEYOND, since=days)
            dates.append(reached(closings, missing))
    return Outcome(missing, days, sorted(sums), sorted(dates), sorted(needed))


def on_average(hopes):
    """[(0, after how many days, cents)] of what so many hopes bring together, earlier ones first."""
    due = []
    for hope in hopes:
        part = hope.chance * hope.cents / PARTS
        due += [(hope.delays[int((n + 0.5) / PARTS * len(hope.delays))], part) for n in range(PARTS)]
    whole, found, kept = sum(part for _day, part in due), [], 0.0
    for day, part in sorted(due):
        kept += part
        if kept * PARTS >= whole - 1:
            found.append((0.0, day, round(kept)))
            kept = 0.0
    return found


def old_ones(hopes, dice):
    """[(0, after how many days, cents)] of the hopes that come true. One throw tells both: its place below the chance
    is the place among the delays."""
    random = dice.random
    thrown = [(random(), hope) for hope in hopes]
    return [
        (0.0, hope.delays[int(throw / hope.chance * len(hope.delays))], hope.cents)
        for throw, hope in thrown
        if throw < hope.chance
    ]


def new_ones(assumptions, dice, *, most, days, least=0.0, since=0):
    """[(level, after how many days, cents)] of the first meetings of so many days that bring money, upwards by level:
    a meeting of a level is held when there are so many a week."""
    rate, found, level, random = assumptions.brings * days / 7, [], least, dice.random
    delays, amounts = assumptions.delays, assumptions.amounts
    while rate and (level := level + dice.expovariate(rate)) <= most:
        day = since + random() * days + delays[int(random() * len(delays))]
        found.append((level, day, amounts[int(random() * len(amounts))]))
    return found


def reached(closings, missing):
    for _level, day, cents in sorted(closings, key=itemgetter(1)):
        missing -= cents
        if missing <= 0:
            return day
    return inf


def meetings_needed(assumptions, closings, dice):
    """The level from which a future is there in time."""
    missing, days = assumptions.missing, assumptions.days
    for level, day, cents in closings:
        if day <= days:
            missing -= cents
            if missing <= 0:
                return level
    level, random, rate = assumptions.meetings, dice.random, assumptions.brings * days / 7
    delays, amounts = assumptions.delays, assumptions.amounts
    while rate and (level := level + dice.expovariate(rate)) <= MOST_MEETINGS:
        if random() * days + delays[int(random() * len(delays))] <= days:
            missing -= amounts[int(random() * len(amounts))]
            if missing <= 0:
                return level
    return inf


def sensitivity(assumptions, outcome):
    """[(what, probability with less of it, with more)], the largest difference first."""

    def probability(**changes):
        return simulate(assumptions.changed(**changes), fully=False).probability

    pace = assumptions.meetings
    rows = [
        ("date", outcome.by(max(0, outcome.days - 30)), outcome.by(outcome.days + 30)),
        ("amounts", outcome.with_amounts(0.8), outcome.with_amounts(1.2)),
        ("meetings", outcome.with_meetings(max(0, pace - 1)), outcome.with_meetings(pace + 1)),
        ("chances", probability(chances=0.8), probability(chances=1.2)),
        ("times", probability(times=1.25), probability(times=0.8)),
    ]
    return sorted(rows, key=lambda row: row[1] - row[2])


def remembered(assumptions):
    """(Outcome, sensitivity) of these very assumptions: the same ones have the same, so they are drawn once a day."""
    key = f"raise:{sha256(pickle.dumps(assumptions)).hexdigest()}"
    found = cache.get(key)
    if found is None:
        outcome = simulate(assumptions)
        found = outcome, sensitivity(assumptions, outcome)
        cache.set(key, found, KEPT)
    return found


def share(ordered, most):
    """What part of the values is no greater."""
    return bisect_right(ordered, most) / len(ordered)


def finite(value):
    return None if value == inf else value
