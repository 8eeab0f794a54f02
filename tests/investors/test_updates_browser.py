"""An investor update from its figures to who read it, in a browser."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from investors.models import InvestorUpdate
from investors.updates.facts import month_before
from marketing.emails.actions import sending
from marketing.emails.models import OutboxMessage
from tests.factories.investors import make_contact, make_interaction, make_investor
from webox.ai.actions.generating import run_generation
from webox.ai.models import Generation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browse_as, member):
    return browse_as(member)


@pytest.fixture
def months(workspace):
    """Last month and the one before it, with a closing in the first and two meetings in the other."""
    firm = make_investor(workspace, name="Fonds Alpha", pipeline_stage="meeting")
    make_contact(firm, name="Ada Martin", email="ada@alpha.example")
    make_investor(workspace, name="Fonds Bêta", pipeline_stage="identified")
    today = workspace.day_of(timezone.now())
    last = month_before(today.year, today.month)
    before = month_before(*last)
    for month, type in ((last, "closing"), (before, "meeting"), (before, "meeting")):
        make_interaction(firm, type, date=datetime(*month, 10, 12, tzinfo=UTC))
    return last, before


def test_an_update_is_written_sent_and_read(page, workspace, months):
    page.goto("/investors/updates")
    page.get_by_role("link", name="New update").first.click()
    facts = page.locator("#update-facts")
    expect(facts.get_by_role("row", name="Closings")).to_contain_text("1")
    page.get_by_label("Month").select_option("{}-{:02}".format(*months[1]))
    expect(facts.get_by_role("row", name="Meetings with investors")).to_contain_text("2")
    page.get_by_label("Month").select_option("{}-{:02}".format(*months[0]))
    expect(facts.get_by_role("row", name="Closings")).to_contain_text("1")
    facts.get_by_label("Fonds Alpha").check()
    page.get_by_label("Title").fill("Un mois décisif")
    page.get_by_label("Figures of your own").fill("MRR: 12 400 € (11 000 €)")
    page.get_by_label("Asks").fill("Un contact chez Durand")
    page.get_by_role("button", name="Save").click()
    letter = page.frame_locator("iframe.message-frame")
    expect(letter.locator("body")).to_contain_text("12 400 €")
    expect(letter.locator("body")).to_contain_text("Fonds Alpha")

    page.get_by_role("link", name="Choose investors").click()
    expect(page.get_by_role("button", name="Add 2 investors")).to_be_visible()
    page.get_by_label("Meeting", exact=True).check()
    page.get_by_role("button", name="Add 1 investor").click()
    expect(page.locator("#readers")).to_contain_text("Fonds Alpha")
    page.get_by_role("link", name="Done").click()
    expect(page.locator(".audience-counts")).to_contain_text("2")
    page.get_by_role("button", name="Send now").click()
    page.locator("#modal").get_by_role("button", name="Send 2 messages").click()
    expect(page.get_by_text("The audience is being frozen…")).to_be_visible()
    update = InvestorUpdate.objects.get()
    sending.send_campaign(campaign_id=update.campaign_id)
    update.campaign.deliveries.filter(email="ada@alpha.example").update(opened_at=timezone.now())
    expect(page.get_by_role("row", name="ada@alpha.example")).to_contain_text("Opened")
    assert OutboxMessage.objects.filter(recipient="ada@alpha.example").count() == 1

    page.get_by_role("link", name="Note the answer").click()
    modal = page.locator("#modal")
    modal.get_by_label("State").select_option("done")
    modal.get_by_label("Answered by").select_option("Fonds Alpha")
    modal.get_by_role("button", name="Save").click()
    expect(page.locator("#asks")).to_contain_text("Done")
    page.goto(f"/investors/{update.investors.get().pk}")
    expect(page.locator("body")).to_contain_text("Update opened: Un mois décisif")


def test_an_update_is_drafted_from_the_months_facts(page, workspace, months):
    page.goto("/investors/updates")
    page.get_by_role("link", name="Generate with AI").click()
    modal = page.locator("#modal")
    modal.get_by_label("What went well").fill("Premier client allemand")
    modal.get_by_label("Language").select_option("fr")
    modal.get_by_role("button", name="Generate").click()
    expect(modal.get_by_role("status")).to_contain_text("Waiting for a worker…")
    run_generation(generation_id=Generation.objects.latest("pk").pk)
    expect(page.locator("#ai-draft")).to_contain_text("Premier client allemand.")
    page.get_by_role("button", name="Accept").click()
    expect(page.frame_locator("iframe.message-frame").locator("body")).to_contain_text("Premier client allemand.")
