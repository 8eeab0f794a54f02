"""The page and the endpoints of the statistics; the figures themselves are tested beside this file."""

from decimal import Decimal

import pytest

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
