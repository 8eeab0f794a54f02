import pytest
from playwright.sync_api import expect

from crm.actions.scoring import score_leads
from crm.models import Lead, ScoringRule
from tests.factories.crm import make_lead, make_rule
from webox.analytics.actions import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(workspace):
    ScoringRule.objects.all().delete()
    make_rule(workspace, points=30, name="Has a phone number")
    make_rule(workspace, "engagement", points=20, cap=30, name="Opened an email")
    lead = make_lead(workspace, first_name="Zoé", last_name="Martin", phone="0612345678")
    for _ in range(2):
        record(workspace=workspace, type="emails.delivery.opened", lead_id=lead.pk)
    score_leads(workspace=workspace, lead_ids=[lead.pk])
    return lead


def test_a_score_is_argued_with_on_the_page_of_a_lead(crm, lead):
    crm.goto(lead.get_absolute_url())
    card = crm.locator("#lead-score")
    expect(card.locator("[data-score]")).to_have_text("30")
    expect(card.locator(".score-badge")).to_have_text("B2")
    expect(card).to_contain_text("+30 Opened an email 2 times · half gone after 14 days · capped at 30")
    expect(card).to_contain_text("+30 Has a phone number")
    expect(card).to_contain_text("The prediction is silent")
    make_rule(lead.workspace, points=35, name="Has a name", rules={"field": "last_name", "op": "not_empty"})
    crm.get_by_role("button", name="Count anew").click()
    expect(card.locator("[data-score]")).to_have_text("48")
    expect(card.locator(".score-badge")).to_have_text("A2")


def test_a_rule_is_changed_and_its_effect_seen_before(crm, lead):
    crm.goto("/crm/scoring")
    expect(crm.locator(".score-B2")).to_contain_text("1")
    crm.get_by_role("link", name="Has a phone number").click()
    trial = crm.locator("#rule-trial")
    expect(trial).to_contain_text("Zoé Martin")
    crm.fill("[name=points]", "70")
    expect(trial).to_contain_text("30 → 70")
    expect(trial).to_contain_text("B2 → A2")
    # The rule itself, by the builder: whoever has no company gets it too.
    crm.locator(".rules-rule .rules-field select").select_option("company")
    expect(trial).not_to_contain_text("70")
    crm.locator(".rules-rule .rules-op select").select_option("empty")
    expect(trial).to_contain_text("30 → 70")
    crm.get_by_role("button", name="Save").click()
    expect(crm.locator("h1")).to_have_text("Scoring")
    rule = ScoringRule.objects.get(kind="fit")
    assert (rule.points, rule.rules) == (70, {"all": [{"field": "company", "op": "empty"}]})
    expect(crm.locator("#scoring-progress")).to_contain_text("Counting every lead anew")
    crm.locator(".score-C3 a").click()
    expect(crm.locator("#leads")).to_contain_text("No lead here")
    assert Lead.objects.get().score == 30
