from datetime import date, timedelta
from decimal import Decimal

import pytest

from marketing.ads.models.campaigns import AdCampaign, Status
from marketing.ads.providers.base import Creative, Refused, Unavailable
from marketing.ads.providers.meta import Meta
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fake_meta import error
from tests.marketing.ads.providers.fakes import GIVEN
from tests.marketing.ads.providers.server import Answer

DAY = world.TODAY


@pytest.fixture
def server(platform):
    return platform("meta")


@pytest.fixture
def meta(server):
    with Meta(dict(GIVEN["meta"])) as adapter:
        yield adapter


def test_a_campaign_comes_with_what_meta_tells_of_it(meta):
    campaign = next(iter(meta.pull_metrics(world.ACCOUNT, DAY, DAY))).campaign
    assert (campaign.id, campaign.name, campaign.status) == ("11", "Prospection d’hiver", Status.ACTIVE)
    assert campaign.objective == AdCampaign.Objective.SALES
    assert (campaign.daily_budget, campaign.total_budget) == (Decimal("40.00"), None)
    assert (campaign.first_day, campaign.last_day) == (date(2026, 10, 21), None)


def test_a_currency_without_cents_has_whole_budgets(server, meta):
    server.currency = "JPY"
    assert next(iter(meta.pull_metrics(world.ACCOUNT, DAY, DAY))).campaign.daily_budget == 4000


def test_a_purchase_told_under_three_names_counts_once(server, meta):
    kinds = ("omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase")
    row = server.row(DAY, "11", "21", "31")
    row["actions"] = [{"action_type": kind, "value": "2"} for kind in kinds] + [{"action_type": "lead", "value": "5"}]
    row["action_values"] = [{"action_type": kind, "value": "99.90"} for kind in kinds]
    server.row = lambda *_place: row
    pulled = next(iter(meta.pull_metrics(world.ACCOUNT, DAY, DAY)))
    assert (pulled.conversions, pulled.conversion_value) == (7, Decimal("99.90"))


def test_ads_that_were_deleted_since_are_asked_for(server, meta):
    list(meta.pull_metrics(world.ACCOUNT, DAY, DAY))
    asked = next(each for each in server.asked if each.path.endswith("/insights"))
    assert '"DELETED"' in asked.params["filtering"]
    assert '"ad.effective_status"' in asked.params["filtering"]


def test_figures_of_a_campaign_that_is_gone_keep_its_name(server, meta):
    server.campaign = lambda id: {"id": f"other-{id}", "name": "Autre"}
    campaign = next(iter(meta.pull_metrics(world.ACCOUNT, DAY, DAY))).campaign
    assert (campaign.name, campaign.status) == ("Prospection d’hiver", Status.COMPLETED)


@pytest.mark.parametrize("code", [4, 17, 613, 80000, 80004])
def test_limits_are_told_by_their_codes(server, meta, code):
    usage = '{"1234567890": [{"type": "ads_insights", "call_count": 100, "estimated_time_to_regain_access": 12}]}'
    server.next = [error(code, "User request limit reached", headers={"X-Business-Use-Case-Usage": usage})]
    with pytest.raises(Unavailable) as fault:
        meta.accounts()
    assert fault.value.retry_after == 720


@pytest.mark.parametrize("usage", ["", "[]", "{", '{"1": [{}]}', '{"1": 3}'])
def test_a_limit_without_a_readable_wait_is_still_a_limit(server, meta, usage):
    server.next = [error(17, "User request limit reached", headers={"X-Business-Use-Case-Usage": usage})]
    with pytest.raises(Unavailable) as fault:
        meta.accounts()
    assert fault.value.retry_after is None


@pytest.mark.parametrize("fault", [error(2, "Service temporarily unavailable"), error(99, "?", is_transient=True)])
def test_a_passing_fault_is_asked_again(server, meta, fault):
    server.next = [fault]
    with pytest.raises(Unavailable):
        meta.accounts()


def test_a_missing_right_is_said_in_metas_words(server, meta):
    said = "(#200) Ad account owner has NOT granted ads_read permission"
    server.next = [error(200, said, 403)]
    with pytest.raises(Refused) as refusal:
        meta.accounts()
    assert said in refusal.value.message


def test_requests_are_signed_where_there_is_an_app_secret(server):
    with Meta(GIVEN["meta"] | {"app_secret": "s3cret"}) as meta:
        meta.accounts()
        meta.pause(world.ACCOUNT, "11")
    # printf EAAB-token | openssl dgst -sha256 -hmac s3cret
    proof = "6a3058a17f2c08a05f5c380e6933af5ef14900e4df55f632a3a3fcf06fae7794"
    assert server.asked[0].params["appsecret_proof"] == proof
    assert server.asked[1].form["appsecret_proof"] == proof


def test_a_creative_is_uploaded_with_its_image_and_waits_paused(server, meta):
    url = "https://example.com/atelier"
    creative = Creative("Hiver", ("Titre", "Autre"), ("Texte",), ("Description",), url, "SIGN_UP", (b"\x89PNG",))
    meta.push_creative(world.ACCOUNT, "21", creative)
    (_kind, story), (_ads, ad) = server.pushed
    assert story["object_story_spec"] == (
        '{"page_id": "77", "link_data": {"link": "https://example.com/atelier", "message": "Texte", "name": "Titre", '
        '"description": "Description", "image_hash": "f00d", '
        '"call_to_action": {"type": "SIGN_UP", "value": {"link": "https://example.com/atelier"}}}}'
    )
    assert ad == {"name": "Hiver", "adset_id": "21", "creative": '{"creative_id": "91"}', "status": "PAUSED"}


def test_a_call_to_action_that_meta_does_not_know_is_left_out(server, meta):
    creative = Creative("Hiver", ("Titre",), ("Texte",), (), "https://example.com", "Je m’inscris")
    meta.push_creative(world.ACCOUNT, "21", creative)
    assert "call_to_action" not in server.pushed[0][1]["object_story_spec"]


def test_a_creative_wants_a_page(server):
    with Meta({"access_token": "EAAB-token"}) as meta, pytest.raises(Refused) as refusal:
        meta.push_creative(world.ACCOUNT, "21", Creative("Hiver", (), (), (), "https://example.com"))
    assert "number of the Facebook page" in refusal.value.message
    assert server.asked == []


def test_an_empty_answer_has_no_rows(server, meta):
    server.next = [Answer({"currency": "EUR"}), Answer({"data": []}), Answer({"data": []})]
    assert list(meta.pull_metrics(world.ACCOUNT, DAY - timedelta(days=3), DAY)) == []
