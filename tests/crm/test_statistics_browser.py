"""The statistics as somebody uses them: look, ask for another period, look back, follow a figure to its leads."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_figure_to_its_leads_and_back_in_time(crm, workspace, member):
    page, now = crm, timezone.now()
    for name in ("Ada", "Bob"):
        fields = {"first_name": name, "source": "web", "created_at": now - timedelta(days=3)}
        lead = actions.create_lead(workspace=workspace, by=member, **fields)
        actions.change_status(lead=lead, status="won", by=member)
    actions.create_lead(workspace=workspace, by=member, first_name="Cléo", source="salon", created_at=now)
    page.goto("/crm/statistics")
    standing = page.locator("section", has=page.locator("#standing"))
    expect(standing.locator("tr", has_text="Won").locator("td").first).to_have_text("2")
    # A figure leads to its leads.
    page.get_by_role("link", name="Leads won").click()
    expect(page.locator("#leads tbody tr")).to_have_count(2)
    page.go_back()
    # Yesterday both were new, and Cléo was not there.
    yesterday = workspace.day_of(now) - timedelta(days=1)
    page.get_by_label("As of").fill(yesterday.isoformat())
    page.get_by_label("As of").press("Enter")
    expect(page.locator("#standing")).to_contain_text("Pipeline at the end of")
    expect(standing.locator("tr", has_text="New").locator("td").first).to_have_text("2")
    expect(standing.locator("tr", has_text="Won").locator("td").first).to_have_text("0")
    standing.locator("tr", has_text="New").locator("td a").first.click()
    expect(page.locator("#leads tbody tr")).to_have_count(2)
    page.go_back()
    # One source alone
    page.get_by_label("Source", exact=True).select_option("salon")
    page.get_by_role("button", name="Show").first.click()
    expect(page.locator("#by-source")).to_be_visible()
    expect(page.get_by_role("row", name="salon")).to_have_count(1)
    expect(page.get_by_role("row", name="web")).to_have_count(0)
