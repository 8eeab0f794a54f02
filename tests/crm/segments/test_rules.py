import pytest
from django.core.exceptions import ValidationError

from crm.segments import SegmentField, WrongRules, describe, leads_matching, register_field, validate
from crm.segments.fields import FIELDS
from tests.factories.crm import make_lead


@pytest.fixture
def firm(monkeypatch):
    """A field as an app above would register it."""
    monkeypatch.setitem(FIELDS, "firm", None)
    del FIELDS["firm"]
    choices = [("acme", "ACME Ltd"), ("zed", "Zed")]
    register_field(SegmentField("firm", "Firm", "choice", column="company", choices=lambda workspace: choices))


def rule(field, op, *values):
    return {"field": field, "op": op, "value": list(values)}


def one(field, op, value):
    return {"field": field, "op": op, "value": value}


def names(workspace, *rules):
    return sorted(leads_matching(workspace, {"all": list(rules)}).values_list("first_name", flat=True))


@pytest.fixture
def people(workspace, other_workspace):
    make_lead(workspace, first_name="Ada", tags=["client", "vip"], company="acme")
    make_lead(workspace, first_name="Bob", tags=["client"], status="won")
    make_lead(workspace, first_name="Eve", email="", status="lost", company="zed")
    make_lead(workspace, first_name="Gone", tags=["client"], deleted_at="2026-01-01T00:00Z")
    make_lead(other_workspace, first_name="Foreign", tags=["client"])


@pytest.mark.parametrize("rules", [{}, None, {"all": []}])
def test_no_rule_means_everyone_alive(workspace, people, rules):
    assert sorted(lead.first_name for lead in leads_matching(workspace, rules)) == ["Ada", "Bob", "Eve"]
    assert describe(workspace, rules) == "Every lead"


def test_every_rule_must_hold(workspace, people, firm):
    assert names(workspace, rule("tags", "any", "CLIENT", "vip")) == ["Ada", "Bob"]
    assert names(workspace, rule("tags", "none", "vip")) == ["Bob", "Eve"]
    assert names(workspace, rule("status", "in", "won", "lost")) == ["Bob", "Eve"]
    assert names(workspace, rule("status", "not_in", "won")) == ["Ada", "Eve"]
    assert names(workspace, rule("firm", "in", "acme", "zed")) == ["Ada", "Eve"]
    assert names(workspace, rule("tags", "any", "client"), rule("status", "in", "new")) == ["Ada"]
    assert names(workspace, rule("tags", "any", "client"), rule("tags", "any", "vip")) == ["Ada"]


def test_matching_is_one_query_beside_the_ids_of_tags(workspace, people, django_assert_num_queries):
    rules = {"all": [rule("tags", "any", "client"), rule("tags", "none", "vi"), rule("status", "in", "new")]}
    with django_assert_num_queries(2):
        assert [lead.first_name for lead in leads_matching(workspace, rules)] == ["Ada"]


@pytest.mark.parametrize(
    ("rules", "place", "text"),
    [
        ("x", "", "Write the rules as {“all”: [rule, …]}."),
        (False, "", "Write the rules as {“all”: [rule, …]}."),
        (["x"], "", "Write the rules as {“all”: [rule, …]}."),
        ({"any": []}, "any", "Write a list of at least one rule."),
        ({"all": [{"all": []}]}, "all[0].all", "Write a list of at least one rule."),
        ({"all": ["x"]}, "all[0]", "A rule has a field, an op and a value."),
        ({"all": [rule("tags", "any", "x") | {"more": 1}]}, "all[0]", "A rule has a field, an op and a value."),
        ({"not": [rule("status", "in", "new")]}, "not", "A rule has a field, an op and a value."),
        (
            {"all": [], "any": []},
            "",
            "Write {“all”: […]}, {“any”: […]}, {“not”: …} or a rule with a field, an op and a value.",
        ),
        (
            {"all": [rule("tags", "in", "x")]},
            "all[0].op",
            "“in” is not an op of this field. Choose from: any, none, all, empty, not_empty.",
        ),
        ({"all": [rule("tags", "any")]}, "all[0].value", "The value is a list of at least one choice."),
        ({"all": [rule("tags", "any", "x" * 1001)]}, "all[0].value[0]", "Write at most 1000 characters."),
        (
            {"all": [rule("status", "in", "new"), rule("status", "in", "bought")]},
            "all[1].value",
            "“bought” is not a choice of Status.",
        ),
        (
            {"all": [rule("status", "in", "new"), {"any": [{"not": one("score", "gte", "many")}]}]},
            "all[1].any[0].not.value",
            "Write a number.",
        ),
        (one("score", "between", [3]), "value", "Write a list of two: from and to."),
        (one("score", "between", [3, "x"]), "value[1]", "Write a number."),
        (one("score", "between", [3, 2]), "value", "The first must not be above the second."),
        (one("score", "gt", True), "value", "Write a number."),
        (one("score", "gt", "NaN"), "value", "Write a number of at most 15 digits."),
        (one("score", "gt", 10**16), "value", "Write a number of at most 15 digits."),
        (one("score", "gt", 0.0000001), "value", "Write at most 6 decimals."),
        (one("company", "contains", " "), "value", "Write a text."),
        (one("company", "contains", "a\0"), "value", "Write a text."),
        (one("company", "contains", "\ud800"), "value", "Write a text."),
        (one("company", "in", ["a", ""]), "value[1]", "Write a text."),
        (one("company", "empty", "x"), "value", "This op takes no value."),
        (one("created_at", "on", "14/03/2026"), "value", "Write a day such as 2026-03-14."),
        (one("created_at", "on", "0001-01-01"), "value", "Write a day between the years 1900 and 2999."),
        (one("created_at", "in_last", 0), "value", "Write a whole number from 1 to 36500."),
        (one("created_at", "in_last", 1.5), "value", "Write a whole number from 1 to 36500."),
        (one("unsubscribed", "is", "yes"), "value", "Write true or false."),
        (one("opened", "at_least", {"time": 2}), "value", "Write {“times”: 1, “days”: 30, “of”: […]}."),
        (one("opened", "at_least", {"times": 0}), "value.times", "Write a whole number from 1 to 1000."),
        (one("opened", "at_least", {"days": "x"}), "value.days", "Write a number."),
        (one("opened", "at_least", {"of": [1.5]}), "value.of", "The value is a list of at least one choice."),
        (one("opened", "at_least", {"of": ["99"]}), "value.of", "“99” is not a choice of Emails opened."),
    ],
)
def test_wrong_rules_are_refused_by_their_place(workspace, rules, place, text):
    with pytest.raises(WrongRules) as refusal:
        validate(workspace, rules)
    assert (refusal.value.path, refusal.value.text) == (place, text)
    assert refusal.value.messages == [f"{place}: {text}" if place else text]


def test_an_unknown_field_is_refused_with_those_there_are(workspace):
    with pytest.raises(WrongRules) as refusal:
        validate(workspace, {"all": [rule("shoe", "in", "x")]})
    assert refusal.value.path == "all[0].field"
    assert refusal.value.text.startswith(
        "“shoe” is not a field of segments. Choose from: first_name, last_name, email, "
    )


def test_rules_in_words(workspace, people, firm):
    rules = {
        "all": [rule("tags", "any", "client", "gone"), rule("firm", "in", "acme"), rule("status", "not_in", "won")]
    }
    assert describe(workspace, rules) == "Tags: client or gone · Firm: ACME Ltd · Status: not Won"


def test_a_name_is_registered_once(firm):
    with pytest.raises(ValueError, match="firm is registered twice"):
        register_field(SegmentField("firm", "Firm", "text"))


def test_rules_have_a_limit(workspace):
    rule = {"field": "status", "op": "in", "value": ["new"]}
    with pytest.raises(ValidationError, match="Write at most 50 rules"):
        leads_matching(workspace, {"all": [rule] * 51})
    with pytest.raises(ValidationError, match="Choose at most 500 values"):
        leads_matching(workspace, {"all": [rule | {"value": ["new"] * 501}]})
    deep = rule
    for _ in range(6):
        deep = {"not": deep}
    assert leads_matching(workspace, deep).count() == 0
    with pytest.raises(ValidationError, match="Groups go at most 6 deep"):
        leads_matching(workspace, {"all": [deep]})
