"""From a wish to a draft campaign as a person does it: generate, meet a limit, accept."""

import re

import pytest
from playwright.sync_api import expect

from marketing.ads.models import AdCampaign, AdCreative
from tests.factories.ads import make_ad_campaign, make_ad_generation, make_creative
from tests.factories.crm import make_lead, make_segment
from webox.ai.actions.generating import run_generation
from webox.ai.models import Generation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ads_are_generated_a_limit_is_met_and_they_are_accepted(browse_as, member):
    page = browse_as(member, locale="en-US")
    page.goto("/ads")
    page.get_by_role("link", name="Generate creatives").click()
    modal = page.locator("#modal")
    modal.locator("[name=platform]").select_option("google")
    modal.locator("[name=product]").fill("Rye bread course")
    modal.locator("[name=objective]").select_option("leads")
    modal.locator("[name=budget]").fill("300")
    modal.get_by_role("button", name="Generate").click()
    expect(modal.get_by_role("status")).to_contain_text("Waiting for a worker…")
    run_generation(generation_id=Generation.objects.get().pk)
    expect(page.locator("#draft-card-0 .ad-title")).to_be_visible()
    expect(page.locator(".draft-visual img")).to_have_count(3)

    field, card = page.locator("#ai-variants-0-headlines-0"), page.locator("#draft-card-0 .ad-title")
    field.get_by_role("link", name="Edit").click()
    box = field.get_by_role("textbox")
    box.fill("A headline of more than thirty")
    expect(field.locator(".ai-count")).to_have_text("30 / 30")
    box.fill("A headline of more than thirty!")
    expect(field.locator(".ai-count.is-over")).to_have_text("31 / 30")
    field.get_by_role("button", name="Save").click()
    expect(field.locator(".ai-problems")).to_contain_text("31 characters: the platform refuses more than 30.")
    expect(card).to_contain_text("A headline of more than thirty!")

    aside = page.locator("#ai-aside")
    aside.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert").first).to_contain_text("Mend what is marked in red first")
    assert AdCampaign.objects.count() == 0
    field.get_by_role("link", name="Edit").click()
    box.fill("Bake your own rye bread")
    field.get_by_role("button", name="Save").click()
    expect(field.locator(".ai-problems")).to_have_count(0)
    expect(card).to_contain_text("Bake your own rye bread")
    aside.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(re.compile(r"/advertising/campaigns/\d+"))
    expect(page.locator(".ad-search")).to_have_count(6)
    whole = AdCreative.objects.order_by("pk").first()
    assert (len(whole.headlines), whole.headlines[0]) == (15, "Bake your own rye bread")


def test_words_edited_on_an_image_appear_on_it(browse_as, member, workspace):
    generation = make_ad_generation(workspace)
    page = browse_as(member, locale="en-US")
    page.goto(generation.get_absolute_url())
    image = page.locator("#draft-visual-0 img")
    before = image.get_attribute("src")
    field = page.locator("#ai-visuals-0-headline")
    field.get_by_role("link", name="Edit").click()
    field.get_by_role("textbox").fill("Tout autre chose")
    field.get_by_role("button", name="Save").click()
    expect(image).not_to_have_attribute("src", before)


def test_lines_are_counted_while_one_types_and_an_image_is_uploaded(browse_as, member, workspace, tmp_path):
    creative = make_creative(make_ad_campaign(workspace, platform="facebook"), texts=["Bonjour"], headlines=["Salut"])
    page = browse_as(member, locale="en-US")
    page.goto(f"/advertising/creatives/{creative.pk}/edit")
    counts = page.locator("#div_id_texts .limit-counts li")
    expect(counts).to_have_text(["7 / 125"])
    page.get_by_label("Texts").fill("x" * 126 + "\nBonsoir")
    expect(counts).to_have_text(["126 / 125", "7 / 125"])
    expect(counts.first).to_have_class(re.compile("is-long"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".ad-problems")).to_contain_text("126 characters: beyond 125 the platform may cut it")
    creative.refresh_from_db()
    assert creative.texts == ["x" * 126, "Bonsoir"]


def test_people_are_counted_before_they_are_handed_over(browse_as, member, workspace):
    make_lead(workspace, source="pub")
    make_segment(workspace, "Clients", {"field": "source", "op": "is", "value": "pub"})
    page = browse_as(member, locale="en-US")
    page.goto("/advertising/audiences")
    counts = page.locator("#audience")
    expect(counts).to_contain_text("no consent is recorded")
    expect(counts.get_by_role("button", name="Download the file")).to_have_count(0)
    lead = make_lead(
        workspace, source="pub", email="oui@example.com", consent_at="2026-01-01T00:00:00Z", consent_text="Oui"
    )
    page.get_by_label("Platform").select_option("linkedin")
    expect(counts).to_contain_text("LinkedIn uses a list from 300 people on")
    with page.expect_download() as download:
        counts.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename.startswith("clients-linkedin-")
    assert len(download.value.path().read_text().splitlines()) == 2
    assert lead.pk
