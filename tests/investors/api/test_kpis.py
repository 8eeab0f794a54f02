"""The KPIs in the API: kept beside what interactions say, summed up, locked, restated."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from investors import actions
from investors.models import KPI, MonthLock
from tests.factories.accounts import make_api, make_member
from tests.factories.investors import make_interaction, make_investor, make_kpi

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NOTHING = {"value": 0, "derived": 0, "manual": None, "drift": None, "locked": None, "restated": None}


def at(month, day=10, year=2026):
    return datetime(year, month, day, 12, tzinfo=PARIS)


@pytest.fixture
def investor(workspace):
    return make_investor(workspace, name="Alpha")


def test_a_month_is_created_and_then_updated(api, investor, member):
    make_interaction(investor, date=at(3))
    path = f"/api/kpis/investor/{investor.pk}"
    answer = api.post(path, {"year": 2026, "month": 3, "rdv_count": 4, "pitchs": 2}, format="json")
    kpi = KPI.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"/api/kpis/{kpi.pk}")
    numbers = answer.data["numbers"]
    assert numbers["rdv_count"] == NOTHING | {"value": 4, "derived": 1, "manual": 4, "drift": 3}
    assert {name: answer.data[name] for name in ("id", "investor", "rdv_count", "pitchs", "closings", "by")} == {
        "id": kpi.pk,
        "investor": investor.pk,
        "rdv_count": 4,
        "pitchs": 2,
        "closings": None,
        "by": member.pk,
    }
    answer = api.post(path, {"year": 2026, "month": 3, "rdv_count": None, "closings": 1}, format="json")
    assert (answer.status_code, KPI.objects.count()) == (200, 1)
    assert [answer.data[name] for name in ("rdv_count", "pitchs", "closings")] == [None, 2, 1]
    assert answer.data["numbers"]["rdv_count"]["value"] == 1


def test_a_number_that_not_every_database_keeps_is_refused(api, investor):
    body = {"year": 2026, "month": 1, "rdv_count": 99_999_999_999}
    answers = [api.post(f"/api/kpis/investor/{investor.pk}", body), api.put("/api/kpis/targets/2026", body)]
    for answer in answers:
        assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [("rdv_count", "max_value")]
    assert api.post(f"/api/kpis/investor/{investor.pk}", body | {"rdv_count": 1_000_000}).status_code == 201


def test_the_twelve_months_of_an_investors_year(api, investor):
    make_interaction(investor, "pitch", date=at(2))
    kpi = make_kpi(investor, month=3, rdv_count=2)
    months = api.get(f"/api/kpis/investor/{investor.pk}?year=2026").data["results"]
    assert [row["month"] for row in months] == list(range(1, 13))
    assert [row["id"] for row in months[:4]] == [None, None, kpi.pk, None]
    assert months[1]["numbers"]["pitchs"] == NOTHING | {"value": 1, "derived": 1}
    assert months[2]["rdv_count"] == 2
    behind = api.get(f"{months[1]['interactions']}&type=pitch").data["results"]
    assert [row["type"] for row in behind] == ["pitch"]
    assert api.get(f"/api/kpis/investor/{investor.pk}?year=12").status_code == 400
    assert api.get(f"/api/kpis/investor/{investor.pk}?yaer=2026").status_code == 400


def test_the_list_is_filtered_and_leaves_out_deleted_investors(api, workspace, investor, member):
    other, gone = make_investor(workspace), make_investor(workspace)
    rows = [make_kpi(investor, month=3, rdv_count=1), make_kpi(investor, month=4), make_kpi(other, year=2025)]
    make_kpi(gone)
    actions.delete_investor(investor=gone, by=member)

    def found(query):
        return [row["id"] for row in api.get(f"/api/kpis?{query}").data["results"]]

    assert found("") == [rows[1].pk, rows[0].pk, rows[2].pk]
    assert found(f"investor={investor.pk}&year=2026&month=3") == [rows[0].pk]
    assert found("ordering=year,month") == [rows[2].pk, rows[0].pk, rows[1].pk]
    assert api.get("/api/kpis?pitchs=1").status_code == 400


def test_put_is_complete_and_patch_is_partial(api, investor):
    kpi = make_kpi(investor, rdv_count=2, pitchs=3, note="vu")
    path = f"/api/kpis/{kpi.pk}"
    tag = api.get(path)["ETag"]
    answer = api.patch(path, {"pitchs": None}, format="json", headers={"If-Match": tag})
    assert [answer.data[name] for name in ("rdv_count", "pitchs", "note")] == [2, None, "vu"]
    assert api.patch(path, {"pitchs": 9}, format="json", headers={"If-Match": tag}).status_code == 412
    answer = api.put(path, {"rdv_count": 1}, format="json")
    assert {error["field"] for error in answer.json()["errors"]} == {"pitchs", "closings"}
    body = {"rdv_count": 1, "pitchs": None, "closings": 0, "month": 7}
    answer = api.put(path, body, format="json")
    assert [answer.data[name] for name in ("rdv_count", "pitchs", "closings", "month")] == [1, None, 0, 3]
    assert api.put(path, body | {"rdv_count": -1}, format="json").status_code == 400
    assert api.delete(path).status_code == 204
    assert not KPI.objects.exists()


def test_a_locked_month_refuses_and_only_an_admin_opens_it(api, workspace, investor, member):
    make_interaction(investor, date=at(3))
    kpi = make_kpi(investor, pitchs=1)
    assert api.put("/api/kpis/locks/2026/3").status_code == 201
    assert api.put("/api/kpis/locks/2026/3").status_code == 200
    assert [(row["year"], row["month"], row["by"]) for row in api.get("/api/kpis/locks").data["results"]] == [
        (2026, 3, member.pk)
    ]
    body = {"year": 2026, "month": 3, "rdv_count": 9}
    for answer in (
        api.post(f"/api/kpis/investor/{investor.pk}", body, format="json"),
        api.patch(f"/api/kpis/{kpi.pk}", {"pitchs": 2}, format="json"),
        api.delete(f"/api/kpis/{kpi.pk}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "locked")
    actions.log_interaction(investor=investor, by=member, type="meeting", date=at(3, 20), subject="Tardif")
    number = api.get(f"/api/kpis/{kpi.pk}").data["numbers"]["rdv_count"]
    assert number == NOTHING | {"value": 1, "derived": 2, "locked": 1, "restated": 2}
    told = api.get("/api/kpis/restatements?year=2026&month=3").data["results"]
    assert [(row["field"], row["before"], row["after"], row["change"], row["subject"]) for row in told] == [
        ("rdv_count", 1, 2, "logged", "Tardif")
    ]
    assert api.get("/api/kpis/restatements?year=2025").data["results"] == []
    assert api.delete("/api/kpis/locks/2026/3").status_code == 403
    admin = make_api(workspace, make_member(workspace, "admin"))
    assert admin.delete("/api/kpis/locks/2026/3").status_code == 204
    assert not MonthLock.objects.exists()
    assert api.put("/api/kpis/locks/2026/13").status_code == 404
    assert api.put("/api/kpis/locks/2099/1").status_code == 400


def test_the_summary_of_a_month(api, workspace, investor):
    other = make_investor(workspace)
    for each, type, moment in (
        (investor, "meeting", at(3)),
        (other, "meeting", at(3)),
        (investor, "pitch", at(3)),
        (investor, "meeting", at(2)),
        (investor, "closing", at(3, year=2025)),
    ):
        make_interaction(each, type, date=moment)
    summary = api.get("/api/kpis/summary/month/2026/3").data
    assert {name: number["value"] for name, number in summary["numbers"].items()} == {
        "rdv_count": 2,
        "pitchs": 1,
        "closings": 0,
    }
    assert summary["before"] == {"rdv_count": 1, "pitchs": 0, "closings": 0}
    assert summary["year_before"] == {"rdv_count": 0, "pitchs": 0, "closings": 1}
    assert summary["change"] == {"rdv_count": 1, "pitchs": 1, "closings": 0}
    assert summary["year_change"] == {"rdv_count": 2, "pitchs": 1, "closings": -1}
    assert (summary["conversion"], summary["is_locked"]) == ({"pitchs": 0.5, "closings": 0}, False)
    alone = api.get(f"/api/kpis/summary/month/2026/3?investor={other.pk}").data
    assert alone["numbers"]["rdv_count"]["value"] == 1
    assert alone["conversion"] == {"pitchs": 0, "closings": None}
    assert api.get("/api/kpis/summary/month/2026/3?investor=x").status_code == 404
    assert api.get("/api/kpis/summary/month/1999/3").status_code == 404


def test_the_summary_of_a_year_of_one_investor_and_of_all(api, workspace, investor):
    other = make_investor(workspace)
    for each, month in ((investor, 1), (investor, 3), (investor, 3), (other, 5)):
        make_interaction(each, date=at(month))
    assert api.put("/api/kpis/targets/2026", {"rdv_count": 10}, format="json").data == {
        "year": 2026,
        "rdv_count": 10,
        "pitchs": None,
        "closings": None,
    }
    one = api.get(f"/api/kpis/summary/annual/{investor.pk}/2026").data
    assert (one["totals"]["rdv_count"], one["best"]["rdv_count"], one["target"]["rdv_count"]) == (3, 3, None)
    assert [row["rdv_count"]["value"] for row in one["months"]] == [1, 0, 2, *[0] * 9]
    everyone = api.get("/api/kpis/summary/annual/2026").data
    assert everyone["cumulative"]["rdv_count"] == [1, 1, 3, 3, *[4] * 8]
    assert (everyone["target"], api.get("/api/kpis/targets/2026").data["rdv_count"]) == (
        {"rdv_count": 10, "pitchs": None, "closings": None},
        10,
    )


def test_another_workspaces_investor_is_not_there(api, other_workspace):
    foreign = make_investor(other_workspace)
    kpi = make_kpi(foreign)
    body = {"year": 2026, "month": 3, "rdv_count": 1}
    assert api.post(f"/api/kpis/investor/{foreign.pk}", body, format="json").status_code == 404
    assert api.get(f"/api/kpis/summary/annual/{foreign.pk}/2026").status_code == 404
    assert api.get(f"/api/kpis/summary/month/2026/3?investor={foreign.pk}").status_code == 404
    assert api.get(f"/api/kpis/{kpi.pk}").status_code == 404
