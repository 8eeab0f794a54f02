import pytest

from marketing.ads.links import link_of, tracked, utm_of
from marketing.ads.models import AdCampaign

PAGE = "https://atelier.example/p/a/guide"


def campaign(**fields):
    return AdCampaign(**{"pk": 7, "name": "Black Friday", "landing_url": PAGE} | fields)


@pytest.mark.parametrize(
    ("platform", "query"),
    [
        (
            "facebook",
            "utm_source=facebook&utm_medium=paid_social&utm_campaign=black-friday&utm_content={{ad.id}}"
            "&utm_term={{adset.id}}&utm_id={{campaign.id}}",
        ),
        (
            "instagram",
            "utm_source=instagram&utm_medium=paid_social&utm_campaign=black-friday&utm_content={{ad.id}}"
            "&utm_term={{adset.id}}&utm_id={{campaign.id}}",
        ),
        (
            "google",
            "utm_source=google&utm_medium=cpc&utm_campaign=black-friday&utm_content={creative}&utm_term={keyword}"
            "&utm_id={campaignid}",
        ),
        ("linkedin", "utm_source=linkedin&utm_medium=paid_social&utm_campaign=black-friday"),
        (
            "tiktok",
            "utm_source=tiktok&utm_medium=paid_social&utm_campaign=black-friday&utm_content=__CID__&utm_term=__AID__"
            "&utm_id=__CAMPAIGN_ID__",
        ),
        ("other", "utm_medium=cpc&utm_campaign=black-friday"),
    ],
)
def test_each_platform_has_its_macros_as_it_writes_them(platform, query):
    assert link_of(campaign(platform=platform)) == f"{PAGE}?{query}"


def test_the_query_and_the_fragment_of_the_page_stay():
    address = tracked("https://a.example/p?lang=fr&utm_source=old&tag=a&tag=b%20c#prix", {"utm_source": "x"})
    assert address == "https://a.example/p?lang=fr&tag=a&tag=b%20c&utm_source=x#prix"


def test_what_is_typed_is_written_safely():
    address = tracked(PAGE, {"utm_campaign": "été & co", "utm_term": "a=b#c"})
    assert address == f"{PAGE}?utm_campaign=%C3%A9t%C3%A9%20%26%20co&utm_term=a%3Db%23c"


def test_a_chosen_parameter_replaces_and_an_empty_one_leaves_out():
    address = link_of(campaign(platform="google"), utm_content="bannière", utm_term="", utm_id="")
    assert address.endswith("?utm_source=google&utm_medium=cpc&utm_campaign=black-friday&utm_content=banni%C3%A8re")


def test_without_a_landing_page_there_is_no_link():
    assert link_of(campaign(landing_url="")) == ""


def test_a_campaign_has_a_name_for_its_clicks_whatever_it_is_called():
    assert utm_of(campaign(utm_campaign="bf26")) == "bf26"
    assert utm_of(campaign(name="Été 2026 · Lyon")) == "ete-2026-lyon"
    assert utm_of(campaign(name="広告")) == "ads-7"
