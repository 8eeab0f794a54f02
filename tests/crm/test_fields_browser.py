import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import CustomField, Lead, SavedView
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_field_is_defined_used_filtered_by_and_kept_as_a_view(browse_as, workspace, owner):
    make_lead(workspace, first_name="Luc", last_name="Grand")
    page = browse_as(owner)
    page.goto("/crm/fields")
    page.get_by_role("link", name="New field").click()
    page.fill("#modal [name=label]", "Taille")
    page.select_option("#modal [name=kind]", "choice")
    page.locator("#modal [type=submit]").click()
    # What is missing is said at its field, and what was typed stays.
    expect(page.locator("#modal .invalid-feedback")).to_have_text("Write at least one choice.")
    expect(page.locator("#modal [name=label]")).to_have_value("Taille")
    page.fill("#modal [name=choices]", "Petite\nGrande")
    page.locator("#modal [type=submit]").click()
    expect(page.locator("#fields")).to_contain_text("Choice: Petite, Grande")
    # A lead has it.
    page.goto("/crm")
    page.get_by_role("link", name="New lead").click()
    page.fill("#modal [name=first_name]", "Zoé")
    page.select_option("#modal [name='custom.taille']", "Grande")
    page.locator("#modal [type=submit]").click()
    expect(page.locator("#lead-facts")).to_contain_text("Grande")
    # The list is filtered by it, after a search that only the address knows of.
    page.goto("/crm")
    expect(page.locator("#leads tbody tr")).to_have_count(2)
    page.fill("[name=search]", "z")
    expect(page).to_have_url(re.compile(r"\?search=z$"))
    page.get_by_role("link", name="More filters").click()
    page.locator("#modal").get_by_label("Grande").check()
    page.locator("#modal [type=submit]").click()
    expect(page).to_have_url(re.compile(r"\?search=z&custom\.taille=Grande$"))
    expect(page.locator("#leads tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Columns").click()
    page.locator("#modal").get_by_label("Taille", exact=True).check()
    page.locator("#modal").get_by_label("Source", exact=True).uncheck()
    page.locator("#modal [type=submit]").click()
    expect(page.locator("#leads thead")).to_contain_text("Taille")
    expect(page.locator("#leads tbody")).to_contain_text("Grande")
    # And kept.
    page.get_by_role("button", name="Views").click()
    page.get_by_role("link", name="Save this view").click()
    page.fill("#modal [name=name]", "Les grandes")
    expect(page.locator("#modal [name=is_pinned]")).to_be_checked()
    page.locator("#modal [type=submit]").click()
    expect(page.locator(".nav-tabs .active")).to_contain_text("Les grandes")
    page.get_by_role("link", name="All leads").click()
    expect(page.locator("#leads tbody tr")).to_have_count(2)
    expect(page.locator("#leads thead")).not_to_contain_text("Taille")
    page.get_by_role("link", name="Les grandes").click()
    expect(page.locator("#leads tbody tr")).to_have_count(1)
    expect(page.locator("#leads thead")).to_contain_text("Taille")
    view = SavedView.objects.get()
    assert view.params == {"search": ["z"], "custom.taille": ["Grande"]}
    assert "custom.taille" in view.columns
    assert "source" not in view.columns
    assert CustomField.objects.get().choices == ["Petite", "Grande"]


def test_the_changes_of_a_view_are_kept_and_it_is_deleted(browse_as, workspace, member):
    make_lead(workspace, first_name="Zoé", status="won")
    view = SavedView.objects.create(workspace=workspace, owner=member, name="Mine", is_pinned=True)
    page = browse_as(member)
    page.goto(view.get_absolute_url())
    page.locator("[name=status][value=won] + span").click()
    expect(page).to_have_url(re.compile(r"status=won"))
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="Keep the changes in “Mine”").click()
    expect(page.locator(".toast")).to_contain_text("“Mine” is saved.")
    view.refresh_from_db()
    assert view.params == {"status": ["won"]}
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="Delete this view").click()
    page.locator("#confirm-yes").click()
    expect(page).to_have_url(re.compile(r"/crm\?view=list$"))
    assert SavedView.objects.count() == 0


def test_what_is_due_is_done_and_put_off(browse_as, workspace, member):
    due = timezone.now() - timedelta(days=2)
    make_lead(workspace, first_name="Zoé", last_name="Martin", owner=member, next_step="Call back", next_step_at=due)
    make_lead(workspace, first_name="Luc", last_name="Grand", owner=member, next_step="Send it", next_step_at=due)
    make_lead(workspace, owner=make_member(workspace), next_step="Not mine", next_step_at=due)
    page = browse_as(member)
    page.goto("/crm/today")
    expect(page.locator("#today")).to_contain_text("Call back")
    expect(page.locator("#today")).not_to_contain_text("Not mine")
    page.get_by_role("link", name="Done: Zoé Martin").click()
    page.fill("#modal [name=next_step]", "Send the offer")
    page.locator("#modal [type=submit]").click()
    expect(page.locator("#modal .invalid-feedback")).to_contain_text("Say when")
    tomorrow = (timezone.localtime(timezone.now(), workspace.zone) + timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    page.fill("#modal [name=next_step_at]", tomorrow)
    page.locator("#modal [type=submit]").click()
    expect(page.locator("#today")).to_contain_text("Next 7 days")
    expect(page.locator("#today")).to_contain_text("Send the offer")
    page.get_by_role("button", name="Put off until tomorrow: Luc Grand").click()
    expect(page.locator("#today")).to_contain_text("Nothing is due today")
    assert Lead.objects.get(first_name="Luc").next_step_at > timezone.now()
