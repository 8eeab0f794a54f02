"""What every adapter keeps, simulated or spoken to over HTTP."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketing.ads.models.campaigns import Platform, Status
from marketing.ads.providers import ADAPTERS
from marketing.ads.providers.base import Creative, Refused
from tests.marketing.ads.providers.world import TODAY

FIRST = TODAY - timedelta(days=9)
CREATIVE = Creative(
    name="Hiver",
    headlines=("Apprenez en trois jours", "Un atelier près de chez vous", "Places limitées à huit"),
    texts=("Un atelier de trois jours.",),
    descriptions=("Huit personnes au plus.", "À Lyon, toute l’année."),
    landing_url="https://example.com/atelier",
)


def test_each_is_registered_under_its_name_and_says_what_it_asks_for():
    assert list(ADAPTERS) == ["sandbox", "meta", "google", "linkedin"]
    for name, adapter in ADAPTERS.items():
        assert adapter.name == name
        assert adapter.label and adapter.how
        assert set(adapter.platforms) <= set(Platform.values)
        names = [each.name for each in adapter.credentials]
        assert len(names) == len(set(names))
    secrets = {each.name for adapter in ADAPTERS.values() for each in adapter.credentials if each.is_secret}
    assert secrets == {"access_token", "app_secret", "developer_token", "client_secret", "refresh_token"}


def test_the_account_is_among_those_the_credentials_reach(connected):
    adapter, account, *_others = connected
    assert account in {each.id for each in adapter.accounts()}
    assert all(each.name for each in adapter.accounts())


def test_rows_are_of_the_days_asked_one_an_ad_and_day(connected):
    adapter, account, *_others = connected
    rows = list(adapter.pull_metrics(account, FIRST, TODAY))
    assert {row.day for row in rows} == {FIRST + timedelta(days=n) for n in range(10)}
    keys = [(row.day, row.campaign.id, row.ad_set and row.ad_set.id, row.ad and row.ad.id) for row in rows]
    assert len(keys) == len(set(keys))
    levels = {(row.campaign.id, row.day, row.ad is None) for row in rows}
    assert len(levels) == len({level[:2] for level in levels})
    for row in rows:
        assert row.campaign.name and row.campaign.status in Status.values
        assert isinstance(row.impressions, int) and isinstance(row.clicks, int)
        for money in (row.spend, row.conversions, row.conversion_value):
            assert isinstance(money, Decimal) and money >= 0
    assert sum(row.spend for row in rows) > 0


def test_one_day_asked_alone_is_as_among_others(connected):
    adapter, account, *_others = connected
    rows = [row for row in adapter.pull_metrics(account, FIRST, TODAY) if row.day == FIRST]
    assert list(adapter.pull_metrics(account, FIRST, FIRST)) == rows


def test_a_day_to_come_has_no_rows(connected):
    adapter, account, *_others = connected
    assert list(adapter.pull_metrics(account, TODAY + timedelta(days=1), TODAY + timedelta(days=8))) == []


def test_a_paused_campaign_is_paused_there_until_it_is_resumed(connected):
    adapter, account, campaign, _ad_set = connected

    def status():
        rows = adapter.pull_metrics(account, FIRST, FIRST)
        return next(row.campaign.status for row in rows if row.campaign.id == campaign)

    assert status() == Status.ACTIVE
    adapter.pause(account, campaign)
    adapter.pause(account, campaign)
    assert status() == Status.PAUSED
    adapter.resume(account, campaign)
    assert status() == Status.ACTIVE


def test_a_campaign_it_does_not_know_is_refused(connected):
    adapter, account, *_others = connected
    for verb in (adapter.pause, adapter.resume):
        with pytest.raises(Refused) as refusal:
            verb(account, "999")
        assert refusal.value.message


def test_a_creative_becomes_an_ad_of_the_set(connected):
    adapter, account, _campaign, ad_set = connected
    ad = adapter.push_creative(account, ad_set, CREATIVE)
    assert ad.id
    assert ad.name == "Hiver"
    with pytest.raises(Refused):
        adapter.push_creative(account, "999", CREATIVE)
