"""What a workspace did in a period, beside the period before: daily counts and the counters campaigns keep.

Nothing here walks leads, deliveries or events, so that a page costs the same however many there are.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Sum

from crm.events import LEAD_CREATED, LEAD_STATUS_CHANGED
from crm.models import Lead
from marketing.ads.models import AdDailyMetric
from marketing.emails.events import CLICKED, OPENED, SENT
from marketing.emails.models import EmailCampaign
from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN
from marketing.funnels.models import Funnel
from webox.accounts.models import Workspace
from webox.analytics.events import TYPES
from webox.analytics.models import DailyCount, Event
from webox.analytics.periods import Period, change

HEADLINES = (LEAD_CREATED, FUNNEL_ENTERED, FUNNEL_CONVERTED, OPTED_IN, SENT, OPENED, CLICKED)
DECIDED = (Lead.Status.WON, Lead.Status.LOST)


@dataclass(frozen=True)
class Figure:
    """A number now and in the period before; None where there is nothing to divide by."""

    now: float | None
    before: float | None = None

    @property
    def change(self):
        """How much more than before, in percent."""
        fraction = change(self.now, self.before)
        return None if fraction is None else fraction * 100

    @property
    def points(self):
        """How much more than before, in percentage points of a rate."""
        return None if self.now is None or self.before is None else (self.now - self.before) * 100


@dataclass(frozen=True)
class AdCosts:
    """Of all ads paid for in one currency."""

    currency: str
    spend: Figure
    clicks: Figure
    conversions: Figure
    cost_per_conversion: Figure


@dataclass(frozen=True)
class Figures:
    """`days` is {event type: {day: count}} of the period; `sources` is [(source, new leads)]."""

    period: Period
    days: dict
    sources: list
    leads: Figure
    visitors: Figure
    opt_ins: Figure
    opt_in_rate: Figure
    won: Figure
    decided: Figure
    win_rate: Figure
    sent: Figure
    open_rate: Figure
    click_rate: Figure
    # An AdCosts for each currency
    ads: list


def figures_of(membership, period):
    """Of a member limited to their own leads, what is about leads is about theirs."""
    workspace, before = membership.workspace, period.previous()
    counts = DailyCount.objects.for_workspace(workspace)
    span = Period(before.first, period.last)
    series = counts.series_of(HEADLINES, span)
    if membership.sees_own_leads_only:
        series[LEAD_CREATED], sources, decided_on = own_leads(membership, span, period)
    else:
        sources, decided_on = counts.split(LEAD_CREATED, period), decisions(workspace, span)
    total = {name: figure_of(days, period) for name, days in series.items()}
    won, lost = (figure_of(days, period) for days in decided_on)
    decided = Figure(won.now + lost.now, won.before + lost.before)
    opened, clicked, delivered = campaign_totals(workspace, period, before)
    return Figures(
        period=period,
        days={name: {day: days[day] for day in period.days()} for name, days in series.items()},
        sources=sources,
        leads=total[LEAD_CREATED],
        visitors=total[FUNNEL_ENTERED],
        opt_ins=total[OPTED_IN],
        opt_in_rate=rate(total[FUNNEL_CONVERTED], total[FUNNEL_ENTERED]),
        won=won,
        decided=decided,
        win_rate=rate(won, decided),
        sent=total[SENT],
        open_rate=rate(opened, delivered),
        click_rate=rate(clicked, delivered),
        ads=ad_costs(workspace, period, before),
    )


def figure_of(days, period):
    """The sum of {day: count} over the period, and over what comes before it."""
    return Figure(
        sum(number for day, number in days.items() if day >= period.first),
        sum(number for day, number in days.items() if day < period.first),
    )


def rate(part, whole):
    def ratio(some, of):
        return some / of if of else None

    return Figure(ratio(part.now, whole.now), ratio(part.before, whole.before))


def decisions(workspace, span):
    """[{day: leads moved to won}, {day: leads moved to lost}]"""
    days = {status.value: {} for status in DECIDED}
    rows = DailyCount.objects.for_workspace(workspace).filter(
        metric=TYPES[LEAD_STATUS_CHANGED].split_metric, subject_type__in=days, day__range=(span.first, span.last)
    )
    for status, day, number in rows.values_list("subject_type", "day", "count"):
        days[status][day] = number
    return list(days.values())


def own_leads(membership, span, period):
    """({day: new leads}, [(source, new leads)], [{day: won}, {day: lost}]) of a member's own leads, which are few."""
    events = Event.objects.visible_to(membership).filter(day__range=(span.first, span.last))
    created, days, sources = events.filter(type=LEAD_CREATED), dict.fromkeys(span.days(), 0), Counter()
    for day, source in created.values_list("day", "properties__source"):
        days[day] += 1
        sources[source or ""] += day >= period.first
    decided = {status.value: Counter() for status in DECIDED}
    moves = events.filter(type=LEAD_STATUS_CHANGED, properties__to__in=list(decided))
    for day, status in moves.values_list("day", "properties__to"):
        decided[status][day] += 1
    by_size = sorted((+sources).items(), key=lambda each: (-each[1], each[0]))
    return days, by_size, list(decided.values())


def campaign_totals(workspace, period, before):
    """People who opened, who clicked, and messages delivered, of the campaigns whose sending began in each period."""
    spans = {"now": began_in(workspace, period), "before": began_in(workspace, before)}
    names = ("total_opened", "total_clicked", "total_sent")
    sums = {f"{name}_{when}": Sum(name, filter=span) for name in names for when, span in spans.items()}
    found = EmailCampaign.objects.for_workspace(workspace).filter(spans["now"] | spans["before"]).aggregate(**sums)
    return [Figure(found[f"{name}_now"] or 0, found[f"{name}_before"] or 0) for name in names]


def ad_costs(workspace, period, before):
    """[AdCosts] of the days of each period, in the order of their currencies."""
    names = ("spend", "clicks", "conversions")
    sums = {
        f"{name}_{when}": Sum(name, filter=Q(day__range=(span.first, span.last)))
        for name in names
        for when, span in (("now", period), ("before", before))
    }
    days = AdDailyMetric.objects.for_workspace(workspace).filter(day__range=(before.first, period.last))
    found = []
    for row in days.order_by("currency").values("currency").annotate(**sums):
        spend, clicks, conversions = (
            Figure(float(row[f"{name}_now"] or 0), float(row[f"{name}_before"] or 0)) for name in names
        )
        found.append(AdCosts(row["currency"], spend, clicks, conversions, rate(spend, conversions)))
    return found


def began_in(workspace, period):
    start, end = period.moments(workspace.zone)
    return Q(frozen_at__gte=start, frozen_at__lt=end)


def first_steps(workspace):
    """{"funnel", "lead", "campaign": whether the workspace has published, got, sent its first}, in one query."""
    of_workspace = {"workspace": OuterRef("pk")}
    return Workspace.objects.values(
        funnel=Exists(Funnel.objects.filter(**of_workspace, is_active=True)),
        lead=Exists(Lead.objects.filter(**of_workspace, deleted_at=None)),
        campaign=Exists(EmailCampaign.objects.filter(**of_workspace, frozen_at__isnull=False)),
    ).get(pk=workspace.pk)
