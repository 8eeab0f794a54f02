"""The ledger of stages, written at this one place: an investor's open line is closed and the next one appended."""

from investors.models import StageChange


def append(*, investor, at, by=None, from_stage="", to_stage="", reason=""):
    """Write the next line of an investor, in the transaction that changes it."""
    lines = StageChange.objects.filter(investor=investor, until=None)
    lines.update(until=at, until_day=investor.workspace.day_of(at))
    is_move = from_stage and to_stage
    return StageChange.objects.create(
        workspace=investor.workspace,
        investor=investor,
        from_stage=from_stage,
        to_stage=to_stage,
        at=at,
        by=by,
        reason=reason[:200],
        seconds_in_from=max(0, int((at - investor.stage_since).total_seconds())) if is_move else None,
    )
