"""Where a round stands: what was said, signed and wired against its target."""

from dataclasses import dataclass
from decimal import Decimal

from investors.models import Commitment, Round
from investors.models.rounds import STEPS


@dataclass(frozen=True)
class Progress:
    """Sums of a round in its currency. Each commitment counts once, at its furthest step; `total` is all of them.

    What somebody only said who passed since does not count."""

    target: Decimal
    soft: Decimal
    hard: Decimal
    wired: Decimal
    investors: int

    @property
    def total(self):
        return self.soft + self.hard + self.wired

    @property
    def secured(self):
        """What is signed or wired."""
        return self.hard + self.wired

    @property
    def share(self):
        return self.total / self.target

    @property
    def is_oversubscribed(self):
        return self.secured > self.target

    @property
    def bar(self):
        """[(step, where it begins, how wide it is)] in percent of the target, or of all where that is more."""
        whole, begun, parts = max(self.target, self.total), Decimal(0), []
        for step in reversed(STEPS):
            width = getattr(self, step) * 100 / whole
            parts.append((step, begun, width))
            begun += width
        return parts

    @property
    def missing(self):
        return max(self.target - self.secured, Decimal(0))

    @property
    def over(self):
        return max(self.secured - self.target, Decimal(0))


def counted_of(round):
    """The commitments of a round that count; one query, or none for a round of Round.objects.with_money()."""
    known = vars(round).get("counted")
    return list(Commitment.objects.counted().filter(round=round)) if known is None else known


def progress_of(round):
    commitments = [each for each in counted_of(round) if not each.is_withdrawn]
    sums = dict.fromkeys(STEPS, Decimal(0))
    for each in commitments:
        sums[each.step] += each.amount
    return Progress(target=round.target, investors=len(commitments), **sums)


def current_round(workspace):
    """The round pages speak of: the open one that was opened last, else the newest; None without any."""
    rounds = Round.objects.for_workspace(workspace)
    return rounds.open().order_by("-opened_on", "-pk").first() or rounds.order_by("-created_at", "-pk").first()
