from datetime import date, timedelta
from decimal import Decimal

import pytest

from marketing.ads.models.campaigns import Status
from marketing.ads.providers.base import Creative, Refused
from marketing.ads.providers.linkedin import LinkedIn
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fake_linkedin import failure
from tests.marketing.ads.providers.fakes import GIVEN

DAY = world.TODAY


@pytest.fixture
def server(platform):
    return platform("linkedin")


@pytest.fixture
def linkedin(server):
    with LinkedIn(dict(GIVEN["linkedin"])) as adapter:
        yield adapter


def test_a_campaign_group_is_a_campaign_and_a_campaign_is_an_ad_set(linkedin):
    row = next(iter(linkedin.pull_metrics(world.ACCOUNT, DAY, DAY)))
    assert (row.campaign.id, row.campaign.name, row.campaign.status) == ("11", "Prospection d’hiver", Status.ACTIVE)
    assert (row.campaign.total_budget, row.campaign.first_day) == (Decimal("1200.00"), date(2026, 10, 21))
    assert (row.ad_set.id, row.ad_set.name, row.ad.id, row.ad.name) == ("21", "Intérêts", "31", "Ad 31")


def test_every_request_names_its_version_and_protocol(server, linkedin):
    linkedin.accounts()
    list(linkedin.pull_metrics(world.ACCOUNT, DAY, DAY))
    assert {each.headers["LinkedIn-Version"] for each in server.asked} == {"202606"}
    assert {each.headers["X-Restli-Protocol-Version"] for each in server.asked} == {"2.0.0"}


def test_the_span_and_the_account_are_written_as_rest_li_reads_them(server, linkedin):
    list(linkedin.pull_metrics(world.ACCOUNT, DAY - timedelta(days=2), DAY))
    report = next(each for each in server.asked if each.path == "/rest/adAnalytics")
    assert "dateRange=(start:(year:2026,month:11,day:18),end:(year:2026,month:11,day:20))" in report.query
    assert "accounts=List(urn%3Ali%3AsponsoredAccount%3A1234567890)" in report.query


def test_a_report_cut_at_its_most_rows_is_asked_in_halves(server, linkedin, monkeypatch):
    monkeypatch.setattr("marketing.ads.providers.linkedin.MOST_ROWS", 9)
    server.most_rows = 9
    first = DAY - timedelta(days=6)
    rows = list(linkedin.pull_metrics(world.ACCOUNT, first, DAY))
    places = [(row.day, row.campaign.id, row.ad_set.id, row.ad.id) for row in rows]
    assert places == list(world.rows(first, DAY))


def test_figures_of_what_is_gone_are_kept_under_its_number(server, linkedin):
    server.group = lambda id: {"id": int(id) + 1000, "name": "Autre"}
    row = next(iter(linkedin.pull_metrics(world.ACCOUNT, DAY, DAY)))
    assert (row.campaign.name, row.campaign.status) == ("11", Status.COMPLETED)


def test_an_expired_token_asks_to_connect_again(server, linkedin):
    server.token = "AQX-newer"
    with pytest.raises(Refused) as refusal:
        linkedin.accounts()
    assert refusal.value.message == "LinkedIn no longer accepts the credentials. Connect the account again."


def test_what_linkedin_says_is_shown(server, linkedin):
    server.next = [failure(403, "ACCESS_DENIED", "Not enough permissions to access: adAccounts.FINDER-search")]
    with pytest.raises(Refused) as refusal:
        linkedin.accounts()
    assert "Not enough permissions" in refusal.value.message


def test_a_creative_is_a_post_of_the_company_that_waits_as_a_draft(server, linkedin):
    url = "https://example.com/atelier"
    creative = Creative("Hiver", ("Titre",), ("Texte",), ("Description",), url, "", (b"\x89PNG",))
    ad = linkedin.push_creative(world.ACCOUNT, "21", creative)
    assert (ad.id, ad.status) == ("91", Status.DRAFT)
    upload = next(each for each in server.asked if each.method == "PUT")
    assert upload.body == b"\x89PNG"
    made = server.pushed[0]
    assert (made["campaign"], made["intendedStatus"]) == ("urn:li:sponsoredCampaign:21", "DRAFT")
    post = made["inlineContent"]["post"]
    assert (post["author"], post["commentary"]) == ("urn:li:organization:55", "Texte")
    assert post["content"] == {
        "article": {"source": url, "title": "Titre", "description": "Description", "thumbnail": "urn:li:image:C4E"}
    }


def test_a_creative_wants_a_company_page(server):
    with LinkedIn({"access_token": "AQX-token"}) as linkedin, pytest.raises(Refused) as refusal:
        linkedin.push_creative(world.ACCOUNT, "21", Creative("Hiver", (), (), (), "https://example.com"))
    assert "company page" in refusal.value.message
    assert server.asked == []
