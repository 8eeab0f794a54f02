import pytest
from playwright.sync_api import expect

from marketing.emails.models import EmailCampaign
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign
from webox.ai.actions.generating import run_generation
from webox.ai.models import Generation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browse_as, member):
    return browse_as(member)


def write():
    run_generation(generation_id=Generation.objects.latest("pk").pk)


def test_a_campaign_is_generated_edited_and_accepted(page, workspace):
    make_lead(workspace, email="zoe@example.com")
    page.goto("/email-marketing")
    page.get_by_role("link", name="Generate with AI").click()
    modal = page.locator("#modal")
    modal.get_by_label("Type").select_option("promo")
    modal.get_by_label("Topic").fill("Bougies artisanales")
    modal.get_by_label("Where the button leads").fill("https://atelier.example/bougies")
    modal.get_by_label("Language").select_option("fr")
    modal.get_by_role("button", name="Generate").click()
    expect(modal.get_by_role("status")).to_contain_text("Waiting for a worker…")
    write()
    expect(page.locator("#ai-subject")).to_contain_text("ougies artisanales")
    message = page.frame_locator("iframe[data-ai-frame]")
    expect(message.locator("body")).to_contain_text("Bonjour à vous")
    expect(page.locator(".audience-counts")).to_contain_text("1")

    headline = page.locator("#ai-headline")
    headline.get_by_role("link", name="Edit “Headline”").click()
    headline.get_by_label("Headline", exact=True).fill("Des bougies pour l’hiver")
    headline.get_by_role("button", name="Save").click()
    expect(message.locator("body")).to_contain_text("Des bougies pour l’hiver")

    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="Bougies artisanales (promotion)")).to_be_visible()
    assert "Des bougies pour l’hiver" in EmailCampaign.objects.get().html_content


def test_a_campaign_is_shortened_and_put_back(page, workspace):
    campaign = make_campaign(workspace, html_content="<p>Une phrase. Deux phrases. Trois phrases.</p>")
    page.goto(campaign.get_absolute_url())
    page.get_by_role("button", name="Improve with AI").click()
    page.get_by_role("link", name="Shorten").click()
    page.locator("#modal").get_by_role("button", name="Generate").click()
    expect(page.locator("#modal").get_by_role("status")).to_contain_text("Waiting for a worker…")
    write()
    after = page.frame_locator("#improved-after iframe")
    expect(after.get_by_text("Une phrase. Deux phrases.", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Before").click()
    expect(page.frame_locator("#improved-before iframe").locator("body")).to_contain_text("Trois phrases.")
    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_text("This campaign says what an accepted AI draft made of it.")).to_be_visible()
    page.get_by_role("button", name="Put back what it was").click()
    expect(page.get_by_text("Put back: the campaign says what it said before.")).to_be_visible()
    campaign.refresh_from_db()
    assert campaign.html_content == "<p>Une phrase. Deux phrases. Trois phrases.</p>"
