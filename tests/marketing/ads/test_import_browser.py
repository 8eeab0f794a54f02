import re

import pytest
from playwright.sync_api import expect

from marketing.ads.models import AdCampaign, AdDailyMetric
from tests.marketing.ads.importing.files import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def upload(page, name):
    page.goto("/advertising/import")
    page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": sample(name)})
    page.get_by_role("button", name="Read the file").click()


def test_a_utf16_linkedin_file_then_again_then_its_undo(browse_as, member):
    page = browse_as(member, locale="en-GB")
    upload(page, "linkedin-ads.csv")
    expect(page.locator("h1")).to_have_text("What would change")
    expect(page.get_by_text("Unicode (UTF-16) · Tab")).to_be_visible()
    expect(page.get_by_role("row", name="Printemps")).to_contain_text("1,398.00")
    assert AdDailyMetric.objects.count() == 0
    page.get_by_role("button", name="Import the file").dblclick()
    expect(page.get_by_text("Imported: 3 days changed.")).to_be_visible()
    first = page.url
    assert AdDailyMetric.objects.count() == 4

    upload(page, "linkedin-ads.csv")
    expect(page.get_by_text("Nothing would change.")).to_be_visible()
    page.get_by_role("button", name="Import the file").click()
    expect(page.get_by_text("Every figure of the file was here already.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert AdDailyMetric.objects.count() == 4

    page.get_by_role("link", name="Import", exact=True).click()
    page.locator(f"a[href='{re.sub('^https?://[^/]+', '', first)}']").click()
    page.get_by_role("button", name="Undo").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_text("The figures are what they were before this import.")).to_be_visible()
    assert (AdCampaign.objects.count(), AdDailyMetric.objects.count()) == (0, 0)


def test_a_file_that_leaves_its_days_open_asks(browse_as, member):
    page = browse_as(member, locale="en-GB")
    upload(page, "linkedin-oud.xls")
    expect(page.locator("h1")).to_have_text("What the file leaves open")
    page.get_by_label("Order of dates").select_option("dmy")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("row", name="Voorjaar")).to_be_visible()
    page.get_by_role("button", name="Import the file").click()
    expect(page.get_by_text("Imported: 2 days changed.")).to_be_visible()
    assert [str(day) for day in AdDailyMetric.objects.order_by("day").values_list("day", flat=True)] == [
        "2026-02-03",
        "2026-02-04",
    ]
