from datetime import date, timedelta
from decimal import Decimal

import pytest

from marketing.ads.models.campaigns import Status
from marketing.ads.providers.base import Creative, Refused, Unavailable
from marketing.ads.providers.google import Google
from tests.marketing.ads.providers import fake_google, world
from tests.marketing.ads.providers.fake_google import ads_failure, failure
from tests.marketing.ads.providers.fakes import GIVEN
from tests.marketing.ads.providers.server import Answer

DAY = world.TODAY


@pytest.fixture
def server(platform):
    return platform("google")


@pytest.fixture
def google(server):
    with Google(dict(GIVEN["google"])) as adapter:
        yield adapter


def test_the_refresh_token_is_exchanged_once_for_many_requests(server, google):
    google.accounts()
    list(google.pull_metrics(world.ACCOUNT, DAY, DAY))
    exchanges = [each for each in server.asked if each.path == "/token"]
    assert len(exchanges) == 1
    assert exchanges[0].form == {
        "client_id": "client.apps.googleusercontent.com",
        "client_secret": "GOCSPX-secret",
        "refresh_token": "1//refresh",
        "grant_type": "refresh_token",
    }
    assert "developer-token" not in exchanges[0].headers


def test_a_campaign_comes_with_what_google_tells_of_it(google):
    rows = list(google.pull_metrics(world.ACCOUNT, DAY, DAY))
    campaign = next(row.campaign for row in rows if row.campaign.id == "11")
    assert (campaign.name, campaign.status) == ("Prospection d’hiver", Status.ACTIVE)
    assert (campaign.daily_budget, campaign.first_day, campaign.last_day) == (Decimal(40), date(2026, 10, 21), None)
    # A budget it shares with others is not its own.
    assert next(row.campaign for row in rows if row.campaign.id == "12").daily_budget is None


def test_micros_become_money(google):
    rows = list(google.pull_metrics(world.ACCOUNT, DAY, DAY))
    spend = {row.ad.id: row.spend for row in rows if row.ad}
    assert spend == {ad: world.figures(DAY, ad)["spend"] for ad in ("31", "32", "33")}


def test_a_campaign_without_ads_has_its_day_as_a_whole(google):
    rows = [row for row in google.pull_metrics(world.ACCOUNT, DAY, DAY) if row.campaign.id == fake_google.WHOLE]
    assert [(row.ad_set, row.ad) for row in rows] == [(None, None)]
    assert rows[0].clicks == world.figures(DAY, "34")["clicks"]


def test_a_day_whose_ads_do_not_add_up_is_kept_as_a_whole(server, google):
    server.clicks_without_ads = 3
    rows = [row for row in google.pull_metrics(world.ACCOUNT, DAY, DAY) if row.campaign.id == "11"]
    assert [(row.ad_set, row.ad) for row in rows] == [(None, None)]
    assert rows[0].clicks == sum(world.figures(DAY, ad)["clicks"] for ad in ("31", "32", "33")) + 3


def test_an_ad_without_a_name_is_called_by_its_kind(google):
    names = {row.ad.name for row in google.pull_metrics(world.ACCOUNT, DAY, DAY) if row.ad}
    assert names == {"Responsive search ad 31", "Responsive search ad 32", "Responsive search ad 33"}


def test_shares_of_conversions_stay_exact(server, google):
    row = server.campaign_row(DAY, "12", [world.figures(DAY, "34")])
    row["metrics"]["conversions"] = 0.1
    server.campaign_rows = lambda _first, _last: [row]
    server.ad_rows = lambda _first, _last: []
    assert [row.conversions for row in google.pull_metrics(world.ACCOUNT, DAY, DAY)] == [Decimal("0.1")]


def test_an_account_is_reached_through_its_manager(server):
    server.manager = "9876543210"
    with Google(GIVEN["google"] | {"login_customer_id": "987-654-3210"}) as google:
        assert [(each.id, each.name, each.currency) for each in google.accounts()] == [("1234567890", "Atelier", "EUR")]
    assert "/customers/9876543210/googleAds:search" in server.asked[-1].path
    with Google(dict(GIVEN["google"])) as google, pytest.raises(Refused) as refusal:
        google.accounts()
        list(google.pull_metrics(world.ACCOUNT, DAY, DAY))
    assert "User doesn't have permission." in refusal.value.message


def test_a_revoked_refresh_token_is_refused(server, google):
    server.refresh_token = "1//other"
    with pytest.raises(Refused) as refusal:
        google.accounts()
    assert "Connect the account again" in refusal.value.message


def test_a_spent_quota_says_when_to_come_back(server, google):
    detail = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "37s"}
    server.next = [Answer({"access_token": "ya29.access"}), failure(429, "RESOURCE_EXHAUSTED", "Quota", [detail])]
    with pytest.raises(Unavailable) as fault:
        google.accounts()
    assert fault.value.retry_after == 37


def test_a_quota_of_the_ads_api_has_its_wait_deeper(server, google):
    quota = {"quotaErrorDetails": {"rateScope": "DEVELOPER", "rateName": "Number of operations", "retryDelay": "55.5s"}}
    said = {"errorCode": {"quotaError": "RESOURCE_EXHAUSTED"}, "message": "Too many requests.", "details": quota}
    answer = failure(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted", [{"errors": [said]}])
    server.next = [Answer({"access_token": "ya29.access"}), answer]
    with pytest.raises(Unavailable) as fault:
        google.accounts()
    assert fault.value.retry_after == 55


def test_what_google_says_inside_its_failure_is_shown(server, google):
    google.accounts()
    server.next = [ads_failure("The customer account can't be accessed because it is not yet enabled.")]
    with pytest.raises(Refused) as refusal:
        google.accounts()
    assert "not yet enabled" in refusal.value.message


def test_a_creative_becomes_a_responsive_search_ad_that_waits(server, google):
    url = "https://example.com"
    ad = google.push_creative(world.ACCOUNT, "21", Creative("Hiver", ("Un", "Deux", "Trois"), ("A", "B"), (), url))
    assert (ad.id, ad.status) == ("91", Status.PAUSED)
    assert server.pushed == [
        {
            "adGroup": "customers/1234567890/adGroups/21",
            "status": "PAUSED",
            "ad": {
                "finalUrls": [url],
                "responsiveSearchAd": {
                    "headlines": [{"text": "Un"}, {"text": "Deux"}, {"text": "Trois"}],
                    "descriptions": [{"text": "A"}, {"text": "B"}],
                },
            },
        }
    ]


def test_a_creative_with_too_few_texts_is_refused_before_it_is_sent(server, google):
    with pytest.raises(Refused) as refusal:
        google.push_creative(world.ACCOUNT, "21", Creative("Hiver", ("Un", "Deux"), ("A",), (), "https://example.com"))
    assert "three headlines" in refusal.value.message
    assert server.asked == []


def test_the_days_asked_stand_in_the_query(server, google):
    list(google.pull_metrics(world.ACCOUNT, DAY - timedelta(days=2), DAY))
    queries = {each.json["query"] for each in server.asked if each.path.endswith(":search")}
    assert len(queries) == 2
    assert all("BETWEEN '2026-11-18' AND '2026-11-20'" in query for query in queries)
