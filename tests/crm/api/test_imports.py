import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.actions.imports import run_import
from crm.models import Lead, Operation
from tests.factories.crm import make_lead

pytestmark = pytest.mark.django_db
URL = "/api/marketing/leads/import"
PEOPLE = "Nom;E-mail;Ville\nMartin;ada@example.com;Lyon\nPetit;wrong;Paris\n"


def post(api, content=PEOPLE, name="leads.csv", **data):
    data["file"] = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return api.post(URL, data, format="multipart")


def errors_of(response):
    return {error["field"]: error["detail"] for error in response.json()["errors"]}


def test_a_file_is_imported_with_the_likeliest_mapping(api, workspace, member):
    response = post(api)
    operation = Operation.objects.get()
    assert (response.status_code, response["Location"]) == (202, f"/api/marketing/operations/{operation.pk}")
    assert response.json() == {
        "id": operation.pk,
        "kind": "import",
        "state": "queued",
        "total": 2,
        "mapping": {"Nom": "last_name", "E-mail": "email", "Ville": ""},
    }
    run_import(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.by, operation.created_count, operation.refused_count) == ("done", member, 1, 1)
    assert Lead.objects.get().last_name == "Martin"


def test_a_dry_run_answers_the_difference_and_leaves_nothing(api, workspace, data_dir):
    lead = make_lead(workspace, email="ada@example.com", last_name="Lovelace")
    response = post(api, mapping=json.dumps({"Nom": "last_name", "E-mail": "email"}), dry_run="true")
    assert response.status_code == 200
    assert response.json() == {
        "mapping": {"Nom": "last_name", "E-mail": "email", "Ville": ""},
        "total": 2,
        "tried": 2,
        "is_whole": True,
        "counts": {"created": 0, "updated": 1, "restored": 0, "unchanged": 0, "refused": 1},
        "changes": [
            {
                "row": 2,
                "outcome": "updated",
                "lead": lead.pk,
                "before": {"last_name": "Lovelace"},
                "after": {"last_name": "Martin"},
            }
        ],
        "refused": [
            {
                "row": 3,
                "reason": "E-mail: “wrong” is not an email address. Write one such as name@example.com.",
                "cells": ["Petit", "wrong", "Paris"],
            }
        ],
    }
    assert Operation.objects.count() == 0
    lead.refresh_from_db()
    assert lead.last_name == "Lovelace"


def test_every_choice_is_taken(api, workspace, member):
    choices = {"mode": "create", "match_key": "phone", "status": "won", "source": "fair", "owner": member.pk}
    choices |= {"tags": ["a", "b"], "mapping": json.dumps({"tel": "phone", "firm": "company"}), "day_first": "false"}
    post(api, "tel,firm,more\n0612345678,Atelier,x\n", **choices)
    operation = Operation.objects.get()
    assert operation.params["day_first"] is False
    run_import(operation_id=operation.pk)
    lead = Lead.objects.get()
    assert (lead.phone, lead.company, lead.status, lead.source) == ("0612345678", "Atelier", "won", "fair")
    assert (lead.owner, sorted(tag.name for tag in lead.tags.all())) == (member, ["a", "b"])


@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ({"content": b"\xd0\xcf\x11\xe0 old"}, "file", "old Excel file"),
        ({"content": "a,b\n"}, "file", "no rows below"),
        ({"mapping": "{"}, "mapping", "Write JSON such as"),
        ({"mapping": '{"Prénom": "first_name"}'}, "mapping", "The file has no column “Prénom”. It has: Nom, E-mail"),
        ({"mapping": '{"Nom": "nose"}'}, "mapping", "“nose” is not a field of leads."),
        ({"mapping": '{"Ville": "new:number", "E-mail": "email"}'}, "file", "Only owners and admins make new fields"),
        ({"mode": "replace"}, "mode", "“replace” is not a valid choice"),
        ({"match_key": "score"}, "match_key", "Choose one of: email"),
        ({"owner": "9999"}, "owner", "does not exist"),
        ({"mapping": '{"Ville": "notes"}'}, "mapping", "a lead needs one of them"),
    ],
)
def test_what_is_wrong_is_named_and_leaves_nothing(api, data, field, says, data_dir):
    response = post(api, **data)
    assert response.status_code == 400
    assert says.lower() in errors_of(response)[field].lower().replace('"', "“", 1).replace('"', "”", 1)
    assert Operation.objects.count() == 0


def test_a_body_that_is_no_form_is_refused(api):
    assert api.post(URL, {"file": "x"}, format="json").status_code == 415
    assert errors_of(api.post(URL, {"mode": "create"}, format="multipart")) == {"file": "No file was submitted."}


def test_a_stranger_of_an_owner_is_refused(api, other_workspace):
    from tests.factories.accounts import make_member

    assert "owner" in errors_of(post(api, owner=make_member(other_workspace).pk))


def test_a_viewer_imports_nothing(viewer_api):
    assert post(viewer_api).status_code == 403


def test_the_same_key_imports_once(api):
    data = {"HTTP_IDEMPOTENCY_KEY": "k1", "format": "multipart"}
    answers = [api.post(URL, {"file": SimpleUploadedFile("a.csv", PEOPLE.encode())}, **data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert Operation.objects.count() == 1
