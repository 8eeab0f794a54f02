"""The figures of one campaign taken apart: by day, by ad set and ad, and those of several days."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Sum

from marketing.ads.models import Ad, AdDailyMetric, AdPeriodMetric, Measures
from marketing.ads.totals import Figures, Totals, totals_of

SUMS = {f"sum_{name}": Sum(name) for name in Measures.NAMES}


@dataclass
class Line:
    """An ad set with its ads, an ad, or what was given for the campaign as a whole (`row` is None)."""

    row: object
    totals: Totals
    ads: list = field(default_factory=list)


def days_of(campaign, period):
    """{currency: {day: Figures}} of the days that have some."""
    days = AdDailyMetric.objects.filter(campaign=campaign, day__range=(period.first, period.last)).order_by("day")
    found = {}
    for currency, day, *sums in days.values_list("currency", "day").annotate(**SUMS):
        found.setdefault(currency, {})[day] = Figures(currency, *sums)
    return found


def levels_of(campaign, period):
    """[Line] of its ad sets in the order of what they cost, each with its ads; planned ones without figures too."""
    days = AdDailyMetric.objects.filter(campaign=campaign, day__range=(period.first, period.last)).order_by()
    found = {}
    for set_id, ad_id, currency, *sums in days.values_list("ad_set", "ad", "currency").annotate(**SUMS):
        found.setdefault(set_id, {}).setdefault(ad_id, []).append(Figures(currency, *sums))
    sets = {row.pk: row for row in campaign.ad_sets.all()}
    ads = Ad.objects.filter(ad_set__campaign=campaign).in_bulk()
    lines = []
    for set_id, parts in found.items():
        whole = totals_of((each for some in parts.values() for each in some), campaign.money)
        below = [Line(ads[pk], totals_of(some, campaign.money)) for pk, some in parts.items() if pk in ads]
        lines.append(Line(sets.get(set_id), whole, sorted(below, key=by_cost)))
    planned = [row for row in sets.values() if row.pk not in found and (row.target_audience or row.daily_budget)]
    lines += [Line(row, totals_of([], campaign.money)) for row in planned]
    return sorted(lines, key=by_cost)


def by_cost(line):
    return (-line.totals.main.spend, -line.totals.impressions, line.row.name if line.row else "")


def periods_of(campaign):
    """Figures of several days, the latest first: (first, last, Totals, whether daily figures say the same again)."""
    days = AdDailyMetric.objects.filter(campaign=campaign, day__range=(OuterRef("first_day"), OuterRef("last_day")))
    rows = AdPeriodMetric.objects.filter(campaign=campaign).annotate(covered=Exists(days))
    rows = rows.order_by("-first_day", "-last_day").values_list("first_day", "last_day", "covered", "currency")
    found = {}
    for first, last, covered, currency, *sums in rows.annotate(**SUMS):
        found.setdefault((first, last, covered), []).append(Figures(currency, *sums))
    return [
        {"first": first, "last": last, "is_covered": covered, "totals": totals_of(some, campaign.money)}
        for (first, last, covered), some in found.items()
    ]
