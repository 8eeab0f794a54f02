"""The board of a raise as people use it: drag, keyboard, menu; what “passed” and “committed” ask."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from investors import actions
from investors.models import Investor
from tests.factories.investors import make_commitment, make_investor, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_board(browse_as):
    def open_as(user, **options):
        page = browse_as(user, reduced_motion="reduce", **options)
        page.goto("/investors?view=board")
        expect(page.locator("#board")).to_be_visible()
        return page

    return open_as


@pytest.fixture
def investors(workspace, member):
    """A and B in “Identified”, C in “Term sheet”, with an open round."""
    make_round(workspace, target=Decimal(500_000))
    stages = {"A": "identified", "B": "identified", "C": "term_sheet"}
    return {
        name: make_investor(workspace, member, name=name, pipeline_stage=stage, rank=n * 1000, check_size=50_000)
        for n, (name, stage) in enumerate(stages.items())
    }


def card(page, name):
    return page.locator(".bcard").filter(has=page.get_by_role("link", name=name, exact=True))


def shows(page, stage, names):
    expect(page.locator(f"#cards-{stage} .bcard > a")).to_have_text(list(names))


def stage_of(name):
    return Investor.objects.get(name=name).pipeline_stage


def drag(page, name, target):
    """By mouse, in steps as a hand does it."""
    target.scroll_into_view_if_needed()
    start, end = card(page, name).bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] - 8)
    page.mouse.down()
    for step in range(1, 11):
        x = start["x"] + start["width"] / 2 + (end["x"] - start["x"]) * step / 10
        y = start["y"] + (end["y"] + end["height"] / 2 - start["y"]) * step / 10
        page.mouse.move(x, y)
    page.mouse.move(x + 1, y)
    page.mouse.up()


def move(page, name, stage):
    """By the menu of the card."""
    card(page, name).locator(".bcard-move").click()
    page.locator("#modal").get_by_role("button", name=stage).click()


def test_a_card_is_dragged_on_and_the_ledger_knows(open_board, investors, member):
    page = open_board(member)
    drag(page, "A", page.locator("#cards-contacted"))
    shows(page, "contacted", "A")
    expect(page.locator("#head-contacted [data-count]")).to_have_text("1")
    expect(page.locator("#head-identified [data-count]")).to_have_text("1")
    expect(page.locator(".is-saving")).to_have_count(0)
    line = investors["A"].stage_changes.get(until=None)
    assert (line.from_stage, line.to_stage, line.by) == ("identified", "contacted", member)


def test_committed_asks_for_the_money_and_then_moves(open_board, investors, member):
    page = open_board(member)
    drag(page, "C", page.locator("#cards-committed"))
    modal = page.locator("#modal")
    expect(modal.get_by_role("heading", name="Commitment of C")).to_be_visible()
    shows(page, "term_sheet", "C")
    modal.get_by_role("button", name="Cancel").click()
    expect(page.locator("#modal-shell")).to_be_hidden()
    assert stage_of("C") == "term_sheet"
    drag(page, "C", page.locator("#cards-committed"))
    expect(modal.locator("[name=soft_amount]")).to_have_value("50000.00")
    modal.locator("[name=hard_amount]").fill("60000")
    modal.get_by_role("button", name="Save").click()
    shows(page, "committed", "C")
    expect(page.locator("#head-committed [data-value]")).to_have_text("60,000 EUR")
    expect(card(page, "C").locator("b")).to_have_text("60,000 EUR")
    assert stage_of("C") == "committed"
    assert [each.step for each in investors["C"].commitments.all()] == ["hard"]


def test_passing_asks_why_and_a_second_thought_puts_the_card_back(open_board, investors, member):
    page = open_board(member)
    move(page, "B", "Passed")
    modal = page.locator("#modal")
    expect(modal.get_by_text("Why did this investor pass?")).to_be_visible()
    modal.get_by_role("button", name="Cancel").click()
    shows(page, "identified", "AB")
    move(page, "B", "Passed")
    modal.locator("[name=reason]").fill("Too early")
    modal.locator("[name=reason]").press("Enter")
    expect(page.locator("#head-passed [data-count]")).to_have_text("1")
    investor = Investor.objects.get(name="B")
    assert (investor.pipeline_stage, investor.no_reason) == ("passed", "Too early")


def test_a_card_is_moved_by_keyboard_and_by_its_menu(open_board, investors, member):
    page = open_board(member)
    card(page, "A").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    shows(page, "contacted", "A")
    expect(page.locator("#board-live")).to_have_text("A is in Contacted now.")
    move(page, "B", "Meeting")
    shows(page, "meeting", "B")
    expect(page.locator(".is-saving")).to_have_count(0)
    assert (stage_of("A"), stage_of("B")) == ("contacted", "meeting")


def test_who_comes_too_late_sees_where_the_card_is(open_board, investors, member, owner):
    page = open_board(member)
    actions.change_stage(investor=investors["A"], stage="meeting", by=owner)
    drag(page, "A", page.locator("#cards-contacted"))
    expect(page.get_by_text("A is in “Meeting” by now")).to_be_visible()
    shows(page, "meeting", "A")
    assert stage_of("A") == "meeting"


def test_from_the_list_to_a_logged_meeting_and_the_next_stage(browse_as, workspace, member):
    page = browse_as(member, reduced_motion="reduce")
    page.goto("/investors")
    page.get_by_role("link", name="New investor").click()
    modal = page.locator("#modal")
    modal.locator("[name=name]").fill("Fonds Aurore")
    modal.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Fonds Aurore")).to_be_visible()
    page.get_by_role("button", name="Move to “Contacted”").click()
    expect(modal.get_by_text("Add an email, a phone number or a contact")).to_be_visible()
    modal.get_by_role("link", name="Edit the investor").click()
    modal.locator("[name=email]").fill("bonjour@aurore.example")
    modal.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Move to “Contacted”").click()
    expect(page.locator("#investor-facts .state").first).to_have_text("Contacted")
    page.get_by_role("link", name="Log an interaction").click()
    modal.locator("[name=subject]").fill("Premier échange")
    modal.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Meeting · Premier échange")).to_be_visible()
    expect(page.locator("#investor-kpis .stat-value").first).to_have_text("1")
    page.get_by_role("button", name="Move to “Meeting”").click()
    expect(page.locator("#investor-facts .state").first).to_have_text("Meeting")
    expect(page.locator("#timeline").get_by_text("Moved to")).to_have_count(2)


def test_ticked_investors_are_changed_together(browse_as, workspace, member):
    names = [make_investor(workspace, member).name for _each in range(3)]
    page = browse_as(member, reduced_motion="reduce")
    page.goto("/investors")
    page.get_by_role("checkbox", name=f"Select {names[0]}").check()
    page.get_by_role("checkbox", name=f"Select {names[2]}").check()
    page.get_by_role("button", name="Stage…").click()
    modal = page.locator("#modal")
    expect(modal.get_by_text("2 investors")).to_be_visible()
    modal.locator("[name=value]").select_option("meeting")
    modal.get_by_role("button", name="Move to a stage").click()
    expect(page.locator("#investors .state-meeting")).to_have_count(2)
    assert Investor.objects.filter(pipeline_stage="meeting", name__in=[names[0], names[2]]).count() == 2


def test_a_round_fills_up(browse_as, workspace, member):
    round = make_round(workspace, target=Decimal(100_000))
    make_commitment(round, make_investor(workspace, member, name="Un"), hard_amount=Decimal(90_000))
    make_investor(workspace, member, name="Deux")
    page = browse_as(member, reduced_motion="reduce")
    page.goto(f"/investors/rounds/{round.pk}")
    expect(page.get_by_text("10,000 EUR still to be signed")).to_be_visible()
    page.get_by_role("link", name="Add a commitment").click()
    modal = page.locator("#modal")
    modal.locator("[name=investor]").select_option(label="Deux")
    modal.locator("[name=wired_amount]").fill("30000")
    modal.get_by_role("button", name="Save").click()
    expect(page.get_by_text("20,000 EUR above the target")).to_be_visible()
    expect(page.get_by_text("Oversubscribed")).to_be_visible()
