from datetime import date

import pytest

from marketing.ads.models import AdCampaign
from tests.factories.ads import figures, make_ad, make_ad_campaign, make_ad_set, make_day, make_period

pytestmark = pytest.mark.django_db

ADS = "/api/marketing/ads"
NEW = {
    "name": "Black Friday",
    "description": "La semaine des offres",
    "platform": "facebook",
    "ad_copy": "Une formation, cinq jours.",
    "headline": "Formez-vous",
    "image_url": "https://example.com/a.png",
    "video_url": "https://example.com/a.mp4",
    "target_audience": "Entrepreneurs",
    "daily_budget": "50.00",
    "total_budget": "1000.00",
    "start_date": "2026-11-20",
    "end_date": "2026-11-30",
}


def errors(response):
    return [(error["field"], error["code"]) for error in response.json()["errors"]]


def test_a_campaign_is_created_read_changed_and_deleted(api, member):
    created = api.post(ADS, NEW)
    assert created.status_code == 201, created.json()
    pk = created.json()["id"]
    assert created["Location"] == f"{ADS}/{pk}"
    assert AdCampaign.objects.get().created_by == member
    read = api.get(f"{ADS}/{pk}")
    assert {name: read.json()[name] for name in NEW} == NEW
    assert (read.json()["status"], read.json()["currency"]) == ("draft", "EUR")
    measured = ("impressions", "clicks", "conversions", "spent", "ctr", "cpc", "cpa")
    assert [read.json()[name] for name in measured] == [0, 0, "0.0000", "0.0000", None, None, None]
    changed = api.patch(f"{ADS}/{pk}", {"name": "Cyber Monday"}, headers={"If-Match": read["ETag"]})
    assert changed.json()["name"] == "Cyber Monday"
    assert api.patch(f"{ADS}/{pk}", {"name": "X"}, headers={"If-Match": read["ETag"]}).status_code == 412
    assert api.delete(f"{ADS}/{pk}").status_code == 204
    assert api.get(f"{ADS}/{pk}").status_code == 404


def test_figures_are_sums_that_nobody_writes(api, workspace):
    campaign = make_ad_campaign(workspace, platform="facebook")
    make_day(campaign, "2026-11-01", **figures(30_000, 1500, "75", "300"))
    make_day(campaign, "2026-11-02", **figures(20_000, 1000, "50", "262.50", "1125"))
    row = api.get(ADS).json()["results"][0]
    measured = ("impressions", "clicks", "conversions", "spent", "ctr", "cpc", "cpa")
    assert [row[name] for name in measured] == [50_000, 2500, "125.0000", "562.5000", 0.05, "0.2250", "4.5000"]
    assert row["figures"] == [
        {
            "currency": "EUR",
            "impressions": 50_000,
            "clicks": 2500,
            "conversions": "125.0000",
            "spent": "562.5000",
            "conversion_value": "1125.0000",
            "ctr": 0.05,
            "cpc": "0.2250",
            "cpm": "11.2500",
            "cpa": "4.5000",
            "roas": 2.0,
        }
    ]
    answer = api.patch(f"{ADS}/{campaign.pk}", {"impressions": 1, "spent": "1", "cpa": "1"})
    assert (answer.json()["impressions"], answer.json()["spent"], answer.json()["cpa"]) == (
        50_000,
        "562.5000",
        "4.5000",
    )


def test_currencies_are_never_added(api, workspace):
    campaign = make_ad_campaign(workspace)
    make_day(campaign, "2026-11-01", **figures(1000, 10, "1", "10"))
    make_day(campaign, "2026-11-02", currency="USD", **figures(3000, 30, "3", "90"))
    row = api.get(f"{ADS}/{campaign.pk}").json()
    assert (row["impressions"], row["clicks"], row["conversions"]) == (4000, 40, "4.0000")
    assert (row["currency"], row["spent"], row["cpa"]) == ("EUR", "10.0000", "10.0000")
    assert [(each["currency"], each["spent"], each["cpa"]) for each in row["figures"]] == [
        ("EUR", "10.0000", "10.0000"),
        ("USD", "90.0000", "30.0000"),
    ]


def test_a_campaign_of_another_currency_alone_is_told_in_that_one(api, workspace):
    campaign = make_ad_campaign(workspace)
    make_day(campaign, "2026-11-02", currency="USD", **figures(3000, 30, "3", "90"))
    row = api.get(f"{ADS}/{campaign.pk}").json()
    assert (row["currency"], row["spent"], row["cpa"]) == ("USD", "90.0000", "30.0000")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, ("name", "blank")),
        ({"platform": "myspace"}, ("platform", "invalid_choice")),
        ({"daily_budget": "-1"}, ("daily_budget", "invalid")),
        ({"end_date": "2026-11-19"}, ("end_date", "invalid")),
        ({"currency": "EURO"}, ("currency", "max_length")),
        ({"currency": "€"}, ("currency", "invalid")),
        ({"landing_url": "javascript:alert(1)"}, ("landing_url", "invalid")),
        ({"status": "running"}, ("status", "invalid_choice")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(fields, wrong, api):
    answer = api.post(ADS, NEW | fields)
    assert (answer.status_code, errors(answer)) == (400, [wrong])


def test_a_currency_is_written_in_capitals(api):
    assert api.post(ADS, NEW | {"currency": "usd"}).json()["currency"] == "USD"


def test_a_list_is_searched_and_filtered(api, workspace, other_workspace):
    make_ad_campaign(other_workspace, name="Noël")
    make_ad_campaign(workspace, name="Noël", platform="google", status="active")
    make_ad_campaign(workspace, name="Soldes", headline="Noël en juillet", platform="linkedin", objective="leads")

    def names(**query):
        return [row["name"] for row in api.get(ADS, query).json()["results"]]

    assert names(search="noël") == ["Soldes", "Noël"]
    assert names(search="noël", platform="google") == ["Noël"]
    assert names(status="draft") == names(objective="leads") == ["Soldes"]
    assert names(ordering="name") == ["Noël", "Soldes"]
    assert errors(api.get(ADS, {"stat": "draft"}))[0][0] == "stat"


def test_a_campaign_moves_through_its_states(api, workspace):
    path = f"{ADS}/{make_ad_campaign(workspace).pk}"
    assert api.post(f"{path}/pause").json()["code"] == "wrong_state"
    assert api.post(f"{path}/start").json()["status"] == "active"
    assert api.post(f"{path}/start").status_code == 409
    assert api.delete(path).status_code == 409
    assert api.post(f"{path}/pause").json()["status"] == "paused"
    assert api.post(f"{path}/complete").json()["status"] == "completed"
    assert api.delete(path).status_code == 204


def test_a_change_of_the_status_is_the_same_move(api, workspace):
    path = f"{ADS}/{make_ad_campaign(workspace).pk}"
    assert api.patch(path, {"status": "active", "name": "Neu"}).json()["status"] == "active"
    assert api.patch(path, {"status": "draft", "name": "Alt"}).status_code == 409
    row = api.get(path).json()
    assert (row["status"], row["name"]) == ("active", "Neu")


def test_a_copy_is_a_draft_without_figures(api, workspace):
    campaign = make_ad_campaign(workspace, name="Été", status="active", platform="facebook")
    make_ad(make_ad_set(campaign, name="Lyon"), name="Vidéo")
    make_day(campaign, "2026-11-01", **figures(1000, 10, "1", "10"))
    answer = api.post(f"{ADS}/{campaign.pk}/duplicate", {"platform": "linkedin"})
    assert answer.status_code == 201
    copy = AdCampaign.objects.get(pk=answer.json()["id"])
    assert answer["Location"] == f"{ADS}/{copy.pk}"
    assert (copy.name, copy.status, copy.platform) == ("Été (copy)", "draft", "linkedin")
    assert (answer.json()["impressions"], answer.json()["utm_campaign"]) == (0, "")
    assert [(s.name, s.status, [ad.name for ad in s.ads.all()]) for s in copy.ad_sets.all()] == [
        ("Lyon", "draft", ["Vidéo"])
    ]


def test_stats_compare_periods_and_take_them_apart(api, workspace):
    campaign = make_ad_campaign(
        workspace, total_budget=300, start_date=date(2026, 3, 1), end_date=date(2026, 3, 30), status="active"
    )
    video = make_ad(make_ad_set(campaign, name="Lyon"), name="Vidéo")
    make_day(campaign, "2026-02-25", **figures(1000, 10, "1", "10"))
    make_day(campaign, "2026-03-09", ad=video, **figures(2000, 40, "3", "30", "90"))
    make_day(campaign, "2026-03-10", ad=video, **figures(2000, 40, "5", "50"))
    make_period(campaign, "2026-01-01", "2026-01-31", **figures(500, 5, "0", "5"))
    make_period(campaign, "2026-03-08", "2026-03-09", **figures(500, 5, "0", "5"))
    stats = api.get(f"{ADS}/{campaign.pk}/stats", {"from": "2026-03-01", "to": "2026-03-10"}).json()
    assert (stats["previous_first"], stats["previous_last"]) == ("2026-02-19", "2026-02-28")
    total = stats["totals"][0]
    assert (total["impressions"], total["spent"], total["cpa"], total["roas"]) == (4000, "80.0000", "10.0000", 1.125)
    assert stats["change"] == {"impressions": 3.0, "clicks": 7.0, "conversions": 7.0}
    assert stats["change_by_currency"] == [
        {"currency": "EUR", "spent": 7.0, "cpc": 0.0, "cpm": 1.0, "cpa": 0.0, "roas": None}
    ]
    assert [(day["day"], day["spent"]) for day in stats["days"]] == [
        ("2026-03-09", "30.0000"),
        ("2026-03-10", "50.0000"),
    ]
    assert [(s["name"], s["figures"][0]["clicks"], [ad["name"] for ad in s["ads"]]) for s in stats["ad_sets"]] == [
        ("Lyon", 80, ["Vidéo"])
    ]
    assert [(each["first"], each["is_covered"]) for each in stats["periods"]] == [
        ("2026-03-08", True),
        ("2026-01-01", False),
    ]
    pacing = stats["pacing"]
    assert (pacing["verdict"], pacing["even"], pacing["spent"]) == ("behind", "100.0000", "80.0000")
    assert (pacing["forecast"], pacing["per_day_left"], pacing["days_left"]) == ("880.0000", "11.0000", 20)
    seen = stats["reconciliation"]
    assert (seen["clicks"], seen["conversions"], seen["visits"], seen["opt_ins"]) == (80, "8.0000", 0, 0)


def test_stats_refuse_days_that_are_none(api, workspace):
    path = f"{ADS}/{make_ad_campaign(workspace).pk}/stats"
    assert errors(api.get(path, {"from": "yesterday"}))[0][0] == "from"
    assert errors(api.get(path, {"since": "2026-01-01"}))[0][0] == "since"
