"""What only a browser can tell: our pages work under the strict policy and ask nobody else for anything."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from webox.accounts.models import ApiKey, Membership

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


@pytest.fixture
def visit(page, live_server, settings):
    """Opens a path; every complaint of the page, and every request to somebody else, fails the test."""
    settings.SITE_URL = live_server.url
    seen = []
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda message: seen.append(message.text) if "Content Security Policy" in message.text else None)
    ours = (live_server.url, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else seen.append(request.url))
    yield lambda path: page.goto(live_server.url + path)
    assert seen == []


def fill(page, **values):
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def sign_up(page, visit):
    visit("/accounts/signup/")
    fill(page, first_name="Ada", workspace_name="Atelier Ada", email="ada@example.com")
    fill(page, password1=PASSWORD, password2=PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    page.wait_for_url("**/marketing-dashboard")


def test_an_owner_invites_somebody_who_joins(page, visit, browser):
    sign_up(page, visit)
    visit("/settings/members")
    page.get_by_role("button", name="Invite a member").click()
    fill(page, email="bob@example.com")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#members")).to_contain_text("bob@example.com")
    link = re.search(r"http://\S+/invitations/\S+", mail.outbox[-1].body)[0]
    other = browser.new_page(locale="en-GB")
    other.goto(link)
    other.get_by_role("link", name="Create my account and join").click()
    fill(other, first_name="Bob", password1=PASSWORD, password2=PASSWORD)
    other.get_by_role("button", name="Create my account and join").click()
    other.wait_for_url("**/marketing-dashboard")
    other.close()
    page.reload()
    row = page.locator("#members .list-group-item").filter(has_text="bob@example.com")
    row.get_by_role("button", name="Remove").click()
    page.locator("#confirm-yes").click()
    expect(page.locator("#toasts")).to_contain_text("Bob was removed.")
    assert list(Membership.objects.values_list("user__email", flat=True)) == ["ada@example.com"]


def test_a_key_is_made_copied_and_used_in_the_documentation(page, visit):
    sign_up(page, visit)
    visit("/settings/keys")
    page.get_by_role("button", name="New API key").click()
    fill(page, name="Zapier")
    page.get_by_role("button", name="Create the key").click()
    text = page.locator("#new-key").input_value()
    assert ApiKey.objects.get().prefix == text.partition(".")[0]
    page.locator("#modal").get_by_role("button", name="Close").last.click()
    expect(page.locator("#modal-shell")).to_be_hidden()
    expect(page.locator("#keys")).to_contain_text("Zapier")
    visit("/api/docs")
    page.get_by_role("link", name="users", exact=True).click()
    expect(page.locator(".opblock-summary-path", has_text="/api/users/profile").first).to_be_visible()


def test_the_profile_is_changed_in_the_browsable_api(page, visit):
    sign_up(page, visit)
    visit("/api/users/profile")
    page.get_by_label("Body (JSON)").fill('{"job_title": "Comtesse"}')
    page.get_by_role("button", name="PATCH").click()
    expect(page.locator("#api-status")).to_have_text("200 OK")
    expect(page.locator("#api-body")).to_contain_text('"job_title": "Comtesse"')
