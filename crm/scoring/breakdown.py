"""A score taken apart: what each rule gives a lead, what would move it, and what the prediction says of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.fields import lead_fields
from crm.models import Prediction, Scoring, ScoringRule
from crm.scoring.decay import percent
from crm.scoring.points import Worth, fits, sums
from crm.scoring.predicting import Predictor, in_words

MOST_MOVES = 5


@dataclass
class Line:
    """A rule that gives the lead `points`; `before_cap` is what it would be without the cap."""

    rule: ScoringRule
    points: float
    before_cap: float
    count: int
    last_at: datetime | None

    @property
    def is_capped(self):
        return abs(self.before_cap) > abs(self.points)

    @property
    def details(self):
        if self.rule.is_fit:
            return ""
        said = [ngettext("%(number)d time", "%(number)d times", self.count) % {"number": self.count}]
        half_life = self.rule.half_life_days
        half = ngettext("half gone after %(number)d day", "half gone after %(number)d days", half_life)
        said.append(half % {"number": half_life})
        if self.is_capped:
            said.append(_("capped at %(number)d") % {"number": self.rule.cap})
        return " · ".join(said)


@dataclass
class Breakdown:
    as_of: datetime
    scoring: Scoring
    fit: int
    engagement: int
    lines: list
    moves: list
    forecast: Any = None
    prediction: Any = None
    # Of a forecast: [(words, Part)]
    parts: list = field(default_factory=list)

    @property
    def score(self):
        return self.scoring.score(self.fit, self.engagement)

    @property
    def cell(self):
        return self.scoring.cell(self.fit, self.engagement)

    @property
    def percent(self):
        """How likely the lead is to be won, in percent."""
        return percent(100 * self.forecast.probability)


def breakdown_of(lead, moment=None):
    """The Breakdown of a lead at a moment: its fit as it is, its engagement as last counted and faded since."""
    moment, workspace = moment or timezone.now(), lead.workspace
    rules = list(ScoringRule.objects.for_workspace(workspace).active())
    worths = [
        Worth(rule, rule.points, moment) for _pk, rule in fits(workspace, [r for r in rules if r.is_fit], [lead.pk])
    ]
    active = {rule.pk: rule for rule in rules}
    for row in lead.engagements.filter(rule__in=active):
        worths.append(Worth(active[row.rule_id], row.value, row.as_of, row.count, row.last_at))
    fit, engagement = sums(worths, moment)
    predictor = Predictor(Prediction.objects.of(workspace))
    found = Breakdown(
        moment,
        Scoring.objects.of(workspace),
        fit,
        engagement,
        lines=lines_of(worths, moment),
        moves=moves_of(rules, worths, moment),
        forecast=predictor.forecast(lead, engagement),
        prediction=predictor.prediction,
    )
    if found.forecast:
        known = lead_fields(workspace)
        found.parts = [(in_words(part, known), part) for part in found.forecast.parts]
    return found


def lines_of(worths, moment):
    """The strongest first; what has faded to nothing is not worth a line."""
    lines = [
        Line(worth.rule, worth.points(moment), worth.before_cap(moment), worth.count, worth.last_at) for worth in worths
    ]
    lines = [line for line in lines if abs(line.points) >= 0.05]
    return sorted(lines, key=lambda line: (-abs(line.points), line.rule.position, line.rule.pk))


def moves_of(rules, worths, moment):
    """[(points, rule)]: what would raise the score, the most first; of an event, what the next one would give."""
    given = {worth.rule.pk: worth for worth in worths}
    moves = []
    for rule in rules:
        worth = given.get(rule.pk)
        if rule.is_fit:
            gain = 0 if worth else rule.points
        else:
            now = worth.before_cap(moment) if worth else 0
            gain = min(rule.points, rule.cap - now)
        if gain >= 1:
            moves.append((gain, rule))
    moves.sort(key=lambda move: (-move[0], move[1].position))
    return moves[:MOST_MOVES]
