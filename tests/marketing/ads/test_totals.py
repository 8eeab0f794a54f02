from datetime import date
from decimal import Decimal

import pytest

from marketing.ads.models import AdCampaign
from marketing.ads.totals import Figures, attach_totals, totals_of_all, totals_of_campaign
from tests.factories.ads import figures, make_ad, make_ad_campaign, make_ad_set, make_day, make_period
from webox.analytics.periods import Period

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def test_rates_are_made_of_sums():
    one = Figures("EUR", 50_000, 2500, Decimal(125), Decimal("562.50"), Decimal(1125))
    assert (one.ctr, one.cpc, one.cpm, one.cpa, one.roas) == (
        0.05,
        Decimal("0.225"),
        Decimal("11.25"),
        Decimal("4.5"),
        2,
    )


def test_nothing_to_divide_by_is_no_zero():
    nothing = Figures("EUR")
    assert [getattr(nothing, name) for name in ("ctr", "cpc", "cpm", "cpa", "roas")] == [None] * 5
    assert Figures("EUR", conversion_value=Decimal(9)).roas is None
    assert Figures("EUR", impressions=10).ctr == 0


def test_two_currencies_have_no_sum():
    with pytest.raises(ValueError, match="EUR and USD"):
        Figures("EUR") + Figures("USD")


def test_days_of_every_level_add_up(workspace):
    campaign = make_ad_campaign(workspace)
    ad = make_ad(make_ad_set(campaign))
    make_day(campaign, "2026-03-01", **figures(100, 10, "1.5", "4.2500"))
    make_day(campaign, "2026-03-02", ad_set=ad.ad_set, **figures(200, 20, "0.25", "0.0001"))
    make_day(campaign, "2026-03-03", ad=ad, **figures(300, 30, "2", "1"))
    make_day(campaign, "2026-04-01", **figures(9, 9, "9", "9"))
    assert totals_of_campaign(campaign, MARCH).main == Figures("EUR", 600, 60, Decimal("3.75"), Decimal("5.2501"))
    assert totals_of_campaign(campaign).main.clicks == 69


def test_several_days_together_count_where_no_day_says_the_same(workspace):
    campaign = make_ad_campaign(workspace)
    make_day(campaign, "2026-03-10", **figures(100, 10, "1", "1"))
    make_period(campaign, "2026-03-01", "2026-03-09", **figures(1000, 50, "5", "20"))
    make_period(campaign, "2026-03-08", "2026-03-12", **figures(7, 7, "7", "7"))
    make_period(campaign, "2026-02-20", "2026-03-05", **figures(300, 30, "3", "3"))
    march = totals_of_campaign(campaign, MARCH)
    assert march.main == Figures("EUR", 1100, 60, Decimal(6), Decimal(21), has_periods=True)
    assert totals_of_campaign(campaign).main.clicks == 90
    assert not totals_of_campaign(campaign, Period(date(2026, 3, 2), date(2026, 3, 31))).has_periods


def test_a_page_of_campaigns_costs_one_query(workspace, django_assert_num_queries):
    rows = [make_ad_campaign(workspace) for _number in range(3)]
    for number, campaign in enumerate(rows[:2], 1):
        make_day(campaign, "2026-03-01", **figures(clicks=number))
        make_day(campaign, "2026-03-01", currency="USD", **figures(clicks=10, spend="3"))
        make_period(campaign, "2026-01-01", "2026-01-31", **figures(clicks=100))
    with django_assert_num_queries(1):
        found = attach_totals(rows)
    assert [campaign.totals.clicks for campaign in found] == [111, 112, 0]
    assert [[each.currency for each in campaign.totals.by_currency] for campaign in found] == [
        ["EUR", "USD"],
        ["EUR", "USD"],
        ["EUR"],
    ]
    with django_assert_num_queries(0):
        assert attach_totals([]) == []


def test_the_sum_of_all_keeps_to_the_workspace_and_the_filter(workspace, other_workspace):
    make_day(make_ad_campaign(other_workspace), "2026-03-01", **figures(clicks=1000))
    make_day(make_ad_campaign(workspace, platform="google"), "2026-03-01", **figures(clicks=1, spend="5"))
    make_day(make_ad_campaign(workspace, currency="CHF"), "2026-03-01", **figures(clicks=2, spend="7"))
    mine = AdCampaign.objects.for_workspace(workspace)
    everything = totals_of_all(mine, workspace)
    assert (everything.main.spend, [(each.currency, each.spend) for each in everything.others]) == (5, [("CHF", 7)])
    assert (everything.clicks, totals_of_all(mine.filter(platform="google"), workspace).clicks) == (3, 1)
