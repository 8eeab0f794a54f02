"""The pipeline ledger, written at this one place: a lead's open line is closed and the next one appended."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from crm.models import StatusChange
from webox.lib.bulk import insert_rows

COLUMNS = (
    *("workspace_id", "lead_id", "kind", "from_status", "to_status", "from_value", "to_value", "by_id", "at", "day"),
    *("until", "seconds_in_from", "age_seconds", "reason", "source", "owner_id"),
)


@dataclass
class Line:
    """One line to be: what the lead was, and what it is now. `status_since` is when it came to `from_status`."""

    lead_id: int
    kind: str
    at: datetime
    from_status: str = ""
    to_status: str = ""
    from_value: Decimal | None = None
    to_value: Decimal | None = None
    created_at: datetime | None = None
    status_since: datetime | None = None
    reason: str = ""
    source: str = ""
    owner_id: int | None = None


def append(*, workspace, by, lines):
    """Write the next line of each lead, at most one a lead. In the transaction that changes the leads."""
    if not lines:
        return
    earlier = {line.lead_id: line.at for line in lines if line.kind != StatusChange.Kind.CREATED}
    for at in set(earlier.values()):
        ids = [lead_id for lead_id, moment in earlier.items() if moment == at]
        StatusChange.objects.filter(lead_id__in=ids, until=None).update(until=at)
    insert_rows(StatusChange, COLUMNS, [row_of(workspace, by, line) for line in lines])


def row_of(workspace, by, line):
    moment, number = connection.ops.adapt_datetimefield_value, StatusChange._meta.get_field("to_value").get_db_prep_save
    is_move = line.kind == StatusChange.Kind.MOVED
    return (
        *(workspace.pk, line.lead_id, line.kind, line.from_status, line.to_status),
        *(number(line.from_value, connection), number(line.to_value, connection)),
        *(by.pk if by else None, moment(line.at), workspace.day_of(line.at), None),
        *((seconds(line.status_since, line.at), seconds(line.created_at, line.at)) if is_move else (None, None)),
        *(line.reason[:200], line.source, line.owner_id),
    )


def seconds(start, end):
    return max(0, int((end - start).total_seconds())) if start else None


def of_lead(lead, kind, at, **fields):
    """The line of a lead as it is now; give what it was as from_status, from_value and status_since."""
    gone = kind == StatusChange.Kind.DELETED
    return Line(
        lead_id=lead.pk,
        kind=kind,
        at=at,
        to_status="" if gone else lead.status,
        to_value=None if gone else lead.estimated_value,
        created_at=lead.created_at,
        source=lead.source,
        owner_id=lead.owner_id,
        **fields,
    )
