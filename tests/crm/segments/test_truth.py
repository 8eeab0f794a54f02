"""What the database answers is what plain Python answers, for any leads and any rules."""

import random

import pytest

from crm.models import CustomField, Lead
from crm.segments import explain, leads_matching
from crm.segments.compiler import condition_of
from crm.segments.trails import Trail
from marketing.emails.events import OPENED
from marketing.funnels.events import FUNNEL_CONVERTED
from tests.crm.segments.world import READ, World, holds
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign
from tests.factories.funnels import make_funnel
from webox.analytics.actions import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(workspace):
    workspace.time_zone = "Europe/Paris"
    workspace.save()
    return World(workspace, random.Random(7))


def found(world, rules, **how):
    condition = condition_of(world.workspace, rules, at=world.now, **how)
    leads = Lead.objects.for_workspace(world.workspace).filter(condition)
    return sorted(leads.values_list("first_name", "pk"))


def expected(world, rules):
    return sorted((lead.first_name, pk) for pk, lead in world.leads.items() if holds(world, lead, rules))


def test_every_op_of_every_field_alone_and_turned_round(world):
    asked = 0
    for name in READ:
        field = world.fields[name]
        for op in field.ops:
            for _ in range(3):
                rule = {"field": name, "op": op, "value": world.value(field, op)}
                assert found(world, rule) == expected(world, rule), rule
                assert found(world, {"not": rule}) == expected(world, {"not": rule}), rule
                asked += 1
    assert asked > 300


def test_nested_rules_by_chance(world):
    some = 0
    for _ in range(150):
        rules = world.node()
        leads = found(world, rules)
        assert leads == expected(world, rules), rules
        some += 0 < len(leads) < len(world.leads)
    assert some > 50, "rules that name everybody or nobody prove little"


def test_leads_looked_up_one_by_one_are_those_of_a_list(world, monkeypatch):
    monkeypatch.setattr(Trail, "MANY", 0)
    for tags in (["client"], ["client", "vip"]):
        rule = {"field": "tags", "op": "any", "value": tags}
        for rules in ({"any": [rule, {"field": "score", "op": "gt", "value": 50}]}, {"not": {"not": rule}}):
            leads = Lead.objects.filter(condition_of(world.workspace, rules, at=world.now, ends_early=True))
            assert '"id" > ' in str(leads.query)
            assert found(world, rules, ends_early=True) == expected(world, rules), rules
    for _ in range(100):
        rules = world.node()
        assert found(world, rules, ends_early=True) == expected(world, rules), rules


def test_what_a_lead_has_is_said_with_every_rule(workspace):
    lead = make_lead(workspace, email="a@gmail.com", tags=["client"], custom_fields={"budget": "x"}, score=7)
    CustomField.objects.create(workspace=workspace, key="budget", label="Budget", kind="number")
    funnel, campaign = make_funnel(workspace, name="Webinaire"), make_campaign(workspace, frozen_at=lead.created_at)
    record(workspace=workspace, type=FUNNEL_CONVERTED, subject=funnel, lead_id=lead.pk)
    record(workspace=workspace, type=OPENED, subject=campaign, lead_id=lead.pk)
    asked = {
        "email_kind": ("in", ["free"], "of a free provider"),
        "funnel": ("in", [str(funnel.pk)], "Webinaire"),
        "opened": ("at_least", {"times": 2}, "1 time"),
        "tags": ("none", ["client"], "client"),
        "owner": ("empty", None, "empty"),
        "days_in_stage": ("gt", 3, "0 days"),
        "unsubscribed": ("is", False, "no"),
        "custom.budget": ("empty", None, "x"),
        "status": ("in", ["won"], "New"),
        "score": ("gte", 5, "7"),
    }
    rules = {"any": [{"field": name, "op": op, "value": value} for name, (op, value, _actual) in asked.items()]}
    tree = explain(lead, rules)
    assert [part.actual for part in tree.parts] == [actual for _op, _value, actual in asked.values()]


def test_an_explanation_says_what_the_list_says(world):
    leads = list(world.leads.values())
    for _ in range(40):
        rules, lead = world.node(), world.chance.choice(leads)
        is_in = leads_matching(world.workspace, rules).filter(pk=lead.pk).exists()
        assert explain(lead, rules).holds == is_in, rules
