"""Rounds and commitments over the API."""

from decimal import Decimal

import pytest
from django.utils import timezone

from investors import actions
from investors.models import Commitment, Round
from tests.factories.investors import make_commitment, make_investor, make_round

pytestmark = pytest.mark.django_db

ROUNDS, COMMITMENTS = "/api/investors/rounds", "/api/investors/commitments"


def test_a_round_is_begun_read_changed_and_deleted(api, workspace):
    made = api.post(ROUNDS, {"name": "Amorçage", "target": "400000.00", "currency": "eur"})
    round = Round.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"{ROUNDS}/{round.pk}")
    assert (made.data["currency"], made.data["status"]) == ("EUR", "open")
    assert made.data["progress"] == {
        "soft": "0.00",
        "hard": "0.00",
        "wired": "0.00",
        "secured": "0.00",
        "total": "0.00",
        "missing": "400000.00",
        "investors": 0,
        "is_oversubscribed": False,
    }
    changed = api.patch(
        f"{ROUNDS}/{round.pk}", {"status": "closed"}, HTTP_IF_MATCH=api.get(f"{ROUNDS}/{round.pk}")["ETag"]
    )
    assert (changed.status_code, changed.data["status"]) == (200, "closed")
    assert api.patch(f"{ROUNDS}/{round.pk}", {"target": "1"}, HTTP_IF_MATCH='"old"').status_code == 412
    assert api.delete(f"{ROUNDS}/{round.pk}").status_code == 204
    assert not Round.objects.exists()


def test_the_workspaces_currency_is_the_first_guess_and_nonsense_is_refused(api, workspace):
    assert api.post(ROUNDS, {"name": "Seed", "target": "1"}).data["currency"] == workspace.currency
    refused = api.post(ROUNDS, {"name": "Seed", "target": "0", "currency": "12"})
    assert (refused.status_code, {each["field"] for each in refused.json()["errors"]}) == (400, {"target"})
    refused = api.post(ROUNDS, {"name": "Seed", "target": "5", "currency": "12"})
    assert "three capital letters" in str(refused.json())
    days = {"opened_on": "2026-05-01", "closes_on": "2026-04-01"}
    assert "closes after it opens" in str(api.post(ROUNDS, {"name": "Seed", "target": "5"} | days).json())


def test_progress_counts_each_commitment_at_its_furthest_step(api, workspace):
    round = make_round(workspace, target=Decimal(100_000))
    make_commitment(round, make_investor(workspace), soft_amount=Decimal(30_000))
    make_commitment(round, make_investor(workspace), soft_amount=Decimal(90_000), hard_amount=Decimal(80_000))
    make_commitment(round, make_investor(workspace), wired_amount=Decimal(25_000))
    gone = make_investor(workspace)
    make_commitment(round, gone, wired_amount=Decimal(1_000))
    actions.delete_investor(investor=gone, by=None)
    progress = api.get(ROUNDS).data["results"][0]["progress"]
    assert progress == api.get(f"{ROUNDS}/{round.pk}").data["progress"]
    assert (progress["soft"], progress["hard"], progress["wired"]) == ("30000.00", "80000.00", "25000.00")
    assert (progress["secured"], progress["missing"], progress["investors"]) == ("105000.00", "0.00", 3)
    assert progress["is_oversubscribed"] is True


def test_what_was_only_said_by_who_passed_does_not_count(api, workspace, member_client):
    round = make_round(workspace, target=Decimal(100_000))
    for amounts in ({"soft_amount": Decimal(30_000)}, {"hard_amount": Decimal(20_000)}):
        investor = make_investor(workspace, pipeline_stage="passed")
        make_commitment(round, investor, **amounts)
    progress = api.get(f"{ROUNDS}/{round.pk}").data["progress"]
    assert (progress["soft"], progress["hard"], progress["investors"]) == ("0.00", "20000.00", 1)
    page = member_client.get(f"/investors/rounds/{round.pk}")
    assert (len(page.context["commitments"]), page.context["unsigned"]) == (2, [])
    assert page.context["progress"].total == 20_000


def test_a_commitment_is_written_down_once_and_goes_on(api, workspace):
    round, investor = make_round(workspace), make_investor(workspace)
    asked = {"round": round.pk, "investor": investor.pk, "soft_amount": "5000.00"}
    made = api.post(COMMITMENTS, asked)
    today = str(workspace.day_of(timezone.now()))
    assert (made.status_code, made.data["step"], made.data["amount"]) == (201, "soft", "5000.00")
    assert (made.data["soft_on"], made.data["currency"]) == (today, "EUR")
    again = api.post(COMMITMENTS, asked)
    assert (again.status_code, again.json()["code"]) == (409, "already_committed")
    url = f"{COMMITMENTS}/{made.data['id']}"
    signed = api.patch(url, {"hard_amount": "4000.00", "hard_on": "2026-03-01"})
    assert (signed.data["step"], signed.data["amount"], signed.data["hard_on"]) == ("hard", "4000.00", "2026-03-01")
    assert [each["id"] for each in api.get(f"{COMMITMENTS}?step=hard&round={round.pk}").data["results"]] == [
        made.data["id"]
    ]
    assert api.get(f"{COMMITMENTS}?step=soft").data["results"] == []
    assert api.patch(url, {"investor": make_investor(workspace).pk}).status_code == 400
    nothing = api.patch(url, {"soft_amount": None, "hard_amount": None})
    assert (nothing.status_code, "Give at least one amount." in str(nothing.json())) == (400, True)
    held = api.delete(f"{ROUNDS}/{round.pk}")
    assert (held.status_code, held.json()["code"]) == (409, "has_commitments")
    assert api.delete(url).status_code == 204
    assert not Commitment.objects.exists()


def test_nothing_of_a_stranger_or_of_who_is_deleted(api, workspace, other_workspace):
    ours, theirs = make_round(workspace), make_round(other_workspace)
    stranger, gone = make_investor(other_workspace), make_investor(workspace)
    make_commitment(ours, gone)
    actions.delete_investor(investor=gone, by=None)
    for asked in ({"round": theirs.pk}, {"investor": stranger.pk}, {"investor": gone.pk}):
        fields = {"round": ours.pk, "investor": make_investor(workspace).pk, "soft_amount": "1"} | asked
        assert api.post(COMMITMENTS, fields).status_code == 400
    assert api.get(COMMITMENTS).data["results"] == []
    assert api.get(f"{ROUNDS}/{theirs.pk}").status_code == 404
    assert api.get(f"{COMMITMENTS}?nothing=1").status_code == 400
