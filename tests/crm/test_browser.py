import re

import pytest
from playwright.sync_api import expect

from crm import actions
from crm.models import Lead
from tests.factories.crm import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def rows(page):
    return page.locator("#leads tbody tr")


def test_searching_keeps_focus_filters_and_address(crm, workspace):
    make_lead(workspace, first_name="Zoé", last_name="Martin", status="won")
    make_lead(workspace, first_name="Marc", last_name="Petit")
    make_lead(workspace, first_name="Luc", last_name="Grand")
    crm.goto("/crm")
    crm.keyboard.press("/")
    crm.keyboard.type("mar")
    expect(rows(crm)).to_have_count(2)
    expect(crm.locator("[name=search]")).to_be_focused()
    crm.get_by_text("Won 1").click()
    expect(rows(crm)).to_have_count(1)
    expect(crm).to_have_url(re.compile(r"\?search=mar&status=won$"))
    crm.reload()
    expect(rows(crm)).to_have_count(1)
    expect(crm.locator("[name=search]")).to_have_value("mar")
    expect(crm.locator("[name=status]:checked")).to_have_value("won")
    crm.go_back()
    expect(rows(crm)).to_have_count(2)
    expect(crm.locator(".sidebar")).to_have_count(1)


def test_a_double_click_makes_one_lead(crm, workspace):
    crm.goto("/crm")
    crm.get_by_role("link", name="New lead").click()
    crm.fill("#modal [name=first_name]", "Inès")
    crm.locator("#modal [type=submit]").dblclick()
    expect(crm.locator("h1")).to_have_text("Inès")
    assert Lead.objects.count() == 1


def test_a_duplicate_is_named_and_a_deleted_one_restored(crm, workspace, member):
    deleted = make_lead(workspace, first_name="Gone", last_name="", email="gone@example.com")
    actions.delete_lead(lead=deleted, by=member)
    crm.goto("/crm")
    crm.get_by_role("link", name="New lead").click()
    crm.fill("#modal [name=notes]", "typed at length")
    crm.fill("#modal [name=email]", "GONE@example.com")
    crm.click("#modal [type=submit]")
    expect(crm.locator("#modal .invalid-feedback")).to_contain_text("A deleted lead has this email: Gone.")
    expect(crm.locator("#modal [name=email]")).to_be_focused()
    expect(crm.locator("#modal [name=notes]")).to_have_value("typed at length")
    crm.get_by_role("button", name="Restore it").click()
    expect(crm.locator("h1")).to_have_text("Gone")
    assert not Lead.objects.get().is_deleted


def test_a_lead_is_followed_up(crm, workspace, member):
    lead = make_lead(workspace, first_name="Zoé", last_name="Martin")
    crm.goto("/crm")
    crm.get_by_role("link", name="Zoé Martin").click()
    crm.select_option("[name=interaction_type]", "call")
    crm.fill("[name=content]", "She calls back on Monday")
    crm.get_by_role("button", name="Add to the timeline").click()
    expect(crm.locator("#timeline")).to_contain_text("She calls back on Monday")
    expect(crm.locator("[name=content]")).to_have_value("")
    crm.select_option("#lead-facts [name=status]", "won")
    expect(crm.locator("#timeline .state-won")).to_have_count(1)
    expect(crm.locator("#lead-facts .state-won")).to_have_count(1)
    crm.get_by_role("button", name="Delete").click()
    crm.locator("#confirm-yes").click()
    expect(crm.locator("#leads")).to_contain_text("No lead yet")
    lead.refresh_from_db()
    assert (lead.status, lead.is_deleted) == ("won", True)
    assert list(lead.status_changes.moves().values_list("to_status", "by")) == [("won", member.pk)]
    assert lead.interactions.get().author == member
