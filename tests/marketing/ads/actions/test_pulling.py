"""Figures come in once, whatever is asked twice, killed or refused."""

import json
import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection as database
from django.db.models import Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketing.ads.actions import pulling
from marketing.ads.actions.keeping import keep_rows
from marketing.ads.actions.pulling import ask_pull, pull, ring_due, span_of
from marketing.ads.models import Ad, AdCampaign, AdConnection, AdDailyMetric, AdSet
from marketing.ads.providers import adapter_for
from marketing.ads.providers.base import Campaign, Named, Row
from marketing.ads.providers.sandbox import PLANS, Sandbox
from tests.factories.ads import figures, make_ad_campaign, make_connection, make_day
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fake_meta import error
from tests.marketing.ads.providers.fakes import GIVEN
from tests.marketing.ads.providers.server import Answer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def sandbox(workspace):
    return make_connection(workspace, memory={"language": "fr"})


@pytest.fixture
def meta(workspace, platform, monkeypatch):
    """An account of Meta whose platform has figures until a fixed day, which is its today."""
    server = platform("meta")
    workspace.language = "en"
    workspace.save()
    row = make_connection(workspace, "meta", GIVEN["meta"], account_id=world.ACCOUNT, account_name="Atelier")
    row.server = server
    until = workspace.day_of(timezone.now())
    monkeypatch.setattr(world, "TODAY", until)
    monkeypatch.setattr(world, "FIRST", until - timedelta(days=30))
    return row


def pulled(connection):
    """Have it pulled as a worker does, now."""
    AdConnection.objects.filter(pk=connection.pk).update(next_pull_at=timezone.now())
    pull(connection_id=connection.pk)
    connection.refresh_from_db()
    return connection


def rows_of(connection):
    with adapter_for(connection) as adapter:
        return list(adapter.pull_metrics(connection.account_id, world.TODAY, world.TODAY))


def stored():
    """Every daily row as it stands, without its own number."""
    names = ("campaign__external_id", "day", "ad_set__external_id", "ad__external_id", "currency")
    return sorted(AdDailyMetric.objects.values_list(*names, "impressions", "clicks", "conversions", "spend"), key=str)


def test_the_first_pull_makes_campaigns_sets_ads_and_their_days(sandbox):
    pulled(sandbox)
    campaigns = AdCampaign.objects.order_by("external_id")
    assert [(row.name, row.status, row.daily_budget) for row in campaigns] == [
        ("Prospection", "active", Decimal(40)),
        ("Reciblage", "active", Decimal(15)),
        ("Notoriété", "active", Decimal(20)),
    ]
    assert {(row.connection_id, row.platform, row.account, row.currency) for row in campaigns} == {
        (sandbox.pk, "facebook", str(sandbox), "EUR")
    }
    assert (AdSet.objects.count(), Ad.objects.count()) == (5, 10)
    with_adapter = Sandbox({"platform": "facebook"}, sandbox.memory, timezone.now())
    told = list(with_adapter.pull_metrics(sandbox.account_id, date(2000, 1, 1), sandbox.pulled_until))
    past = [row for row in told if row.day < sandbox.pulled_until - timedelta(days=1)]
    kept = AdDailyMetric.objects.filter(day__lt=sandbox.pulled_until - timedelta(days=1))
    assert len(past) > 500
    assert kept.count() == len(past)
    assert kept.aggregate(total=Sum("spend"))["total"] == sum(row.spend for row in past)


def test_it_says_until_when_and_comes_again_in_an_hour(sandbox, workspace):
    pulled(sandbox)
    now = timezone.now()
    assert sandbox.pulled_until == workspace.day_of(now)
    assert now - timedelta(minutes=1) < sandbox.pulled_at <= now
    assert now + HOUR - timedelta(minutes=1) < sandbox.next_pull_at <= now + HOUR
    assert (sandbox.claim, sandbox.error, sandbox.failures) == ("", "", 0)


def test_the_same_again_changes_nothing(meta):
    pulled(meta)
    before, ids = stored(), set(AdDailyMetric.objects.values_list("pk", flat=True))
    updated = list(AdCampaign.objects.order_by("pk").values_list("updated_at", flat=True))
    pulled(meta)
    assert stored() == before
    assert set(AdDailyMetric.objects.values_list("pk", flat=True)) == ids
    assert list(AdCampaign.objects.order_by("pk").values_list("updated_at", flat=True)) == updated


def test_the_figures_are_those_of_the_platform(meta):
    pulled(meta)
    told = [world.figures(day, ad) for day, _c, _s, ad in world.rows(world.FIRST, world.TODAY)]
    sums = AdDailyMetric.objects.sums()
    assert sums == {
        "impressions": sum(each["impressions"] for each in told),
        "clicks": sum(each["clicks"] for each in told),
        "conversions": sum(each["conversions"] for each in told),
        "spend": sum(each["spend"] for each in told),
        "conversion_value": sum(each["value"] for each in told),
    }


def test_late_conversions_change_days_that_were_pulled(meta, monkeypatch):
    pulled(meta)
    before = world.figures

    def late(day, ad):
        return before(day, ad) | ({"conversions": 50} if (day, ad) == (world.TODAY - timedelta(days=2), "31") else {})

    monkeypatch.setattr(world, "figures", late)
    pulled(meta)
    row = AdDailyMetric.objects.get(day=world.TODAY - timedelta(days=2), ad__external_id="31")
    assert row.conversions == 50


def test_the_first_pull_of_a_day_looks_back_as_far_as_conversions_are_late(sandbox, workspace):
    today = workspace.day_of(timezone.now())
    assert span_of(sandbox) == (today - timedelta(days=89), today)
    sandbox.pulled_until, sandbox.pulled_at = today, timezone.now()
    assert span_of(sandbox) == (today - timedelta(days=3), today)
    sandbox.adapter = "meta"
    assert span_of(sandbox) == (today - timedelta(days=3), today)
    sandbox.pulled_at -= timedelta(days=1)
    assert span_of(sandbox) == (today - timedelta(days=28), today)
    sandbox.pulled_until -= timedelta(days=20)
    assert span_of(sandbox) == (today - timedelta(days=48), today)


def test_what_the_platform_calls_it_wins(meta, monkeypatch):
    pulled(meta)
    AdCampaign.objects.filter(external_id="11").update(name="À nous", updated_at=timezone.now() - HOUR)
    AdSet.objects.filter(external_id="21").update(name="À nous")
    pulled(meta)
    assert AdCampaign.objects.get(external_id="11").name == "Prospection d’hiver"
    assert AdSet.objects.get(external_id="21").name == "Intérêts"


def test_what_people_wrote_beside_it_stays(meta):
    pulled(meta)
    fields = {"description": "Notre note", "utm_campaign": "hiver", "end_date": world.TODAY}
    AdCampaign.objects.filter(external_id="11").update(**fields)
    pulled(meta)
    campaign = AdCampaign.objects.get(external_id="11")
    assert {name: getattr(campaign, name) for name in fields} == fields


def test_a_campaign_whose_platform_somebody_changed_is_not_made_twice(meta):
    pulled(meta)
    AdCampaign.objects.filter(external_id="11").update(platform="tiktok", updated_at=timezone.now() - HOUR)
    pulled(meta)
    assert AdCampaign.objects.get(external_id="11").platform == "facebook"


def test_an_account_without_its_credentials_says_what_to_do(meta):
    meta.keep_credentials({})
    meta.save()
    pulled(meta)
    assert meta.error == "Credentials are missing. Enter them."
    assert meta.server.asked == []


def test_a_campaign_of_a_file_is_taken_over_by_its_number_and_each_day_is_replaced_whole(meta, workspace):
    campaign = make_ad_campaign(workspace, external_id="11", account="Compte du fichier", currency="EUR")
    make_day(campaign, world.TODAY, **figures(1, 1, "1", "1"))
    before = make_day(campaign, world.FIRST - timedelta(days=1), **figures(7, 7, "7", "7"))
    pulled(meta)
    campaign.refresh_from_db()
    assert (campaign.connection_id, campaign.account) == (meta.pk, "Atelier")
    rows = campaign.days.filter(day=world.TODAY)
    assert sorted(row.ad.external_id for row in rows) == ["31", "32", "33"]
    assert campaign.days.filter(day__lt=world.FIRST).get() == before


def test_an_answer_without_rows_takes_nothing_away(meta):
    pulled(meta)
    before = stored()
    meta.server.insights = lambda _asked: Answer({"data": []})
    pulled(meta)
    assert stored() == before


def test_another_workspace_has_campaigns_of_its_own(meta, other_workspace):
    make_ad_campaign(other_workspace, external_id="11", name="Autre")
    pulled(meta)
    assert sorted(AdCampaign.objects.filter(external_id="11").values_list("workspace__name", "name")) == [
        ("Atelier", "Prospection d’hiver"),
        ("Étranger", "Autre"),
    ]


def test_an_impossible_schedule_is_kept_without_its_end(meta):
    campaign = meta.server.campaign
    meta.server.campaign = lambda id: campaign(id) | {"stop_time": "2026-01-01T00:00:00+0100"}
    pulled(meta)
    assert set(AdCampaign.objects.values_list("start_date", "end_date")) == {(date(2026, 10, 21), None)}


def test_a_campaign_that_began_anew_loses_the_end_it_had_before(meta):
    pulled(meta)
    spring = {"start_date": date(2026, 3, 1), "end_date": date(2026, 4, 1), "updated_at": timezone.now() - HOUR}
    AdCampaign.objects.update(**spring)
    pulled(meta)
    meta.refresh_from_db()
    assert meta.error == ""
    assert set(AdCampaign.objects.values_list("start_date", "end_date")) == {(date(2026, 10, 21), None)}


def test_a_status_changed_after_the_platform_was_asked_stays_until_the_next_time(meta):
    pulled(meta)
    rows = rows_of(meta)
    AdCampaign.objects.filter(external_id="11").update(status="paused", updated_at=timezone.now())
    keep_rows(meta, rows, timezone.now() - HOUR)
    assert AdCampaign.objects.get(external_id="11").status == "paused"
    keep_rows(meta, rows, timezone.now())
    assert AdCampaign.objects.get(external_id="11").status == "active"


# When, and by whom


def test_asking_rings_once_it_is_written(sandbox, member, rung, django_capture_on_commit_callbacks):
    AdConnection.objects.update(next_pull_at=timezone.now() + HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_pull(connection=sandbox, by=member)
        assert rung == []
    assert rung == [{"connection_id": sandbox.pk}]
    sandbox.refresh_from_db()
    assert sandbox.next_pull_at <= timezone.now()


def test_an_account_that_is_being_pulled_is_not_pulled_beside(sandbox, member, rung):
    AdConnection.objects.update(claim="x", next_pull_at=timezone.now() + HOUR)
    assert not ask_pull(connection=sandbox, by=member)
    pull(connection_id=sandbox.pk)
    assert AdCampaign.objects.count() == 0
    assert AdConnection.objects.get().claim == "x"


def test_only_an_account_whose_time_has_come_is_pulled(sandbox):
    AdConnection.objects.update(next_pull_at=timezone.now() + HOUR)
    pull(connection_id=sandbox.pk)
    assert AdCampaign.objects.count() == 0
    pull(connection_id=999)


def test_the_clock_rings_for_what_is_due(workspace, other_workspace, rung):
    now = timezone.now()
    due = make_connection(other_workspace, next_pull_at=now - HOUR)
    killed = make_connection(workspace, next_pull_at=now - HOUR, claim="of a killed worker")
    make_connection(workspace, next_pull_at=now + HOUR)
    make_connection(workspace, next_pull_at=now - HOUR, is_active=False)
    ring_due()
    assert rung == [{"connection_id": due.pk}, {"connection_id": killed.pk}]


def test_a_killed_pull_goes_on_where_it_was(meta):
    ends, insights = [], meta.server.insights

    def four_answers(asked):
        ends.append(date.fromisoformat(json.loads(asked.params["time_range"])["until"]))
        return insights(asked) if len(set(ends)) < 5 else Answer(b"", 500)

    meta.server.insights = four_answers
    pulled(meta)
    assert meta.pulled_until == sorted(set(ends))[3]
    # A killed one says nothing: it only holds its claim until the lease runs out.
    AdConnection.objects.update(claim="of a killed worker", failures=0, error="")
    meta.server.insights = insights
    meta.server.asked.clear()
    pulled(meta)
    spans = [each.params["time_range"] for each in meta.server.asked if each.path.endswith("insights")]
    assert json.loads(spans[0])["since"] == str(sorted(set(ends))[3] - timedelta(days=28))
    told = [world.figures(day, ad)["clicks"] for day, _c, _s, ad in world.rows(world.FIRST, world.TODAY)]
    assert AdDailyMetric.objects.sums()["clicks"] == sum(told)
    assert (meta.claim, meta.pulled_until) == ("", world.TODAY)


@pytest.mark.parametrize("loss", ["taken over", "disconnected"])
def test_a_worker_that_lost_the_account_writes_nothing_more(meta, loss):
    AdConnection.objects.update(next_pull_at=timezone.now())
    held = pulling.claim(meta.pk)
    rows = rows_of(meta)
    if loss == "disconnected":
        AdConnection.objects.all().delete()
    else:
        AdConnection.objects.update(claim="another")
    assert not pulling.keep(held, rows, world.TODAY, timezone.now())
    pulling.finish(held)
    assert AdCampaign.objects.count() == 0
    assert list(AdConnection.objects.values_list("claim", "pulled_at")) == [("another", None)][: loss == "taken over"]


# What goes wrong


def test_a_platform_that_is_away_is_asked_later_and_later(meta):
    waits = []
    for _try in range(9):
        meta.server.next = [Answer(b"", 503)]
        pulled(meta)
        waits.append(round((meta.next_pull_at - timezone.now()).total_seconds() / 60))
    assert waits == [5, 10, 20, 40, 80, 160, 320, 360, 360]
    assert (meta.failures, meta.error) == (9, "Meta is out of order (answer 503).")
    pulled(meta)
    assert (meta.failures, meta.error, meta.claim) == (0, "", "")


def test_a_platform_that_says_when_is_asked_then(meta):
    usage = '{"1": [{"estimated_time_to_regain_access": 90}]}'
    meta.server.next = [error(17, "Limit", headers={"X-Business-Use-Case-Usage": usage})]
    pulled(meta)
    assert round((meta.next_pull_at - timezone.now()).total_seconds() / 60) == 90


def test_credentials_that_ended_wait_for_somebody(meta):
    meta.server.token = "another"
    pulled(meta)
    assert round((meta.next_pull_at - timezone.now()) / HOUR) == 24
    assert "Connect the account again" in meta.error
    assert GIVEN["meta"]["access_token"] not in meta.error


def test_an_answer_of_another_shape_is_a_fault_with_a_name(meta):
    meta.server.insights = lambda _asked: Answer({"data": [{"campaign_id": "11"}]})
    pulled(meta)
    assert meta.error == "Meta gave an answer that cannot be read."
    assert AdDailyMetric.objects.count() == 0


def test_credentials_no_key_opens_are_said_so(meta):
    AdConnection.objects.update(sealed_credentials="gAAAA-of-another-installation")
    pulled(meta)
    assert "no longer has" in meta.error
    assert meta.server.asked == []


def test_errors_are_in_the_language_of_the_workspace(meta, workspace):
    workspace.language = "fr"
    workspace.save()
    meta.server.next = [Answer(b"", 503)]
    pulled(meta)
    with translation.override("fr"):
        said = _("%(platform)s is out of order (answer %(status)s).") % {"platform": "Meta", "status": 503}
    assert meta.error == said


def test_a_pull_costs_the_same_queries_for_three_and_for_thirty_ads(workspace, django_assert_max_num_queries):
    """One chunk that changes nothing: campaigns, sets, ads and days are each read once."""
    connection = make_connection(workspace)
    day = date(2026, 11, 20)
    for number in (3, 30):
        ads = [Named(str(n), f"Ad {n}") for n in range(number)]
        rows = [Row(day, Campaign("1", "C"), Named("2", "S"), ad, 10, 1) for ad in ads]
        keep_rows(connection, rows, timezone.now())
        with django_assert_max_num_queries(5):
            keep_rows(connection, rows, timezone.now())
    assert AdDailyMetric.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_pull_once(workspace):
    connection = make_connection(workspace)
    barrier, claims = threading.Barrier(2), []

    def work():
        barrier.wait()
        claims.append(pulling.claim(connection.pk) is not None)
        database.close()

    threads = [threading.Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claims) == [False, True]


def test_plans_have_shares_that_make_a_whole():
    for plan in PLANS.values():
        assert sum(share for _names, share in plan.ad_sets) == 1
