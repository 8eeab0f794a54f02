"""In a real browser: a whole funnel from a wish to a lead."""

import pytest
from playwright.sync_api import expect

from crm.models import Lead
from marketing.funnels.models import Funnel
from tests.factories.accounts import make_member, make_workspace
from webox.ai.actions.generating import run_generation
from webox.ai.tasks import run_generation as task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workspace(db):
    return make_workspace("Atelier", slug="atelier", language="en")


@pytest.fixture
def at_once(monkeypatch):
    """The worker is next door: what is asked for is written before the answer."""
    monkeypatch.setattr(task, "apply_async", lambda args, kwargs, **_options: run_generation(**kwargs))


def test_generate_a_funnel_edit_a_headline_accept_publish_and_visit_it(
    browse_as, workspace, at_once, settings, live_server
):
    settings.SITE_URL = live_server.url
    page = browse_as(make_member(workspace))
    page.goto("/funnels")
    page.get_by_role("link", name="Generate with AI").click()
    page.select_option("#modal [name=funnel_type]", "product")
    page.fill("#modal [name=topic]", "Lavender honey")
    page.fill("#modal [name=audience]", "food lovers")
    page.fill("#modal [name=price]", "24")
    page.click("#modal button[type=submit]")
    page.wait_for_url("**/ai/generations/*")

    frame = page.frame_locator(".draft-frame iframe >> nth=0")
    frame.locator("h1").wait_for()
    headline = page.locator('[data-ai-path="/pages/0/headline"]')
    headline.locator("[data-ai-edit]").click()
    headline.locator("[name=value]").fill("Honey as it should be")
    headline.get_by_role("button", name="Save").click()
    expect(headline.locator(".ai-text")).to_have_text("Honey as it should be")
    expect(frame.locator("h1")).to_have_text("Honey as it should be")

    # As wide as a desktop, made small; on a phone, as it is.
    assert frame.locator("body").evaluate("() => innerWidth") == 1280
    page.get_by_text("Phone", exact=True).first.click()
    assert frame.locator("body").evaluate("() => innerWidth") <= 375

    page.get_by_role("button", name="Accept", exact=True).first.click()
    page.wait_for_url("**/funnels/*")
    funnel = Funnel.objects.get()
    assert (funnel.is_active, funnel.pages.count()) == (False, 6)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_selector("text=Take down")

    page.goto(f"/p/atelier/{funnel.slug}")
    assert page.inner_text("h1") == "Honey as it should be"
    page.fill("[name=first_name]", "Zoé")
    page.fill("[name=email]", "zoe@example.com")
    page.check("[name=consent]")
    page.click("form button")
    page.wait_for_url("**/presentation")
    page.locator("a.button").first.click()
    page.wait_for_url("**/offer")
    assert "€24" in page.inner_text("main")
    page.locator("a.button").first.click()
    page.wait_for_url("**/order")
    page.fill("[name=last_name]", "Martin")
    page.fill("[name=email]", "zoe@example.com")
    page.fill("[name=phone]", "+33 1 23 45 67 89")
    page.check("[name=consent]")
    page.click("form button")
    page.wait_for_url("**/go-further")
    page.click(".decline a")
    page.wait_for_url("**/thank-you")
    lead = Lead.objects.get()
    assert (lead.first_name, lead.last_name, lead.phone) == ("Zoé", "Martin", "+33 1 23 45 67 89")
