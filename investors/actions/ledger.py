"""The ledger of stages, written at this one place: an investor's open line is closed and the next one appended."""

from investors import events
from investors.models import StageChange
from webox.analytics.actions import build, record, record_many


def append(*, investor, at, by=None, from_stage="", to_stage="", reason=""):
    """Write the next line of an investor, in the transaction that changes it."""
    lines = StageChange.objects.filter(investor=investor, until=None)
    is_first = not lines.update(until=at, until_day=investor.workspace.day_of(at))
    is_move = from_stage and to_stage
    line = StageChange.objects.create(
        workspace=investor.workspace,
        investor=investor,
        from_stage=from_stage,
        to_stage=to_stage,
        at=at,
        by=by,
        reason=reason[:200],
        seconds_in_from=max(0, int((at - investor.stage_since).total_seconds())) if is_move else None,
    )
    if is_move:
        type = events.INVESTOR_MOVED
    elif to_stage:
        type = events.INVESTOR_ADDED if is_first else events.INVESTOR_RESTORED
    else:
        type = events.INVESTOR_DELETED
    properties = {"from": from_stage, "to": to_stage}
    record(workspace=investor.workspace, type=type, at=at, subject=investor, properties=properties)
    return line


def begin(*, investors, by=None):
    """The first lines of many investors at once."""
    lines = [
        StageChange(
            workspace=investor.workspace,
            investor=investor,
            to_stage=investor.pipeline_stage,
            at=investor.created_at,
            by=by,
        )
        for investor in investors
    ]
    StageChange.objects.bulk_create(lines)
    record_many(
        events=[
            build(
                line.workspace,
                events.INVESTOR_ADDED,
                line.at,
                subject=line.investor,
                properties={"from": "", "to": line.to_stage},
            )
            for line in lines
        ]
    )
