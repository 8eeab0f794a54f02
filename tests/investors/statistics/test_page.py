"""The page and the endpoints of the statistics; the figures themselves are tested beside this file."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.investors import make_commitment, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db
URL = "/investors/statistics"


@pytest.fixture
def raising(workspace):
    round = make_round(workspace, target=Decimal(300_000))
    signed = make_investor(workspace, pipeline_stage="committed")
    make_commitment(round, signed, hard_amount=Decimal(100_000))
    for stage in ("meeting", "due_diligence", "contacted"):
        make_interaction(make_investor(workspace, pipeline_stage=stage, check_size=Decimal(50_000)), "meeting")
    return round


def test_without_investors_the_page_says_what_will_be_there(member_client):
    page = member_client.get(URL).content.decode()
    assert "No investors yet" in page


def test_without_a_round_there_is_a_forecast_and_no_simulation(member_client, api, workspace):
    make_investor(workspace, pipeline_stage="committed", check_size=Decimal(50_000))
    page = member_client.get(URL).content.decode()
    assert "Add a round to see how likely it is full in time" in page
    assert "45,000 EUR" in page
    assert api.get("/api/investors/forecast").data["total"] == "45000.00"
    refused = api.get("/api/investors/simulation")
    assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (400, ["round"])


def test_the_page_tells_what_is_assumed(member_client, raising):
    page = member_client.get(URL)
    assert page.status_code == 200
    for text in ("Simulation: Seed", "fixed seed 2026", "counts as 10 investors", "medium.com/foundersuite"):
        assert text in page.content.decode(), text


def test_the_endpoints_tell_figures_seed_and_assumptions(api, raising):
    forecast = api.get("/api/investors/forecast").json()
    assert (forecast["round"], forecast["target"], forecast["secured"]) == (raising.pk, "300000.00", "100000.00")
    rate = forecast["rates"][2]
    assert (rate["stage"], rate["step"]["prior"], rate["step"]["prior_weight"]) == ("meeting", 0.35, 10)
    assert any("counts as 10 investors" in note for note in forecast["assumptions"])
    first, again = (api.get("/api/investors/simulation?meetings=3").json() for _ in range(2))
    assert first == again
    assert (first["seed"], first["runs"], first["meetings_per_week"], first["missing"]) == (2026, 5000, 3, "200000.00")
    assert [row["part"] for row in first["needed"]] == [0.5, 0.8, 0.9]
    assert {row["name"] for row in first["sensitivity"]} == {"date", "amounts", "meetings", "chances", "times"}


@pytest.mark.parametrize("query", ["meetings=many", "until=2020-01-01", "until=soon", "of=2026"])
def test_what_cannot_be_read_is_named(query, api, raising):
    refused = api.get(f"/api/investors/simulation?{query}")
    assert refused.status_code == 400
    assert [each["field"] for each in refused.json()["errors"]] == [query.partition("=")[0]]


def test_a_round_of_another_workspace_is_not_there(api, member_client, other_workspace, raising):
    other = make_round(other_workspace)
    for path in (URL, "/api/investors/forecast", "/api/investors/simulation"):
        assert (member_client if path == URL else api).get(f"{path}?round={other.pk}").status_code == 404


def test_what_was_typed_wrong_is_kept_and_named(member_client, raising):
    page = member_client.get(f"{URL}?meetings=many&until=2020-01-01").content.decode()
    assert "Choose a day of the next three years." in page
    assert 'value="many"' in page
    assert 'value="2020-01-01"' in page


def test_a_fragment_for_htmx(member_client, raising):
    answer = member_client.get(URL, headers={"HX-Request": "true"})
    assert next(template.name for template in answer.templates) == "investors/_statistics.html"
    assert "<html" not in answer.content.decode()


def test_more_first_meetings_are_asked_for_in_the_page(member_client, raising):
    few, many = (
        member_client.get(f"{URL}?meetings={number}&until={until(raising)}").context["stats"]["simulation"]
        for number in (0, 20)
    )
    assert few["probability"] < many["probability"]
    assert few["until"] == many["until"] == until(raising)


def until(round):
    return round.workspace.day_of(timezone.now() + timedelta(days=300))
