import pytest

from crm.models import Segment
from tests.factories.crm import make_lead, make_segment

pytestmark = pytest.mark.django_db
SEGMENTS = "/api/marketing/segments"
NEW_LEADS = {"all": [{"field": "status", "op": "in", "value": ["new"]}]}


def errors(response):
    return [(error["field"], error["code"]) for error in response.json()["errors"]]


def test_a_segment_is_made_read_changed_and_deleted(api, workspace, member):
    created = api.post(SEGMENTS, {"name": "New ones", "rules": NEW_LEADS})
    segment = Segment.objects.get()
    assert (created.status_code, created["Location"]) == (201, f"{SEGMENTS}/{segment.pk}")
    read = api.get(created["Location"]).json()
    assert (read["name"], read["rules"], read["created_by"]) == ("New ones", NEW_LEADS, member.pk)
    changed = api.patch(created["Location"], {"rules": {"not": NEW_LEADS}})
    assert changed.json()["rules"] == {"not": NEW_LEADS}
    assert api.delete(created["Location"]).status_code == 204
    assert Segment.objects.count() == 0


def test_segments_are_listed_by_name_and_searched(api, workspace, other_workspace):
    for name in ("Clients", "Anciens", "Nouveaux clients"):
        make_segment(workspace, name)
    make_segment(other_workspace, "Clients")
    assert [row["name"] for row in api.get(SEGMENTS).json()["results"]] == ["Anciens", "Clients", "Nouveaux clients"]
    found = api.get(SEGMENTS, {"search": "client"}).json()["results"]
    assert [row["name"] for row in found] == ["Clients", "Nouveaux clients"]
    assert api.get(SEGMENTS, {"colour": "red"}).status_code == 400


def test_a_name_is_taken_once(api, workspace):
    make_segment(workspace, "Clients")
    response = api.post(SEGMENTS, {"name": "clients", "rules": {}})
    assert (response.status_code, errors(response)) == (400, [("name", "unique")])


@pytest.mark.parametrize(
    ("rules", "place", "detail"),
    [
        ("x", "rules", "Write the rules as {“all”: [rule, …]}."),
        ({"any": []}, "rules.any", "Write a list of at least one rule."),
        (
            {"all": [NEW_LEADS, {"any": [{"not": {"field": "score", "op": "gte", "value": "many"}}]}]},
            "rules.all[1].any[0].not.value",
            "Write a number.",
        ),
        (
            {"any": [{"field": "opened", "op": "at_least", "value": {"times": -1}}]},
            "rules.any[0].value.times",
            "Write a whole number from 1 to 1000.",
        ),
    ],
)
@pytest.mark.parametrize("path", ["", "/preview"])
def test_rules_that_cannot_be_name_their_place(api, path, rules, place, detail):
    response = api.post(SEGMENTS + path, {"name": "x", "rules": rules})
    assert response.status_code == 400
    assert response.json()["errors"] == [{"field": place, "code": "segment", "detail": detail}]


def test_rules_are_tried_before_they_are_saved(api, workspace):
    lead = make_lead(workspace, first_name="Ada", last_name="")
    make_lead(workspace, status="won")
    response = api.post(f"{SEGMENTS}/preview", {"rules": NEW_LEADS})
    sample = {"id": lead.pk, "name": "Ada", "email": lead.email, "status": "new"}
    assert response.json() == {"count": 1, "is_more": False, "leads": [sample]}
    assert Segment.objects.count() == 0


def test_the_leads_of_a_segment(api, workspace, other_workspace):
    lead = make_lead(workspace, tags=["client"])
    make_lead(workspace, status="won")
    make_lead(workspace, deleted_at="2026-01-01T00:00Z")
    segment = make_segment(workspace, rules=NEW_LEADS)
    assert [row["id"] for row in api.get(f"{SEGMENTS}/{segment.pk}/leads").json()["results"]] == [lead.pk]
    assert api.get(f"{SEGMENTS}/{segment.pk}/count").json()["count"] == 1
    found = api.get("/api/marketing/leads", {"segment": segment.pk, "tag": "client"}).json()["results"]
    assert [row["id"] for row in found] == [lead.pk]
    for number in (make_segment(other_workspace).pk, "x", "9" * 30):
        response = api.get("/api/marketing/leads", {"segment": number})
        assert (response.status_code, errors(response)[0][0]) == (400, "segment")


def test_why_a_lead_is_in_or_out(api, workspace, other_workspace):
    lead = make_lead(workspace, company="ACME", status="won")
    company = {"field": "company", "op": "contains", "value": "acm"}
    segment = make_segment(workspace, rules={"any": [{"not": company}, NEW_LEADS["all"][0]]})
    told = api.get(f"{SEGMENTS}/{segment.pk}/explain", {"lead": lead.pk}).json()
    status = {"text": "Status: New", "actual": "Won", "holds": False}
    words = {"text": "Company contains “acm”", "actual": "ACME", "holds": True}
    assert told == {
        "lead": lead.pk,
        "is_in": False,
        "is_deleted": False,
        "tree": {
            "kind": "any",
            "path": "",
            "holds": False,
            "text": "",
            "actual": "",
            "parts": [
                {
                    "kind": "not",
                    "path": "any[0]",
                    "holds": False,
                    "text": "",
                    "actual": "",
                    "parts": [{"kind": "rule", "path": "any[0].not", "parts": [], **words}],
                },
                {"kind": "rule", "path": "any[1]", "parts": [], **status},
            ],
        },
    }
    foreign = make_lead(other_workspace)
    assert api.get(f"{SEGMENTS}/{segment.pk}/explain", {"lead": foreign.pk}).status_code == 404
    assert api.get(f"{SEGMENTS}/{segment.pk}/explain", {"lead": "x"}).status_code == 400


def test_rules_that_became_wrong_are_a_conflict(api, workspace):
    lead = make_lead(workspace)
    segment = make_segment(workspace, rules={"all": [{"field": "custom.gone", "op": "empty"}]})
    for path in ("leads", "count", f"explain?lead={lead.pk}"):
        response = api.get(f"{SEGMENTS}/{segment.pk}/{path}")
        assert (response.status_code, response.json()["code"]) == (409, "segment")
    assert api.get(f"{SEGMENTS}/{segment.pk}").status_code == 200
