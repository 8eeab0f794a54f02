import threading
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.accounts import make_workspace
from tests.factories.crm import make_lead
from webox.analytics.actions import (
    UnknownEventType,
    add_counts,
    build,
    rebuild_counts,
    record,
    record_many,
    stitch,
    wrong_counts,
)
from webox.analytics.events import VISIT_STARTED
from webox.analytics.models import DailyCount, Event, VisitorLead
from webox.analytics.periods import Period

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def counts_of(workspace):
    rows = DailyCount.objects.for_workspace(workspace).order_by("day", "metric", "subject_type", "subject_id")
    return list(rows.values_list("day", "metric", "subject_type", "subject_id", "count"))


@pytest.mark.django_db
def test_an_event_moves_the_count_of_its_type_and_of_its_subject(workspace):
    lead = make_lead(workspace)
    event = record(workspace=workspace, type=VISIT_STARTED, at=NOON, subject=lead, lead_id=lead.pk)
    assert Event.objects.get() == event
    assert (event.subject_type, event.subject_id, event.day) == ("lead", lead.pk, date(2026, 3, 10))
    assert counts_of(workspace) == [
        (date(2026, 3, 10), VISIT_STARTED, "", 0, 1),
        (date(2026, 3, 10), VISIT_STARTED, "lead", lead.pk, 1),
    ]


@pytest.mark.django_db
def test_the_day_is_that_of_the_workspace():
    tokyo = make_workspace(time_zone="Asia/Tokyo")
    event = record(workspace=tokyo, type=VISIT_STARTED, at=datetime(2026, 3, 10, 18, tzinfo=UTC))
    assert event.day == date(2026, 3, 11)


@pytest.mark.django_db
def test_an_unregistered_type_is_refused(workspace):
    for name in ("analytics.visit.strated", "custom", "custom.", "custom.A", "custom." + "a" * 60):
        with pytest.raises(UnknownEventType):
            record(workspace=workspace, type=name)
    assert record(workspace=workspace, type="custom.order.paid").type == "custom.order.paid"
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_many_events_of_many_workspaces_cost_few_queries(workspace, other_workspace, django_assert_max_num_queries):
    events = [build(workspace, VISIT_STARTED, NOON, subject=("funnel", n % 2)) for n in range(300)]
    events += [build(other_workspace, VISIT_STARTED, NOON)]
    with django_assert_max_num_queries(10):
        record_many(events=events)
    assert [row[2:] for row in counts_of(workspace)] == [("", 0, 300), ("funnel", 0, 150), ("funnel", 1, 150)]
    assert [row[2:] for row in counts_of(other_workspace)] == [("", 0, 1)]


@pytest.mark.django_db
def test_counts_grow_by_what_is_there(workspace):
    key = (workspace.pk, date(2026, 3, 10), VISIT_STARTED, "", 0)
    add_counts({key: 2})
    add_counts({key: 40})
    add_counts({})
    assert counts_of(workspace) == [(date(2026, 3, 10), VISIT_STARTED, "", 0, 42)]


@pytest.mark.django_db(transaction=True)
def test_two_threads_counting_the_same_day_lose_nothing(workspace):
    failures = []

    def count():
        try:
            for n in range(40):
                record(workspace=workspace, type=VISIT_STARTED, at=NOON, subject=("funnel", n % 3))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [row[2:] for row in counts_of(workspace)] == [
        ("", 0, 80),
        ("funnel", 0, 28),
        ("funnel", 1, 26),
        ("funnel", 2, 26),
    ]
    assert wrong_counts() == []


@pytest.mark.django_db
def test_a_visitor_is_stitched_once(workspace):
    stitch(workspace=workspace, visitor="abc", lead_id=3)
    stitch(workspace=workspace, visitor="abc", lead_id=3)
    stitch(workspace=workspace, visitor="", lead_id=3)
    assert list(VisitorLead.objects.values_list("visitor", "lead_id")) == [("abc", 3)]


@pytest.fixture
def history(workspace, other_workspace):
    for day in (1, 2, 2):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        record(workspace=workspace, type=VISIT_STARTED, at=at, subject=("funnel", 7))
    record(workspace=other_workspace, type="custom.order.paid", at=NOON)
    return counts_of(workspace)


@pytest.mark.django_db
def test_a_rebuild_equals_what_was_counted(history, workspace, other_workspace, django_assert_max_num_queries):
    DailyCount.objects.all().delete()
    with django_assert_max_num_queries(5):
        assert rebuild_counts() == 5
    assert counts_of(workspace) == history
    assert counts_of(other_workspace) == [(date(2026, 3, 10), "custom.order.paid", "", 0, 1)]


@pytest.mark.django_db
def test_check_passes_when_counts_agree(history):
    out = StringIO()
    call_command("rebuild_counts", "--check", stdout=out)
    assert out.getvalue() == "Every daily count agrees with the events.\n"


@pytest.mark.django_db
def test_check_names_each_wrong_count_and_fails(history, workspace):
    DailyCount.objects.filter(workspace=workspace, day=date(2026, 3, 1), subject_type="").delete()
    DailyCount.objects.filter(workspace=workspace, day=date(2026, 3, 2), subject_type="funnel").update(count=9)
    DailyCount.objects.create(workspace=workspace, day=date(2026, 3, 5), metric="gone", count=0)
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("rebuild_counts", "--check", stdout=out)
    assert caught.value.returncode == 1
    assert out.getvalue().splitlines() == [
        f"workspace {workspace.pk} 2026-03-01 analytics.visit.started: 0, should be 1",
        f"workspace {workspace.pk} 2026-03-02 analytics.visit.started funnel 7: 9, should be 2",
    ]
    call_command("rebuild_counts", stdout=out)
    assert wrong_counts() == []
    assert counts_of(workspace) == history


@pytest.mark.django_db
def test_a_type_split_by_a_property_is_counted_by_its_values_too(workspace):
    sources = ["newsletter", "newsletter", "x" * 120, None]
    for source in sources:
        properties = {"source": source} if source else {}
        record(workspace=workspace, type="crm.lead.created", at=NOON, properties=properties)
    counts = DailyCount.objects.for_workspace(workspace)
    day = Period(date(2026, 3, 10), date(2026, 3, 10))
    assert counts.split("crm.lead.created", day) == [("newsletter", 2), ("", 1), ("x" * 100, 1)]
    assert counts.total("crm.lead.created", day.first, day.last) == 4
    assert wrong_counts() == []
    rebuild_counts()
    assert counts.split("crm.lead.created", day) == [("newsletter", 2), ("", 1), ("x" * 100, 1)]
