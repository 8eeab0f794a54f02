from collections import Counter

from django.db import connection, transaction
from django.utils import timezone

from webox.analytics.events import TYPES
from webox.analytics.models import DailyCount, Event, VisitorLead


class UnknownEventType(ValueError):
    pass


def subject_of(instance):
    """("funnel", 3) for a Funnel whose id is 3."""
    return (instance._meta.model_name, instance.pk)


def record(*, workspace, type, at=None, visitor="", lead_id=None, subject=None, properties=None):
    """Append one event and move its daily counts. `subject` is a model instance or a (type, id) pair."""
    event = build(workspace, type, at, visitor, lead_id, subject, properties)
    record_many(events=[event])
    return event


def build(workspace, type, at=None, visitor="", lead_id=None, subject=None, properties=None):
    """An unsaved Event for record_many()."""
    if type not in TYPES:
        raise UnknownEventType(f"{type} is not registered in an events.py.")
    at = at or timezone.now()
    if subject is not None and not isinstance(subject, tuple):
        subject = subject_of(subject)
    subject_type, subject_id = subject or ("", 0)
    return Event(
        workspace=workspace,
        type=type,
        at=at,
        day=workspace.day_of(at),
        visitor=visitor,
        lead_id=lead_id,
        subject_type=subject_type,
        subject_id=subject_id,
        properties=properties or {},
    )


@transaction.atomic
def record_many(*, events):
    """Append events of any workspaces in one statement and move every count they touch."""
    Event.objects.bulk_create(events, batch_size=1000)
    counts = Counter()
    for event in events:
        counts[event.workspace_id, event.day, event.type, "", 0] += 1
        if event.subject_type:
            counts[event.workspace_id, event.day, event.type, event.subject_type, event.subject_id] += 1
    add_counts(counts)


def add_counts(counts):
    """Add to the daily counts: {(workspace id, day, metric, subject type, subject id): number}."""
    table = connection.ops.quote_name(DailyCount._meta.db_table)
    # The ORM's upsert can only overwrite; a count must grow by what is there.
    sql = (
        f"INSERT INTO {table} (workspace_id, day, metric, subject_type, subject_id, count) VALUES (%s,%s,%s,%s,%s,%s)"  # noqa: S608
        " ON CONFLICT (workspace_id, metric, subject_type, subject_id, day)"
        f" DO UPDATE SET count = {table}.count + excluded.count"
    )
    with connection.cursor() as cursor:
        # Sorted, so that two writers take the row locks in the same order.
        rows = [(*key, number) for key, number in sorted(counts.items())]
        cursor.executemany(sql, rows)


@transaction.atomic
def stitch(*, workspace, visitor, lead_id):
    """Remember that a visitor is this lead."""
    if visitor:
        VisitorLead.objects.bulk_create(
            [VisitorLead(workspace=workspace, visitor=visitor, lead_id=lead_id)], ignore_conflicts=True
        )
