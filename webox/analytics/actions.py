import json
from collections import Counter, defaultdict
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from webox.analytics.events import TYPES, is_known, shows_interest, splits
from webox.analytics.models import DailyCount, Event, VisitorLead
from webox.analytics.signals import interest_shown
from webox.lib.bulk import insert_rows

LONGEST_VALUE = DailyCount._meta.get_field("subject_type").max_length


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
    if not is_known(type):
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
        known = TYPES.get(event.type)
        if known and known.split_by:
            value = event.properties.get(known.split_by, "")[:LONGEST_VALUE]
            counts[event.workspace_id, event.day, known.split_metric, value, 0] += 1
    add_counts(counts)
    tell((event.workspace_id, event.type, event.lead_id, event.visitor) for event in events)


def tell(seen):
    """Send the news of what shows interest, (workspace id, type, lead id, visitor) each, once for all of them."""
    news = defaultdict(lambda: (set(), set(), set()))
    for workspace_id, type, lead_id, visitor in seen:
        if (lead_id or visitor) and shows_interest(type):
            types, lead_ids, visitors = news[workspace_id]
            types.add(type)
            # A visitor who left an address is told by the lead alone.
            (lead_ids if lead_id else visitors).add(lead_id or visitor)
    for workspace_id, (types, lead_ids, visitors) in news.items():
        about = {"workspace_id": workspace_id, "types": types, "lead_ids": lead_ids, "visitors": visitors}
        transaction.on_commit(partial(interest_shown.send_robust, sender=Event, **about))


@transaction.atomic
def record_for_leads(*, workspace, type, at, leads, subject=None):
    """The same event for many leads, [(lead id, properties)], as a campaign has it: thousands in one statement."""
    first, known = build(workspace, type, at, subject=subject), TYPES.get(type)
    shared = (workspace.pk, type, connection.ops.adapt_datetimefield_value(at), first.day, "")
    about = (first.subject_type, first.subject_id)
    columns = ("workspace_id", "type", "at", "day", "visitor", "lead_id", "subject_type", "subject_id", "properties")
    rows = [(*shared, lead_id, *about, json.dumps(properties)) for lead_id, properties in leads]
    insert_rows(Event, columns, rows)
    counts = Counter({(workspace.pk, first.day, type, "", 0): len(rows)})
    if first.subject_type:
        counts[workspace.pk, first.day, type, *about] = len(rows)
    if known and known.split_by:
        for _lead_id, properties in leads:
            value = properties.get(known.split_by, "")[:LONGEST_VALUE]
            counts[workspace.pk, first.day, known.split_metric, value, 0] += 1
    add_counts(counts)
    if shows_interest(type):
        tell((workspace.pk, type, lead_id, "") for lead_id, _properties in leads)


def add_counts(counts):
    """Add to the daily counts: {(workspace id, day, metric, subject type, subject id): number}."""
    if not counts:
        return
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


# What the daily counts must be: one row for all events of a type on a day, one for each of its subjects.
COUNTED = """
    SELECT workspace_id, day, type AS metric, '' AS subject_type, 0 AS subject_id, count(*) AS count
    FROM {event} GROUP BY workspace_id, day, type
    UNION ALL
    SELECT workspace_id, day, type, subject_type, subject_id, count(*)
    FROM {event} WHERE subject_type <> '' GROUP BY workspace_id, day, type, subject_type, subject_id
"""
# And one row for each value of the property a type is split by
SPLIT = """
    UNION ALL
    SELECT workspace_id, day, '{metric}', substr(coalesce(properties ->> '{name}', ''), 1, {longest}), 0, count(*)
    FROM {event} WHERE type = '{type}' GROUP BY 1, 2, 4
"""
COLUMNS = "workspace_id, day, metric, subject_type, subject_id, count"


@transaction.atomic
def rebuild_counts():
    """Make the daily counts anew from the events. Writers wait meanwhile; returns how many rows there are."""
    event, count = tables()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An event counted while we delete would be lost or counted twice; SQLite has one writer anyway.
            cursor.execute(f"LOCK TABLE {count} IN EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {count}")  # noqa: S608
        cursor.execute(f"INSERT INTO {count} ({COLUMNS}) " + counted(event))
        return cursor.rowcount


def wrong_counts():
    """What rebuild_counts() would change: [(workspace id, day, metric, subject type, subject id, stored, right)]."""
    event, count = tables()
    right = f"SELECT {COLUMNS} FROM ({counted(event)}) AS counted"  # noqa: S608
    stored = f"SELECT {COLUMNS} FROM {count} WHERE count <> 0"  # noqa: S608
    differing = {}
    with connection.cursor() as cursor:
        for position, sql in enumerate((f"{stored} EXCEPT {right}", f"{right} EXCEPT {stored}")):
            cursor.execute(sql)
            for *key, number in cursor.fetchall():
                differing.setdefault(tuple(key), [0, 0])[position] = number
    return [(*key, *numbers) for key, numbers in sorted(differing.items(), key=str)]


def counted(event):
    return COUNTED.format(event=event) + "".join(
        SPLIT.format(
            event=event, type=known.name, metric=known.split_metric, name=known.split_by, longest=LONGEST_VALUE
        )
        for known in splits()
    )


def tables():
    return [connection.ops.quote_name(model._meta.db_table) for model in (Event, DailyCount)]


def stitch(*, workspace, visitor, lead_id):
    """Remember that a visitor is this lead. Said twice, it is kept once."""
    if visitor:
        VisitorLead.objects.bulk_create(
            [VisitorLead(workspace=workspace, visitor=visitor, lead_id=lead_id)], ignore_conflicts=True
        )
