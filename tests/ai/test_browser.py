import pytest
from playwright.sync_api import expect

from crm.models import Tag
from tests.factories.ai import make_config, make_generation
from webox.ai.actions.generating import run_generation
from webox.ai.models import AIConfig, Generation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("note")]

MARKS = ["/subject", "/body", "/points/0", "/points/1"]


@pytest.fixture
def draft(workspace, member):
    return make_generation(workspace, by=member, marks=MARKS)


@pytest.fixture
def page(browse_as, member):
    return browse_as(member)


def test_a_wish_is_watched_in_the_modal_until_the_draft_is_there(page):
    page.goto("/ai/generations")
    page.evaluate("() => htmx.ajax('GET', '/ai/generate/tests.note', { target: '#modal' })")
    modal = page.locator("#modal")
    modal.get_by_label("Topic").fill("Rye")
    modal.get_by_role("button", name="Generate").dblclick()
    expect(modal.get_by_role("status")).to_contain_text("Waiting for a worker…")
    run_generation(generation_id=Generation.objects.get().pk)
    expect(page.locator("#ai-subject")).to_contain_text("About Rye")
    expect(page).to_have_url(Generation.objects.get().get_absolute_url(), ignore_case=True)


def test_a_field_is_edited_with_its_limit_in_sight(page, draft):
    page.goto(draft.get_absolute_url())
    field, aside = page.locator("#ai-subject"), page.locator("#ai-aside")
    expect(field.locator(".ai-dot")).to_be_visible()
    field.get_by_role("link", name="Edit “Subject”").click()
    box = field.get_by_label("Subject", exact=True)
    expect(box).to_be_focused()
    box.fill("x" * 61)
    expect(field.locator(".ai-count")).to_have_text("61 / 60")
    expect(field.locator(".ai-count.is-over")).to_be_visible()
    field.get_by_role("button", name="Save").click()
    expect(field.locator(".invalid-feedback")).to_be_visible()
    box.fill("y" * 41)
    box.press("Control+Enter")
    expect(field.locator(".ai-problems")).to_contain_text("Longer than 40 characters.")
    expect(field.locator(".ai-dot")).to_have_count(0)
    expect(field.get_by_role("link", name="Edit “Subject”")).to_be_focused()
    expect(aside.get_by_role("link", name="Subject")).to_have_attribute("href", "#ai-subject")
    aside.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert").first).to_contain_text("Mend what is marked in red first")
    field.get_by_role("link", name="Edit “Subject”").click()
    box.fill("Rye for everyone")
    field.get_by_role("button", name="Save").click()
    expect(aside.locator(".ai-problem-list")).to_have_count(0)
    field.get_by_role("link", name="Edit “Subject”").click()
    box.fill("Never mind")
    box.press("Escape")
    expect(field.locator(".ai-text")).to_have_text("Rye for everyone")
    aside.get_by_role("button", name="Accept").click()
    expect(page.locator(".state-accepted")).to_be_visible()
    assert Tag.objects.get().name == "Rye for everyone"


def test_what_is_looked_at_counts_as_read(page, draft):
    page.goto(draft.get_absolute_url())
    unread = page.locator("#ai-unread")
    expect(unread).to_contain_text("4 texts not yet read")
    page.locator("#ai-body").hover()
    expect(unread).to_contain_text("3 texts not yet read")
    expect(page.locator("#ai-body .ai-dot")).to_have_count(0)
    button = page.get_by_role("button", name="Mark “Points 1” as read")
    button.focus()
    page.keyboard.press("Enter")
    expect(unread).to_contain_text("2 texts not yet read")
    expect(page.locator("#ai-points-0").get_by_role("link")).to_be_focused()
    draft.refresh_from_db()
    assert draft.marks == ["/subject", "/points/1"]
    page.get_by_role("button", name="I have read everything").click()
    expect(unread).to_contain_text("Everything was read")


def test_another_field_whose_problem_is_gone_is_drawn_anew(page, draft):
    draft.problems = [{"path": "/body", "level": "warning", "message": "Once."}]
    draft.save()
    page.goto(draft.get_absolute_url())
    expect(page.locator("#ai-body .ai-problems")).to_contain_text("Once.")
    page.locator("#ai-subject").get_by_role("link").click()
    page.locator("#ai-subject").get_by_label("Subject", exact=True).press("Control+Enter")
    expect(page.locator("#ai-body .ai-problems")).to_have_count(0)


def test_the_offline_writer_is_one_click_away(page, workspace, member):
    make_config(workspace, provider="openai", model="m")
    failed = make_generation(workspace, "failed", by=member, provider="openai", error="The provider is away.")
    page.goto(failed.get_absolute_url())
    expect(page.get_by_role("alert").first).to_contain_text("The provider is away.")
    page.get_by_role("button", name="Use the offline writer").click()
    expect(page.get_by_role("status").first).to_contain_text("Waiting for a worker…")
    run_generation(generation_id=failed.retries.get().pk)
    expect(page.locator("#ai-subject")).to_contain_text("About Bread")


def test_the_settings_try_the_connection_before_they_are_saved(browse_as, owner):
    page = browse_as(owner)
    page.goto("/settings/ai")
    house = page.locator("#ai-config")
    expect(house.get_by_label("Key")).to_be_hidden()
    house.get_by_role("button", name="Test the connection").click()
    expect(page.locator("#tested-house")).to_contain_text("The offline writer is always there.")
    house.get_by_label("Provider").select_option("mistral")
    house.get_by_label("Model", exact=True).fill("mistral-small")
    house.get_by_label("Key").fill("a-long-secret-wxyz")
    house.get_by_label("Key").press("Enter")
    expect(house.get_by_label("Key")).to_have_attribute("placeholder", "…wxyz")
    expect(house.get_by_label("Key")).to_have_value("")
    house.get_by_role("button", name="Forget the key …wxyz").click()
    page.get_by_role("button", name="Forget", exact=True).click()
    expect(house.get_by_role("button", name="Forget the key")).to_have_count(0)
    assert AIConfig.objects.get().key == ""


def test_without_javascript_forms_still_post(new_context, live_server, client_of, member, workspace):
    session = client_of(member).cookies["sessionid"].value
    context = new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/ai/generate/tests.note")
    page.get_by_label("Topic").fill("Rye")
    page.get_by_role("button", name="Generate").click()
    run_generation(generation_id=Generation.objects.get().pk)
    page.get_by_role("link", name="See how far it is").click()
    page.locator("#ai-body").get_by_role("link").click()
    page.get_by_label("Text").fill("Mine.")
    page.get_by_role("button", name="Save").click()
    assert page.locator("#ai-body .ai-text").inner_text() == "Mine."
    page.get_by_role("button", name="Mark “Subject” as read").click()
    page.get_by_role("button", name="Accept").click()
    assert Tag.objects.get().name == "About Rye"
