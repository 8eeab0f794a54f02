from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from marketing.ads.models.campaigns import Status
from marketing.ads.providers.base import Creative, Refused
from marketing.ads.providers.sandbox import PLANS, Sandbox

ACCOUNT = "sandbox-facebook"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOON.date()
WEEK = TODAY - timedelta(days=7)


@pytest.fixture
def memory():
    """What the account remembers since it was opened at noon."""
    return Sandbox({"platform": "facebook"}, {"language": "fr"}, NOON).memory


def at(memory, now):
    return Sandbox({"platform": "facebook"}, memory, now)


def pulled(memory, now=NOON, first=WEEK, last=TODAY):
    return list(at(memory, now).pull_metrics(ACCOUNT, first, last))


def total(rows, name):
    return sum(getattr(row, name) for row in rows)


def test_the_same_day_has_the_same_figures_whenever_it_is_asked(memory):
    assert pulled(memory) == pulled(memory)
    later = NOON + timedelta(days=30)
    for name in ("impressions", "clicks", "spend"):
        days = [row for row in pulled(memory, later) if row.day < TODAY]
        assert total(days, name) == total([row for row in pulled(memory) if row.day < TODAY], name)


def test_another_account_has_other_figures(memory):
    other = list(at(memory, NOON).pull_metrics("sandbox-google", WEEK, TODAY))
    assert total(other, "spend") != total(pulled(memory), "spend")


def test_an_account_comes_with_sixty_days(memory):
    rows = pulled(memory, first=TODAY - timedelta(days=200))
    assert min(row.day for row in rows) == TODAY - timedelta(days=60)


def test_it_speaks_the_language_of_who_opened_it():
    names = {row.campaign.name for row in pulled({"language": "fr"})}
    assert names == {"Prospection", "Reciblage", "Notoriété"}
    names = {row.campaign.name for row in pulled({"language": "en"})}
    assert names == {"Prospecting", "Retargeting", "Awareness"}


def test_no_day_costs_more_than_its_budget(memory):
    rows = pulled(memory, first=TODAY - timedelta(days=60))
    spent = {}
    for row in rows:
        spent[row.campaign.id, row.day] = spent.get((row.campaign.id, row.day), Decimal(0)) + row.spend
    budgets = {f"{ACCOUNT}-{number}": plan.budget for number, plan in PLANS.items()}
    assert all(0 < money <= budgets[campaign] for (campaign, _day), money in spent.items())


def test_weekends_are_quieter(memory):
    rows = pulled(memory, first=TODAY - timedelta(days=56), last=TODAY - timedelta(days=1))
    days = {True: [], False: []}
    for day in {row.day for row in rows}:
        days[day.weekday() >= 5].append(total([row for row in rows if row.day == day], "spend"))
    weekend, week = (sum(days[which]) / len(days[which]) for which in (True, False))
    assert weekend < week * Decimal("0.85")


def test_a_campaign_learns_in_its_first_week(memory):
    opened = date.fromisoformat(memory["opened"])

    def rate(first):
        rows = pulled(memory, first=first, last=first + timedelta(days=4))
        return total(rows, "clicks") / total(rows, "impressions")

    assert rate(opened) < rate(opened + timedelta(days=14)) * 0.85


def test_conversions_arrive_up_to_three_days_late(memory):
    days = [TODAY + timedelta(days=n) for n in range(1, 6)]
    seen = [total(pulled(memory, NOON + timedelta(days=1 + n), days[0], days[0]), "conversions") for n in range(6)]
    assert seen == sorted(seen)
    week = [
        pulled(memory, NOON + timedelta(days=n), TODAY - timedelta(days=2), TODAY - timedelta(days=1))
        for n in (0, 1, 4, 9)
    ]
    counts = [total(rows, "conversions") for rows in week]
    assert counts[0] < counts[2]
    assert counts[2] == counts[3]
    assert len({total(rows, "spend") for rows in week}) == 1


def test_today_grows_with_its_hours(memory):
    spent = [total(pulled(memory, NOON.replace(hour=hour), TODAY, TODAY), "spend") for hour in (0, 6, 12, 18)]
    assert spent[0] == 0
    assert spent == sorted(set(spent))


def test_a_paused_campaign_spends_nothing(memory):
    campaign = f"{ACCOUNT}-1"
    at(memory, NOON).pause(ACCOUNT, campaign)
    at(memory, NOON + timedelta(days=2)).resume(ACCOUNT, campaign)
    rows = pulled(memory, NOON + timedelta(days=4), TODAY - timedelta(days=1), TODAY + timedelta(days=3))
    days = {row.day - TODAY for row in rows if row.campaign.id == campaign}
    assert days == {timedelta(days=n) for n in (-1, 0, 2, 3)}
    others = {row.day - TODAY for row in rows if row.campaign.id != campaign}
    assert others == {timedelta(days=n) for n in range(-1, 4)}


def test_a_pushed_creative_runs_from_then_on(memory):
    creative = Creative("Hiver", ("Titre",), ("Texte",), (), "https://example.com")
    ad = at(memory, NOON).push_creative(ACCOUNT, f"{ACCOUNT}-2-1", creative)
    assert (ad.id, ad.name, ad.status) == (f"{ACCOUNT}-2-1-p1", "Hiver", Status.ACTIVE)
    rows = [
        row for row in pulled(memory, NOON + timedelta(days=2), last=TODAY + timedelta(days=2)) if row.ad.id == ad.id
    ]
    assert [row.day for row in rows] == [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    assert all(row.spend > 0 for row in rows)
    second = at(memory, NOON).push_creative(ACCOUNT, f"{ACCOUNT}-2-1", creative)
    assert second.id == f"{ACCOUNT}-2-1-p2"


@pytest.mark.parametrize("id", ["", "999", "sandbox-google-1", f"{ACCOUNT}-9", f"{ACCOUNT}-1-1"])
def test_what_it_does_not_know_it_refuses(memory, id):
    before = dict(memory)
    for verb in ("pause", "resume"):
        with pytest.raises(Refused):
            getattr(at(memory, NOON), verb)(ACCOUNT, id)
    assert memory == before
