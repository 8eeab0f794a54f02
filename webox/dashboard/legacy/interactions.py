from django.utils import timezone

from crm.events import INTERACTION_ADDED
from crm.models import Lead, LeadInteraction
from webox.analytics.actions import build, record_many
from webox.dashboard.legacy.rows import Refused

# `metadata` was the column's name before it was renamed.
COLUMNS = frozenset(
    {
        *("id", "lead_id", "interaction_type", "subject", "content", "interaction_metadata", "metadata", "author_id"),
        *("created_at", "updated_at"),
    }
)
Type = LeadInteraction.Type


def take(run, rows):
    parents = run.known("leads", {row.reference("lead_id") for row in rows})
    alive = set(Lead.objects.for_workspace(run.workspace).filter(pk__in=parents.values()).values_list("pk", flat=True))
    taken = []
    for row in rows:
        try:
            row.interaction = read(run, row, parents, alive)
            taken.append(row)
        except Refused as reason:
            row.refuse(reason)
    events = []
    for row, talk in zip(taken, LeadInteraction.objects.bulk_create([row.interaction for row in taken]), strict=True):
        row.subject_id = talk.pk
        row.end("created")
        about = {"interaction_id": talk.pk, "type": talk.interaction_type}
        events.append(
            build(run.workspace, INTERACTION_ADDED, at=talk.created_at, lead_id=talk.lead_id, properties=about)
        )
    record_many(events=events)


def read(run, row, parents, alive):
    row.require_id()
    there = row.reference("lead_id")
    if not there:
        raise Refused("it belongs to no lead")
    if there not in parents:
        raise Refused(f"its lead {there} was refused or is not in the table")
    if parents[there] not in alive:
        raise Refused(f"its lead {there} was erased here")
    metadata = row.parsed("interaction_metadata") or row.parsed("metadata") or {}
    if not isinstance(metadata, dict):
        metadata = {"metadata": metadata}
    kind, metadata = kind_of(row, metadata)
    return LeadInteraction(
        workspace=run.workspace,
        lead_id=parents[there],
        interaction_type=kind,
        subject=row.text("subject", 200),
        content=row.long_text("content"),
        interaction_metadata=metadata,
        author=run.member(row, "author_id"),
        created_at=row.past("created_at") or timezone.now(),
    )


def kind_of(row, metadata):
    """What was said must not be lost over a kind nobody knows here: it becomes a note that names it."""
    try:
        return row.choice("interaction_type", Type, Type.NOTE), metadata
    except Refused:
        kind = row.text("interaction_type", 60)
        row.note(f"“{kind}” became a note")
        return Type.NOTE, {"interaction_type": kind, **metadata}
