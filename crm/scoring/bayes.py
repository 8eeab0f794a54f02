"""Which of the open leads will be won: naive Bayes over what the closed ones had, in log space, smoothed.

    log odds = ln((won + 1) / (lost + 1)) + Σ ln((won with v + 1) / (won + k)) − ln((lost with v + 1) / (lost + k))

over the values v of a lead's features, k being how many values a feature has. Each part is shown as points, of which
ten double the odds: the parts of a lead add up to its log odds.
"""

import math
from collections import Counter
from dataclasses import dataclass

SMOOTHING = 1
DOUBLES = 10
# Values seen with fewer outcomes are one value together; a tag with fewer is no feature.
FEWEST_OF_A_VALUE, FEWEST_OF_A_TAG, MOST_TAGS = 5, 10, 30
OTHER = "…"
TAG, YES, NO = "tag:", "yes", "no"


@dataclass
class Outcome:
    """A closed lead: whether it was won, its features and its tags as they were before."""

    won: bool
    features: dict
    tags: frozenset = frozenset()


@dataclass
class Part:
    """What one feature adds to the log odds."""

    feature: str
    value: str
    log_odds: float
    points: int = 0


@dataclass
class Model:
    won: int
    lost: int
    # {feature: {value: [won, lost]}}
    counts: dict

    @property
    def base(self):
        """The log odds of a lead of which nothing is known."""
        return math.log((self.won + SMOOTHING) / (self.lost + SMOOTHING))

    def parts(self, features, tags=frozenset()):
        """[Part] of each feature of a lead that the model knows, and the base as the first, without a feature."""
        parts = [Part("", "", self.base)]
        for feature, known in self.counts.items():
            if feature.startswith(TAG):
                value = YES if feature.removeprefix(TAG) in tags else NO
            else:
                value = features.get(feature, "")
            value = value if value in known else OTHER
            if value in known:
                parts.append(Part(feature, value, self.ratio(known, value)))
        return parts

    def ratio(self, known, value):
        won, lost = known[value]
        kinds = SMOOTHING * len(known)
        return math.log((won + SMOOTHING) / (self.won + kinds)) - math.log((lost + SMOOTHING) / (self.lost + kinds))

    def probability(self, features, tags=frozenset()):
        return probability(sum(part.log_odds for part in self.parts(features, tags)))


def probability(log_odds):
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0


def train(outcomes):
    """The Model of some outcomes, an iterable read once."""
    totals, seen, tagged = Counter(), {}, {}
    for outcome in outcomes:
        totals[outcome.won] += 1
        for feature, value in outcome.features.items():
            pair = seen.setdefault(feature, {}).setdefault(value, [0, 0])
            pair[not outcome.won] += 1
        for tag in outcome.tags:
            tagged.setdefault(tag, [0, 0])[not outcome.won] += 1
    won, lost = totals[True], totals[False]
    counts = {feature: with_others(values) for feature, values in seen.items()}
    often = sorted((-sum(pair), tag) for tag, pair in tagged.items() if sum(pair) >= FEWEST_OF_A_TAG)
    for _number, tag in often[:MOST_TAGS]:
        with_it = tagged[tag]
        counts[TAG + tag] = {YES: with_it, NO: [won - with_it[0], lost - with_it[1]]}
    return Model(won, lost, counts)


def with_others(values):
    """{value: [won, lost]} with rare values put together."""
    kept = {value: pair for value, pair in values.items() if sum(pair) >= FEWEST_OF_A_VALUE}
    rare = [pair for value, pair in values.items() if value not in kept]
    if rare:
        kept[OTHER] = [sum(pair[0] for pair in rare), sum(pair[1] for pair in rare)]
    return kept


def in_points(parts):
    """Give every part its points, whole numbers that add up to those of the log odds. Returns their sum."""
    exact = [part.log_odds * DOUBLES / math.log(2) for part in parts]
    total = math.floor(sum(exact) + 0.5)
    rounded = [math.floor(value) for value in exact]
    # Those cut most get what is missing.
    by_cut = sorted(range(len(parts)), key=lambda place: rounded[place] - exact[place])
    for place in by_cut[: total - sum(rounded)]:
        rounded[place] += 1
    for part, points in zip(parts, rounded, strict=True):
        part.points = points
    return total
