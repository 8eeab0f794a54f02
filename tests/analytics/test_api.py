from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.analytics import make_count
from tests.factories.crm import make_lead
from webox.analytics.actions import record
from webox.analytics.events import VISIT_STARTED, headlines
from webox.analytics.models import DailyCount, Event
from webox.analytics.periods import today_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
EVENTS = "/api/analytics/events"


def errors_of(response):
    assert response.status_code == 400, response.data
    return {error["field"]: error["detail"] for error in response.data["errors"]}


@pytest.fixture
def history(workspace, other_workspace):
    record(workspace=workspace, type=VISIT_STARTED, at=NOON, visitor="abc", subject=("funnel", 7))
    record(workspace=workspace, type="custom.order.paid", at=NOON + timedelta(days=1), lead_id=5)
    record(workspace=other_workspace, type=VISIT_STARTED, at=NOON)


def test_events_newest_first_and_only_ours(api, history):
    rows = api.get(EVENTS).data["results"]
    assert [row["type"] for row in rows] == ["custom.order.paid", VISIT_STARTED]
    assert rows[1] | {"id": 0} == {
        "id": 0,
        "type": VISIT_STARTED,
        "at": "2026-03-10T12:00:00Z",
        "day": "2026-03-10",
        "visitor": "abc",
        "lead_id": None,
        "subject_type": "funnel",
        "subject_id": 7,
        "properties": {},
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"type={VISIT_STARTED}", 1),
        (f"type={VISIT_STARTED},custom.order.paid", 2),
        (f"type={VISIT_STARTED}&type=custom.order.paid", 2),
        ("lead_id=5", 1),
        ("visitor=abc", 1),
        ("subject_type=funnel&subject_id=7", 1),
        ("subject_type=funnel&subject_id=8", 0),
        ("at_after=2026-03-11T00:00:00Z", 1),
        ("at_before=2026-03-10T23:00:00Z", 1),
    ],
)
def test_events_are_filtered(api, history, query, found):
    assert len(api.get(f"{EVENTS}?{query}").data["results"]) == found


@pytest.mark.parametrize(
    ("query", "field"), [("type=visit", "type"), ("color=red", "color"), ("lead_id=x", "lead_id"), ("at_after=x", "at")]
)
def test_wrong_filters_are_named(api, query, field):
    assert list(errors_of(api.get(f"{EVENTS}?{query}"))) == [field]


def test_a_list_costs_the_same_at_any_length(api, workspace, django_assert_num_queries):
    api.get(EVENTS)  # notes when the key was last used
    for number in (3, 27):
        for _ in range(number):
            record(workspace=workspace, type=VISIT_STARTED, at=NOON)
        with django_assert_num_queries(3):
            api.get(EVENTS)


def test_a_program_appends_an_event_of_its_own(api, workspace):
    lead = make_lead(workspace)
    body = {
        "type": "custom.order.paid",
        "at": "2026-03-10T12:00:00Z",
        "lead_id": lead.pk,
        "subject_type": "lead",
        "subject_id": lead.pk,
        "properties": {"total": "49.00"},
    }
    response = api.post(EVENTS, body)
    assert response.status_code == 201
    event = Event.objects.get()
    assert response["Location"] == f"{EVENTS}/{event.pk}"
    assert (event.workspace, event.type, event.at, event.lead_id) == (workspace, "custom.order.paid", NOON, lead.pk)
    assert event.properties == {"total": "49.00"}
    assert DailyCount.objects.for_workspace(workspace).total("custom.order.paid", date(2026, 3, 10), NOON.date()) == 1
    assert api.get(response["Location"]).data["type"] == "custom.order.paid"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "emails.delivery.opened"}, "type"),
        ({"type": "custom.Order"}, "type"),
        ({"at": "2999-01-01T00:00:00Z"}, "at"),
        ({"at": "0001-01-01T00:00:00Z"}, "at"),
        ({"visitor": "a b"}, "visitor"),
        ({"lead_id": 9_999_999}, "lead_id"),
        ({"subject_type": "lead"}, "subject_id"),
        ({"subject_id": 3}, "subject_type"),
        ({"subject_type": "user", "subject_id": 1}, "subject_type"),
        ({"subject_type": "lead", "subject_id": 9_999_999}, "subject_id"),
        ({"properties": {"a": "x" * 9000}}, "properties"),
        ({"properties": {"a": "\x00"}}, "properties"),
        ({"properties": [1]}, "properties"),
    ],
)
def test_a_wrong_event_is_refused_naming_the_field(api, change, field):
    errors = errors_of(api.post(EVENTS, {"type": "custom.order.paid"} | change))
    assert [name.partition(".")[0] for name in errors] == [field]
    assert Event.objects.count() == 0


def test_a_strangers_lead_or_event_is_not_there(api, other_workspace):
    stranger = make_lead(other_workspace)
    errors = errors_of(api.post(EVENTS, {"type": "custom.a", "lead_id": stranger.pk}))
    assert errors == {"lead_id": "Nothing with this id is in your workspace."}
    event = record(workspace=other_workspace, type=VISIT_STARTED)
    assert api.get(f"{EVENTS}/{event.pk}").status_code == 404


def test_events_are_never_edited_and_viewers_append_none(api, viewer_api, workspace):
    event = record(workspace=workspace, type=VISIT_STARTED)
    for method in (api.put, api.patch, api.delete):
        assert method(f"{EVENTS}/{event.pk}").status_code == 405
    assert viewer_api.post(EVENTS, {"type": "custom.a"}).status_code == 403
    assert viewer_api.get(EVENTS).status_code == 200


def test_overview_compares_with_the_period_before(api, workspace, other_workspace, django_assert_num_queries):
    names = headlines()
    for metric, day, count in (
        ("visits", date(2026, 3, 2), 40),
        ("visits", date(2026, 3, 31), 60),
        ("visits", date(2026, 2, 28), 80),
        ("visits", date(2026, 4, 1), 7),
        ("opt_ins", date(2026, 3, 5), 25),
        ("opt_ins", date(2026, 2, 5), 10),
    ):
        make_count(workspace, day, names[metric], count)
    make_count(workspace, date(2026, 3, 5), names["visits"], 500, subject=("funnel", 1))
    make_count(other_workspace, date(2026, 3, 5), names["visits"], 900)
    api.get(EVENTS)  # notes when the key was last used
    with django_assert_num_queries(4):
        data = api.get("/api/analytics/overview?from=2026-03-01&to=2026-03-31").data
    assert (data["first"], data["previous_first"], data["previous_last"]) == (
        date(2026, 3, 1),
        date(2026, 1, 29),
        date(2026, 2, 28),
    )
    assert data["figures"]["visits"] == {"value": 100, "previous": 80, "change": 0.25}
    assert data["figures"]["opt_ins"] == {"value": 25, "previous": 10, "change": 1.5}
    assert data["figures"]["conversion"] == {"value": 0.25, "previous": 0.125, "change": 1.0}
    assert data["figures"]["emails_opened"] == {"value": 0, "previous": 0, "change": None}
    assert set(data["figures"]) == {
        "visits",
        "leads",
        "emails_sent",
        "emails_opened",
        "emails_clicked",
        "opt_ins",
        "conversion",
    }


def test_overview_of_nothing(api):
    figures = api.get("/api/analytics/overview").data["figures"]
    assert figures["conversion"] == {"value": None, "previous": None, "change": None}


def test_timeseries_per_day_week_and_month(api, workspace, django_assert_num_queries):
    for day, count in ((date(2026, 2, 28), 1), (date(2026, 3, 1), 2), (date(2026, 3, 3), 4)):
        make_count(workspace, day, count=count)
    address = "/api/analytics/timeseries?metric=visits&from=2026-02-28&to=2026-03-03"
    api.get(EVENTS)  # notes when the key was last used
    with django_assert_num_queries(3):
        data = api.get(address).data
    assert (data["metric"], data["interval"], data["total"]) == (VISIT_STARTED, "day", 7)
    assert [(point["start"].isoformat(), point["count"]) for point in data["points"]] == [
        ("2026-02-28", 1),
        ("2026-03-01", 2),
        ("2026-03-02", 0),
        ("2026-03-03", 4),
    ]
    weeks = api.get(f"{address}&interval=week").data["points"]
    assert [(point["start"].isoformat(), point["count"]) for point in weeks] == [("2026-02-23", 3), ("2026-03-02", 4)]
    months = api.get(f"{address}&interval=month").data["points"]
    assert [(point["start"].isoformat(), point["count"]) for point in months] == [("2026-02-01", 1), ("2026-03-01", 6)]


def test_timeseries_of_one_subject_and_of_an_event_type(api, workspace):
    today = today_of(workspace)
    make_count(workspace, today, "custom.order.paid", 3)
    make_count(workspace, today, "custom.order.paid", 2, subject=("funnel", 7))
    address = "/api/analytics/timeseries?metric=custom.order.paid&period=7"
    assert api.get(address).data["total"] == 3
    assert api.get(f"{address}&subject_type=funnel&subject_id=7").data["total"] == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "metric"),
        ("metric=likes", "metric"),
        ("metric=visits&from=soon", "from"),
        ("metric=visits&to=2026-13-01", "to"),
        ("metric=visits&interval=hour", "interval"),
        ("metric=visits&period=12", "period"),
        ("metric=visits&subject_type=funnel", "subject_id"),
        ("metric=visits&subject_type=funnel&subject_id=x", "subject_id"),
        ("metric=visits&until=2026-01-01", "until"),
    ],
)
def test_a_wrong_metric_or_date_is_named(api, query, field):
    assert list(errors_of(api.get(f"/api/analytics/timeseries?{query}"))) == [field]


def test_the_ledger_is_read_only_in_the_admin(client, db, workspace):
    from tests.factories.accounts import make_user

    record(workspace=workspace, type=VISIT_STARTED, at=timezone.now(), visitor="abcdef")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get("/admin/analytics/event/?q=abcdef")
    assert page.status_code == 200
    assert page.context["cl"].result_count == 1
    assert client.get("/admin/analytics/event/add/").status_code == 403
    event = Event.objects.get()
    assert client.post(f"/admin/analytics/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    for name in ("dailycount", "visitorlead"):
        assert client.get(f"/admin/analytics/{name}/").status_code == 200
