"""How points fade, and what keeps them between their limits. crm/scoring/now.py says the same in SQL."""

import math

# After so many half-lives less than a thousandth of an event is left.
HALF_LIVES = 10


def decayed(value, days, half_life_days):
    """What a value of so many days ago is worth now."""
    return value * 0.5 ** (max(0.0, days) / half_life_days)


def capped(value, cap):
    """No more than the cap; of negative points no less than minus the cap."""
    return max(-cap, min(cap, value))


def percent(value):
    """A sum of points as a number from 0 to 100, halves up as SQL does it here."""
    return math.floor(max(0.0, min(100.0, value)) + 0.5)
