import re

import pytest
from playwright.sync_api import expect

from crm.actions import create_lead
from marketing.emails.events import CLICKED, OPENED
from tests.factories.emails import make_campaign
from webox.analytics.actions import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dashboard(browse_as, member):
    """A page of a browser in which the member is signed in."""
    return browse_as(member)


def figure(page, label):
    return page.locator(".stat", has=page.get_by_role("link", name=label, exact=True)).locator(".stat-value")


def test_a_period_is_chosen_and_a_figure_followed_to_its_list(dashboard, workspace, member):
    for n in range(3):
        create_lead(workspace=workspace, by=member, email=f"p{n}@example.com", source="salon")
    campaign = make_campaign(workspace)
    for type in (OPENED, CLICKED):
        record(workspace=workspace, type=type, subject=campaign)
    dashboard.goto("/marketing-dashboard")
    expect(dashboard.locator("canvas")).to_have_count(4)
    dashboard.get_by_role("link", name="Last 7 days").click()
    expect(dashboard).to_have_url(re.compile(r"\?period=7$"))
    expect(dashboard.locator(".period-bar .active")).to_have_text("Last 7 days")
    expect(dashboard.locator(".sidebar")).to_have_count(1)
    dashboard.get_by_text("Show the figures").first.click()
    expect(dashboard.locator(".chart-figures[open] tbody tr")).to_have_count(7)
    expect(figure(dashboard, "New leads")).to_have_text("3")
    dashboard.get_by_role("link", name="New leads", exact=True).click()
    expect(dashboard.locator("#leads tbody tr")).to_have_count(3)
    dashboard.go_back()
    expect(dashboard.locator(".period-bar .active")).to_have_text("Last 7 days")


def test_a_range_is_asked_for_and_a_wrong_one_explained(dashboard, workspace, member):
    create_lead(workspace=workspace, by=member, email="a@example.com")
    dashboard.goto("/marketing-dashboard")
    dashboard.get_by_label("First day").fill("2026-03-09")
    dashboard.get_by_label("Last day").fill("2026-03-02")
    dashboard.get_by_role("button", name="Show", exact=True).click()
    expect(dashboard.get_by_role("alert")).to_contain_text("The first day is after the last one.")
    expect(dashboard.get_by_label("First day")).to_have_value("2026-03-09")
    dashboard.get_by_label("First day").fill("2026-03-01")
    dashboard.get_by_role("button", name="Show", exact=True).click()
    expect(figure(dashboard, "New leads")).to_have_text("0")
    expect(dashboard.get_by_role("alert")).to_have_count(0)


def test_a_first_lead_is_added_from_the_empty_dashboard(dashboard, workspace):
    dashboard.goto("/marketing-dashboard")
    dashboard.locator(".step").get_by_role("button", name="Add a lead").click()
    dashboard.fill("#modal [name=first_name]", "Inès")
    dashboard.locator("#modal [type=submit]").click()
    expect(dashboard.locator("h1")).to_have_text("Inès")
    dashboard.goto("/marketing-dashboard")
    expect(dashboard.locator(".step .is-done")).to_have_count(1)
    expect(dashboard.locator(".feed-item")).to_have_count(1)


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_is_wider_than_the_screen(dashboard, workspace, member, width):
    create_lead(workspace=workspace, by=member, email="a@example.com", source="x" * 80, first_name="y" * 90)
    dashboard.set_viewport_size({"width": width, "height": 900})
    dashboard.goto("/marketing-dashboard")
    expect(dashboard.locator("canvas")).to_have_count(4)
    assert dashboard.evaluate("document.documentElement.scrollWidth") == width
