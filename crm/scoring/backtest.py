"""How good the prediction would have been: learnt from the older closed leads, tried on newer ones it never saw."""

from crm.scoring.bayes import train

# How much of the past it learns from, and the fewest closed leads it can be tried on
LEARNS_FROM = 0.7
FEWEST_TRIED = 20
DECILES = 10


def backtest(outcomes, fewest):
    """What to show about `outcomes`, the oldest first; {"enough": False} and the numbers when they are too few.

    `fewest` is how many won, and how many lost, a model needs to be learnt.
    """
    cut = int(len(outcomes) * LEARNS_FROM)
    older, newer = outcomes[:cut], outcomes[cut:]
    model = train(older)
    won = sum(outcome.won for outcome in newer)
    found = {"learnt": {"won": model.won, "lost": model.lost}, "tried": {"won": won, "lost": len(newer) - won}}
    enough = min(model.won, model.lost) >= fewest and len(newer) >= FEWEST_TRIED and 0 < won < len(newer)
    if not enough:
        return found | {"enough": False}
    tried = [(model.probability(outcome.features, outcome.tags), outcome.won) for outcome in newer]
    base = model.won / (model.won + model.lost)
    return found | {
        "enough": True,
        "brier": brier(tried),
        "base_brier": brier([(base, won) for _probability, won in tried]),
        "base_rate": won / len(newer),
        "deciles": deciles(tried),
        "calibration": calibration(tried),
    }


def brier(tried):
    """The mean squared distance of [(probability, won)] from what came: 0 is perfect, 0.25 a coin."""
    return sum((probability - won) ** 2 for probability, won in tried) / len(tried)


def deciles(tried):
    """From the most to the least promising tenth: how many were won, and how many times the average that is."""
    ordered = sorted(tried, key=lambda pair: -pair[0])
    rate = sum(won for _probability, won in tried) / len(tried)
    found = []
    for number in range(DECILES):
        some = ordered[number * len(ordered) // DECILES : (number + 1) * len(ordered) // DECILES]
        won = sum(won for _probability, won in some)
        found.append(
            {
                "leads": len(some),
                "won": won,
                "rate": won / len(some),
                "lift": won / len(some) / rate,
                "from": some[-1][0],
                "to": some[0][0],
            }
        )
    return found


def calibration(tried):
    """Of the leads given 0–10 %, 10–20 %, …: what was said on average, and what came."""
    found = []
    for number in range(10):
        some = [pair for pair in tried if min(9, int(pair[0] * 10)) == number]
        if some:
            said = sum(probability for probability, _won in some) / len(some)
            came = sum(won for _probability, won in some) / len(some)
            found.append({"from": number * 10, "to": number * 10 + 10, "leads": len(some), "said": said, "came": came})
    return found
