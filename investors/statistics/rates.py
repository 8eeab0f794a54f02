"""What the ledger tells of the way to a wire: how many go on from a stage, and how long they take.

Investors count as they first come to a stage. Who jumps over one came to it and left it at that moment: that counts as
having gone on, not as a time somebody took. Of who was created further on nothing is known of the stages before. An
entry is judged when it is old enough; a few entries are pooled with a prior, which counts as WEIGHT investors.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import ceil, prod
from random import Random
from statistics import median

from investors.models import Investor, StageChange

Stage = Investor.Stage
PLACE = {stage.value: place for place, stage in enumerate(Investor.FUNNEL)}
DAY = 86_400
# (share that goes on, median days it takes) before the ledger says more. Half of the outreach opted in is the middle of
# what benchmarks.DEALBOX tells; all together they make the hit rate of 5 % of benchmarks.FOUNDERSUITE.
PRIOR = {
    Stage.IDENTIFIED: (0.90, 10),
    Stage.CONTACTED: (0.37, 14),
    Stage.MEETING: (0.35, 21),
    Stage.DUE_DILIGENCE: (0.60, 30),
    Stage.TERM_SHEET: (0.80, 14),
    Stage.COMMITTED: (0.90, 21),
}
WEIGHT = 10
# So many times before which the prior's are drawn among them, and how those lie around its median
FEW_TIMES, SPREAD = 10, (0.25, 0.5, 0.75, 1, 1.5, 2, 3)
# From so many judged entries on, a type has its own rate, pooled with that of all
ENOUGH = 20
# How many ways to the end are drawn for the time it takes
WAYS, SEED = 400, 2026


@dataclass(frozen=True)
class Step:
    """From a stage to the next one."""

    stage: str
    # Who came to it long enough ago to be judged, and who of them went on
    entered: int
    advanced: int
    # Who came too recently
    young: int
    prior: float
    # Days, in order: of those who went on, and those times are drawn from
    took: tuple = field(repr=False)
    pool: tuple = field(repr=False)

    @property
    def observed(self):
        return self.advanced / self.entered if self.entered else None

    @cached_property
    def chance(self):
        return (self.advanced + WEIGHT * self.prior) / (self.entered + WEIGHT)

    @property
    def median(self):
        return median(self.took) if self.took else None

    @property
    def p90(self):
        return nearest(self.took, 0.9) if self.took else None

    @property
    def patience(self):
        """Days after which an entry is judged: nine in ten of those who went on had done so."""
        return nearest(self.pool, 0.9)

    def chance_after(self, waited):
        """Of who stands there for so many days: the less, the more of those who went on had done so by then."""
        still = (len(self.pool) - bisect_right(self.pool, waited) + 1) / (len(self.pool) + 1)
        return self.chance * still / (self.chance * still + 1 - self.chance)


class Rates:
    """The steps of all investors, and of the types that have enough of their own."""

    def __init__(self, arrivals, types, now):
        """`arrivals` as arrivals_of() tells them, `types` {investor id: client type}."""
        self.steps = steps_of(arrivals.values(), now, {stage: chance for stage, (chance, _days) in PRIOR.items()})
        by_type = {}
        for investor, came in arrivals.items():
            by_type.setdefault(types.get(investor), []).append(came)
        general = {stage: step.chance for stage, step in self.steps.items()}
        self.by_type = {}
        for type, journeys in by_type.items():
            own = steps_of(journeys, now, general, self.steps)
            if enough := {stage: step for stage, step in own.items() if step.entered >= ENOUGH}:
                self.by_type[type] = enough
        self.delays, self.rest = cache(self._delays), cache(self._rest)

    def step(self, stage, type=None):
        return self.by_type.get(type, {}).get(stage) or self.steps[stage]

    def chance(self, stage, type=None, waited=0):
        """That an investor of a stage comes to the end of the way, after so many days in it."""
        return self.step(stage, type).chance_after(waited) * self.rest(stage, type)

    def _rest(self, stage, type=None):
        """The chance of all steps after the one from this stage."""
        return prod(self.step(each, type).chance for each in Investor.OPEN[PLACE[stage] + 1 :])

    def _delays(self, stage, type=None):
        """Days from a stage to the end of the way, in order: WAYS ways drawn from the times of its steps."""
        dice = Random(SEED)  # noqa: S311
        pools = [self.step(each, type).pool for each in Investor.OPEN[PLACE[stage] :]]
        return tuple(sorted(sum(dice.choice(pool) for pool in pools) for _way in range(WAYS)))


def arrivals_of(workspace):
    """{investor id: {place on the way: when it first came there or further}} of investors that are not deleted."""
    lines = StageChange.objects.for_workspace(workspace).filter(investor__deleted_at=None, to_stage__in=PLACE)
    rows = lines.order_by("investor_id", "at", "pk").values_list("investor_id", "to_stage", "at")
    found = {}
    for investor, stage, at in rows.iterator(5000):
        place, came = PLACE[stage], found.get(investor)
        if came is None:
            found[investor] = {place: at}
        elif (furthest := next(reversed(came))) < place:
            came.update(dict.fromkeys(range(furthest + 1, place + 1), at))
    return found


def steps_of(journeys, now, priors, general=None):
    """{stage: Step}; `general` are the steps of all, whose times stand in where these are few."""
    journeys, steps = list(journeys), {}
    for place, stage in enumerate(Investor.OPEN):
        entries = [(came[place], came.get(place + 1)) for came in journeys if place in came]
        took = sorted((on - at).total_seconds() / DAY for at, on in entries if on and on > at)
        pool = took
        if len(took) < FEW_TIMES:
            pool = general[stage].pool if general else sorted(took + [PRIOR[stage][1] * part for part in SPREAD])
        patience = nearest(pool, 0.9)
        judged = [on for at, on in entries if (now - at).total_seconds() / DAY >= patience]
        steps[stage] = Step(
            stage=stage.value,
            entered=len(judged),
            advanced=sum(on is not None for on in judged),
            young=len(entries) - len(judged),
            prior=priors[stage],
            took=tuple(took),
            pool=tuple(pool),
        )
    return steps


def nearest(ordered, share):
    """The least of the values that so large a share does not exceed."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
