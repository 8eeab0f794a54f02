"""What a rule would do to some leads, before it is saved."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from crm.models import Lead, Scoring, ScoringRule
from crm.scoring.points import sums, worths_of

TRIED = 5


@dataclass
class Trial:
    """A lead with what it has by the rules as they are (`before`) and as they would be (`after`)."""

    lead: Any
    before: "Standing"
    after: "Standing"

    @property
    def is_changed(self):
        return self.before != self.after


@dataclass
class Standing:
    fit: int
    engagement: int
    score: int
    cell: str


def trials_of(membership, rule, search=""):
    """[Trial] of the leads a search finds, or of those last changed."""
    leads = Lead.objects.visible_to(membership).alive()
    leads = list((leads.search(search) if search else leads).order_by("-updated_at", "-pk")[:TRIED])
    now, workspace = timezone.now(), membership.workspace
    scoring, ids = Scoring.objects.of(workspace), [lead.pk for lead in leads]
    rules = list(ScoringRule.objects.for_workspace(workspace).active())
    others = [other for other in rules if other.pk != rule.pk]
    before = worths_of(workspace, rules, ids, now)
    after = worths_of(workspace, [*others, rule] if rule.is_active else others, ids, now)
    return [
        Trial(lead, standing(scoring, before[lead.pk], now), standing(scoring, after[lead.pk], now)) for lead in leads
    ]


def standing(scoring, worths, moment):
    fit, engagement = sums(worths, moment)
    return Standing(fit, engagement, scoring.score(fit, engagement), scoring.cell(fit, engagement))
