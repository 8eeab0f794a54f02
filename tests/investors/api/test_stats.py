from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from investors import actions
from investors.models import Investor
from tests.factories.investors import make_commitment, make_investor, make_round

pytestmark = pytest.mark.django_db
STATS = "/api/investors/stats"


@pytest.fixture
def raise_(workspace):
    """Five investors in three stages, with commitments to rounds in two currencies."""
    now = timezone.now()
    ten = now - timedelta(days=10, minutes=5)
    kima = make_investor(workspace, pipeline_stage="committed", client_type="vc", check_size=100, stage_since=ten)
    bpi = make_investor(
        workspace,
        pipeline_stage="committed",
        client_type="public",
        check_size=300,
        stage_since=now - timedelta(days=20, minutes=5),
        next_step_at=now - timedelta(days=1),
    )
    make_investor(workspace, pipeline_stage="meeting", client_type="vc", next_step_at=now + timedelta(days=1))
    make_investor(workspace, pipeline_stage="passed", relation="advisor")
    gone = make_investor(workspace, pipeline_stage="committed")
    euros, dollars = make_round(workspace), make_round(workspace, currency="USD")
    cancelled = make_round(workspace, status="cancelled")
    make_commitment(euros, kima, soft_amount=Decimal(100), hard_amount=Decimal(90))
    make_commitment(euros, bpi, soft_amount=Decimal(300))
    make_commitment(dollars, bpi, hard_amount=Decimal(50), wired_amount=Decimal("49.50"))
    make_commitment(cancelled, kima, wired_amount=Decimal(1000))
    make_commitment(euros, gone, wired_amount=Decimal(7))
    actions.delete_investor(investor=gone, by=None)


EUR = {"currency": "EUR", "soft": "300.00", "hard": "90.00", "wired": "0.00", "total": "390.00"}
USD = {"currency": "USD", "soft": "0.00", "hard": "0.00", "wired": "49.50", "total": "49.50"}


def test_how_the_investors_stand(api, raise_):
    stats = api.get(STATS).json()
    assert stats["total"] == {"count": 4, "investors": "/api/investors?"}
    stages = {row["stage"]: row for row in stats["by_stage"]}
    assert list(stages) == Investor.Stage.values
    committed = stages["committed"]
    assert (committed["count"], committed["label"], committed["check_size"]) == (2, "Committed", "400.00")
    assert (committed["average_days"], committed["longest_days"]) == (15.0, 20)
    assert committed["committed"] == stats["committed"] == [EUR, USD]
    empty = stages["closed"]
    assert (empty["count"], empty["average_days"], empty["longest_days"], empty["committed"]) == (0, None, None, [])
    types = {row["value"]: row["count"] for row in stats["by_type"]}
    assert (types["vc"], types["public"], types["other"], types["angel"]) == (2, 1, 1, 0)
    assert {row["value"]: row["count"] for row in stats["by_relation"]} == {"prospect": 3, "existing": 0, "advisor": 1}
    named = ("with_commitment", "overdue", "without_next_step")
    assert {name: stats[name]["count"] for name in named} == {
        "with_commitment": 2,
        "overdue": 1,
        "without_next_step": 2,
    }


def figures(answer):
    """Every {count, investors} of the answer."""
    if isinstance(answer, dict):
        if "investors" in answer:
            yield answer
        answer = list(answer.values())
    for each in answer if isinstance(answer, list) else []:
        yield from figures(each)


@pytest.mark.parametrize("query", ["", "client_type=vc", "stage=committed&stage=passed", "has_commitment=true"])
def test_every_figure_lists_its_investors(api, raise_, query):
    found = list(figures(api.get(f"{STATS}?{query}").json()))
    assert len(found) > 10
    for figure in found:
        assert (figure, len(api.get(figure["investors"]).json()["results"])) == (figure, figure["count"])


def test_the_cost_does_not_grow_with_the_investors(api, workspace, raise_):
    counts = []
    api.get(STATS)  # what a process learns once is not the page's
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            api.get(STATS)
        counts.append(len(queries))
        for _each in range(20):
            make_investor(workspace)
    assert counts[0] == counts[1]


def test_a_wrong_filter_is_named(api, workspace):
    assert api.get(f"{STATS}?stage=won").status_code == 400
    assert api.get(f"{STATS}?colour=red").status_code == 400
