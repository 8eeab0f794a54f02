"""How much more than in the period before, as fractions; None where there is nothing to compare."""

from webox.analytics.periods import change

SHARED = ("impressions", "clicks", "conversions")
OF_MONEY = ("spend", "cpc", "cpm", "cpa", "roas")


def changed(now, before):
    return change(float(now), float(before)) if now is not None and before is not None else None


def changes_of(now, before):
    """Of what may be added across currencies."""
    return {name: changed(getattr(now, name), getattr(before, name)) for name in SHARED}


def changes_by_currency(now, before):
    """[(Figures, {measure: change})] of each currency."""
    then = {each.currency: each for each in (before.main, *before.others)}
    return [
        (each, {name: changed(getattr(each, name), getattr(then.get(each.currency), name, None)) for name in OF_MONEY})
        for each in now.by_currency
    ]
