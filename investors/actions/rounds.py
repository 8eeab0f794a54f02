"""Rounds, and what investors commit to them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from investors.actions.investors import lock
from investors.models import Commitment


class AlreadyCommitted(Exception):
    """The investor has a commitment to this round: `commitment`."""

    def __init__(self, commitment):
        self.commitment = commitment
        text = _("%(name)s has a commitment to “%(round)s” already: change that one.")
        self.message = text % {"name": commitment.investor, "round": commitment.round}
        super().__init__(self.message)


class RoundHasMoney(Exception):
    def __init__(self):
        self.message = _("This round has commitments. Cancel it, or delete them first.")
        super().__init__(self.message)


@transaction.atomic
def save_round(*, round, by, **fields):
    """Begin or change a round. Raises ValidationError."""
    for name, value in fields.items():
        setattr(round, name, value)
    round.full_clean(exclude=["workspace"])
    round.save()
    return round


@transaction.atomic
def delete_round(*, round, by):
    """Raises RoundHasMoney: what was committed is not forgotten by the way."""
    if Commitment.objects.filter(round=round).exists():
        raise RoundHasMoney
    round.delete()


@transaction.atomic
def save_commitment(*, commitment, by, **fields):
    """Write down or change what an investor commits to a round.

    An amount without a day is of today. Raises AlreadyCommitted, InvestorIsDeleted and ValidationError.
    """
    for name, value in fields.items():
        setattr(commitment, name, value)
    investor = lock(commitment.investor)
    commitment.workspace = investor.workspace
    commitment.date_amounts()
    commitment.full_clean(exclude=["workspace", "round", "investor"])
    try:
        with transaction.atomic():
            commitment.save()
    except IntegrityError:
        others = Commitment.objects.exclude(pk=commitment.pk).select_related("investor", "round")
        other = others.filter(round=commitment.round, investor=investor).first()
        if other:
            raise AlreadyCommitted(other) from None
        raise
    return commitment


@transaction.atomic
def delete_commitment(*, commitment, by):
    lock(commitment.investor)
    commitment.delete()
