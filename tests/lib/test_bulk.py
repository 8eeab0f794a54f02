import json
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from webox.accounts.models import Workspace
from webox.analytics.models import Event
from webox.lib.bulk import insert_rows

pytestmark = pytest.mark.django_db
COLUMNS = ("workspace_id", "type", "at", "day", "visitor", "lead_id", "subject_type", "subject_id", "properties")
AT = datetime(2026, 3, 1, 12, 30, 45, 123456, tzinfo=UTC)


def row(workspace, n, **properties):
    at = connection.ops.adapt_datetimefield_value(AT)
    return (workspace.pk, "x.y", at, date(2026, 3, 1), f"v{n}", None, "", n, json.dumps(properties))


def test_rows_arrive_as_the_orm_would_have_written_them(workspace):
    odd = 'tab\t newline\n backslash \\N quote " ’ é %s'
    insert_rows(Event, COLUMNS, [row(workspace, 1, text=odd), row(workspace, 2)])
    first, second = Event.objects.order_by("subject_id")
    assert (first.workspace, first.at, first.day, first.visitor) == (workspace, AT, date(2026, 3, 1), "v1")
    assert (first.lead_id, first.properties) == (None, {"text": odd})
    assert (second.subject_id, second.properties) == (2, {})


def test_rows_may_come_from_a_generator_by_the_thousand_and_ids_go_on_after_them(workspace):
    insert_rows(Event, COLUMNS, (row(workspace, n) for n in range(3000)))
    assert Event.objects.count() == 3000
    last = Event.objects.order_by("-pk").first()
    assert Event.objects.create(workspace=workspace, type="x.y", at=AT, day=AT.date()).pk == last.pk + 1


def test_no_rows_are_no_error():
    insert_rows(Event, COLUMNS, [])
    assert not Event.objects.exists()


def test_a_refused_row_takes_the_others_with_it():
    columns = ("name", "slug", "time_zone", "currency", "language", "postal_address", "created_at")
    at = connection.ops.adapt_datetimefield_value(AT)
    rows = [("A", slug, "UTC", "EUR", "fr", "", at) for slug in ("one", "two", "one")]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Workspace, columns, rows)
    assert not Workspace.objects.exists()
