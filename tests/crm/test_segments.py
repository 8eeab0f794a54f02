import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from crm import segments
from crm.forms.leads import SegmentForm, rules_from_form
from crm.segments import describe, leads_matching, validate
from tests.factories.crm import make_lead, make_tag


@pytest.fixture
def company_field(monkeypatch):
    """A field as an app above would register it, and those of this app alone beside it."""
    monkeypatch.setattr(segments, "FIELDS", {name: segments.FIELDS[name] for name in ("tags", "status")})
    segments.register_field(
        "company",
        "Company",
        lambda workspace: [("acme", "ACME Ltd"), ("zed", "Zed")],
        lambda workspace, values: Q(company__in=values),
    )


def rule(field, op, *values):
    return {"field": field, "op": op, "value": list(values)}


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


def test_every_rule_must_hold(workspace, people, company_field):
    assert names(workspace, rule("tags", "any", "CLIENT", "vip")) == ["Ada", "Bob"]
    assert names(workspace, rule("tags", "none", "vip")) == ["Bob", "Eve"]
    assert names(workspace, rule("status", "in", "won", "lost")) == ["Bob", "Eve"]
    assert names(workspace, rule("status", "not_in", "won")) == ["Ada", "Eve"]
    assert names(workspace, rule("company", "in", "acme", "zed")) == ["Ada", "Eve"]
    assert names(workspace, rule("tags", "any", "client"), rule("status", "in", "new")) == ["Ada"]
    assert names(workspace, rule("tags", "any", "client"), rule("tags", "any", "vip")) == ["Ada"]


def test_matching_is_one_query(workspace, people, django_assert_num_queries):
    rules = {"all": [rule("tags", "any", "client"), rule("status", "in", "new")]}
    with django_assert_num_queries(1):
        assert [lead.first_name for lead in leads_matching(workspace, rules)] == ["Ada"]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([], None),
        ("x", "Write the rules as {“all”: [rule, …]}."),
        ({"any": []}, "Write the rules as {“all”: [rule, …]}."),
        ({"all": ["x"]}, "all[0]: A rule has a field, an op and a value."),
        (
            {"all": [rule("shoe", "in", "x")]},
            "all[0].field: “shoe” is not a field of segments. Choose from: tags, status, company.",
        ),
        ({"all": [rule("tags", "in", "x")]}, "all[0].op: “in” is not an op of this field. Choose from: any, none."),
        ({"all": [rule("tags", "any")]}, "all[0].value: The value is a list of at least one choice."),
        (
            {"all": [rule("status", "in", "new"), rule("status", "in", "bought")]},
            "all[1].value: “bought” is not a choice of Status.",
        ),
    ],
)
def test_wrong_rules_are_refused_by_their_place(workspace, company_field, rules, message):
    if message is None:
        validate(workspace, rules)
        return
    with pytest.raises(ValidationError) as refusal:
        validate(workspace, rules)
    assert refusal.value.messages == [message]


def test_rules_in_words(workspace, people, company_field):
    rules = {
        "all": [rule("tags", "any", "client", "gone"), rule("company", "in", "acme"), rule("status", "not_in", "won")]
    }
    assert describe(workspace, rules) == "Tags: client or gone · Company: ACME Ltd · Status: not Won"


def test_a_name_is_registered_once(company_field):
    with pytest.raises(ValueError, match="company is registered twice"):
        segments.register_field("company", "Company", list, list)


def test_the_form_and_the_rules_are_one(workspace, company_field):
    make_tag(workspace, "client")
    rules = {"all": [rule("tags", "any", "client"), rule("company", "in", "zed"), rule("status", "not_in", "lost")]}
    form = SegmentForm(workspace=workspace, rules=rules)
    assert [form[f"segment_{name}"].initial for name in ("tags", "status", "company")] == [["client"], [], ["zed"]]
    sent = {"segment_tags": ["client"], "segment_status": ["new", "won"]}
    form = SegmentForm(sent, workspace=workspace)
    assert form.is_valid()
    chosen = [rule("tags", "any", "client"), rule("status", "in", "new", "won")]
    assert rules_from_form(form.cleaned_data) == {"all": chosen}
    assert rules_from_form(form.cleaned_data, rules) == {"all": [*chosen, rule("status", "not_in", "lost")]}
    form = SegmentForm({}, workspace=workspace)
    assert form.is_valid()
    assert rules_from_form(form.cleaned_data) == {}


def test_the_form_refuses_what_is_not_a_choice(workspace):
    form = SegmentForm({"segment_tags": ["theirs"]}, workspace=workspace)
    assert form.errors == {"segment_tags": ["Select a valid choice. theirs is not one of the available choices."]}


def test_rules_have_a_limit(workspace):
    rule = {"field": "status", "op": "in", "value": ["new"]}
    with pytest.raises(ValidationError, match="Write at most 50 rules"):
        leads_matching(workspace, {"all": [rule] * 51})
    with pytest.raises(ValidationError, match="Choose at most 500 values"):
        leads_matching(workspace, {"all": [rule | {"value": ["new"] * 501}]})
