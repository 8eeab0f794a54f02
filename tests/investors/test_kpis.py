"""The KPIs: what interactions say, what people say beside it, and what a locked month said."""

from datetime import datetime, timedelta
from threading import Barrier, Event, Thread
from time import sleep
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from investors import actions, kpis
from investors.actions import interactions as interaction_actions
from investors.actions import kpis as kpi_actions
from investors.models import KPI, Investor, Restatement
from tests.factories.accounts import make_api
from tests.factories.investors import make_interaction, make_investor, make_kpi

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def at(month, day=10, hour=12, year=2026):
    return datetime(year, month, day, hour, tzinfo=PARIS)


def values(workspace, month, year=2026):
    numbers = kpis.month_summary(workspace, year, month)["numbers"]
    return tuple(number.value for number in numbers.values())


def told(workspace):
    return list(Restatement.objects.for_workspace(workspace).order_by("pk").values_list("field", "before", "after"))


def test_meetings_pitches_and_closings_are_counted_by_the_days_of_the_workspace(workspace):
    investor = make_investor(workspace)
    make_interaction(investor, "meeting", date=datetime(2026, 2, 28, 23, 30, tzinfo=ZoneInfo("UTC")))
    make_interaction(investor, "pitch", date=at(3))
    make_interaction(investor, "closing", date=at(3))
    make_interaction(investor, "email", date=at(3))
    assert (values(workspace, 2), values(workspace, 3)) == ((0, 0, 0), (1, 1, 1))


def test_what_is_only_planned_does_not_count_yet(workspace):
    investor, now = make_investor(workspace), timezone.now()
    make_interaction(investor, date=now + timedelta(minutes=1))
    make_interaction(investor, date=now - timedelta(minutes=1))
    held = workspace.day_of(now - timedelta(minutes=1))
    assert sum(kpis.annual_summary(workspace, year)["totals"]["rdv_count"] for year in (held.year, held.year + 1)) == 1
    behind = kpis.interactions_behind(workspace, held.year, held.month, "rdv_count")
    assert [each.date < now for each in behind] == [True]


def test_a_manual_value_stands_beside_the_derived_one(workspace, member):
    investor = make_investor(workspace)
    make_interaction(investor, date=at(3))
    kpi, is_new = actions.set_kpi(investor=investor, year=2026, month=3, by=member, rdv_count=4)
    assert is_new
    number = kpis.numbers_of(workspace, 2026)[investor.pk][3]["rdv_count"]
    assert (number.derived, number.manual, number.value, number.drift) == (1, 4, 4, 3)
    again, is_new = actions.set_kpi(investor=investor, year=2026, month=3, by=member, rdv_count=None, pitchs=2)
    assert (again, is_new, values(workspace, 3)) == (kpi, False, (1, 2, 0))


def test_a_locked_month_stands_and_what_changes_later_is_a_restatement(workspace, member):
    investor = make_investor(workspace)
    meeting = actions.log_interaction(investor=investor, by=member, type="meeting", date=at(3))
    actions.lock_month(workspace=workspace, year=2026, month=3, by=member)
    actions.log_interaction(investor=investor, by=member, type="meeting", date=at(3, 20))
    assert (values(workspace, 3), told(workspace)) == ((1, 0, 0), [("rdv_count", 1, 2)])
    actions.edit_interaction(interaction=meeting, by=member, type="pitch")
    assert told(workspace)[1:] == [("rdv_count", 2, 1), ("pitchs", 0, 1)]
    actions.edit_interaction(interaction=meeting, by=member, date=at(4))
    assert told(workspace)[3:] == [("pitchs", 1, 0)]
    assert (values(workspace, 3), values(workspace, 4)) == ((1, 0, 0), (0, 1, 0))
    with pytest.raises(actions.MonthIsLocked):
        actions.set_kpi(investor=investor, year=2026, month=3, by=member, rdv_count=9)
    actions.unlock_month(workspace=workspace, year=2026, month=3, by=member)
    assert (values(workspace, 3), len(told(workspace))) == ((1, 0, 0), 4)


def test_a_month_is_locked_when_it_is_over(workspace, member):
    today = timezone.now().astimezone(workspace.zone)
    with pytest.raises(ValidationError):
        actions.lock_month(workspace=workspace, year=today.year, month=today.month, by=member)


def test_what_a_locked_month_said_of_a_deleted_investor_stands(workspace, member):
    investor = make_investor(workspace)
    make_interaction(investor, date=at(3))
    make_interaction(investor, date=at(4))
    actions.lock_month(workspace=workspace, year=2026, month=3, by=member)
    actions.delete_investor(investor=investor, by=member)
    assert (values(workspace, 3), values(workspace, 4)) == ((1, 0, 0), (0, 0, 0))


def test_what_changed_a_locked_month_is_told_with_who_when_and_why(workspace, member):
    investor = make_investor(workspace)
    kept = actions.log_interaction(investor=investor, by=member, type="pitch", date=at(3), subject="Démo")
    make_kpi(investor, month=2, rdv_count=3)
    for month in (2, 3):
        actions.lock_month(workspace=workspace, year=2026, month=month, by=member)
    late = actions.log_interaction(investor=investor, by=member, type="meeting", date=at(3, 28), subject="Tardif")
    actions.delete_interaction(interaction=late, by=member)
    actions.delete_investor(investor=investor, by=member)
    assert (values(workspace, 2), values(workspace, 3)) == ((3, 0, 0), (0, 1, 0))
    actions.restore_investor(investor=investor, by=member)
    rows = Restatement.objects.for_workspace(workspace).order_by("pk")
    assert [(row.month, row.field, row.before, row.after, row.change, row.subject) for row in rows] == [
        (3, "rdv_count", 0, 1, "logged", "Tardif"),
        (3, "rdv_count", 1, 0, "deleted", "Tardif"),
        (2, "rdv_count", 3, 0, "investor_deleted", ""),
        (3, "pitchs", 1, 0, "investor_deleted", ""),
        (2, "rdv_count", 0, 3, "investor_restored", ""),
        (3, "pitchs", 0, 1, "investor_restored", ""),
    ]
    assert {row.by for row in rows} == {member}
    assert {row.interaction for row in rows} == {None}
    actions.edit_interaction(interaction=kept, by=member, date=at(4))
    assert Restatement.objects.latest("pk").interaction == kept


def test_opening_a_month_again_leaves_no_row_that_says_nothing(workspace, member):
    investor, other = make_investor(workspace), make_investor(workspace)
    make_interaction(investor, date=at(3))
    make_kpi(other, pitchs=2)
    actions.lock_month(workspace=workspace, year=2026, month=3, by=member)
    assert actions.lock_month(workspace=workspace, year=2026, month=3, by=member)[1] is False
    assert KPI.objects.count() == 2
    actions.unlock_month(workspace=workspace, year=2026, month=3, by=member)
    assert list(KPI.objects.values_list("investor", "pitchs", "locked_pitchs")) == [(other.pk, 2, None)]


def test_many_cells_are_written_together_or_not_at_all(workspace, other_workspace, member):
    one, two, foreign = make_investor(workspace), make_investor(workspace), make_investor(other_workspace)
    make_kpi(one, month=2, rdv_count=1)
    actions.lock_month(workspace=workspace, year=2026, month=1, by=member)

    def paste(seen=None, **values):
        cells = {((one, two, foreign)["abf".index(key[0])].pk, int(key[1:])): value for key, value in values.items()}
        seen = seen and {(one.pk, month): value for month, value in seen.items()}
        actions.set_cells(workspace=workspace, year=2026, name="rdv_count", values=cells, by=member, seen=seen)

    def stand():
        return list(KPI.objects.order_by("month", "investor").values_list("investor", "month", "rdv_count"))

    paste(a1=0, a2=4, a3=5, b3=6)
    assert stand() == [(one.pk, 2, 4), (one.pk, 3, 5), (two.pk, 3, 6)]
    for cells, refusal in (
        ({"a1": 1, "a2": 9}, actions.MonthIsLocked),
        ({"a2": 9, "a3": -1}, ValidationError),
        ({"a2": 9, "f3": 1}, Investor.DoesNotExist),
        ({"seen": {2: 1}, "a2": 1}, actions.ChangedMeanwhile),
    ):
        with pytest.raises(refusal):
            paste(**cells)
    assert stand() == [(one.pk, 2, 4), (one.pk, 3, 5), (two.pk, 3, 6)]
    paste(seen={2: 4, 3: 5}, a2=1, a3=None)
    assert stand() == [(one.pk, 2, 1), (one.pk, 3, None), (two.pk, 3, 6)]


def test_a_year_against_its_target(workspace, member):
    investor, other = make_investor(workspace), make_investor(workspace)
    for month, number in ((1, 2), (2, 5), (4, 1)):
        for _ in range(number):
            make_interaction(investor, date=at(month))
    make_interaction(other, "pitch", date=at(2))
    make_kpi(other, month=2, pitchs=2, closings=1)
    make_interaction(other, date=at(5, year=2025))
    actions.set_target(workspace=workspace, year=2026, by=member, rdv_count=20)
    year = kpis.annual_summary(workspace, 2026)
    assert year["totals"] == {"rdv_count": 8, "pitchs": 2, "closings": 1}
    assert year["year_before"] == {"rdv_count": 1, "pitchs": 0, "closings": 0}
    assert year["best"] == {"rdv_count": 2, "pitchs": 2, "closings": 2}
    assert year["target"] == {"rdv_count": 20, "pitchs": None, "closings": None}
    assert year["cumulative"]["rdv_count"] == [2, 7, 7, *[8] * 9]
    assert year["conversion"] == {"pitchs": 0.25, "closings": 0.5}


def test_the_running_year_is_compared_with_the_same_months(workspace):
    investor, today = make_investor(workspace), workspace.day_of(timezone.now())
    for month in (1, 12):
        make_interaction(investor, date=at(month, year=today.year - 1))
    year = kpis.annual_summary(workspace, today.year)
    assert (year["through"], year["year_before"]["rdv_count"]) == (today.month, 1 + (today.month == 12))
    assert kpis.annual_summary(workspace, today.year - 1)["through"] == 12


def test_a_month_against_the_one_before_and_the_year_before(workspace):
    investor = make_investor(workspace)
    for moment in (at(1), at(12, year=2025), at(12, year=2025), at(1, year=2025)):
        make_interaction(investor, date=moment)
    summary = kpis.month_summary(workspace, 2026, 1)
    assert (summary["before"]["rdv_count"], summary["year_before"]["rdv_count"]) == (2, 1)
    assert summary["conversion"] == {"pitchs": 0, "closings": None}


def at_once(*calls):
    """Run them in a thread each, started together, and say what went wrong."""
    start, failed = Barrier(len(calls)), []

    def run(call):
        try:
            start.wait()
            call()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.django_db(transaction=True)
def test_two_upserts_at_once_are_one_row(workspace, member):
    investor = make_investor(workspace)

    def say(number):
        actions.set_kpi(investor=investor, year=2026, month=3, by=member, rdv_count=number)

    assert at_once(lambda: say(4), lambda: say(7)) == []
    assert KPI.objects.get(investor=investor).rdv_count in (4, 7)


@pytest.mark.django_db(transaction=True)
def test_what_is_logged_while_a_month_is_locked_is_either_in_it_or_told(workspace, member):
    investor = make_investor(workspace)

    def log():
        actions.log_interaction(investor=investor, by=member, type="meeting", date=at(3))

    def lock():
        actions.lock_month(workspace=workspace, year=2026, month=3, by=member)

    assert at_once(log, lock, log) == []
    number = kpis.numbers_of(workspace, 2026)[investor.pk][3]["rdv_count"]
    assert (number.derived, number.locked + len(told(workspace))) == (2, 2)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["kpi", "interaction"])
def test_a_change_of_what_was_read_waits_for_another_of_the_same_row(workspace, member, monkeypatch, kind):
    """With If-Match the row is locked before it is changed: never before what the other change locks first."""
    investor, api, begun = make_investor(workspace), make_api(workspace, member), Event()
    row = make_kpi(investor, rdv_count=1) if kind == "kpi" else make_interaction(investor, date=at(3))
    path = f"/api/{kind}s/{row.pk}"
    etag = api.get(path)["ETag"]
    module, name = (kpi_actions, "require_open") if kind == "kpi" else (interaction_actions, "lock")
    usual, answers = getattr(module, name), []

    def slowly(*given):
        found = usual(*given)
        begun.set()
        sleep(0.3)
        return found

    def change():
        if kind == "kpi":
            actions.set_kpi(investor=investor, year=2026, month=3, by=member, rdv_count=5)
        else:
            actions.edit_interaction(interaction=row, by=member, outcome="Yes")

    def patch():
        begun.wait(5)
        answers.append(api.patch(path, {"note": "x", "outcome": "x"}, headers={"If-Match": etag}).status_code)

    monkeypatch.setattr(module, name, slowly)
    assert (at_once(change, patch), answers) == ([], [412])
