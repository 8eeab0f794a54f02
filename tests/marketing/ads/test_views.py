import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from marketing.ads.models import AdCampaign
from tests.factories.ads import (
    figures,
    make_ad,
    make_ad_campaign,
    make_ad_set,
    make_connection,
    make_creative,
    make_day,
    make_period,
)
from webox.lib import tables

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NEW = {"name": "Black Friday", "platform": "google"}


@pytest.fixture
def campaign(workspace):
    campaign = make_ad_campaign(workspace, name="Black Friday", status="active")
    make_day(campaign, "2026-03-10", **figures(50_000, 2500, "125", "562.50"))
    return campaign


def test_an_empty_page_says_what_to_do(member_client, viewer_client):
    page = member_client.get("/ads").text
    assert "No ad campaign yet" in page
    assert "Create a campaign" in page
    assert "Create a campaign" not in viewer_client.get("/ads").text


def test_a_card_says_what_the_source_document_shows(member_client, campaign):
    page = member_client.get("/ads").text
    for text in ("Black Friday", "Facebook", "Active", "50,000", "2,500", "125", "4.50 EUR", "562.50 EUR"):
        assert text in page, text


def test_the_page_begins_in_french(member_client, campaign):
    page = member_client.get("/ads", headers={"Accept-Language": "fr"}).text
    assert "4,50\u202fEUR" in page or "4,50\xa0EUR" in page


def test_tabs_count_the_platforms_and_filter(member_client, workspace, campaign):
    make_ad_campaign(workspace, name="Noël", platform="google")
    context = member_client.get("/ads?platform=google").context
    assert [(tab["label"], tab["count"]) for tab in context["tabs"]] == [
        ("All", 2),
        ("Facebook", 1),
        ("Google", 1),
        ("LinkedIn", 0),
        ("Instagram", 0),
        ("TikTok", 0),
        ("Other", 0),
    ]
    assert [tab["label"] for tab in context["tabs"] if tab["active"]] == ["Google"]
    assert [row.name for row in context["campaigns"]] == ["Noël"]


def test_figures_are_those_of_the_days_asked_for(member_client, workspace):
    campaign = make_ad_campaign(workspace)
    today = workspace.day_of(timezone.now())
    make_day(campaign, today, **figures(clicks=3))
    make_day(campaign, today - timedelta(days=20), **figures(clicks=40))
    make_period(campaign, "2020-01-01", "2020-01-31", **figures(clicks=500))

    def clicks(query):
        return member_client.get(f"/ads?{query}").context["totals"].clicks

    assert [clicks(query) for query in ("", "period=30", "period=7")] == [543, 43, 3]
    assert clicks("from=2020-01-01&to=2020-01-31") == 500
    page = member_client.get("/ads?from=nonsense").text
    assert "“nonsense” is not a date" in page


def test_the_list_is_asked_for_away_from_ad_blockers(member_client, workspace, campaign):
    make_ad_campaign(workspace, name="Noël")
    answer = member_client.get("/advertising/campaigns?search=noël&period=", headers=HTMX)
    assert answer["HX-Push-Url"] == "/ads?search=no%C3%ABl&period="
    assert ("Noël" in answer.text, "Black Friday" in answer.text, "<html" in answer.text) == (True, False, False)
    assert member_client.get("/advertising/campaigns?search=x").headers["Location"] == "/ads?search=x"
    assert "No campaign matches" in member_client.get("/advertising/campaigns?search=x", headers=HTMX).text
    page = member_client.get("/ads").text
    assert 'hx-get="/ads' not in page


def test_more_than_a_page_goes_on(member_client, workspace):
    for _number in range(49):
        make_ad_campaign(workspace)
    page = member_client.get("/ads").context["page"]
    assert (len(page.rows), page.next.partition("?")[0]) == (48, "/advertising/campaigns")
    assert len(member_client.get(page.next, headers=HTMX).context["page"].rows) == 1


def test_a_campaign_is_created_and_edited(member_client, member):
    answer = member_client.post(
        "/advertising/campaigns/new", NEW | {"landing_url": "atelier.example/p", "currency": "chf"}
    )
    campaign = AdCampaign.objects.get()
    assert answer["Location"] == campaign.get_absolute_url()
    assert (campaign.created_by, campaign.status, campaign.currency) == (member, "draft", "CHF")
    assert campaign.landing_url == "https://atelier.example/p"
    form = member_client.get(f"{campaign.get_absolute_url()}/edit").context["form"]
    assert form["name"].value() == "Black Friday"
    member_client.post(f"{campaign.get_absolute_url()}/edit", NEW | {"name": "Cyber", "end_date": "2026-03-01"})
    campaign.refresh_from_db()
    assert (campaign.name, campaign.end_date) == ("Cyber", date(2026, 3, 1))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, {"end_date": ["The last day is before the first."]}),
        ({"daily_budget": "-5"}, {"daily_budget": ["A budget is not negative."]}),
        ({"currency": "12"}, {"currency": ["Write the currency as three capital letters, such as EUR."]}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(fields, wrong, member_client):
    answer = member_client.post("/advertising/campaigns/new", NEW | fields)
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert AdCampaign.objects.count() == 0


def test_a_click_on_a_card_changes_the_card(member_client, campaign):
    path = f"{campaign.get_absolute_url()}/pause"
    answer = member_client.post(path, {"card": "1"}, headers=HTMX)
    assert ("Paused" in answer.text, "Start" in answer.text) == (True, True)
    assert '"message": "Paused."' in answer["HX-Trigger"]
    again = member_client.post(path, {"card": "1"}, headers=HTMX)
    assert '"level": "warning"' in again["HX-Trigger"]
    assert "125" in again.text


def test_without_javascript_a_step_leads_to_the_campaign(member_client, campaign):
    path = campaign.get_absolute_url()
    for step, status in (("pause", "paused"), ("start", "active"), ("complete", "completed")):
        assert member_client.post(f"{path}/{step}", {"card": "1"})["Location"] == path
        campaign.refresh_from_db()
        assert campaign.status == status


def test_a_platform_that_refuses_keeps_the_state(member_client, workspace):
    connection = make_connection(workspace)
    campaign = make_ad_campaign(workspace, status="active", connection=connection, external_id="nobody-knows")
    answer = member_client.post(f"{campaign.get_absolute_url()}/pause", {"card": "1"}, headers=HTMX)
    campaign.refresh_from_db()
    assert (campaign.status, '"level": "warning"' in answer["HX-Trigger"]) == ("active", True)
    assert "budgets come from Facebook" in member_client.get(campaign.get_absolute_url()).text
    assert "is overwritten by the next figures" in member_client.get(f"{campaign.get_absolute_url()}/edit").text


def test_a_copy_and_the_end_of_a_campaign(member_client, campaign):
    path = campaign.get_absolute_url()
    copy = member_client.post(f"{path}/duplicate")
    assert copy["Location"] == AdCampaign.objects.latest("pk").get_absolute_url() != path
    assert member_client.post(f"{path}/delete")["Location"] == path
    member_client.post(f"{path}/pause")
    assert member_client.post(f"{path}/delete")["Location"] == "/ads"
    assert AdCampaign.objects.filter(pk=campaign.pk).count() == 0


def test_a_campaign_opens_on_the_days_that_hold_figures(member_client, campaign):
    page = member_client.get(campaign.get_absolute_url())
    assert (page.context["period"].first, page.context["period"].last) == (date(2026, 2, 9), date(2026, 3, 10))
    assert page.context["totals"].clicks == 2500
    today = campaign.workspace.day_of(timezone.now())
    make_day(campaign, today, **figures(clicks=1))
    assert member_client.get(campaign.get_absolute_url()).context["period"].last == today


def test_the_figures_of_a_campaign_stand_beside_those_before(member_client, campaign):
    make_day(campaign, "2026-03-05", **figures(25_000, 1000, "100", "500"))
    path = f"{campaign.get_absolute_url()}?from=2026-03-06&to=2026-03-10"
    context = member_client.get(path, headers=HTMX).context
    assert context["deltas"] == {"impressions": 100.0, "clicks": 150.0, "conversions": 25.0}
    (euros, changes), *others = context["figures"]
    assert (euros.spend, changes["spend"], changes["cpa"], others) == (562.5, 12.5, -10.0, [])
    assert context["charts"]["clicks"]["series"][0]["values"] == [0, 0, 0, 0, 2500]
    assert context["charts"]["spend"]["currency"] == "EUR"


def test_sets_ads_and_several_days_have_their_lines(member_client, workspace, campaign):
    ad_set = make_ad_set(campaign, name="Lyon")
    make_day(campaign, "2026-03-09", ad=make_ad(ad_set, name="Vidéo"), **figures(10, 5, "1", "600"))
    make_day(campaign, "2026-03-08", ad_set=ad_set, **figures(10, 5, "1", "1"))
    make_period(campaign, "2026-01-01", "2026-01-31", **figures(7, 7, "7", "7"))
    make_period(campaign, "2026-03-01", "2026-03-20", **figures(7, 7, "7", "7"))
    page = member_client.get(campaign.get_absolute_url())
    assert [
        (line.row and line.row.name, line.totals.main.spend, [ad.row.name for ad in line.ads])
        for line in page.context["levels"]
    ] == [("Lyon", 601, ["Vidéo"]), (None, 562.5, [])]
    assert [(each["first"], each["is_covered"]) for each in page.context["periods"]] == [
        (date(2026, 3, 1), True),
        (date(2026, 1, 1), False),
    ]
    assert "Not counted: daily figures cover it." in page.text


def test_creatives_tell_what_the_platform_would_cut(member_client, campaign):
    make_creative(campaign, headlines=["x" * 60], texts=["Bonjour"])
    assert "the platform may cut it from sight" in member_client.get(campaign.get_absolute_url()).text


def test_the_tracked_address_follows_what_is_typed(member_client, campaign):
    path = f"{campaign.get_absolute_url()}/link"
    asked = {"landing_url": "atelier.example/p?a=1#b", "utm_source": "fb", "utm_id": "{{campaign.id}}"}
    answer = member_client.get(path, asked, headers=HTMX)
    assert answer.context["link"] == "https://atelier.example/p?a=1&utm_source=fb&utm_id={{campaign.id}}#b"
    wrong = member_client.get(path, {"landing_url": "no address"}, headers=HTMX)
    assert (wrong.context["link"], "Enter a valid URL." in wrong.text) == ("", True)
    assert "<html" in member_client.get(path, asked).text


def test_both_sides_stand_beside_each_other(member_client, campaign):
    path = f"{campaign.get_absolute_url()}/reconciliation"
    answer = member_client.get(path, headers=HTMX)
    assert "No visit named this campaign" in answer.text
    assert "<html" in member_client.get(path).text
    assert "No lead in these days" in member_client.get(f"{campaign.get_absolute_url()}/leads").text


def exported(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_list_leaves_as_csv(member_client, workspace, campaign):
    make_ad_campaign(workspace, name="=cmd()", platform="google", currency="CHF")
    header, black_friday, formula = exported(member_client.get("/advertising/campaigns/export.csv"))
    row = dict(zip(header, black_friday, strict=True))
    assert (row["Name"], row["Platform"], row["Status"], row["Currency"]) == (
        "Black Friday",
        "Facebook",
        "Active",
        "EUR",
    )
    assert [row[name] for name in ("Impressions", "Clicks", "Conversions", "Spend", "CTR", "CPA", "ROAS")] == [
        "50000",
        "2500",
        "125",
        "562.5",
        "0.05",
        "4.5",
        "0",
    ]
    assert (formula[0], dict(zip(header, formula, strict=True))["CPA"]) == ("'=cmd()", "")
    assert len(exported(member_client.get("/advertising/campaigns/export.csv?platform=google"))) == 2
    assert member_client.get("/advertising/campaigns/export.pdf").status_code == 404


def test_the_list_leaves_as_a_workbook(member_client, campaign, tmp_path):
    path = tmp_path / "ads.xlsx"
    path.write_bytes(b"".join(member_client.get("/advertising/campaigns/export.xlsx").streaming_content))
    layout, headers, sheets = tables.look_at(path)
    rows = [cells for _number, cells, _problem in tables.read(path, layout)]
    assert (sheets, headers[0], rows[0][0], len(rows)) == (["Ad campaigns"], "Name", "Black Friday", 1)
    assert dict(zip(headers, rows[0], strict=True))["Spend"] == "562.5"
