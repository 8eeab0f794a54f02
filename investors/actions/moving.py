"""Cards of the investors' board: to another stage, or to another place in theirs. Many at once from the list."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.actions.board import find_place
from crm.actions.leads import tags_named
from investors.actions.investors import MovedMeanwhile, change_stage, delete_investor, edit_investor, lock
from investors.actions.kpis import hold
from investors.models import Investor
from investors.stages import missing_for

Stage = Investor.Stage
# What nobody comes to without a commitment, however they are moved
NEEDS_MONEY = (Stage.COMMITTED, Stage.CLOSED)


class ReasonMissing(Exception):
    def __init__(self):
        self.message = _("Write why this investor passed.")
        super().__init__(self.message)


class CommitmentMissing(Exception):
    def __init__(self, investor, stage, message):
        self.investor, self.stage, self.message = investor, stage, message
        super().__init__(message)


@transaction.atomic
def move_investor(*, investor, stage, by, after=None, before=None, seen="", reason=""):
    """Put a card below the card `after`, else above the card `before` (ids), else on top of a stage.

    `seen` is the stage the mover saw it in. Returns the investor, and whether it is where it was asked to be. Raises
    MovedMeanwhile, InvestorIsDeleted, ReasonMissing (of who passed) and CommitmentMissing (of who committed).
    """
    # One at a time looks for a gap between cards.
    hold(investor.workspace)
    cards = Investor.objects.for_workspace(investor.workspace).alive().filter(pipeline_stage=stage)
    rank, is_as_asked = find_place(cards.exclude(pk=investor.pk), investor, after, before)
    investor = lock(investor)
    if seen and seen != investor.pipeline_stage:
        raise MovedMeanwhile(investor)
    if stage == investor.pipeline_stage:
        investor.rank = rank
        investor.save(update_fields=["rank"])
        return investor, is_as_asked
    require_what_it_takes(investor, stage, reason)
    return change_stage(investor=investor, stage=stage, by=by, reason=reason.strip(), rank=rank), is_as_asked


def require_what_it_takes(investor, stage, reason):
    if stage == Stage.PASSED and not reason.strip():
        raise ReasonMissing
    missing = missing_for(investor, stage) if stage in NEEDS_MONEY else {}
    if missing:
        raise CommitmentMissing(investor, stage, " ".join(missing.values()))


@transaction.atomic
def change_many(*, investors, by, kind, value=None, reason=""):
    """One change to each of some investors, all or none; the number of them. `kind` is a name of MANY."""
    ids = [investor.pk for investor in investors]
    # All of them in one order before any change: two who change the same ones never wait for each other.
    if investors:
        hold(investors[0].workspace)
    rows = Investor.objects.select_for_update(of=("self",), no_key=True).select_related("workspace")
    investors = list(rows.filter(pk__in=ids).order_by("pk"))
    for investor in investors:
        MANY[kind](investor, by, value, reason)
    return len(investors)


def _stage(investor, by, stage, reason):
    if stage in NEEDS_MONEY and investor.pipeline_stage != stage and missing_for(investor, stage):
        message = _("%(name)s has no such commitment yet: move it by itself.") % {"name": investor}
        raise ValidationError({"stage": message})
    change_stage(investor=investor, stage=stage, by=by, reason=reason)


MANY = {
    "stage": _stage,
    "owner": lambda investor, by, owner, reason: edit_investor(investor=investor, by=by, owner=owner),
    "tags": lambda investor, by, names, reason: investor.tags.add(*tags_named(investor.workspace, names)),
    "delete": lambda investor, by, value, reason: delete_investor(investor=investor, by=by),
}
