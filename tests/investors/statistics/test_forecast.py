"""What may come of the pipeline: whose money counts, and how much of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from investors import actions
from investors.models import Investor
from investors.statistics.asking import question_from
from investors.statistics.forecast import Pipeline, forecast_of
from investors.statistics.raising import assumptions_of, simulation_of, steps
from investors.statistics.telling import of_forecast
from tests.factories.investors import make_commitment, make_investor, make_round
from webox.analytics.periods import today_of

pytestmark = pytest.mark.django_db
# Of a prior alone
COMMITTED, TERM_SHEET = Decimal("0.9"), Decimal("0.72")


@pytest.fixture
def round(workspace):
    return make_round(workspace, target=Decimal(500_000))


def amounts(pipeline):
    return {each.stage: (each.amount, each.weighted.quantize(Decimal("0.01"))) for each in pipeline.prospects}


def test_soft_commitments_then_check_sizes_each_by_its_chance(workspace, round):
    committed = make_investor(workspace, pipeline_stage="committed", check_size=Decimal(99_999))
    make_commitment(round, committed, soft_amount=Decimal(80_000))
    make_investor(workspace, pipeline_stage="term_sheet", check_size=Decimal(50_000))
    make_investor(workspace, pipeline_stage="meeting")
    pipeline = Pipeline(workspace, round, timezone.now())
    assert amounts(pipeline) == {
        "committed": (80_000, 80_000 * COMMITTED),
        "term_sheet": (50_000, 50_000 * TERM_SHEET),
        "meeting": (None, 0),
    }
    found = forecast_of(pipeline)
    assert (found["secured"], found["weighted"], found["total"]) == (0, 108_000, 108_000)
    assert found["without_amount"] == 1
    row = next(row for row in found["stages"] if row["stage"] == "committed")
    assert (row["investors"], row["amount"], row["weighted"]) == (1, 80_000, 72_000)
    assert row["mean_chance"] == row["chance"] == pytest.approx(0.9)


def test_who_signed_counts_whole_and_once(workspace, round):
    signed = make_investor(workspace, pipeline_stage="committed", check_size=Decimal(70_000))
    make_commitment(round, signed, soft_amount=Decimal(70_000), hard_amount=Decimal(60_000))
    wired = make_investor(workspace, pipeline_stage="closed")
    make_commitment(round, wired, wired_amount=Decimal(40_000))
    pipeline = Pipeline(workspace, round, timezone.now())
    assert (pipeline.prospects, pipeline.secured, pipeline.signed) == ([], 100_000, ["committed"])


def test_more_commitments_are_no_more_queries(workspace, round, django_assert_num_queries):
    for number in (1, 9):
        for _each in range(number):
            make_commitment(round, make_investor(workspace), soft_amount=Decimal(1000))
        with django_assert_num_queries(3):
            Pipeline(workspace, round, timezone.now())
        del round.counted


def test_who_passed_is_deleted_or_not_active_counts_nothing(workspace, round, member):
    make_investor(workspace, pipeline_stage="passed", check_size=1000)
    make_investor(workspace, pipeline_stage="meeting", check_size=1000, is_active=False)
    gone = make_investor(workspace, pipeline_stage="committed", check_size=1000)
    make_commitment(round, gone, hard_amount=Decimal(1000))
    actions.delete_investor(investor=gone, by=member)
    pipeline = Pipeline(workspace, round, timezone.now())
    assert (pipeline.prospects, pipeline.secured) == ([], 0)


def test_check_sizes_of_another_currency_are_left_out_and_it_says_so(workspace):
    round = make_round(workspace, currency="CHF")
    make_investor(workspace, pipeline_stage="meeting", check_size=1000)
    pipeline = Pipeline(workspace, round, timezone.now())
    assert pipeline.prospects[0].amount is None
    assert any("Check sizes are in EUR and the round is in CHF" in note for note in of_forecast(pipeline))


def test_who_waits_for_long_weighs_less(workspace, round):
    fresh = make_investor(workspace, pipeline_stage="committed", check_size=1000)
    stale = make_investor(workspace, pipeline_stage="committed", check_size=1000)
    Investor.objects.filter(pk=stale.pk).update(stage_since=timezone.now() - timedelta(days=300))
    chances = {each.investor: each.chance for each in Pipeline(workspace, round, timezone.now()).prospects}
    assert chances[fresh.pk] == pytest.approx(0.9)
    # One in eight of those who went on took longer than any of the prior's seven times.
    assert chances[stale.pk] == pytest.approx(0.9 / 8 / (0.9 / 8 + 0.1))


def test_who_was_met_counts_by_themselves_and_others_through_meetings_to_come(workspace, round):
    for stage in ("identified", "contacted", "meeting", "committed"):
        make_investor(workspace, pipeline_stage=stage, check_size=Decimal(100_000))
    pipeline = Pipeline(workspace, round, timezone.now())
    assumptions = assumptions_of(pipeline, question_from({}, workspace), pace=2.5)
    assert [(hope.cents, round_(hope.chance)) for hope in assumptions.hopes] == [(10_000_000, 0.9), (10_000_000, 0.15)]
    assert (assumptions.missing, assumptions.meetings, assumptions.days) == (50_000_000, 2.5, 182)
    assert assumptions.amounts == (10_000_000,) * 4


def round_(number):
    return int(number * 100 + 0.5) / 100


def test_a_simulation_in_days_and_money(workspace, round):
    make_commitment(round, make_investor(workspace, pipeline_stage="closed"), wired_amount=Decimal(450_000))
    make_investor(workspace, pipeline_stage="committed", check_size=Decimal(100_000))
    question = question_from({}, workspace)
    found = simulation_of(Pipeline(workspace, round, timezone.now()), question, pace=0)
    assert found["probability"] == pytest.approx(0.9, abs=0.02)
    assert found["probability"] == found["probability_without_meetings"]
    assert (found["secured"], found["missing"]) == (450_000, 50_000)
    assert (found["low"], found["high"]) == (450_000, 550_000) or found["low"] == 550_000
    assert question.today < found["expected"] <= found["safe"] < question.until
    assert found["curve"][0][1] == 0


def test_without_a_round_there_is_nothing_to_simulate(workspace):
    question = question_from({}, workspace)
    assert simulation_of(Pipeline(workspace, None, timezone.now()), question, 1) is None


@pytest.mark.parametrize("days", [1, 10, 182, 1095])
def test_the_curve_has_the_day_that_is_asked_for(days):
    some = steps(days)
    assert days in some
    assert 2 <= len(some) <= 24


class TestQuestion:
    def test_the_round_closes_the_question(self, workspace, round):
        assert question_from({}, workspace).days == 182
        round.closes_on = today_of(workspace) + timedelta(days=40)
        round.save()
        assert question_from({}, workspace).until == round.closes_on
        asked = question_from({"until": (today_of(workspace) + timedelta(days=9)).isoformat()}, workspace)
        assert asked.days == 9

    @pytest.mark.parametrize("text", ["x", "-1", "26", "nan", "inf"])
    def test_meetings_are_a_number_somebody_can_hold(self, text, workspace):
        with pytest.raises(ValidationError) as refused:
            question_from({"meetings": text}, workspace)
        assert list(refused.value.message_dict) == ["meetings"]

    def test_a_comma_is_a_point(self, workspace):
        assert question_from({"meetings": "2,5"}, workspace).meetings == 2.5

    @pytest.mark.parametrize("until", ["2020-01-01", "2199-01-01", "soon"])
    def test_the_day_is_one_to_come(self, until, workspace):
        with pytest.raises(ValidationError) as refused:
            question_from({"until": until}, workspace)
        assert list(refused.value.message_dict) == ["until"]

    def test_a_round_of_another_workspace_is_not_there(self, workspace, other_workspace):
        for pk in (make_round(other_workspace).pk, "x", "0", "9" * 30):
            with pytest.raises(Http404):
                question_from({"round": str(pk)}, workspace)

    def test_another_round_can_be_asked_for(self, workspace, round):
        older = make_round(workspace, name="Love money", status="closed")
        assert question_from({}, workspace).round == round
        assert question_from({"round": str(older.pk)}, workspace).round == older
