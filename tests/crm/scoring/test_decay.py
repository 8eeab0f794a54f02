import pytest

from crm.models import Scoring
from crm.scoring.decay import capped, decayed, percent


@pytest.mark.parametrize(
    ("value", "days", "half_life", "left"),
    [
        (10, 0, 14, 10),
        (10, 14, 14, 5),
        (10, 28, 14, 2.5),
        (10, 42, 14, 1.25),
        (8, 7, 14, 5.656854249492381),  # 8 / √2
        (-20, 30, 30, -10),
        (10, -3, 14, 10),  # an event dated tomorrow is worth no more than one of now
    ],
)
def test_points_halve_with_every_half_life(value, days, half_life, left):
    assert decayed(value, days, half_life) == pytest.approx(left)


@pytest.mark.parametrize(("value", "cap", "held"), [(25, 20, 20), (19.5, 20, 19.5), (-25, 20, -20), (-5, 20, -5)])
def test_a_cap_holds_points_on_both_sides(value, cap, held):
    assert capped(value, cap) == held


@pytest.mark.parametrize(("value", "shown"), [(-5, 0), (0, 0), (0.5, 1), (1.49, 1), (2.5, 3), (99.5, 100), (140, 100)])
def test_a_sum_is_a_number_from_0_to_100(value, shown):
    assert percent(value) == shown


@pytest.mark.parametrize(
    ("weight", "fit", "engagement", "score"),
    [(50, 55, 0, 28), (50, 40, 60, 50), (100, 40, 60, 40), (0, 40, 60, 60), (30, 33, 66, 56), (50, 100, 100, 100)],
)
def test_a_score_is_the_weighted_middle(weight, fit, engagement, score):
    assert Scoring(fit_weight=weight).score(fit, engagement) == score


@pytest.mark.parametrize(
    ("fit", "engagement", "cell"),
    [(60, 50, "A1"), (59, 50, "B1"), (30, 49, "B2"), (29, 15, "C2"), (0, 14, "C3"), (100, 0, "A3")],
)
def test_a_cell_begins_at_its_limits(fit, engagement, cell):
    assert Scoring().cell(fit, engagement) == cell
