"""Where a round stands: what was said, signed and wired against its target."""

from dataclasses import dataclass
from decimal import Decimal

from investors.models import Round


@dataclass(frozen=True)
class Progress:
    """Sums of a round in its currency. Each commitment counts once, at its furthest step; `total` is all of them."""

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
    def missing(self):
        return max(self.target - self.secured, Decimal(0))


def progress_of(round):
    return progress_from(round, [each for each in round.commitments.all() if not each.investor.is_deleted])


def progress_from(round, commitments):
    sums = {"soft": Decimal(0), "hard": Decimal(0), "wired": Decimal(0)}
    for each in commitments:
        sums[each.step] += each.amount
    return Progress(target=round.target, investors=len(commitments), **sums)


def current_round(workspace):
    """The round pages speak of: the open one that was opened last, else the newest; None without any."""
    rounds = Round.objects.for_workspace(workspace).prefetch_related("commitments__investor")
    return rounds.open().order_by("-opened_on", "-pk").first() or rounds.order_by("-created_at", "-pk").first()
