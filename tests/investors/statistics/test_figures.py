"""What the statistics draw, each number as long as the list it opens."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from investors import actions
from investors.models import Investor, StageChange
from investors.statistics import figures
from investors.statistics.rates import arrivals_of
from tests.factories.investors import make_interaction, make_investor
from webox.analytics.periods import Period, today_of

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")  # where make_workspace() lives


def on(days_ago, hour=12):
    today = timezone.now().astimezone(PARIS).date()
    return datetime.combine(today - timedelta(days=days_ago), time(hour), UTC)


def dated(investor, *days_ago):
    """Put the lines of an investor's ledger on these days."""
    lines = list(StageChange.objects.filter(investor=investor).order_by("pk"))
    for place, (line, days) in enumerate(zip(lines, days_ago, strict=True)):
        line.at, line.until = on(days), on(days_ago[place + 1]) if place + 1 < len(lines) else None
    for line in reversed(lines):
        line.save()


@pytest.fixture
def moved(workspace, member):
    """Four investors: still a name; met and passed; met; deleted after a meeting."""
    named, passed, met, gone = (make_investor(workspace) for _ in range(4))
    for investor, stages in ((passed, ["meeting", "passed"]), (met, ["meeting"]), (gone, ["meeting"])):
        for stage in stages:
            actions.change_stage(investor=investor, stage=stage, by=member)
    actions.delete_investor(investor=gone, by=member)
    dated(named, 40)
    dated(passed, 40, 30, 9)
    dated(met, 30, 8)
    dated(gone, 30, 20, 7)
    return {"named": named, "passed": passed, "met": met, "gone": gone}


def listed(api, **query):
    return {row["id"] for row in api.get("/api/investors", query).data["results"]}


def test_the_funnel_counts_who_ever_came_that_far(workspace, moved, api):
    rows = figures.funnel(arrivals_of(workspace))
    assert [row["investors"] for row in rows] == [3, 2, 2, 0, 0, 0, 0]
    assert [row["share"] for row in rows[:3]] == [1, 2 / 3, 2 / 3]
    assert [row["of_previous"] for row in rows[:5]] == [1, 2 / 3, 1, 0, None]
    assert listed(api, reached="meeting") == {moved["passed"].pk, moved["met"].pk}
    assert figures.funnel({})[0]["share"] is None


def test_what_stood_where_on_any_day_as_the_ledger_says(workspace, moved, api):
    today = today_of(workspace)
    days = [today - timedelta(days=number) for number in (45, 31, 21, 10, 0)]
    stood = figures.standing(workspace, days)
    assert (stood["identified"], stood["meeting"], stood["passed"]) == (
        [0, 2, 3, 2, 1],
        [0, 0, 1, 2, 1],
        [0, 0, 0, 0, 1],
    )
    for place, day in enumerate(days):
        lines = StageChange.objects.for_workspace(workspace).standing_on(day)
        for stage in Investor.Stage.values:
            assert lines.filter(to_stage=stage).count() == stood[stage][place], (stage, day)
            found = listed(api, stood_in=stage, stood_on=day.isoformat(), is_deleted="any")
            assert len(found) == stood[stage][place]


def test_a_first_meeting_is_the_first_one_that_was_held(workspace, moved, api):
    for investor, type, days_ago in (
        ("met", "meeting", 20),
        ("met", "pitch", 6),
        ("passed", "pitch", 20),
        ("passed", "call", 30),
        ("named", "meeting", -3),
        ("gone", "meeting", 20),
    ):
        make_interaction(moved[investor], type, date=on(days_ago))
    today = today_of(workspace)
    first = workspace.day_of(on(20))
    assert figures.first_meetings(workspace, today) == {first: 2}
    query = {"met_after": first.isoformat(), "met_before": first.isoformat()}
    assert listed(api, **query) == {moved["met"].pk, moved["passed"].pk}
    assert listed(api, met_after=(first + timedelta(days=1)).isoformat()) == set()
    weeks = [Period(first - timedelta(days=7), first - timedelta(days=1)), Period(first, first + timedelta(days=6))]
    assert figures.by_week({first: 2}, weeks) == [0, 2]


def test_the_pace_is_of_the_weeks_that_are_over():
    wednesday = datetime(2026, 11, 18).date()
    days = {datetime(2026, 11, 16).date(): 50, datetime(2026, 11, 15).date(): 6, datetime(2026, 9, 21).date(): 2}
    assert figures.pace(days, wednesday) == 1
    assert figures.pace({datetime(2026, 9, 20).date(): 9}, wednesday) == 0
    weeks = figures.weeks_until(wednesday, 3)
    assert [(week.first.day, week.last.day) for week in weeks] == [(2, 8), (9, 15), (16, 18)]


def test_fluidity_counts_investors_who_changed_stage(workspace, moved, member, api):
    today = today_of(workspace)
    this, before = figures.fluidity(workspace, today)
    for number, week in zip((before, this), figures.weeks_until(today, 2), strict=True):
        query = {"moved_after": week.first.isoformat(), "moved_before": week.last.isoformat()}
        assert len(listed(api, **query)) == number
    for stage in ("contacted", "meeting"):
        actions.change_stage(investor=moved["named"], stage=stage, by=member)
    assert figures.fluidity(workspace, today)[0] == this + 1
    assert listed(api, moved_after=today.isoformat()) == {moved["named"].pk}
