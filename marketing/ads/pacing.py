"""Whether a campaign spends its budget as evenly as it could: what is spent against where an even spend would be, what
it comes to in the end, and what is left for each day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marketing.ads.models import AdDailyMetric

# The pace is that of the last so many days with figures.
RECENT = 7
# So far from even is still on track.
TOLERANCE = Decimal("0.1")
VERDICTS = {
    "no_budget": _("No budget is set."),
    "no_days": _("A total budget needs a first and a last day to be spread over."),
    "not_begun": _("It has not begun yet."),
    "no_figures": _("There are no figures of its days yet."),
    "on_track": _("It spends about evenly."),
    "behind": _("It spends less than an even spend would."),
    "ahead": _("It spends faster than an even spend would."),
    "spent": _("The budget is spent."),
}


@dataclass(frozen=True)
class Pacing:
    """Money in the currency of the campaign. `until` is the last day with figures: later ones are not judged."""

    currency: str
    today: date
    daily_budget: Decimal | None
    total_budget: Decimal | None
    first: date | None
    last: date | None
    until: date | None
    spent: Decimal
    # Of the last days, on average
    pace: Decimal | None
    # A second currency was spent in, which is left out here
    has_other_currency: bool = False

    @cached_property
    def days(self):
        """How many the campaign runs, None without an end."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    @cached_property
    def days_done(self):
        if not self.first or not self.until or self.until < self.first:
            return 0
        return (min(self.until, self.last or self.until) - self.first).days + 1

    @property
    def days_left(self):
        return max(0, self.days - self.days_done) if self.days else None

    @property
    def budget(self):
        """Of the whole run: the total, or as many daily budgets as it has days."""
        if self.total_budget is not None:
            return self.total_budget
        return self.daily_budget * self.days if self.daily_budget is not None and self.days else None

    @property
    def even(self):
        """Where an even spend would be by now."""
        if self.total_budget is not None:
            return self.total_budget * self.days_done / self.days if self.days else None
        return self.daily_budget * self.days_done if self.daily_budget is not None and self.first else None

    @property
    def left(self):
        return None if self.budget is None else max(Decimal(0), self.budget - self.spent)

    @property
    def forecast(self):
        """What it comes to in the end, at the pace of the last days."""
        return self.spent + self.pace * self.days_left if self.days and self.pace is not None else None

    @property
    def per_day_left(self):
        """What each day that is left may cost for the budget to be spent, and no more."""
        return self.left / self.days_left if self.left is not None and self.days_left else None

    @property
    def lasts_until(self):
        """The day a total budget without a last day is spent, at the pace of the last days."""
        if self.total_budget is None or self.days or not self.pace or not self.until or not self.left:
            return None
        days = min(int(self.left / self.pace), 36_500)
        return self.until + timedelta(days=days)

    @property
    def verdict(self):
        if self.daily_budget is None and self.total_budget is None:
            return "no_budget"
        if self.budget is not None and self.spent >= self.budget > 0:
            return "spent"
        if self.first and self.first > self.today:
            return "not_begun"
        if self.even is None:
            return "no_days" if self.total_budget is not None else "no_figures"
        if not self.days_done:
            return "no_figures"
        if self.spent < self.even * (1 - TOLERANCE):
            return "behind"
        return "ahead" if self.spent > self.even * (1 + TOLERANCE) else "on_track"

    @property
    def sentence(self):
        return VERDICTS[self.verdict]

    @property
    def share(self):
        """Of the budget that is spent, 0 to 1."""
        return min(Decimal(1), self.spent / self.budget) if self.budget else None

    @property
    def even_share(self):
        return min(Decimal(1), self.even / self.budget) if self.budget and self.even is not None else None


def pacing_of(campaign, today):
    """From the daily figures of its whole run, in one query."""
    rows = AdDailyMetric.objects.filter(campaign=campaign).order_by("day").values_list("currency", "day")
    spend, others = {}, False
    for currency, day, amount in rows.annotate(amount=Sum("spend")):
        if currency == campaign.money:
            spend[day] = amount
        else:
            others = others or amount > 0
    first = campaign.start_date or min(spend, default=None)
    run = {day: amount for day, amount in spend.items() if first <= day <= (campaign.end_date or day)} if spend else {}
    until = max(spend, default=None)
    recent = [run[day] for day in sorted(run)[-RECENT:]]
    return Pacing(
        currency=campaign.money,
        today=today,
        daily_budget=campaign.daily_budget,
        total_budget=campaign.total_budget,
        first=first,
        last=campaign.end_date,
        until=until,
        spent=sum(run.values(), Decimal(0)),
        pace=sum(recent, Decimal(0)) / len(recent) if recent else None,
        has_other_currency=others,
    )
