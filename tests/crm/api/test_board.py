from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import actions
from crm.models import Lead, Stage
from tests.factories.accounts import make_api
from tests.factories.crm import make_change, make_lead

pytestmark = pytest.mark.django_db
BOARD, LEADS, STAGES = "/api/marketing/board", "/api/marketing/leads", "/api/marketing/stages"


def test_the_columns_and_their_totals(api, workspace):
    make_lead(workspace, status="qualified", estimated_value="100.10")
    make_lead(workspace, status="qualified", source="salon", estimated_value="1")
    answer = api.get(BOARD).json()
    assert (answer["currency"], answer["as_of"], len(answer["columns"])) == ("EUR", None, 7)
    assert answer["columns"][2] == {
        "status": "qualified",
        "label": "Qualified",
        "count": 2,
        "value": "101.10",
        "weighted_value": "25.28",
        "probability": 25,
        "expected_days": 14,
    }
    narrowed = api.get(f"{BOARD}?source=salon&status=qualified").json()["columns"]
    assert [(column["count"], column["value"]) for column in narrowed] == [(1, "1.00")]


def test_a_column_from_top_to_bottom_in_pages(api, workspace, member):
    for n in range(5):
        make_lead(workspace, first_name=f"{n}", last_name="", rank=n, owner=member if n else None, tags=["b", "a"])
    seen, url = [], f"{BOARD}/new?limit=2"
    while url:
        page = api.get(url).json()
        assert page["previous"] is None
        seen += page["results"]
        url = page["next"]
    assert [card["name"] for card in seen] == ["0", "1", "2", "3", "4"]
    assert [card["owner"] for card in seen] == [None, *[member.pk] * 4]
    lead = Lead.objects.get(rank=0)
    assert (seen[0]["seen"], seen[0]["tags"], seen[0]["pace"]) == (lead.stamp, ["a", "b"], "")


@pytest.mark.parametrize(
    ("path", "status"),
    [("?nonsense=1", 400), ("?as_of=soon", 400), ("?status=x", 400), ("/x", 404), ("/new?cursor=x", 404)],
)
def test_what_is_not_right_is_said(path, status, api):
    response = api.get(f"{BOARD}{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar(day, api, member_client):
    for path in (f"{BOARD}?as_of={day}", f"{BOARD}/new?as_of={day}"):
        assert api.get(path).status_code == 200
    assert member_client.get(f"/crm?view=board&as_of={day}").status_code == 200


def test_a_past_day(api, workspace):
    lead = make_lead(workspace, status="won")
    make_change(lead, "new", at=datetime(2026, 3, 1, tzinfo=ZoneInfo("Europe/Paris")), to_value=5)
    make_change(lead, "won", at=datetime(2026, 3, 8, tzinfo=ZoneInfo("Europe/Paris")), to_value=9)
    answer = api.get(f"{BOARD}?as_of=2026-03-07").json()
    assert answer["as_of"] == "2026-03-07"
    assert [column["value"] for column in answer["columns"] if column["count"]] == ["5.00"]
    (card,) = api.get(f"{BOARD}/new?as_of=2026-03-07").json()["results"]
    assert (card["id"], card["value"], card["days"], card["seen"]) == (lead.pk, "5.00", 6, "")


class TestMove:
    def test_between_two_cards(self, api, workspace, member):
        above, below = make_lead(workspace, status="won", rank=1), make_lead(workspace, status="won", rank=100)
        lead = make_lead(workspace, estimated_value=5)
        body = {"status": "won", "after": above.pk, "before": below.pk, "seen": lead.stamp}
        response = api.post(f"{LEADS}/{lead.pk}/move", body, format="json")
        lead.refresh_from_db()
        assert response.status_code == 200
        assert (response.json()["is_as_asked"], response.json()["seen"]) == (True, lead.stamp)
        assert (lead.status, lead.rank, lead.status_changes.get().by) == ("won", 50, member)

    def test_the_loser_of_two_is_told(self, api, workspace, member):
        lead = make_lead(workspace, first_name="Zoé", last_name="")
        actions.change_status(lead=lead, status="won", by=member)
        response = api.post(f"{LEADS}/{lead.pk}/move", {"status": "new", "seen": lead.stamp}, format="json")
        assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
        assert response.json()["code"] == "moved_meanwhile"
        assert response.json()["detail"] == "Ada Martin moved Zoé to “Won” meanwhile."
        assert api.post(f"{LEADS}/{lead.pk}/move", {"status": "new"}, format="json").status_code == 200

    def test_a_loss_without_a_reason_and_a_deleted_lead(self, api, workspace, member):
        lead = make_lead(workspace)
        response = api.post(f"{LEADS}/{lead.pk}/move", {"status": "lost"}, format="json")
        assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "reason")
        body = {"status": "lost", "reason": "No budget"}
        assert api.post(f"{LEADS}/{lead.pk}/move", body, format="json").status_code == 200
        assert Lead.objects.get().lost_reason == "No budget"
        actions.delete_lead(lead=lead, by=member)
        response = api.post(f"{LEADS}/{lead.pk}/move", {"status": "won"}, format="json")
        assert (response.status_code, response.json()["code"]) == (409, "deleted")

    @pytest.mark.parametrize("name", ["after", "before"])
    def test_a_number_no_database_takes(self, name, api, member_client, workspace):
        lead = make_lead(workspace)
        body = {"status": "won", name: 10**30}
        assert api.post(f"{LEADS}/{lead.pk}/move", body, format="json").json()["errors"][0]["field"] == name
        assert member_client.post(f"/crm/{lead.pk}/move", body).status_code == 400


class TestStages:
    def test_are_listed_in_the_order_of_the_pipeline(self, api):
        assert [stage["status"] for stage in api.get(STAGES).json()["results"]] == Lead.Status.values
        assert api.get(f"{STAGES}/proposal").json() == {
            "status": "proposal",
            "label": "Proposal",
            "expected_days": 14,
            "probability": 50,
        }

    def test_an_admin_changes_the_open_ones(self, workspace, other_workspace, owner, api):
        admin = make_api(workspace, owner)
        body = {"expected_days": None, "probability": 60, "status": "won"}
        answer = admin.patch(f"{STAGES}/proposal", body, format="json")
        assert (answer.status_code, answer.json()["status"], answer.json()["probability"]) == (200, "proposal", 60)
        assert admin.patch(f"{STAGES}/won", {"probability": 60}, format="json").status_code == 400
        refused = admin.patch(f"{STAGES}/new", {"probability": 101}, format="json")
        assert refused.json()["errors"][0]["field"] == "probability"
        assert api.patch(f"{STAGES}/new", {"probability": 1}, format="json").status_code == 403
        assert admin.patch(f"{STAGES}/nothing", {}, format="json").status_code == 404
        stages = Stage.objects.for_workspace(workspace).by_status()
        assert (stages["proposal"].expected_days, stages["won"].probability, stages["new"].probability) == (
            None,
            100,
            5,
        )
        assert Stage.objects.get(workspace=other_workspace, status="proposal").probability == 50


def test_the_same_number_of_questions_however_many_cards(api, workspace, member):
    counts = []
    api.get(BOARD)  # the first request of a key says that it is used
    for number in (3, 30):
        for n in range(number):
            lead = make_lead(workspace, owner=member, tags=[f"{n}"])
            make_change(lead, "new", at=timezone.now() - timedelta(days=3))
        day = (timezone.now() - timedelta(days=1)).date()
        for path in ("", "/new", f"?as_of={day}", f"/new?as_of={day}", "?source="):
            with CaptureQueriesContext(connection) as queries:
                assert api.get(f"{BOARD}{path}").status_code == 200
            counts.append(len(queries))
    assert counts[:5] == counts[5:] == [3, 5, 4, 4, 3]
