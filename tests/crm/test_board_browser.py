"""The board as people use it: mouse, keyboard, menu, finger; refusals; two people at one card."""

import re

import pytest
from playwright.sync_api import expect

from crm import actions
from crm.models import Lead
from tests.factories.crm import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_board(browse_as):
    """A function: the board in a browser of its own, signed in as that person."""

    def open_as(user, **options):
        page = browse_as(user, reduced_motion="reduce", **options)
        page.goto("/crm?view=board")
        expect(page.locator("#board")).to_be_visible()
        return page

    return open_as


@pytest.fixture
def leads(workspace):
    """A, B and C from top to bottom in “New”, D in “Contacted”."""
    made = {}
    for n, (name, status) in enumerate((("A", "new"), ("B", "new"), ("C", "new"), ("D", "contacted"))):
        lead = make_lead(workspace, first_name=name, last_name="", rank=n * 1000, status=status, estimated_value=100)
        made[name] = lead
    return made


def card(page, name):
    return page.locator(".bcard").filter(has=page.get_by_role("link", name=name, exact=True))


def shows(page, status, names):
    expect(page.locator(f"#cards-{status} .bcard > a")).to_have_text(list(names))


def stands(status):
    cards = Lead.objects.filter(status=status).order_by("rank", "pk")
    return "".join(cards.values_list("first_name", flat=True))


def saved(page):
    expect(page.locator(".is-saving")).to_have_count(0)


def drag(page, name, target, below=0.5, key=None):
    """By mouse, in steps as a hand does it, onto a part of the height of `target`."""
    start, end = card(page, name).bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] - 8)
    page.mouse.down()
    for step in range(1, 11):
        x = start["x"] + (end["x"] - start["x"]) * step / 10 + start["width"] / 2
        y = start["y"] + (end["y"] + end["height"] * below - start["y"]) * step / 10
        page.mouse.move(x, y)
    page.mouse.move(x + 1, y)
    if key:
        page.keyboard.press(key)
    page.mouse.up()


def test_a_card_is_dragged_and_the_heads_follow(open_board, leads, member):
    page = open_board(member)
    drag(page, "A", page.locator("#cards-contacted"), below=0.9)
    shows(page, "contacted", "DA")
    shows(page, "new", "BC")
    expect(page.locator("#head-contacted [data-count]")).to_have_text("2")
    expect(page.locator("#head-contacted [data-value]")).to_have_text("200 EUR")
    expect(page.locator("#head-new [data-count]")).to_have_text("2")
    expect(page.locator("#board-live")).to_have_text("A is in Contacted now.")
    page.reload()
    shows(page, "contacted", "DA")
    assert (stands("new"), stands("contacted")) == ("BC", "DA")
    line = leads["A"].status_changes.get()
    assert (line.from_status, line.to_status, line.by) == ("new", "contacted", member)


def test_a_card_is_dragged_within_its_column_and_into_an_empty_one(open_board, leads, member):
    page = open_board(member)
    drag(page, "C", card(page, "A"), below=0.1)
    shows(page, "new", "CAB")
    saved(page)
    assert stands("new") == "CAB"
    drag(page, "A", page.locator("#cards-qualified"))
    shows(page, "qualified", "A")
    saved(page)
    assert stands("qualified") == "A"
    drag(page, "B", page.locator("#cards-qualified"), key="Escape")
    expect(page.locator("#board-live")).to_have_text("B is back where it was.")
    shows(page, "new", "CB")


def test_a_card_is_moved_by_keyboard(open_board, leads, member):
    page = open_board(member)
    live = page.locator("#board-live")
    card(page, "A").focus()
    page.keyboard.press("ArrowDown")
    expect(card(page, "B")).to_be_focused()
    page.keyboard.press("Space")
    expect(live).to_have_text(re.compile(r"Picked up: B. New, place 2 of 3"))
    page.keyboard.press("ArrowRight")
    expect(live).to_have_text("Contacted, place 1 of 2")
    page.keyboard.press("ArrowDown")
    shows(page, "contacted", "DB")
    expect(card(page, "B")).to_be_focused()
    assert stands("contacted") == "D"  # not before it is dropped
    page.keyboard.press("Enter")
    expect(live).to_have_text("B is in Contacted now.")
    expect(card(page, "B")).to_be_focused()
    assert (stands("new"), stands("contacted")) == ("AC", "DB")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    shows(page, "contacted", "D")
    page.keyboard.press("Escape")
    shows(page, "contacted", "DB")
    expect(live).to_have_text("B is back where it was.")
    expect(card(page, "B")).to_be_focused()
    assert stands("contacted") == "DB"
    page.keyboard.press("Tab")
    expect(card(page, "B").get_by_role("link")).to_be_focused()


def test_a_loss_asks_for_its_reason_and_cancelling_puts_the_card_back(open_board, leads, member):
    page = open_board(member)
    drag(page, "B", page.locator("#cards-lost"))
    modal = page.locator("#modal")
    expect(modal.get_by_text("Why was this lead lost?")).to_be_visible()
    expect(modal.locator("[name=reason]")).to_be_focused()
    modal.get_by_role("button", name="Cancel").click()
    shows(page, "new", "ABC")
    shows(page, "lost", "")
    assert stands("new") == "ABC"
    drag(page, "B", page.locator("#cards-lost"))
    modal.get_by_role("button", name="Mark as lost").click()
    expect(modal.get_by_text("Write why this lead was lost.")).to_be_visible()
    modal.locator("[name=reason]").fill("Too expensive")
    modal.locator("[name=reason]").press("Enter")
    expect(page.locator("#modal-shell")).to_be_hidden()
    expect(page.locator("#head-lost [data-count]")).to_have_text("1")
    lead = Lead.objects.get(first_name="B")
    assert (lead.status, lead.lost_reason, lead.status_changes.get().reason) == (
        "lost",
        "Too expensive",
        "Too expensive",
    )


def test_reopening_asks_lightly_and_is_recorded(open_board, leads, member):
    actions.change_status(lead=leads["A"], status="won", by=member)
    page = open_board(member)
    for answer in ("Cancel", "Reopen"):
        card(page, "A").get_by_role("button", name="Move A").click()
        page.locator("#modal [data-to=qualified]").click()
        expect(page.get_by_text("Reopen A?")).to_be_visible()
        page.locator("#confirm-shell").get_by_role("button", name=answer).click()
        expect(page.locator("#confirm-shell")).to_be_hidden()
        shows(page, "qualified", "A" if answer == "Reopen" else "")
    expect(page.locator("#head-qualified [data-count]")).to_have_text("1")
    assert [line.to_status for line in leads["A"].status_changes.order_by("pk")] == ["won", "qualified"]


def test_two_people_move_the_same_card_and_both_see_the_truth(open_board, leads, member, owner):
    first, second = open_board(member), open_board(owner)
    drag(first, "A", first.locator("#cards-proposal"))
    expect(first.locator("#head-proposal [data-count]")).to_have_text("1")
    drag(second, "A", second.locator("#cards-won"))
    expect(second.locator(".toast")).to_contain_text("Ada Martin moved A to “Proposal” meanwhile.")
    shows(second, "proposal", "A")
    shows(second, "won", "")
    shows(second, "new", "BC")
    expect(second.locator("#head-new [data-count]")).to_have_text("2")
    assert leads["A"].status_changes.get().by == member
    # What it shows now is true, so the second move counts.
    drag(second, "A", second.locator("#cards-won"))
    expect(second.locator("#head-won [data-count]")).to_have_text("1")
    assert stands("won") == "A"


def test_without_a_network_the_card_goes_back(open_board, leads, member):
    page = open_board(member)
    page.context.set_offline(True)
    drag(page, "A", card(page, "D"))
    expect(page.locator(".toast")).to_contain_text("The server can’t be reached.")
    shows(page, "new", "ABC")
    page.context.set_offline(False)
    drag(page, "A", page.locator("#cards-contacted"), below=0.9)
    expect(page.locator("#head-contacted [data-count]")).to_have_text("2")
    assert stands("contacted") == "DA"
    page.faults.clear()  # what the browser itself says of the network


def test_on_a_phone_a_menu_moves_the_card(open_board, leads, member):
    page = open_board(member, viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True)
    card(page, "B").get_by_role("button", name="Move B").tap()
    expect(page.locator("#modal [data-to=new]")).to_have_attribute("aria-current", "true")
    page.locator("#modal [data-to=negotiation]").tap()
    shows(page, "negotiation", "B")
    expect(page.locator("#head-negotiation [data-count]")).to_have_text("1")
    assert stands("negotiation") == "B"
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def test_a_finger_drags_a_card_it_has_pressed(open_board, leads, member):
    page = open_board(member, viewport={"width": 700, "height": 800}, has_touch=True)
    finger = page.context.new_cdp_session(page)
    start, end = card(page, "A").bounding_box(), page.locator("#cards-contacted").bounding_box()
    x, y = start["x"] + 60, start["y"] + start["height"] - 8
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(page.locator(".is-chosen")).to_have_count(1)  # before that it is a scroll
    for step in range(1, 11):
        at = {"x": x + (end["x"] - start["x"]) * step / 10, "y": y + (end["y"] + end["height"] - 10 - y) * step / 10}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    shows(page, "contacted", "DA")
    saved(page)
    assert stands("contacted") == "DA"


def test_scrolling_a_column_loads_more_and_no_card_twice(open_board, workspace, member):
    leads = [Lead(workspace=workspace, first_name=f"n{n}", rank=n, email=f"{n}@example.com") for n in range(60)]
    Lead.objects.bulk_create(leads)
    page = open_board(member)
    expect(page.locator("#cards-new .bcard")).to_have_count(25)
    # The first goes below the last that is loaded: the next page has it again.
    drag(page, "n0", card(page, "n1"), below=0.9)
    saved(page)
    page.locator("#cards-new").hover()
    cards = page.locator("#cards-new .bcard")
    while (shown := cards.count()) < 60:
        page.mouse.wheel(0, 20_000)
        expect(cards).not_to_have_count(shown)
    names = page.locator("#cards-new .bcard > a").all_text_contents()
    assert names == ["n1", "n0", *(f"n{n}" for n in range(2, 60))]


def test_list_and_board_keep_the_filters(open_board, workspace, leads, member):
    make_lead(workspace, first_name="Quentin", last_name="", status="won")
    page = open_board(member)
    page.fill("[name=search]", "quentin")
    expect(page.locator(".bcard")).to_have_count(1)
    page.get_by_role("link", name="List", exact=True).click()
    expect(page.locator("#leads tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/crm\?search=quentin&view=list$"))
    page.get_by_role("link", name="Board", exact=True).click()
    shows(page, "won", ["Quentin"])
    expect(page.locator("[name=search]")).to_have_value("quentin")


def test_a_past_day_is_chosen_and_left(open_board, workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Zoé")
    page = open_board(member)
    page.fill("[name=as_of]", "2026-01-15")
    expect(page.get_by_text("The board as it stood at the end of Jan. 15, 2026")).to_be_visible()
    expect(page.get_by_text("There was no lead yet")).to_be_visible()
    expect(page.locator(".bcard-move")).to_have_count(0)
    page.get_by_role("link", name="Back to today").click()
    shows(page, "new", [lead.first_name])
    expect(page.locator("[name=as_of]")).to_have_value("")


def test_on_the_page_of_a_lead_a_loss_asks_too(open_board, leads, member):
    page = open_board(member)
    card(page, "A").get_by_role("link").click()
    select = page.locator("#lead-facts [name=status]")
    select.select_option("lost")
    page.locator("#modal").get_by_role("button", name="Cancel").click()
    expect(page.locator("#modal-shell")).to_be_hidden()
    expect(select).to_have_value("new")
    select.select_option("lost")
    page.locator("#modal [name=reason]").fill("No budget")
    page.locator("#modal").get_by_role("button", name="Mark as lost").click()
    expect(page.locator("#lead-facts .state-lost")).to_have_count(1)
    expect(page.locator("#modal-shell")).to_be_hidden()
    assert Lead.objects.get(first_name="A").lost_reason == "No budget"
