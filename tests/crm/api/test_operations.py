import pytest

from crm.actions import operations
from crm.models import Lead, Operation
from tests.factories.accounts import make_api
from tests.factories.crm import make_lead
from tests.factories.operations import make_operation

pytestmark = pytest.mark.django_db
BULK, OPERATIONS = "/api/marketing/leads/bulk", "/api/marketing/operations"


def bulk(api, action, params=None, **more):
    return api.post(BULK, {"action": action, "params": params or {}} | more, format="json")


def test_many_are_changed_watched_and_changed_back(api, workspace, member):
    leads = [make_lead(workspace, source="salon") for _ in range(2)]
    make_lead(workspace)
    response = bulk(
        api, "set_status", {"status": "won"}, filter={"source": "salon", "status": ["new"]}, expected_count=2
    )
    body = response.json()
    assert response.status_code == 202
    assert response["Location"] == f"{OPERATIONS}/{body['id']}"
    assert (body["kind"], body["state"], body["total"], body["updated_count"]) == ("set_status", "done", 2, 2)
    assert (body["by"], body["can_be_undone"]) == (member.pk, True)
    assert set(Lead.objects.filter(status="won")) == set(leads)

    rows = api.get(f"{OPERATIONS}/{body['id']}/rows?outcome=updated").json()["results"]
    assert [(row["number"], row["lead"], row["before"], row["after"]) for row in rows] == [
        (number, lead.pk, {"status": "new"}, {"status": "won"}) for number, lead in enumerate(leads, start=1)
    ]
    undone = api.post(f"{OPERATIONS}/{body['id']}/undo")
    assert (undone.status_code, undone.json()["state"], undone.json()["undone_count"]) == (202, "undone", 2)
    assert not Lead.objects.filter(status="won").exists()
    again = api.post(f"{OPERATIONS}/{body['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "cannot_undo")
    assert api.get(f"{OPERATIONS}/{body['id']}").json()["can_be_undone"] is False


def test_ids_of_others_are_not_selected(api, workspace, other_workspace):
    foreign, own = make_lead(other_workspace), make_lead(workspace)
    assert bulk(api, "delete", ids=[foreign.pk, own.pk]).json()["total"] == 1
    response = bulk(api, "delete", ids=[foreign.pk])
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "ids")
    assert not Lead.objects.get(pk=foreign.pk).is_deleted


def test_another_number_is_a_conflict(api, workspace):
    make_lead(workspace)
    response = bulk(api, "delete", filter={}, expected_count=2)
    assert (response.status_code, response.json()["code"]) == (409, "count_changed")
    assert "It is 1 lead now." in response.json()["detail"]
    assert not Operation.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "import", "ids": [1]}, "action"),
        ({"action": "delete"}, "ids"),
        ({"action": "delete", "ids": [1], "filter": {}}, "ids"),
        ({"action": "delete", "filter": {}}, "expected_count"),
        ({"action": "delete", "filter": {"colour": "red"}, "expected_count": 1}, "colour"),
        ({"action": "delete", "filter": {"owner": "x"}, "expected_count": 1}, "owner"),
        ({"action": "delete", "ids": ["x"]}, "ids"),
        ({"action": "delete", "ids": [10**30]}, "ids"),
        ({"action": "set_status", "params": {"status": "sold"}, "ids": [1]}, "status"),
        ({"action": "set_status", "params": {"status": ["new"]}, "ids": [1]}, "status"),
        ({"action": "set_status", "params": {"status": {}}, "ids": [1]}, "status"),
        ({"action": "set_field", "params": {"field": {}, "value": 1}, "ids": [1]}, "field"),
        ({"action": "add_tags", "params": {"tags": [1]}, "ids": [1]}, "tags"),
        ({"action": "set_owner", "params": {"owner": "me"}, "ids": [1]}, "owner"),
        ({"action": "set_owner", "params": {"owner": 10**30}, "ids": [1]}, "owner"),
    ],
)
def test_what_cannot_be_is_a_400_that_names_it(api, workspace, body, field):
    make_lead(workspace)
    response = api.post(BULK, body, format="json")
    assert response.status_code == 400
    assert field in str(response.json()["errors"])


def test_repeated_with_its_key_it_is_done_once(api, workspace):
    lead = make_lead(workspace)
    for _ in range(2):
        response = api.post(BULK, {"action": "delete", "ids": [lead.pk]}, format="json", HTTP_IDEMPOTENCY_KEY="k1")
        assert response.status_code == 202
    assert Operation.objects.count() == 1


def test_many_are_left_to_a_worker(api, workspace, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 1)
    for _ in range(2):
        make_lead(workspace)
    body = bulk(api, "delete", filter={}, expected_count=2).json()
    assert (body["state"], body["done"]) == ("queued", 0)
    operations.carry_on(operation_id=body["id"])
    assert api.get(f"{OPERATIONS}?state=done&kind=delete").json()["results"][0]["updated_count"] == 2
    assert api.get(f"{OPERATIONS}?colour=red").status_code == 400


def test_a_limited_member_reaches_their_own(workspace, member, limited):
    client = make_api(workspace, limited)
    own, others = make_lead(workspace, owner=limited), make_lead(workspace)
    foreign = make_operation(workspace, member, state="done", updated_count=1)
    assert bulk(client, "delete", filter={}, expected_count=1).json()["total"] == 1
    assert list(Lead.objects.alive()) == [others]
    assert own.pk != others.pk
    for path in ("", "/rows"):
        assert client.get(f"{OPERATIONS}/{foreign.pk}{path}").status_code == 404
    assert client.post(f"{OPERATIONS}/{foreign.pk}/undo").status_code == 404
