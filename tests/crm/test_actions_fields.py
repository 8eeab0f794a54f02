import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from crm import actions
from crm.fields import STANDARD, holding, lead_fields
from crm.models import CustomField, Lead, LeadEdit
from tests.factories.crm import make_field, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def test_a_field_gets_a_key_and_a_place_after_the_others(workspace, member):
    first = actions.create_field(workspace=workspace, by=member, label="Budget (€)", kind="number")
    second = actions.create_field(workspace=workspace, by=member, label="Budget €", kind="number")
    third = actions.create_field(workspace=workspace, by=member, label="2e adresse")
    fourth = actions.create_field(workspace=workspace, by=member, label="Prix min")
    keys = [(field.key, field.position) for field in (first, second, third, fourth)]
    assert keys == [("budget", 0), ("budget_2", 1), ("field_2e_adresse", 2), ("prix_min_value", 3)]


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        ({"label": ""}, "label", "This field cannot be blank."),
        ({"label": "X", "key": "Not a key"}, "key", "Use small letters, digits and _, a letter first."),
        ({"label": "X", "key": "budget_max"}, "key", "A key cannot end in _min, _max or _empty."),
        ({"label": "X", "key": "old"}, "__all__", "A field with this key exists already."),
        ({"label": "X", "kind": "choice", "choices": [" "]}, "choices", "Write at least one choice."),
        ({"label": "X", "kind": "choice", "choices": [1]}, "choices", "Write a list of texts."),
        ({"label": "X", "kind": "colour"}, "kind", "Value 'colour' is not a valid choice."),
    ],
)
def test_a_wrong_definition_is_refused(workspace, member, fields, name, message):
    make_field(workspace, "old")
    with pytest.raises(ValidationError) as refused:
        actions.create_field(workspace=workspace, by=member, **fields)
    assert refused.value.message_dict == {name: [message]}


def test_a_workspace_has_at_most_a_hundred_fields(workspace, member, monkeypatch):
    monkeypatch.setattr(CustomField, "MOST", 2)
    make_field(workspace, "a")
    make_field(workspace, "b")
    with pytest.raises(actions.TooManyFields) as refused:
        actions.create_field(workspace=workspace, by=member, label="c")
    assert refused.value.message == "A workspace has at most 2 fields of its own."


def test_choices_are_trimmed_and_said_once(workspace, member):
    field = actions.create_field(
        workspace=workspace, by=member, label="Size", kind="choice", choices=[" S ", "M", "s", "", "Très  grand"]
    )
    assert field.choices == ["s", "M", "Très grand"]
    assert actions.change_field(field=field, by=member, kind="text").choices == []


def test_a_choice_that_leads_have_stays(workspace, member):
    size = make_field(workspace, "size", "choice", choices=["S", "M"])
    interests = make_field(workspace, "interests", "choices", choices=["a", "b"])
    make_lead(workspace, custom_fields={"size": "M", "interests": ["a", "b"]})
    for field, choices, message in (
        (size, ["S"], "Leads still have “M”. Give them another value first, or keep the choice."),
        (interests, ["a"], "Leads still have “b”. Give them another value first, or keep the choice."),
    ):
        with pytest.raises(actions.ValuesStay) as refused:
            actions.change_field(field=field, by=member, choices=choices)
        assert refused.value.message == message
    assert actions.change_field(field=size, by=member, choices=["L", "M"]).choices == ["L", "M"]


def test_a_kind_changes_while_every_value_can_be_read_as_one(workspace, member):
    field = make_field(workspace, "budget", "text")
    leads = [make_lead(workspace, custom_fields={"budget": text, "x": 1}) for text in ("1 200,50", "5")]
    actions.change_field(field=field, by=member, kind="number")
    values = [lead.custom_fields for lead in Lead.objects.filter(pk__in=[lead.pk for lead in leads]).order_by("pk")]
    assert values == [{"budget": 1200.5, "x": 1}, {"budget": 5, "x": 1}]


def test_a_kind_stays_while_a_value_does_not_fit(workspace, member):
    field = make_field(workspace, "budget", "text")
    lead = make_lead(workspace, custom_fields={"budget": "a lot"})
    make_lead(workspace, custom_fields={"budget": "5"})
    with pytest.raises(actions.ValuesStay) as refused:
        actions.change_field(field=field, by=member, kind="number")
    assert refused.value.message == "The kind cannot change: 1 lead has a value that does not fit, “a lot”."
    lead.refresh_from_db()
    field.refresh_from_db()
    assert (lead.custom_fields, field.kind) == ({"budget": "a lot"}, "text")


def test_fields_are_put_in_order(workspace, member):
    a, _b, c = (make_field(workspace, key) for key in "abc")
    actions.order_fields(workspace=workspace, by=member, order=[c.pk, a.pk, 0])
    assert list(CustomField.objects.values_list("key", flat=True)) == ["c", "a", "b"]


def test_values_of_a_lead_are_made_right_and_changed_key_by_key(workspace, member):
    make_field(workspace, "budget", "number")
    make_field(workspace, "size", "choice", choices=["S", "M"])
    lead = actions.create_lead(
        workspace=workspace, by=member, email="zoe@example.com", custom_fields={"budget": "5.0", "size": None}
    )
    assert lead.custom_fields == {"budget": 5}
    lead.custom_fields["left by a form"] = "x"
    lead.save()
    lead = actions.edit_lead(lead=lead, by=member, custom_fields={"size": "S", "left by a form": "x"})
    assert lead.custom_fields == {"budget": 5, "left by a form": "x", "size": "S"}
    lead = actions.edit_lead(lead=lead, by=member, custom_fields={"budget": None, "left by a form": None})
    assert lead.custom_fields == {"size": "S"}
    changes = list(LeadEdit.objects.order_by("pk").values_list("changes", flat=True))
    assert changes[1] == {"custom.budget": [5, None], "custom.left by a form": ["x", None]}


def test_a_value_that_is_not_right_or_of_no_field_is_refused(workspace, member):
    make_field(workspace, "budget", "number")
    actions.archive_field(field=make_field(workspace, "old"), by=member)
    lead = make_lead(workspace, custom_fields={"old": "kept"})
    with pytest.raises(ValidationError) as refused:
        actions.edit_lead(lead=lead, by=member, custom_fields={"budget": "ten", "old": "new", "unknown": 1})
    assert refused.value.message_dict == {
        "custom_fields": [
            "budget: “ten” is not a number. Write one such as 1234.56.",
            "old: No field in use has this key. Known: budget.",
            "unknown: No field in use has this key. Known: budget.",
        ]
    }
    assert actions.edit_lead(lead=lead, by=member, custom_fields={"old": "kept"}).custom_fields == {"old": "kept"}


def test_what_a_form_asks_becomes_the_workspaces_own_field(workspace):
    make_field(workspace, "budget", "number", label="Votre budget")
    make_field(workspace, "vip", "boolean")
    given = {"Votre Budget": "1 200 €", "VIP": "perhaps", "Ville": "Lyon"}
    lead, _is_new = actions.capture_lead(workspace=workspace, email="a@example.com", fields={"custom_fields": given})
    assert lead.custom_fields == {"budget": 1200, "Ville": "Lyon"}


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("budget", [5], ["a"]),
        ("budget", [1234.5, 5], ["a", "b"]),
        ("city", ["nice"], ["a", "b"]),
        ("city", ["Lyon"], []),
        ("vip", [True], ["a"]),
        ("vip", [False], ["b"]),
        ("interests", ["x"], ["a"]),
        ("interests", ["y", "x"], ["a", "b"]),
        ("city", [], []),
    ],
)
def test_leads_are_found_by_what_they_have(workspace, key, values, expected):
    make_field(workspace, "budget", "number")
    make_field(workspace, "city")
    make_field(workspace, "vip", "boolean")
    make_field(workspace, "interests", "choices", choices=["x", "y"])
    of_a = {"budget": 5.0, "city": "Nice", "vip": True, "interests": ["x"]}
    of_b = {"budget": 1234.5, "city": "NICE", "vip": False, "interests": ["y"]}
    for name, custom in (("a", of_a), ("b", of_b), ("c", {}), ("d", {"budget": "5", "interests": "x", "vip": 1})):
        make_lead(workspace, first_name=name, custom_fields=custom)
    field = lead_fields(workspace)[f"custom.{key}"]
    found = Lead.objects.filter(holding(field, values)).values_list("first_name", flat=True)
    # What was there before the field had its kind counts for nothing but “yes or no”.
    assert sorted(set(found) - {"d"}) == expected
    assert STANDARD["company"].is_custom is False
