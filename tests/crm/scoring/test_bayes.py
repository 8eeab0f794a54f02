import math
import random

import pytest

from crm.scoring.backtest import backtest, brier, calibration, deciles
from crm.scoring.bayes import NO, OTHER, YES, Model, Outcome, in_points, probability, train


def outcomes(won, number, tags=(), **features):
    return [Outcome(won, features, frozenset(tags))] * number


@pytest.fixture
def model():
    """20 won of which 12 were referred, 20 lost of which 2 were."""
    return train(
        [
            *outcomes(True, 12, source="referral"),
            *outcomes(True, 8, source="ads"),
            *outcomes(False, 2, source="referral"),
            *outcomes(False, 18, source="ads"),
        ]
    )


def test_outcomes_are_counted(model):
    assert (model.won, model.lost) == (20, 20)
    assert model.counts == {"source": {"referral": [12, 2], "ads": [8, 18]}}


def test_the_odds_are_those_counted_by_hand(model):
    # (12 + 1) / (20 + 2) against (2 + 1) / (20 + 2)
    base, part = model.parts({"source": "referral"})
    assert (base.feature, base.log_odds) == ("", 0)
    assert part.log_odds == pytest.approx(math.log(13 / 3))
    assert model.probability({"source": "referral"}) == pytest.approx(13 / 16)
    assert model.probability({"source": "ads"}) == pytest.approx(9 / 28)


def test_two_features_multiply_and_the_base_rate_counts():
    model = Model(30, 10, {"phone": {"yes": [24, 4], "no": [6, 6]}, "company": {"yes": [15, 5], "no": [15, 5]}})
    # 31/11 · (25/32 ÷ 5/12) · (16/32 ÷ 6/12)
    odds = 31 / 11 * (25 / 32 * 12 / 5)
    assert model.probability({"phone": "yes", "company": "no"}) == pytest.approx(odds / (1 + odds))
    assert probability(math.log(odds)) == pytest.approx(odds / (1 + odds))


def test_what_was_never_seen_says_nothing(model):
    assert [part.feature for part in model.parts({"source": "fair"})] == [""]
    assert model.probability({"source": "fair"}) == 0.5


def test_rare_values_are_one_together():
    rare = [Outcome(number < 3, {"source": f"s{number}"}) for number in range(6)]
    model = train([*outcomes(True, 5, source="ads"), *rare])
    assert model.counts == {"source": {"ads": [5, 0], OTHER: [3, 3]}}
    assert [part.value for part in model.parts({"source": "unheard of"})] == ["", OTHER]


def test_a_tag_counts_where_it_is_and_where_it_is_missing():
    model = train([*outcomes(True, 9, tags=["vip"]), *outcomes(True, 11), *outcomes(False, 1, tags=["vip"])])
    assert model.counts == {"tag:vip": {YES: [9, 1], NO: [11, 0]}}
    assert [part.value for part in model.parts({}, {"vip"})] == ["", YES]
    assert [part.value for part in model.parts({}, set())] == ["", NO]


def test_a_tag_with_few_outcomes_is_left_out():
    assert train(outcomes(True, 9, tags=["vip"])).counts == {}


def test_points_add_up_to_the_log_odds(model):
    model.counts["phone"] = {"yes": [15, 9], "no": [5, 11]}
    parts = model.parts({"source": "referral", "phone": "no"})
    total = in_points(parts)
    # ten double the odds: 13/3 is 21.15 points, (6/22)/(12/22) = 1/2 is −10
    assert [part.points for part in parts] == [0, 21, -10]
    assert total == sum(part.points for part in parts) == 11


def test_extremes_neither_overflow_nor_divide_by_nothing():
    model = train(outcomes(True, 1000, **{f"f{number}": "x" for number in range(200)}))
    assert model.probability({}) == pytest.approx(1001 / 1002)
    assert probability(-1000) == 0
    assert probability(1000) == 1


def test_the_brier_score_is_the_mean_of_squares():
    assert brier([(0.8, True), (0.4, False)]) == pytest.approx((0.04 + 0.16) / 2)


def test_deciles_go_from_the_most_to_the_least_promising():
    tried = [(number / 100, number >= 80) for number in range(100)]
    found = deciles(tried)
    assert [(ten["leads"], ten["won"], ten["lift"]) for ten in found[:3]] == [(10, 10, 5), (10, 10, 5), (10, 0, 0)]
    assert (found[0]["to"], found[0]["from"]) == (0.99, 0.90)


def test_calibration_sets_what_was_said_beside_what_came():
    tried = [(0.15, False), (0.19, True), (1.0, True)]
    assert calibration(tried) == [
        {"from": 10, "to": 20, "leads": 2, "said": pytest.approx(0.17), "came": 0.5},
        {"from": 90, "to": 100, "leads": 1, "said": 1.0, "came": 1.0},
    ]


def signal(number, dice, strength):
    """Leads of which the referred are won more often, the rest of what is known of them being noise."""
    found = []
    for _ in range(number):
        referred = dice.random() < 0.3
        won = dice.random() < (0.25 + strength if referred else 0.25)
        features = {"source": "referral" if referred else "ads", "noise": dice.choice("abc")}
        found.append(Outcome(won, features))
    return found


def test_a_known_signal_gives_lift_on_leads_not_seen():
    found = backtest(signal(2000, random.Random(7), 0.6), 20)
    assert found["enough"]
    assert (sum(found["learnt"].values()), sum(found["tried"].values())) == (1400, 600)
    assert found["deciles"][0]["lift"] > 1.6
    assert found["deciles"][-1]["lift"] < 0.8
    assert found["brier"] < found["base_brier"] * 0.8


def test_noise_gives_none():
    found = backtest(signal(2000, random.Random(7), 0), 20)
    assert found["brier"] == pytest.approx(found["base_brier"], rel=0.02)


def test_it_learns_from_the_older_alone():
    # Had it seen the newer ones, it would know that "late" is won.
    older = outcomes(True, 30, source="early") + outcomes(False, 40, source="early")
    newer = outcomes(True, 15, source="late") + outcomes(False, 15, source="early")
    found = backtest(older + newer, 20)
    assert (found["learnt"], found["tried"]) == ({"won": 30, "lost": 40}, {"won": 15, "lost": 15})
    assert [ten["to"] for ten in found["deciles"]] == [pytest.approx(31 / 72)] * 10


@pytest.mark.parametrize(("won", "lost"), [(19, 200), (200, 19), (25, 25), (0, 0)])
def test_too_little_is_said_to_be_too_little(won, lost):
    mixed = outcomes(True, won) + outcomes(False, lost)
    random.Random(1).shuffle(mixed)
    assert backtest(mixed, 20)["enough"] is False
