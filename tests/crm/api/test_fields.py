import pytest

from crm.models import CustomField
from tests.factories.accounts import make_api
from tests.factories.crm import make_field, make_lead

FIELDS = "/api/marketing/custom-fields"

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_api(workspace, owner):
    return make_api(workspace, owner)


def errors(answer):
    assert answer.status_code == 400
    return [(error["field"], error["detail"]) for error in answer.json()["errors"]]


def test_a_field_is_defined_and_read(admin_api, workspace):
    body = {"label": "Taille", "kind": "choice", "choices": ["S", "M"], "is_required": True}
    answer = admin_api.post(FIELDS, body)
    field = CustomField.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"{FIELDS}/{field.pk}")
    shown = admin_api.get(answer["Location"]).json()
    assert {name: shown[name] for name in (*body, "key", "position", "merge_field", "archived_at")} == body | {
        "key": "taille",
        "position": 0,
        "merge_field": "{{ custom_fields.taille }}",
        "archived_at": None,
    }


def test_a_definition_changes_while_values_allow_it(admin_api, workspace):
    field = make_field(workspace, "size", "choice", choices=["S", "M"])
    make_lead(workspace, custom_fields={"size": "M"})
    url = f"{FIELDS}/{field.pk}"
    assert admin_api.patch(url, {"label": "Taille", "key": "size"}).json()["label"] == "Taille"
    assert errors(admin_api.patch(url, {"choices": ["S"]})) == [
        ("kind", "Leads still have “M”. Give them another value first, or keep the choice.")
    ]
    assert errors(admin_api.patch(url, {"kind": "number"})) == [
        ("kind", "The kind cannot change: 1 lead has a value that does not fit, “M”.")
    ]
    assert errors(admin_api.patch(url, {"key": "other"})) == [("key", "The key of a field cannot change.")]
    assert errors(admin_api.post(FIELDS, {"label": "X", "kind": "choice"})) == [
        ("choices", "Write at least one choice.")
    ]
    assert (
        errors(admin_api.post(FIELDS, {"label": "X", "key": "size"}))[0][1] == "A field with this key exists already."
    )


def test_deleting_archives_and_restoring_takes_it_back(admin_api, workspace):
    field = make_field(workspace, "size")
    lead = make_lead(workspace, custom_fields={"size": "M"})
    assert admin_api.delete(f"{FIELDS}/{field.pk}").status_code == 204
    assert [row["key"] for row in admin_api.get(f"{FIELDS}?is_archived=true").json()["results"]] == ["size"]
    assert admin_api.get(f"{FIELDS}?is_archived=false").json()["results"] == []
    answer = admin_api.patch(f"/api/marketing/leads/{lead.pk}", {"custom_fields": {"size": "L"}})
    assert errors(answer) == [("custom_fields", "size: No field in use has this key. Known: –.")]
    assert admin_api.get(f"/api/marketing/leads/{lead.pk}").json()["custom_fields"] == {"size": "M"}
    assert admin_api.post(f"{FIELDS}/{field.pk}/restore").json()["archived_at"] is None


def test_fields_are_put_in_order(admin_api, workspace):
    a, b = make_field(workspace, "a"), make_field(workspace, "b")
    answer = admin_api.post(f"{FIELDS}/order", {"order": [b.pk, a.pk]})
    assert [row["key"] for row in answer.json()] == ["b", "a"]
    assert [row["key"] for row in admin_api.get(FIELDS).json()["results"]] == ["b", "a"]


def test_a_member_reads_definitions_and_changes_none(api, workspace):
    field = make_field(workspace, "size")
    assert [row["key"] for row in api.get(FIELDS).json()["results"]] == ["size"]
    answers = [
        api.post(FIELDS, {"label": "X"}),
        api.patch(f"{FIELDS}/{field.pk}", {"label": "X"}),
        api.delete(f"{FIELDS}/{field.pk}"),
        api.post(f"{FIELDS}/{field.pk}/restore"),
        api.post(f"{FIELDS}/order", {"order": [field.pk]}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert CustomField.objects.values_list("label", "archived_at").get() == ("Size", None)
