"""What may come of the pipeline: each amount by the chance its investor has, after the ledger's own rates."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from investors.models import Investor
from investors.rounds import counted_of, progress_of
from investors.statistics.rates import DAY, PLACE, Rates, arrivals_of

Stage = Investor.Stage
ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Prospect:
    """An investor on the way who has not signed; `amount` is None where nobody wrote one down."""

    investor: int
    stage: str
    type: str
    chance: float
    amount: Decimal | None = None
    is_committed: bool = False

    @property
    def weighted(self):
        return ZERO if self.amount is None else self.amount * Decimal(self.chance)


class Pipeline:
    """The investors and the ledger of a workspace, read once for all that is told of them; three queries."""

    def __init__(self, workspace, round, now: datetime):
        self.workspace, self.round, self.now = workspace, round, now
        self.currency = round.currency if round else workspace.currency
        self.arrivals = arrivals_of(workspace)
        alive = Investor.objects.for_workspace(workspace).alive().order_by("pk")
        fields = ("pk", "client_type", "pipeline_stage", "stage_since", "check_size", "is_active")
        self.investors = list(alive.values_list(*fields))
        self.rates = Rates(self.arrivals, {row[0]: row[1] for row in self.investors}, now)
        self.commitments = {}
        if round:
            round.counted = counted_of(round)
            self.commitments = {each.investor_id: each for each in round.counted}
        self.progress = progress_of(round) if round else None
        self.signed, self.prospects = [], []
        for row in self.investors:
            self.place(*row)

    def place(self, investor, type, stage, since, check_size, is_active):
        if not is_active or stage not in Investor.OPEN:
            return
        commitment = self.commitments.get(investor)
        if commitment and commitment.step != "soft":
            self.signed.append(stage)
            return
        # Check sizes are in the currency of the workspace: without rates between two they say nothing of the other.
        check_size = check_size if self.currency == self.workspace.currency else None
        waited = (self.now - since).total_seconds() / DAY
        amount = commitment.amount if commitment else check_size
        chance = self.rates.chance(stage, type, waited)
        self.prospects.append(Prospect(investor, stage, type, chance, amount, commitment is not None))

    @property
    def secured(self):
        return self.progress.secured if self.progress else ZERO

    @property
    def weighted(self):
        return sum((each.weighted for each in self.prospects), ZERO).quantize(CENT)

    @property
    def without_amount(self):
        return sum(each.amount is None for each in self.prospects)

    @property
    def amounts(self):
        """What a new investor may bring: what others committed to this round, and the check sizes talked about."""
        said = [each.amount for each in self.commitments.values()]
        return said + [each.amount for each in self.prospects if each.amount and not each.is_committed]


def forecast_of(pipeline):
    """{"currency", "target", "secured", "weighted", "total", "stages": [row of a stage], …}"""
    weighted, secured = pipeline.weighted, pipeline.secured
    return {
        "round": pipeline.round,
        "currency": pipeline.currency,
        "target": pipeline.round and pipeline.round.target,
        "secured": secured,
        "weighted": weighted,
        "total": secured + weighted,
        "without_amount": pipeline.without_amount,
        "stages": [of_stage(pipeline, stage) for stage in Investor.OPEN],
    }


def of_stage(pipeline, stage):
    own = [each for each in pipeline.prospects if each.stage == stage]
    signed = pipeline.signed.count(stage)
    amount = sum((each.amount for each in own if each.amount), ZERO)
    weighted = sum((each.weighted for each in own), ZERO)
    return {
        "stage": stage.value,
        "label": stage.label,
        "investors": len(own) + signed,
        "signed": signed,
        "without_amount": sum(each.amount is None for each in own),
        "amount": amount,
        # As they come to the stage; what they wait there is in the mean of those who stand there now
        "chance": pipeline.rates.chance(stage),
        "mean_chance": float(weighted / amount) if amount else None,
        "weighted": weighted.quantize(CENT),
    }


def met(prospect):
    return PLACE[prospect.stage] >= PLACE[Stage.MEETING]
