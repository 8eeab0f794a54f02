from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories.analytics import make_count
from webox.analytics.models import DailyCount
from webox.analytics.periods import Period, change, period_from, today_of

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def test_previous_period_is_as_long_and_ends_the_day_before():
    assert len(MARCH) == 31
    assert MARCH.previous() == Period(date(2026, 1, 29), date(2026, 2, 28))


def test_days_are_listed_in_order():
    assert Period(date(2026, 2, 27), date(2026, 3, 1)).days() == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]


def test_change_is_a_fraction_or_nothing():
    assert change(15, 12) == 0.25
    assert change(15, 0) is None
    assert change(None, 3) is None


@pytest.mark.django_db
def test_query_strings(workspace):
    today = today_of(workspace)
    assert period_from({}, workspace) == Period.last_days(30, today)
    assert period_from({"period": "7"}, workspace) == Period.last_days(7, today)
    assert period_from({"from": "2026-03-01", "to": "2026-03-31"}, workspace) == MARCH
    assert period_from({"to": "2026-03-31"}, workspace) == Period(date(2026, 3, 2), date(2026, 3, 31))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"period": "12"}, "period"),
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"to": "0001-01-01"}, "to"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "from"),
        ({"from": "2000-01-01", "to": "2026-03-01"}, "from"),
    ],
)
def test_what_cannot_be_read_is_named(workspace, params, field):
    with pytest.raises(ValidationError) as caught:
        period_from(params, workspace)
    assert list(caught.value.message_dict) == [field]


@pytest.mark.django_db
def test_series_has_every_day_and_only_its_own_rows(workspace, other_workspace, django_assert_num_queries):
    make_count(workspace, date(2026, 3, 1), count=2)
    make_count(workspace, date(2026, 3, 3), count=5)
    make_count(workspace, date(2026, 3, 4), count=7)
    make_count(workspace, date(2026, 3, 3), count=3, subject=("funnel", 1))
    make_count(other_workspace, date(2026, 3, 3), count=11)
    counts = DailyCount.objects.for_workspace(workspace)
    period = Period(date(2026, 3, 1), date(2026, 3, 3))
    with django_assert_num_queries(2):
        assert list(counts.series("analytics.visit.started", period).values()) == [2, 0, 5]
        assert list(counts.series("analytics.visit.started", period, ("funnel", 1)).values()) == [0, 0, 3]


@pytest.mark.django_db
def test_totals_take_one_query(workspace, django_assert_num_queries):
    make_count(workspace, date(2026, 3, 1), "a.b", 2)
    make_count(workspace, date(2026, 3, 31), "a.b", 3)
    make_count(workspace, date(2026, 4, 1), "a.b", 100)
    make_count(workspace, date(2026, 3, 9), "a.c", 1)
    with django_assert_num_queries(1):
        totals = DailyCount.objects.for_workspace(workspace).totals(["a.b", "a.c", "a.d"], MARCH)
    assert totals == {"a.b": 5, "a.c": 1, "a.d": 0}
