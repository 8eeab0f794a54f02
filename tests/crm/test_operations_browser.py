import re

import pytest
from playwright.sync_api import expect

from crm.actions import operations
from crm.models import Lead, Operation
from tests.factories.crm import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def statuses():
    return sorted(Lead.objects.values_list("source", "status").distinct())


def test_all_that_match_are_changed_and_changed_back(crm, workspace):
    Lead.objects.bulk_create([Lead(workspace=workspace, last_name=f"Salon {n}", source="salon") for n in range(120)])
    make_lead(workspace, source="other")
    crm.goto("/crm?view=list&source=salon")
    expect(crm.locator("#bulk")).to_be_hidden()
    crm.get_by_label("Select all on this page").check()
    expect(crm.locator("#bulk")).to_contain_text("50 selected")
    crm.get_by_label("All 120 that match").check()
    crm.locator("#bulk").get_by_role("button", name="Change").click()
    crm.get_by_role("button", name="Set the status…").click()
    expect(crm.locator("#modal")).to_contain_text("This is done to 120 leads. They are all that match:")
    expect(crm.locator("#modal li")).to_have_text("Source: salon")
    crm.select_option("#modal [name=status]", "lost")
    crm.get_by_role("button", name="Change 120 leads").click()
    expect(crm.locator("#modal .invalid-feedback")).to_contain_text("Write why they are lost.")
    crm.fill("#modal [name=reason]", "Season over")
    crm.get_by_role("button", name="Change 120 leads").click()

    toast = crm.locator(".toast", has_text="120 leads changed.")
    expect(toast).to_be_visible()
    expect(crm.locator("#leads tbody tr .state-lost")).to_have_count(50)
    assert statuses() == [("other", "new"), ("salon", "lost")]
    toast.get_by_role("button", name="Undo").click()
    expect(crm.locator(".toast", has_text="120 leads are as they were.")).to_be_visible()
    expect(crm.locator("#leads tbody tr .state-new")).to_have_count(50)
    assert statuses() == [("other", "new"), ("salon", "new")]


def test_a_long_change_is_watched_and_undone_on_its_page(crm, workspace, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 0)
    leads = [make_lead(workspace, company="Durand") for _ in range(3)]
    crm.goto("/crm?view=list")
    for lead in leads[:2]:
        crm.get_by_label(f"Select {lead}").check()
    crm.locator("#bulk").get_by_role("button", name="Change").click()
    crm.get_by_role("button", name="Set a field…").click()
    # Open and ready for people: a program is quicker than the page.
    expect(crm.locator("#modal [name=field]")).to_be_focused()
    expect(crm.locator("#modal [name=value]")).to_have_count(0)
    crm.select_option("#modal [name=field]", "next_step_at")
    expect(crm.locator("#modal [name=value]")).to_have_attribute("type", "datetime-local")
    crm.select_option("#modal [name=field]", "company")
    expect(crm.locator("#modal [name=value]")).to_have_attribute("type", "text")
    crm.fill("#modal [name=value]", "Martin")
    crm.get_by_role("button", name="Change 2 leads").click()
    expect(crm).to_have_url(re.compile(r"/crm/operations/\d+$"))
    expect(crm.get_by_role("status").filter(has_text="Waiting for a worker")).to_be_visible()
    operation = Operation.objects.get()
    operations.carry_on(operation_id=operation.pk)
    expect(crm.locator("#operation-rows tbody tr")).to_have_count(2)
    expect(crm.locator("#operation-rows tbody tr").first).to_contain_text("Durand → Martin")

    Lead.objects.filter(pk=leads[0].pk).update(company="Petit")
    monkeypatch.setattr(operations, "AT_ONCE", 200)
    crm.get_by_role("button", name="Undo").click()
    crm.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(crm.locator(".alert")).to_contain_text("1 was edited since")
    crm.get_by_role("link", name="Edited since 1").click()
    expect(crm.locator("#operation-rows tbody tr")).to_have_count(1)
    expect(crm.locator("#operation-rows tbody tr")).to_contain_text("Petit")
    assert list(Lead.objects.order_by("pk").values_list("company", flat=True)) == ["Petit", "Durand", "Durand"]


def test_a_list_is_taken_along_as_a_file(crm, workspace):
    make_lead(workspace, last_name="Martin", source="salon")
    make_lead(workspace, last_name="Petit")
    crm.goto("/crm?view=list&source=salon")
    crm.get_by_role("link", name="Export").click()
    crm.get_by_label("CSV", exact=True).check()
    with crm.expect_download() as download:
        crm.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"leads-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    text = download.value.path().read_text("utf-8-sig")
    assert ("Martin" in text, "Petit" in text) == (True, False)
    # Nothing is asked of who changed the form, and who changes nothing gets a file as well.
    expect(crm.get_by_role("dialog")).to_have_count(0)
    crm.get_by_role("link", name="Export").click()
    with crm.expect_download() as download:
        crm.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(crm.get_by_role("dialog")).to_have_count(0)
