"""An investor from first name to wire: created, edited, moved along the stages, deleted, restored."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.leads import tags_named
from investors.actions import ledger
from investors.actions.kpis import hold, restating
from investors.models import Investor, Restatement
from investors.models.investors import top_rank
from investors.stages import missing_for

Stage = Investor.Stage


class DuplicateInvestor(Exception):
    """`investor` has this address already, perhaps deleted."""

    def __init__(self, investor):
        self.investor = investor
        if investor.is_deleted:
            self.message = _("%(name)s has this email and was deleted. Restore it instead.") % {"name": investor}
        else:
            self.message = _("%(name)s has this email already.") % {"name": investor}
        super().__init__(self.message)


class InvestorIsDeleted(Exception):
    def __init__(self):
        self.message = _("This investor is deleted. Restore it before you change it.")
        super().__init__(self.message)


class CannotMove(Exception):
    """There is no next stage, or something is missing for it: `missing` is {field: sentence}."""

    def __init__(self, message, missing=None):
        self.message, self.missing = message, missing or {}
        super().__init__(message)


class MovedMeanwhile(Exception):
    """It is no longer in the stage that was seen."""

    def __init__(self, investor):
        text = _("%(name)s is in “%(stage)s” by now: somebody else moved it. Look again before you move it.")
        self.message = text % {"name": investor, "stage": investor.get_pipeline_stage_display()}
        super().__init__(self.message)


@transaction.atomic
def create_investor(*, workspace, by, tags=(), **fields):
    """Raises DuplicateInvestor and ValidationError."""
    fields["email"] = fields.get("email", "").strip().lower()
    require_member(workspace, fields.get("owner"))
    investor = _saved(begun(workspace, fields))
    ledger.append(investor=investor, at=investor.created_at, by=by, to_stage=investor.pipeline_stage)
    if tags:
        investor.tags.set(tags_named(workspace, tags))
    return investor


@transaction.atomic
def edit_investor(*, investor, by, **fields):
    """Change any of an investor's fields; `pipeline_stage` leaves its line in the ledger.

    Raises DuplicateInvestor, InvestorIsDeleted, ValidationError.
    """
    investor = lock(investor)
    stage, tags = fields.pop("pipeline_stage", investor.pipeline_stage), fields.pop("tags", None)
    if "email" in fields:
        fields["email"] = fields["email"].strip().lower()
    if "owner" in fields:
        require_member(investor.workspace, fields["owner"])
    for name, given in fields.items():
        setattr(investor, name, given)
    investor = _saved(investor)
    if tags is not None:
        investor.tags.set(tags_named(investor.workspace, tags))
    return change_stage(investor=investor, stage=stage, by=by, reason=fields.get("no_reason", ""))


@transaction.atomic
def change_stage(*, investor, stage, by, reason="", rank=None):
    """To any stage, also back; the same one changes nothing. Raises InvestorIsDeleted."""
    investor = lock(investor)
    if stage == investor.pipeline_stage:
        return investor
    now = timezone.now()
    ledger.append(investor=investor, at=now, by=by, from_stage=investor.pipeline_stage, to_stage=stage, reason=reason)
    investor.pipeline_stage, investor.stage_since = stage, now
    investor.rank = top_rank() if rank is None else rank
    if stage != Stage.PASSED:
        # Who is talked to again has no reason for no; the ledger keeps it.
        investor.no_reason = ""
    elif reason:
        investor.no_reason = reason[:200]
    investor.save(update_fields=["pipeline_stage", "stage_since", "rank", "no_reason", "updated_at"])
    return investor


@transaction.atomic
def move_to_next_stage(*, investor, by, seen=""):
    """One step on the way to a wire, never into “passed”. `seen` is the stage that whoever asks had before them.

    Raises CannotMove, InvestorIsDeleted, and MovedMeanwhile when `seen` is no longer true.
    """
    investor = lock(investor)
    if seen and seen != investor.pipeline_stage:
        raise MovedMeanwhile(investor)
    stage = investor.next_stage
    if stage is None:
        raise CannotMove(
            _("“%(stage)s” is the end of the way: there is no next stage.")
            % {"stage": investor.get_pipeline_stage_display()}
        )
    if missing := missing_for(investor, stage):
        raise CannotMove(" ".join(missing.values()), missing)
    return change_stage(investor=investor, stage=stage, by=by)


@transaction.atomic
def delete_investor(*, investor, by):
    """Soft: it leaves every list and keeps its history. Harmless twice."""
    hold(investor.workspace)
    investor = held(investor)
    if investor.is_deleted:
        return investor
    now = timezone.now()
    ledger.append(investor=investor, at=now, by=by, from_stage=investor.pipeline_stage)
    investor.deleted_at = now
    with restating(investor=investor, change=Restatement.Change.INVESTOR_DELETED, by=by):
        investor.save(update_fields=["deleted_at", "updated_at"])
    return investor


@transaction.atomic
def restore_investor(*, investor, by):
    hold(investor.workspace)
    investor = held(investor)
    if not investor.is_deleted:
        return investor
    now = timezone.now()
    ledger.append(investor=investor, at=now, by=by, to_stage=investor.pipeline_stage)
    investor.deleted_at, investor.stage_since = None, now
    with restating(investor=investor, change=Restatement.Change.INVESTOR_RESTORED, by=by):
        investor.save(update_fields=["deleted_at", "stage_since", "updated_at"])
    return investor


def begun(workspace, fields):
    """An unsaved investor, in its stage since it is there."""
    investor = Investor(workspace=workspace, **fields)
    investor.stage_since = fields.get("stage_since", investor.created_at)
    return investor


def held(investor):
    """The investor as it is now, for this transaction alone. Rows may still name it: no key is locked."""
    rows = Investor.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("workspace").get(pk=investor.pk)


def lock(investor):
    locked = held(investor)
    if locked.is_deleted:
        raise InvestorIsDeleted
    return locked


def require_member(workspace, owner):
    if owner is not None and not workspace.memberships.filter(user=owner).exists():
        raise ValidationError({"owner": _("The owner must be a member of the workspace.")})


def _saved(investor):
    try:
        with transaction.atomic():
            investor.save()
    except IntegrityError:
        other = Investor.objects.for_workspace(investor.workspace).exclude(pk=investor.pk)
        same = other.filter(email__iexact=investor.email).first() if investor.email else None
        if same:
            raise DuplicateInvestor(same) from None
        raise
    return investor
