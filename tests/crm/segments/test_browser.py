import json
import re

import pytest
from playwright.sync_api import expect

from crm.models import Segment
from marketing.emails.models import EmailCampaign
from tests.factories.crm import make_lead, make_segment, make_tag

NOBODY = {"field": "owner", "op": "empty"}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def rules(page):
    return page.locator(".rules-rule")


def test_a_nested_segment_is_built_and_says_why_a_lead_is_out(crm, workspace):
    make_tag(workspace, "client")
    make_lead(workspace, first_name="Zoé", last_name="Martin", tags=["client"], score=80)
    make_lead(workspace, first_name="Luc", last_name="Grand", tags=["client"], company="ACME")
    make_lead(workspace, first_name="Eve", last_name="Petit", company="ACME", score=90)
    crm.goto("/crm/segments")
    crm.get_by_role("link", name="New segment").first.click()
    reach = crm.locator("[data-rules-reach]")
    expect(reach).to_contain_text("3 leads match")
    crm.fill("[name=name]", "Chauds")
    # Clients …
    crm.get_by_role("button", name="+ Rule").click()
    expect(rules(crm).nth(0).get_by_label("Field")).to_be_focused()
    rules(crm).nth(0).get_by_text("client", exact=True).click()
    expect(reach).to_contain_text("2 leads match")
    # … who have a score of at least 50 or no company, and not …
    crm.get_by_role("button", name="+ Group").click()
    inner = crm.locator(".rules-group .rules-group")
    rule = inner.locator(".rules-rule").nth(0)
    rule.get_by_label("Field").select_option("score")
    rule.get_by_label("Condition").select_option("gte")
    rule.get_by_label("Value").fill("50")
    expect(reach).to_contain_text("1 lead matches")
    inner.get_by_role("button", name="+ Rule").click()
    rule = inner.locator(".rules-rule").nth(1)
    rule.get_by_label("Field").select_option("company")
    rule.get_by_label("Condition").select_option("contains")
    expect(rule.locator(".rules-note")).to_have_text("Write a text.")
    rule.get_by_label("Value").fill("nobody")
    expect(rule.locator(".rules-note")).to_have_text("")
    expect(reach).to_contain_text("1 lead matches")
    expect(reach).to_contain_text("Zoé Martin")
    crm.get_by_role("button", name="Save").click()
    expect(crm.locator("h1")).to_have_text("Chauds")
    assert Segment.objects.get().rules == {
        "all": [
            {"field": "tags", "op": "any", "value": ["client"]},
            {
                "any": [
                    {"field": "score", "op": "gte", "value": 50},
                    {"field": "company", "op": "contains", "value": "nobody"},
                ]
            },
        ]
    }
    # Why is Luc out?
    crm.fill("#why [name=search]", "luc")
    expect(crm.locator("#why-leads a")).to_have_count(1)
    crm.locator("#why-leads a").click()
    expect(crm.locator("#why .badge")).to_have_text("Out")
    nodes = crm.locator("#why .why-node")
    expect(nodes).to_have_count(5)
    expect(crm.locator("#why .is-held")).to_have_count(1)
    expect(crm.locator("#why .is-held")).to_contain_text("Tags: client")
    expect(nodes.nth(3)).to_contain_text("Score ≥ 50")
    expect(nodes.nth(3)).to_contain_text("This lead: 0")
    crm.get_by_role("link", name="Another lead").click()
    crm.locator("#why-leads a", has_text="Zoé Martin").click()
    expect(crm.locator("#why .badge")).to_have_text("In")
    crm.get_by_role("link", name="See the leads").click()
    expect(crm.locator("#leads tbody tr")).to_have_count(1)
    expect(crm.get_by_text("Segment: Chauds")).to_be_visible()


def test_what_is_wrong_stays_where_it_was_typed(crm, workspace):
    crm.goto("/crm/segments/new")
    crm.fill("[name=name]", "x")
    crm.get_by_role("button", name="+ Rule").click()
    rule = rules(crm).nth(0)
    rule.get_by_label("Field").select_option("created_at")
    rule.get_by_label("Condition").select_option("between")
    rule.get_by_label("From", exact=True).fill("2026-03-14")
    crm.get_by_role("button", name="Save").click()
    expect(crm.locator(".rules-wrong .rules-note")).to_have_text("Write a day such as 2026-03-14.")
    expect(rules(crm).nth(0).get_by_label("From", exact=True)).to_have_value("2026-03-14")
    expect(crm.locator("[name=name]")).to_have_value("x")
    assert Segment.objects.count() == 0
    rules(crm).nth(0).get_by_label("To", exact=True).fill("2026-03-20")
    expect(crm.locator(".rules-wrong")).to_have_count(0)
    crm.get_by_role("button", name="Save").click()
    expect(crm.locator("h1")).to_have_text("x")


def test_every_shape_of_rules_comes_back_as_it_was(crm, workspace):
    for number in range(12):
        make_tag(workspace, f"tag {number}")
    stored = {
        "any": [
            {"not": {"field": "tags", "op": "all", "value": ["tag 3", "tag 7"]}},
            {
                "not": {
                    "all": [{"field": "company", "op": "in", "value": ["a", "b"]}, {"field": "owner", "op": "empty"}]
                }
            },
            {"not": {"any": [{"all": [{"field": "unsubscribed", "op": "is", "value": False}]}]}},
            {"field": "days_in_stage", "op": "between", "value": [1, 5]},
            {"field": "opened", "op": "less_than", "value": {"times": 2, "days": 30}},
            {"field": "interacted", "op": "at_least", "value": {"times": 1, "of": ["call"]}},
        ]
    }
    segment = make_segment(workspace, "All shapes", stored)
    crm.goto(f"/crm/segments/{segment.pk}/edit")
    expect(rules(crm)).to_have_count(7)
    crm.locator("[data-rules-tree] select").first.select_option("any")
    assert json.loads(crm.locator("[name=rules]").input_value()) == stored
    # With the keyboard alone: one more tag, then without the last rule
    pick = rules(crm).nth(0).get_by_label("Add…")
    pick.focus()
    crm.keyboard.type("tag 9")
    crm.keyboard.press("Enter")
    expect(rules(crm).nth(0).locator(".rules-chip")).to_have_text(["tag 3", "tag 7", "tag 9"])
    remove = rules(crm).nth(6).get_by_label("Remove the rule")
    remove.focus()
    crm.keyboard.press("Enter")
    expect(rules(crm)).to_have_count(6)
    crm.get_by_role("button", name="Save").click()
    expect(crm.locator("h1")).to_have_text("All shapes")
    segment.refresh_from_db()
    stored["any"][0]["not"]["value"].append("tag 9")
    assert segment.rules == {"any": stored["any"][:5]}


def test_a_campaign_begins_with_a_segment_and_leaves_one(crm, workspace):
    make_lead(workspace, first_name="Zoé", last_name="Martin", status="won")
    make_lead(workspace, first_name="Luc", last_name="Grand")
    make_segment(workspace, "Gagnés", {"all": [{"field": "status", "op": "in", "value": ["won"]}]})
    crm.goto("/email-marketing/campaigns/new")
    crm.fill("[name=name]", "Merci")
    crm.fill("[name=subject]", "Merci")
    crm.get_by_label("Start from a saved segment").select_option("Gagnés")
    expect(crm.locator("[data-rules-reach]")).to_contain_text("1 lead matches")
    expect(crm.locator("#check dd").first).to_have_text("1")
    crm.get_by_role("button", name="+ Rule").click()
    added = rules(crm).nth(1)
    added.get_by_label("Field").select_option("first_name")
    added.get_by_label("Condition").select_option("starts_with")
    added.get_by_label("Value").fill("Z")
    expect(crm.locator("[data-rules-reach]")).to_contain_text("1 lead matches")
    crm.get_by_role("button", name="Save as a segment").click()
    crm.fill("#modal [name=name]", "Gagnés en Z")
    crm.locator("#modal [type=submit]").click()
    expect(crm.locator("#modal-shell")).to_be_hidden()
    crm.get_by_role("button", name="Save", exact=True).click()
    expect(crm).to_have_url(re.compile(r"/email-marketing/campaigns/\d+$"))
    wanted = {
        "all": [
            {"field": "status", "op": "in", "value": ["won"]},
            {"field": "first_name", "op": "starts_with", "value": "Z"},
        ]
    }
    assert EmailCampaign.objects.get().segment_rules == wanted
    assert Segment.objects.get(name="Gagnés en Z").rules == wanted
