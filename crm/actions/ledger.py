"""The pipeline ledger, written at this one place: a lead's open line is closed and the next one appended."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.db import connection
from django.db.models import Case, Value, When

from crm.models import Lead, StatusChange
from webox.lib.bulk import insert_rows

COLUMNS = (
    *("workspace_id", "lead_id", "kind", "from_status", "to_status", "from_value", "to_value", "by_id", "at", "day"),
    *("until", "seconds_in_from", "age_seconds", "reason", "source", "owner_id"),
    *("cohort", "furthest", "stands", "is_last_stay"),
)
Kind, FUNNEL = StatusChange.Kind, Lead.FUNNEL


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
    furthest = close(workspace, [line for line in lines if line.kind != Kind.CREATED])
    take_back([line for line in lines if line.kind == Kind.MOVED])
    # An import's lines are all of one moment: what its day is need not be found out a million times.
    day_of = lru_cache(1024)(workspace.day_of)
    rows = [row_of(workspace.pk, by.pk if by else None, line, furthest.get(line.lead_id, ""), day_of) for line in lines]
    insert_rows(StatusChange, COLUMNS, rows)


def close(workspace, lines):
    """Say until when the lines held that are open; {lead id: the furthest stage it had come to}."""
    leads = {}
    for line in lines:
        leads.setdefault(line.at, []).append(line.lead_id)
    open_lines = StatusChange.objects.filter(lead_id__in=[line.lead_id for line in lines], until=None)
    furthest = dict(open_lines.values_list("lead_id", "furthest")) if lines else {}
    if len(leads) == 1:
        [at] = leads
        open_lines.update(until=at, until_day=workspace.day_of(at))
    elif leads:
        # A history brought in: one statement, for each one moves the totals.
        open_lines.update(until=of_moment(leads, lambda at: at), until_day=of_moment(leads, workspace.day_of))
    return furthest


def of_moment(leads, value_of):
    """What value_of() makes of the moment a lead stands under in {moment: [lead id]}."""
    return Case(*(When(lead_id__in=ids, then=Value(value_of(at))) for at, ids in leads.items()))


def take_back(moves):
    """A lead that leaves a stage again has not had its last stay there before; who leaves won was not won."""
    left = {}
    for line in moves:
        left.setdefault(line.from_status, []).append(line.lead_id)
    for status, ids in left.items():
        earlier = StatusChange.objects.moves().filter(lead_id__in=ids)
        earlier.filter(from_status=status, is_last_stay=True).update(is_last_stay=False)
        if status in Lead.DECIDED:
            earlier.filter(to_status=status, stands=True).update(stands=False)


@lru_cache(512)
def furthest_of(*stages):
    """The furthest of some stages; being lost is none, but everybody was new once."""
    return max((stage for stage in (*stages, Lead.Status.NEW) if stage in FUNNEL), key=FUNNEL.index)


def row_of(workspace_id, by_id, line, furthest, day_of):
    moment, is_move = connection.ops.adapt_datetimefield_value, line.kind == Kind.MOVED
    return (
        *(workspace_id, line.lead_id, line.kind, line.from_status, line.to_status),
        *(number(line.from_value), number(line.to_value)),
        *(by_id, moment(line.at), day_of(line.at), None),
        *((seconds(line.status_since, line.at), seconds(line.created_at, line.at)) if is_move else (None, None)),
        *(line.reason[:200], line.source, line.owner_id),
        day_of(line.created_at) if line.created_at else None,
        *(str(furthest_of(furthest, line.from_status, line.to_status)), True, True),
    )


def number(value):
    return None if value is None else StatusChange._meta.get_field("to_value").get_db_prep_save(value, connection)


def seconds(start, end):
    return max(0, int((end - start).total_seconds())) if start else None


def of_lead(lead, kind, at, **fields):
    """The line of a lead as it is now; give what it was as from_status, from_value and status_since."""
    gone = kind == Kind.DELETED
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
