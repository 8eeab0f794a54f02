"""A budget in parts: a test that compares audiences, then what is left for the one that wins."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
TEST_SHARE = Decimal("0.3")
# Below so many days there is nothing to learn from a test.
SHORTEST_TEST, SHORTEST = 3, 6


def parts_of(budget, weights):
    """The budget by weights, to the cent: what rounding leaves goes to the first parts."""
    total = sum(weights)
    if not total:
        weights, total = [1] * len(weights), len(weights)
    parts = [(budget * weight / total).quantize(CENT, ROUND_DOWN) for weight in weights]
    left = int((budget - sum(parts)) / CENT)
    for number in range(left):
        parts[number % len(parts)] += CENT
    return parts


def plan_of(budget, days, audiences):
    """[(phase, number of the audience or None, days, amount)], which sums to the budget."""
    if days < SHORTEST:
        amounts = parts_of(budget, [1] * audiences)
        return [("test", number, days, amount) for number, amount in enumerate(amounts)]
    test_days = max(SHORTEST_TEST, round(days / 3))
    test, scale = parts_of(budget, [TEST_SHARE, 1 - TEST_SHARE])
    lines = [("test", number, test_days, amount) for number, amount in enumerate(parts_of(test, [1] * audiences))]
    return [*lines, ("scale", None, days - test_days, scale)]


def per_day(amount, days):
    """What an amount comes to a day."""
    return (Decimal(amount) / days).quantize(CENT, ROUND_HALF_UP)


def settled(split, budget):
    """The shares of a draft, so that they sum to the budget."""
    amounts = parts_of(budget, [Decimal(share["amount"]) for share in split])
    return [share | {"amount": str(amount)} for share, amount in zip(split, amounts, strict=True)]


def total_of(split):
    return sum((Decimal(share["amount"]) for share in split), Decimal(0))
