"""The ledger of stages: whatever happens to an investor, its lines follow each other without a gap."""

from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from investors import actions
from investors.models import Investor, StageChange
from tests.factories.accounts import make_api
from tests.factories.investors import make_commitment, make_interaction, make_investor, make_round
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db
STAGES = Investor.Stage.values
PARIS = ZoneInfo("Europe/Paris")
STEP = st.one_of(
    st.tuples(st.just("stage"), st.sampled_from(STAGES)),
    st.tuples(st.just("edit"), st.sampled_from(STAGES)),
    st.sampled_from([("next", ""), ("delete", ""), ("restore", ""), ("fact", "")]),
)


def lines(investor):
    return list(StageChange.objects.filter(investor=investor).order_by("at", "pk"))


def take(investor, verb, stage, by):
    """One step of a history; what is refused leaves no trace."""
    try:
        if verb == "stage":
            actions.change_stage(investor=investor, stage=stage, by=by, reason="Parce que")
        elif verb == "edit":
            actions.edit_investor(investor=investor, by=by, pipeline_stage=stage, rating=3)
        elif verb == "next":
            actions.move_to_next_stage(investor=investor, by=by)
        elif verb == "delete":
            actions.delete_investor(investor=investor, by=by)
        elif verb == "restore":
            actions.restore_investor(investor=investor, by=by)
        else:
            make_interaction(investor, "pitch")
    except (actions.CannotMove, actions.InvestorIsDeleted):
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from(STAGES), steps=st.lists(STEP, max_size=12))
def test_lines_follow_each_other_without_a_gap(workspace, member, first, steps):
    investor = make_investor(workspace, pipeline_stage=first)
    for verb, stage in steps:
        take(investor, verb, stage, member)
    investor.refresh_from_db()
    rows = lines(investor)
    assert (rows[0].from_stage, rows[0].to_stage, rows[0].at) == ("", first, investor.created_at)
    for before, after in pairwise(rows):
        assert (before.to_stage, before.until, before.until_day) == (after.from_stage, after.at, after.day)
        assert before.at <= after.at
        assert (before.from_stage, before.to_stage) != (after.from_stage, after.to_stage)
        is_move = bool(after.from_stage and after.to_stage)
        stood = next((row.at for row in reversed(rows[: rows.index(after)]) if row.to_stage), None)
        assert after.seconds_in_from == (int((after.at - stood).total_seconds()) if is_move else None)
    assert rows[-1].until is None
    assert rows[-1].to_stage == ("" if investor.is_deleted else investor.pipeline_stage)
    assert investor.stage_since == next(row.at for row in reversed(rows) if row.to_stage)
    told = Event.objects.filter(subject_type="investor", subject_id=investor.pk)
    assert told.count() == len(rows)


def test_a_line_is_of_the_day_where_the_workspace_lives(workspace, member):
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=ZoneInfo("UTC"))
    investor = make_investor(workspace, created_at=moment)
    line = lines(investor)[0]
    assert (line.at, line.day.isoformat()) == (moment, "2026-04-01")
    assert StageChange.objects.standing_on(line.day).get() == line
    assert not StageChange.objects.standing_on(line.day - timedelta(days=1)).exists()


def test_what_the_ledger_writes_is_told_as_events(workspace, member):
    investor = make_investor(workspace, by=member)
    actions.change_stage(investor=investor, stage="meeting", by=member)
    actions.delete_investor(investor=investor, by=member)
    actions.restore_investor(investor=investor, by=member)
    told = Event.objects.filter(workspace=workspace, subject_type="investor", subject_id=investor.pk).order_by("pk")
    assert [(event.type, event.properties["from"], event.properties["to"]) for event in told] == [
        ("investors.investor.added", "", "identified"),
        ("investors.investor.moved", "identified", "meeting"),
        ("investors.investor.deleted", "meeting", ""),
        ("investors.investor.restored", "", "meeting"),
    ]


def at_once(*calls):
    """The answers of calls that begin at the same moment, each in a thread of its own."""
    start, answers = Barrier(len(calls)), []

    def run(call):
        try:
            start.wait()
            answers.append(call())
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def stages(investor):
    return [(line.from_stage, line.to_stage) for line in lines(investor)]


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_on_the_same_step_one_counts(workspace, member):
    """Both saw “identified”: one moves the investor, the other is told so."""
    investor = make_investor(workspace)
    make_interaction(investor, "call")
    clients = [make_api(workspace, member) for _ in range(2)]
    path = f"/api/investors/{investor.pk}/move-to-next-stage"
    answers = at_once(*(lambda api=api: api.post(path, {"seen": "identified"}) for api in clients))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "moved_meanwhile"
    assert stages(investor) == [("", "identified"), ("identified", "contacted")]


@pytest.mark.django_db(transaction=True)
def test_two_steps_at_once_without_what_was_seen_follow_each_other(workspace, member):
    investor = make_investor(workspace)
    make_interaction(investor, "call")
    clients = [make_api(workspace, member) for _ in range(2)]
    path = f"/api/investors/{investor.pk}/move-to-next-stage"
    answers = at_once(*(lambda api=api: api.put(path) for api in clients))
    assert sorted((answer.status_code, answer.json()["pipeline_stage"]) for answer in answers) == [
        (200, "contacted"),
        (200, "meeting"),
    ]
    assert stages(investor) == [("", "identified"), ("identified", "contacted"), ("contacted", "meeting")]


@pytest.mark.django_db(transaction=True)
def test_a_step_and_a_deletion_at_once_leave_no_gap(workspace, member):
    investor = make_investor(workspace)
    at_once(
        lambda: take(investor, "next", "", member),
        lambda: take(investor, "delete", "", member),
        lambda: take(investor, "stage", "passed", member),
    )
    rows = lines(investor)
    assert [row.from_stage for row in rows[1:]] == [row.to_stage for row in rows[:-1]]
    assert [row.until for row in rows] == [*(row.at for row in rows[1:]), None]
    assert rows[-1].to_stage == ""


@pytest.mark.django_db(transaction=True)
def test_two_bulk_requests_with_the_same_addresses_create_each_once(workspace, member):
    rows = [{"name": f"Fonds {n}", "email": f"f{n}@example.com"} for n in range(20)]
    clients = [make_api(workspace, member) for _ in range(2)]
    answers = at_once(*(lambda api=api: api.post("/api/investors/bulk", {"investors": rows}) for api in clients))
    assert sorted(answer.status_code for answer in answers) == [201, 207]
    assert (Investor.objects.count(), StageChange.objects.count()) == (20, 20)


def test_the_money_of_a_round_outlives_who_was_deleted_and_comes_back(workspace, member):
    investor = make_investor(workspace, pipeline_stage="committed")
    make_commitment(make_round(workspace), investor)
    actions.delete_investor(investor=investor, by=member)
    restored = actions.restore_investor(investor=investor, by=member)
    assert (restored.pipeline_stage, restored.commitments.count()) == ("committed", 1)
