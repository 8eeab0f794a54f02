import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.factories.investors import make_interaction, make_investor, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_simulation_is_asked_for_with_more_meetings(browse_as, member, workspace):
    make_round(workspace, target=Decimal(150_000))
    for stage in ("meeting", "due_diligence", "committed"):
        make_interaction(make_investor(workspace, pipeline_stage=stage, check_size=Decimal(60_000)))
    page = browse_as(member)
    page.goto("/investors/statistics")
    expect(page.locator("#probability-chart")).to_be_visible()
    chance = page.get_by_text("Target reached by").locator("xpath=following-sibling::dd[1]/span[1]")
    before = chance.inner_text()
    page.get_by_role("textbox", name="First meetings a week").fill("9")
    page.get_by_role("button", name="Simulate").click()
    expect(page).to_have_url(re.compile("meetings=9"))
    expect(page.get_by_role("textbox", name="First meetings a week")).to_have_value("9")
    expect(chance).not_to_have_text(before)
    page.get_by_text("What the simulation assumes").click()
    expect(page.get_by_text("There are 9.0 first meetings a week")).to_be_visible()
    # Each bar of the funnel leads to the investors behind it.
    funnel = page.locator("section[aria-labelledby=funnel]")
    funnel.get_by_text("Show the figures").click()
    funnel.get_by_role("row", name="Meeting").get_by_role("link").click()
    expect(page).to_have_url(re.compile("reached=meeting"))
