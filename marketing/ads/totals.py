"""What campaigns brought over some days: sums per currency, and the rates made of them.

Figures a file gave for several days together count where they lie wholly within the days asked for and no daily
figure of the campaign covers them, so that nothing counts twice and nothing is cut.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, Sum, Value

from marketing.ads.models import AdDailyMetric, AdPeriodMetric, Measures

NOTHING = Decimal(0)
THOUSAND = 1000


@dataclass(frozen=True)
class Figures:
    """Sums of one currency. A rate is None where there is nothing to divide by."""

    currency: str
    impressions: int = 0
    clicks: int = 0
    conversions: Decimal = NOTHING
    spend: Decimal = NOTHING
    conversion_value: Decimal = NOTHING
    # Whether some of it was given for several days together
    has_periods: bool = False

    @property
    def ctr(self):
        return self.clicks / self.impressions if self.impressions else None

    @property
    def cpc(self):
        return self.spend / self.clicks if self.clicks else None

    @property
    def cpm(self):
        return self.spend * THOUSAND / self.impressions if self.impressions else None

    @property
    def cpa(self):
        return self.spend / self.conversions if self.conversions else None

    @property
    def roas(self):
        return self.conversion_value / self.spend if self.spend else None

    @property
    def is_empty(self):
        return not any(getattr(self, name) for name in Measures.NAMES)

    def __add__(self, other):
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} have no sum.")
        sums = {name: getattr(self, name) + getattr(other, name) for name in Measures.NAMES}
        return Figures(self.currency, **sums, has_periods=self.has_periods or other.has_periods)


RATES = ("ctr", "cpc", "cpm", "cpa", "roas")


@dataclass(frozen=True)
class Totals:
    """`main` is in the currency of the campaign, or of the workspace; `others` are of every other currency."""

    main: Figures
    others: tuple = ()

    @property
    def by_currency(self):
        """All that hold something; the main one when none does."""
        held = [each for each in (self.main, *self.others) if not each.is_empty]
        return held or [self.main]

    @property
    def impressions(self):
        return sum(each.impressions for each in (self.main, *self.others))

    @property
    def clicks(self):
        return sum(each.clicks for each in (self.main, *self.others))

    @property
    def conversions(self):
        return sum((each.conversions for each in (self.main, *self.others)), NOTHING)

    @property
    def ctr(self):
        return self.clicks / self.impressions if self.impressions else None

    @property
    def is_empty(self):
        return all(each.is_empty for each in (self.main, *self.others))

    @property
    def has_periods(self):
        return any(each.has_periods for each in (self.main, *self.others))


def totals_of(figures, currency):
    """The Totals of some Figures, those of the same currency added up."""
    sums = {}
    for each in figures:
        sums[each.currency] = sums[each.currency] + each if each.currency in sums else each
    main = sums.pop(currency, Figures(currency))
    return Totals(main, tuple(sums[name] for name in sorted(sums)))


def days_in(period, **about):
    days = AdDailyMetric.objects.filter(**about)
    return days.filter(day__range=(period.first, period.last)) if period else days


def periods_in(period, **about):
    """Figures of several days that count in a period, or at all."""
    rows = AdPeriodMetric.objects.filter(**about).uncovered()
    return rows.filter(first_day__gte=period.first, last_day__lte=period.last) if period else rows


def summed(period, *keys, **about):
    """[(*keys, Figures)] in one query, over the days and the periods of these campaigns."""
    columns = [f"sum_{name}" for name in Measures.NAMES]
    sums = {f"sum_{name}": Sum(name) for name in Measures.NAMES}

    def grouped(rows, has_periods):
        rows = rows.order_by().values(*keys, "currency").annotate(**sums)
        return rows.annotate(has_periods=Value(has_periods, BooleanField())).values_list(
            *keys, "currency", *columns, "has_periods"
        )

    both = grouped(days_in(period, **about), False).union(grouped(periods_in(period, **about), True), all=True)
    width = len(keys)
    for row in both:
        yield (*row[:width], Figures(*row[width : width + 6], has_periods=bool(row[-1])))


def attach_totals(campaigns, period=None):
    """Give each campaign of a page its `totals`, all of them in one query."""
    found = {campaign.pk: [] for campaign in campaigns}
    if found:
        for pk, figures in summed(period, "campaign_id", campaign__in=list(found)):
            found[pk].append(figures)
    for campaign in campaigns:
        campaign.totals = totals_of(found[campaign.pk], campaign.money)
    return campaigns


def totals_of_campaign(campaign, period=None):
    return totals_of((figures for (figures,) in summed(period, campaign=campaign)), campaign.money)


def totals_of_all(campaigns, workspace, period=None):
    """Of every campaign a queryset finds."""
    rows = summed(period, workspace=workspace, campaign__in=campaigns.order_by().values("pk"))
    return totals_of((figures for (figures,) in rows), workspace.currency)
