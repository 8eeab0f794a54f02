"""The grid as people use it: keyboard, clipboard, undo, refusals, and what is behind a number."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from investors import actions, kpis
from investors.models import KPI, Investor
from tests.factories.investors import make_interaction, make_investor, make_kpi

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def investors(workspace):
    return [make_investor(workspace, name=name) for name in ("Alpha", "Béryl", "Dune")]


@pytest.fixture
def open_grid(browse_as):
    """A function: the meetings of 2025 in a browser of its own, signed in as that person."""

    def open_as(user, **options):
        page = browse_as(user, reduced_motion="reduce", **options)
        page.goto("/investors/kpis?year=2025")
        expect(page.locator("#kpi-table")).to_be_visible()
        return page

    return open_as


def cell(page, investor, month):
    return page.locator(f"#c{investor.pk}-{month}")


def chosen(page, investor, month):
    """A click beside the number chooses the cell."""
    cell(page, investor, month).click(position={"x": 6, "y": 6})
    expect(cell(page, investor, month)).to_be_focused()


def shows(page, investor, month, text):
    expect(cell(page, investor, month)).to_have_text(text)
    expect(page.locator(".is-saving")).to_have_count(0)


def stand():
    rows = KPI.objects.exclude(rdv_count=None).order_by("investor", "month")
    return list(rows.values_list("investor__name", "month", "rdv_count"))


def paste(page, text):
    """With the keys: an event of ours would come to the cell, and a browser's comes to what is selected."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def copied(page):
    page.keyboard.press("Control+c")
    return page.evaluate("navigator.clipboard.readText()")


def test_typing_moving_and_taking_away_again(open_grid, investors, member):
    alpha, beryl, dune = investors
    make_interaction(alpha, date=datetime(2025, 1, 10, tzinfo=PARIS))
    page = open_grid(member)
    chosen(page, alpha, 1)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(cell(page, beryl, 1)).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    expect(cell(page, beryl, 2)).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("F2")
    page.keyboard.type("3")
    page.keyboard.press("Shift+Tab")
    expect(cell(page, beryl, 12)).to_be_focused()
    shows(page, alpha, 1, "41 (+3)")
    shows(page, beryl, 1, "120 (+12)")
    shows(page, beryl, 2, "0")
    shows(page, dune, 1, "30 (+3)")
    expect(page.locator("#t1")).to_have_text("19")
    expect(page.locator("#t0")).to_have_text("19")
    expect(page.locator(f"#s{beryl.pk}")).to_have_text("12")
    assert stand() == [("Alpha", 1, 4), ("Béryl", 1, 12), ("Dune", 1, 3)]
    chosen(page, alpha, 1)
    page.keyboard.press("Delete")
    shows(page, alpha, 1, "1")
    expect(cell(page, alpha, 1)).to_be_focused()
    page.keyboard.press("Control+z")
    shows(page, alpha, 1, "41 (+3)")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#kpi-table tbody td')") is None


def test_what_is_taken_away_before_it_is_saved_is_gone(open_grid, investors, member):
    alpha, _beryl, _dune = investors
    page = open_grid(member)
    chosen(page, alpha, 1)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    shows(page, alpha, 1, "0")
    expect(page.locator("#kpi-table .is-saving")).to_have_count(0)
    assert [value for _name, _month, value in stand() if value is not None] == []


def test_a_block_is_pasted_from_a_spreadsheet_and_taken_back(open_grid, investors, member):
    alpha, beryl, _dune = investors
    make_kpi(beryl, year=2025, month=3, rdv_count=1)
    page = open_grid(member)
    chosen(page, alpha, 2)
    paste(page, "4\t1 200\r\n\t2,0\r\n")
    shows(page, beryl, 3, "20 (+2)")
    assert stand() == [("Alpha", 2, 4), ("Alpha", 3, 1200), ("Béryl", 3, 2)]
    page.keyboard.press("ArrowRight")
    assert copied(page) == "1200"
    page.locator("#kpi-undo").click()
    shows(page, beryl, 3, "10 (+1)")
    shows(page, alpha, 2, "0")
    expect(page.locator("#kpi-undo")).to_be_hidden()
    assert stand() == [("Béryl", 3, 1)]


def test_a_block_that_does_not_fit_or_is_no_number_changes_nothing(open_grid, investors, member):
    alpha, _beryl, dune = investors
    actions.lock_month(workspace=alpha.workspace, year=2025, month=3, by=member)
    page = open_grid(member)
    for place, text, words in (
        ((alpha, 12), "1\t2", "does not fit"),
        ((dune, 1), "1\n2", "does not fit"),
        ((alpha, 1), "1\tzwei", "whole numbers"),
        ((alpha, 2), "1\t2", "is locked"),
    ):
        chosen(page, *place)
        paste(page, text)
        toast = page.locator(".toast-text", has_text=words)
        expect(toast).to_be_visible()
        page.locator(".toast", has=toast).get_by_role("button").click()
        expect(toast).to_have_count(0)
    chosen(page, alpha, 2)
    paste(page, "1\t0")
    shows(page, alpha, 2, "10 (+1)")
    assert stand() == [("Alpha", 2, 1)]


def test_undo_leaves_alone_what_somebody_else_wrote(open_grid, investors, member):
    alpha = investors[0]
    page = open_grid(member)
    chosen(page, alpha, 2)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    shows(page, alpha, 2, "40 (+4)")
    actions.set_kpi(investor=alpha, year=2025, month=2, by=member, rdv_count=9)
    chosen(page, alpha, 2)
    page.keyboard.press("Control+z")
    expect(page.locator(".toast-text", has_text="Nothing was undone")).to_be_visible()
    assert stand() == [("Alpha", 2, 9)]


def test_a_number_opens_what_is_behind_it_and_is_written_there(open_grid, investors, member):
    alpha = investors[0]
    make_interaction(alpha, date=datetime(2025, 1, 10, tzinfo=PARIS), subject="Café des Ormes")
    page = open_grid(member)
    cell(page, alpha, 1).get_by_role("link").click()
    modal = page.locator("#modal")
    expect(modal.get_by_text("Café des Ormes")).to_be_visible()
    modal.get_by_label("Meetings").fill("5")
    modal.get_by_role("button", name="Save").click()
    shows(page, alpha, 1, "51 (+4)")
    expect(modal).to_be_hidden()
    assert stand() == [("Alpha", 1, 5)]


def test_a_month_is_locked_and_what_comes_late_is_shown(open_grid, investors, member):
    alpha = investors[0]
    make_interaction(alpha, date=datetime(2025, 1, 10, tzinfo=PARIS))
    page = open_grid(member)
    page.goto("/investors/kpis/month/2025/1")
    page.get_by_role("button", name="Lock the month").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_text("Locked on")).to_be_visible()
    actions.log_interaction(
        investor=alpha, by=member, type="meeting", date=datetime(2025, 1, 20, tzinfo=PARIS), subject="Tardif"
    )
    page.goto("/investors/kpis?year=2025")
    shows(page, alpha, 1, "1→ 2")
    chosen(page, alpha, 1)
    page.keyboard.type("9")
    expect(page.locator(".toast-text", has_text="This month is locked.")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("#modal").get_by_text("Tardif")).to_have_count(2)
    assert stand() == []


def test_from_a_new_investor_to_a_reported_month(browse_as, workspace, member):
    page = browse_as(member, reduced_motion="reduce")
    modal = page.locator("#modal")
    page.goto("/investors")
    page.get_by_role("link", name="New investor").click()
    modal.locator("[name=name]").fill("Fonds Aurore")
    modal.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Fonds Aurore")).to_be_visible()
    for day, subject in ((10, "Premier échange"), (24, "Second échange")):
        page.get_by_role("link", name="Log an interaction").click()
        modal.locator("[name=date]").fill(f"2025-03-{day}T10:00")
        modal.locator("[name=subject]").fill(subject)
        modal.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name=f"Meeting · {subject}")).to_be_visible()
    aurore = Investor.objects.get()
    page.locator("#investor-kpis").get_by_role("link", name="Meetings").click()
    page.get_by_role("link", name="Grid").click()
    page.get_by_role("link", name="2025", exact=True).click()
    shows(page, aurore, 3, "2")
    chosen(page, aurore, 3)
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    shows(page, aurore, 3, "32 (+1)")
    page.get_by_role("columnheader", name="March").get_by_role("link").click()
    page.get_by_role("button", name="Lock the month").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_text("Nothing: the numbers are still those that were reported.")).to_be_visible()
    number = kpis.numbers_of(workspace, 2025)[aurore.pk][3]["rdv_count"]
    assert (number.derived, number.manual, number.locked) == (2, 3, 3)


def test_a_target_is_set_on_the_page_of_the_year(browse_as, investors, member):
    make_interaction(investors[0], date=datetime(2025, 1, 10, tzinfo=PARIS))
    page = browse_as(member, reduced_motion="reduce")
    page.goto("/investors/kpis/year/2025")
    page.get_by_role("link", name="Set a target").click()
    page.locator("#modal").get_by_label("Meetings").fill("4")
    page.locator("#modal").get_by_role("button", name="Save").click()
    expect(page.locator("progress")).to_have_attribute("max", "4")
    expect(page.get_by_role("link", name="Change the target")).to_be_visible()
    page.locator("#kpi-months").locator("xpath=ancestor::figure").get_by_text("Show the figures").click()
    page.get_by_role("table", name="Meetings, pitches and closings by month").get_by_role("link", name="1").click()
    expect(page.get_by_role("heading", name="Meetings · January 2025")).to_be_visible()


def test_a_viewer_walks_through_the_grid_and_writes_nothing(open_grid, investors, viewer):
    alpha, beryl, _dune = investors
    page = open_grid(viewer)
    chosen(page, alpha, 1)
    page.keyboard.type("4")
    page.keyboard.press("ArrowDown")
    expect(cell(page, beryl, 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#modal").get_by_text("None were logged in this month.")).to_be_visible()
    expect(page.locator("#modal").get_by_role("button", name="Save")).to_have_count(0)
    assert stand() == []
