"""What the database answers is what plain Python answers, for any leads and any rules."""

import random

import pytest

from crm.models import Lead
from crm.segments import explain, leads_matching
from crm.segments.compiler import condition_of
from tests.crm.segments.world import READ, World, holds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(workspace):
    workspace.time_zone = "Europe/Paris"
    workspace.save()
    return World(workspace, random.Random(7))


def found(world, rules):
    leads = Lead.objects.for_workspace(world.workspace).filter(condition_of(world.workspace, rules, at=world.now))
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


def test_an_explanation_says_what_the_list_says(world):
    leads = list(world.leads.values())
    for _ in range(40):
        rules, lead = world.node(), world.chance.choice(leads)
        is_in = leads_matching(world.workspace, rules).filter(pk=lead.pk).exists()
        assert explain(lead, rules).holds == is_in, rules
