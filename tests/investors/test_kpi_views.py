"""The pages of the KPIs without JavaScript: grid, number, month, year, locks, target."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from investors import actions
from investors.models import KPI, Investor, KPITarget, MonthLock
from tests.factories.investors import make_interaction, make_investor, make_kpi

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def at(month, day=10, year=2026):
    return datetime(year, month, day, 12, tzinfo=PARIS)


@pytest.fixture
def investor(workspace):
    return make_investor(workspace, name="Alpha")


def numbers(response):
    """{investor: what its twelve cells and their sum say}"""
    return {
        str(row["investor"]): [number.value for _month, number in row["cells"]] + [row["sum"]]
        for row in response.context["rows"]
    }


def sums(response):
    return [number.value for _first, number in response.context["months"]] + [response.context["sum"]]


def test_the_grid_shows_a_number_of_every_investor_month_by_month(member_client, workspace, investor):
    other = make_investor(workspace, name="Béryl")
    make_interaction(investor, date=at(1))
    make_interaction(investor, "pitch", date=at(1))
    make_interaction(other, date=at(3))
    make_kpi(other, month=1, rdv_count=3)
    page = member_client.get("/investors/kpis?year=2026")
    assert numbers(page) == {"Alpha": [1, *[0] * 11, 1], "Béryl": [3, 0, 1, *[0] * 9, 4]}
    assert sums(page) == [4, 0, 1, *[0] * 9, 5]
    assert numbers(member_client.get("/investors/kpis?year=2026&number=pitchs"))["Alpha"] == [1, *[0] * 11, 1]
    found = member_client.get("/investors/kpis?year=2026&search=beryl")
    assert (list(numbers(found)), sums(found)[0]) == (["Béryl"], 3)
    assert "Nothing found" in member_client.get("/investors/kpis?search=zzz", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("page", ["/investors/kpis", "/investors/kpis/export"])
def test_a_search_for_what_no_database_keeps_finds_what_is_left_of_it(page, member_client, investor):
    assert member_client.get(f"{page}?search=Al%00pha").status_code == 200


def test_a_late_evening_in_utc_is_of_the_next_month_in_paris(member_client, investor):
    make_interaction(investor, date=datetime(2026, 1, 31, 23, 30, tzinfo=ZoneInfo("UTC")))
    assert numbers(member_client.get("/investors/kpis?year=2026"))["Alpha"][:2] == [0, 1]


def test_the_grid_comes_in_pages_and_costs_the_same_for_each(member_client, workspace, member):
    Investor.objects.bulk_create(Investor(workspace=workspace, name=f"Fonds {n:04}") for n in range(120))
    for each in Investor.objects.all():
        make_interaction(each, date=at(3))
    path, costs = "/investors/kpis?year=2026", []
    for expected in (50, 50, 20):
        with CaptureQueriesContext(connection) as queries:
            page = member_client.get(path)
        costs.append(len(queries))
        assert (len(page.context["rows"]), sums(page)[2]) == (expected, 120)
        path = page.context["page"].next
    assert (path, costs) == (None, [11, 11, 11])


def test_a_number_opens_the_interactions_behind_it(member_client, investor, member):
    for subject, type, moment in (
        ("Café", "meeting", at(3)),
        ("Démo", "pitch", at(3)),
        ("Avril", "meeting", at(4)),
    ):
        make_interaction(investor, type, date=moment, subject=subject)
    make_kpi(investor, rdv_count=4)
    page = member_client.get(f"/investors/kpis/{investor.pk}/2026/3?number=rdv_count")
    assert [str(each) for each in page.context["interactions"]] == ["Café"]
    said = {key: (number.value, number.derived, number.drift) for key, _label, number in page.context["numbers"]}
    assert said == {"rdv_count": (4, 1, 3), "pitchs": (1, 1, None), "closings": (0, 0, None)}
    behind = member_client.get("/investors/kpis/month/2026/3/pitchs")
    assert [str(each) for each in behind.context["page"].rows] == ["Démo"]
    assert member_client.get("/investors/kpis/month/2026/3/calls").status_code == 404
    assert member_client.get(f"/investors/kpis/{investor.pk}/2026/13").status_code == 404


def test_a_value_is_written_by_form_and_taken_away_again(member_client, investor, member):
    path = f"/investors/kpis/{investor.pk}/2026/3"
    assert member_client.post(f"{path}/set", {"rdv_count": "4", "note": "vu"}).status_code == 302
    kpi = KPI.objects.get()
    assert (kpi.rdv_count, kpi.pitchs, kpi.note, kpi.by) == (4, None, "vu", member)
    refused = member_client.post(f"{path}/set", {"rdv_count": "-1"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["rdv_count"])
    assert member_client.post(f"{path}/set", {"rdv_count": ""}).status_code == 302
    kpi.refresh_from_db()
    assert kpi.rdv_count is None
    actions.lock_month(workspace=investor.workspace, year=2026, month=3, by=member)
    refused = member_client.post(f"{path}/set", {"rdv_count": "9"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["__all__"])


def write(client, cells, **more):
    return client.post(
        "/investors/kpis/cells", {"year": 2026, "number": "rdv_count", "cells": json.dumps(cells)} | more
    )


def test_cells_are_written_together_and_answered_as_they_are_now(member_client, workspace, investor):
    other = make_investor(workspace, name="Béryl")
    make_interaction(other, date=at(2))
    answer = write(member_client, [[investor.pk, 1, 4], [investor.pk, 2, 5], [other.pk, 2, 0]])
    assert numbers(answer) == {"Alpha": [4, 5, *[0] * 10, 9], "Béryl": [0] * 13}
    assert sums(answer)[:2] == [4, 5]
    assert sums(write(member_client, [[investor.pk, 1, 3]], search="beryl"))[:2] == [0, 0]
    assert write(member_client, [[investor.pk, 2, None, 5], [other.pk, 2, None, 0]]).status_code == 200
    assert list(KPI.objects.order_by("investor", "month").values_list("rdv_count", flat=True)) == [3, None, None]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ([["1", 1, 4]], 400),
        ([["pk", 0, 4]], 400),
        ([["pk", 13, 4]], 400),
        ([["pk", 1, -1]], 400),
        ([["pk", 1, True]], 400),
        ([["pk", 1, 1.5]], 400),
        ([["pk", 1, 10**7]], 400),
        ([["pk", 1]], 400),
        ("x", 400),
        ([["pk", 2, 1]], 409),
        ([["pk", 1, 4, 7]], 409),
        ([[10**15, 1, 4]], 404),
    ],
)
def test_cells_that_cannot_be_written_change_nothing(cells, status, member_client, investor, member):
    actions.lock_month(workspace=investor.workspace, year=2026, month=2, by=member)
    if isinstance(cells, list):
        cells = [[investor.pk, 3, 1], *([investor.pk if part == "pk" else part for part in cell] for cell in cells)]
    answer = write(member_client, cells)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not KPI.objects.exists()


def test_a_month_with_its_changes_and_who_brought_them(member_client, workspace, investor, member):
    gone = make_investor(workspace, name="Gone")
    for each, month, number in ((investor, 2, 2), (investor, 3, 3), (gone, 3, 1)):
        for _ in range(number):
            make_interaction(each, date=at(month))
    actions.lock_month(workspace=workspace, year=2026, month=3, by=member)
    actions.delete_investor(investor=gone, by=member)
    page = member_client.get("/investors/kpis/month/2026/3")
    first = page.context["numbers"][0]
    assert (first["number"].value, first["before"], first["percent"], first["year_change"]) == (4, 2, 100, 4)
    assert [(str(each), found["rdv_count"].value) for each, found in page.context["rows"]] == [
        ("Alpha", 3),
        ("Gone", 1),
    ]
    assert [series["values"] for series in page.context["chart"]["series"]] == [[0, 2, 4], [0, 0, 0], [0, 0, 0]]
    told = [(row.before, row.after, row.change) for row in page.context["restatements"]]
    assert told == [(1, 0, "investor_deleted")]


def test_a_month_is_locked_by_a_member_and_opened_by_an_admin(client_of, workspace, investor, member, owner):
    client = client_of(member)
    assert client.post("/investors/kpis/month/2026/3/lock").status_code == 302
    assert MonthLock.objects.get().by == member
    assert client.post("/investors/kpis/month/2026/3/unlock").status_code == 403
    assert client.post("/investors/kpis/month/2099/3/lock").status_code == 302
    assert MonthLock.objects.count() == 1
    assert client_of(owner).post("/investors/kpis/month/2026/3/unlock").status_code == 302
    assert not MonthLock.objects.exists()


def test_a_year_against_its_target(member_client, workspace, investor):
    other = make_investor(workspace)
    for each, type, month in ((investor, "meeting", 1), (investor, "meeting", 3), (other, "pitch", 3)):
        make_interaction(each, type, date=at(month))
    assert member_client.post("/investors/kpis/year/2026/target", {"rdv_count": "8"}).status_code == 302
    assert KPITarget.objects.get().rdv_count == 8
    page = member_client.get("/investors/kpis/year/2026")
    meetings, pitches, _closings = page.context["numbers"]
    assert (meetings["total"], meetings["share"], meetings["best"].month) == (2, 0.25, 1)
    assert (pitches["total"], pitches["share"], pitches["best"].month) == (1, None, 3)
    drawn = page.context["sum_charts"][0][2]["series"]
    assert (drawn[0]["values"][:4], drawn[1]["values"][-1]) == ([1, 1, 2, 2], 8)
    alone = member_client.get(f"/investors/kpis/year/2026?investor={other.pk}")
    assert [each["total"] for each in alone.context["numbers"]] == [0, 1, 0]
    assert member_client.get("/investors/kpis/year/2026?investor=x").status_code == 404


def test_a_viewer_reads_everything_and_writes_nothing(viewer_client, workspace, investor, member):
    make_kpi(investor, rdv_count=2)
    for path in (
        "/investors/kpis?year=2026",
        f"/investors/kpis/{investor.pk}/2026/3",
        "/investors/kpis/month/2026/3",
        "/investors/kpis/year/2026",
    ):
        page = viewer_client.get(path)
        assert (page.status_code, "data-url=" in page.text, 'action="/investors/kpis' in page.text) == (
            200,
            False,
            "search" in page.text and path.startswith("/investors/kpis?"),
        )
    assert write(viewer_client, [[investor.pk, 1, 4]]).status_code == 403
