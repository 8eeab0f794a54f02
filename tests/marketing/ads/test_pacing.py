from datetime import date
from decimal import Decimal

import pytest

from marketing.ads.pacing import pacing_of
from tests.factories.ads import figures, make_ad_campaign, make_day

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)
RUN = {"start_date": date(2026, 3, 1), "end_date": date(2026, 3, 30)}


def paced(workspace, spends, today=TODAY, **fields):
    """The pacing of a campaign that spent so much on the days from 1 March on."""
    campaign = make_ad_campaign(workspace, **fields)
    for day, amount in enumerate(spends, 1):
        make_day(campaign, date(2026, 3, day), **figures(spend=str(amount)))
    campaign.refresh_from_db()
    return pacing_of(campaign, today)


def test_an_even_spend_is_on_track(workspace):
    pacing = paced(workspace, [10] * 10, total_budget=300, **RUN)
    assert (pacing.verdict, pacing.spent, pacing.even, pacing.left) == ("on_track", 100, 100, 200)
    assert (pacing.forecast, pacing.per_day_left, pacing.days_left, pacing.until) == (300, 10, 20, date(2026, 3, 10))


@pytest.mark.parametrize(
    ("amount", "verdict", "forecast", "per_day"),
    [(8, "behind", 240, 11), (12, "ahead", 360, 9), (9, "on_track", 270, "10.5")],
)
def test_a_tenth_off_is_still_on_track(amount, verdict, forecast, per_day, workspace):
    pacing = paced(workspace, [amount] * 10, total_budget=300, **RUN)
    assert (pacing.verdict, pacing.forecast, pacing.per_day_left) == (verdict, forecast, Decimal(per_day))


def test_the_forecast_follows_the_last_week(workspace):
    pacing = paced(workspace, [30, 30, 30] + [5] * 7, total_budget=300, **RUN)
    assert (pacing.pace, pacing.spent, pacing.forecast) == (5, 125, 225)


def test_daily_budgets_are_a_budget_for_the_run(workspace):
    pacing = paced(workspace, [6] * 10, daily_budget=10, **RUN)
    assert (pacing.verdict, pacing.budget, pacing.even, pacing.per_day_left) == ("behind", 300, 100, 12)


def test_a_daily_budget_without_an_end_has_no_forecast(workspace):
    pacing = paced(workspace, [10] * 10, daily_budget=10)
    assert (pacing.verdict, pacing.even, pacing.budget, pacing.forecast, pacing.per_day_left) == (
        "on_track",
        100,
        None,
        None,
        None,
    )


def test_a_total_without_an_end_says_how_long_it_lasts(workspace):
    pacing = paced(workspace, [10] * 10, total_budget=300)
    assert (pacing.verdict, pacing.lasts_until) == ("no_days", date(2026, 3, 30))


def test_a_budget_that_is_gone(workspace):
    pacing = paced(workspace, [40] * 8, total_budget=300, **RUN)
    assert (pacing.verdict, pacing.left, pacing.per_day_left, pacing.share) == ("spent", 0, 0, 1)


def test_what_cannot_be_judged_yet(workspace):
    assert paced(workspace, []).verdict == "no_budget"
    assert paced(workspace, [], total_budget=100, **RUN).verdict == "no_figures"
    assert paced(workspace, [], daily_budget=100).verdict == "no_figures"
    assert paced(workspace, [], total_budget=100, today=date(2026, 2, 1), **RUN).verdict == "not_begun"


def test_days_outside_the_run_and_other_currencies_do_not_count(workspace):
    campaign = make_ad_campaign(workspace, total_budget=100, **RUN)
    make_day(campaign, "2026-02-28", **figures(spend="50"))
    make_day(campaign, "2026-03-01", **figures(spend="5"))
    make_day(campaign, "2026-03-01", currency="USD", **figures(spend="70"))
    pacing = pacing_of(campaign, TODAY)
    assert (pacing.spent, pacing.has_other_currency) == (5, True)
