import pytest

from tests.factories.ads import figures, make_ad, make_ad_campaign, make_ad_set, make_day, make_period

pytestmark = pytest.mark.django_db


def test_pages_answer(member_client, workspace):
    campaign = make_ad_campaign(workspace, total_budget=100, start_date="2026-11-01", end_date="2026-11-30")
    make_day(campaign, "2026-11-02", **figures(1000, 20, "2", "10"))
    make_day(campaign, "2026-11-03", ad=make_ad(make_ad_set(campaign)), **figures(1000, 20, "2", "10"))
    make_period(campaign, "2026-10-01", "2026-10-30", **figures(1000, 20, "2", "10"))
    for path in (
        "/ads",
        "/ads?period=7",
        "/ads?from=x",
        "/advertising/campaigns/new",
        campaign.get_absolute_url(),
        f"{campaign.get_absolute_url()}/reconciliation",
        f"{campaign.get_absolute_url()}/leads",
        f"{campaign.get_absolute_url()}/link",
        f"{campaign.get_absolute_url()}/edit",
        "/advertising/campaigns/export.csv",
        "/advertising/campaigns/export.xlsx",
    ):
        assert member_client.get(path).status_code == 200, path
