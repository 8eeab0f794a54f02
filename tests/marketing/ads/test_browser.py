import re

import pytest
from playwright.sync_api import expect

from tests.factories.ads import figures, make_ad_campaign, make_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_campaign_is_created_started_paused_and_found(browse_as, workspace, member):
    make_day(make_ad_campaign(workspace, name="Noël", platform="google"), "2026-03-01", **figures(1000, 20, "2", "10"))
    page = browse_as(member)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "xhr" else None)
    page.goto("/ads")
    page.get_by_role("link", name="Create", exact=True).click()
    page.get_by_label("name").first.fill("Black Friday")
    page.get_by_label("where a click leads").fill("https://atelier.example/p?a=1#prix")
    page.get_by_label("total budget").fill("500")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Black Friday", level=1)).to_be_visible()
    link = page.locator("#tracked-link")
    expect(link).to_have_value(re.compile(r"\?a=1&utm_source=facebook&.*utm_campaign=black-friday.*#prix$"))
    page.get_by_label("utm_source").fill("fb")
    expect(link).to_have_value(re.compile(r"\?a=1&utm_source=fb&"))
    expect(page.get_by_role("heading", name="The platform says, we saw")).to_be_visible()
    expect(page.get_by_text("The platform’s figures of these days are not here yet")).to_be_visible()

    page.goto("/ads")
    card = page.locator(".ad-card", has_text="Black Friday")
    card.get_by_role("button", name="Start").click()
    expect(card.get_by_text("Active")).to_be_visible()
    card.get_by_role("button", name="Pause").click()
    expect(card.get_by_text("Paused")).to_be_visible()
    page.get_by_role("searchbox").fill("noël")
    expect(page.locator(".ad-card")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/ads\?search=no%C3%ABl$"))
    page.get_by_role("link", name=re.compile("Google")).click()
    expect(page.locator(".ad-card")).to_have_count(1)
    assert [url for url in asked if "/ads" in url] == []


def test_the_figures_of_other_days_come_without_the_page(browse_as, workspace, member):
    campaign = make_ad_campaign(workspace, name="Noël")
    make_day(campaign, "2026-03-01", **figures(1000, 20, "2", "10"))
    make_day(campaign, "2025-12-24", **figures(1000, 77, "2", "10"))
    page = browse_as(member, viewport={"width": 375, "height": 800})
    page.goto(campaign.get_absolute_url())
    expect(page.locator(".stat", has_text="Clicks").locator(".stat-value").first).to_have_text("20")
    page.get_by_label("First day").fill("2025-12-01")
    page.get_by_label("Last day").fill("2025-12-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".stat", has_text="Clicks").locator(".stat-value").first).to_have_text("77")
    expect(page).to_have_url(re.compile("from=2025-12-01&to=2025-12-31"))
    expect(page.locator("#spend-chart")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
