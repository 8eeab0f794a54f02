"""The KPIs: what interactions say, what people say beside it, and what a locked month said."""

from datetime import datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from investors import actions, kpis
from investors.models import KPI, Restatement
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


def test_a_year_against_its_target(workspace, member):
    investor, other = make_investor(workspace), make_investor(workspace)
    for month, number in ((1, 2), (2, 5), (12, 1)):
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
    assert year["cumulative"]["rdv_count"] == [2, *[7] * 10, 8]
    assert year["conversion"] == {"pitchs": 0.25, "closings": 0.5}


def test_a_month_against_the_one_before_and_the_year_before(workspace):
    investor = make_investor(workspace)
    for moment in (at(1), at(12, year=2025), at(12, year=2025), at(1, year=2025)):
        make_interaction(investor, date=moment)
    summary = kpis.month_summary(workspace, 2026, 1)
    assert (summary["before"]["rdv_count"], summary["year_before"]["rdv_count"]) == (2, 1)
    assert summary["conversion"] == {"pitchs": 0, "closings": None}


@pytest.mark.django_db(transaction=True)
def test_two_upserts_at_once_are_one_row(workspace, member):
    investor = make_investor(workspace)
    start, failed = Barrier(2), []

    def one(number):
        try:
            start.wait()
            actions.set_kpi(investor=investor, year=2026, month=3, by=member, rdv_count=number)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=[number]) for number in (4, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert KPI.objects.get(investor=investor).rdv_count in (4, 7)
