"""What a file would change: for each campaign and day or period, what stands there and what would."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from marketing.ads.importing.facts import is_day
from marketing.ads.importing.matching import Matcher
from marketing.ads.models import AdCampaign, AdDailyMetric, AdPeriodMetric, Measures

ADDED, CHANGED, UNCHANGED, REMOVED = STATES = ("added", "changed", "unchanged", "removed")
WHOLE = ("impressions", "clicks")


@dataclass
class Row:
    """Figures of a campaign, an ad set or an ad, stored or to be."""

    ad_set: object
    ad: object
    currency: str
    amounts: list

    @property
    def place(self):
        """The same for rows of the same part; a part that is not saved yet is like no other."""
        return (
            (self.ad_set.pk or id(self.ad_set)) if self.ad_set else None,
            (self.ad.pk or id(self.ad)) if self.ad else None,
            self.currency,
        )

    def as_json(self):
        shown = {"ad_set": self.ad_set and self.ad_set.pk, "ad": self.ad and self.ad.pk, "currency": self.currency}
        return shown | written(dict(zip(Measures.NAMES, self.amounts, strict=True)))


def written(amounts):
    """{measure: amount} as AdImportChange keeps them."""
    return {name: int(amount) if name in WHOLE else f"{amount:.4f}" for name, amount in amounts.items()}


@dataclass
class Change:
    """One day or period of a campaign. `before` as AdImportChange keeps it, `after` as Rows."""

    first_day: date
    last_day: date
    before: list
    after: list
    state: str


@dataclass
class Difference:
    """What becomes of the figures of one campaign."""

    campaign: AdCampaign
    changes: list = field(default_factory=list)

    @property
    def is_new(self):
        return self.campaign.pk is None

    def counts(self):
        found = Counter(change.state for change in self.changes)
        return {state: found[state] for state in STATES}

    def sums(self):
        """{state: {currency: {"before": {measure: sum}, "after": {…}}}}"""
        found = {state: defaultdict(lambda: {"before": Counter(), "after": Counter()}) for state in STATES}
        for change in self.changes:
            for when, rows in (("before", change.before), ("after", [row.as_json() for row in change.after])):
                for row in rows:
                    amounts = {name: Decimal(row[name]) for name in Measures.NAMES}
                    found[change.state][row["currency"]][when].update(amounts)
        return {state: dict(sums) for state, sums in found.items()}


def compare(workspace, report, by=None):
    """(Differences by name of campaign, the Matcher that found them). Raises Unreadable."""
    matcher = Matcher(workspace, report, by)
    comparing = Comparing(report, matcher)
    found = [comparing.difference(key, campaign) for key, campaign in matcher.campaigns.items()]
    return sorted(found, key=lambda each: (each.campaign.name.lower(), each.campaign.external_id)), matcher


class Comparing:
    def __init__(self, report, matcher):
        self.report, self.matcher = report, matcher
        self.days, self.periods = defaultdict(lambda: defaultdict(dict)), defaultdict(lambda: defaultdict(dict))
        stored = [campaign.pk for campaign in matcher.campaigns.values() if campaign.pk]
        columns = ("campaign", "ad_set", "ad", "currency", *Measures.NAMES)
        first, last = self.bounds()
        rows = AdDailyMetric.objects.for_workspace(matcher.workspace).filter(
            campaign__in=stored, day__gte=first, day__lte=last
        )
        for row in rows.values("day", *columns):
            put(self.days[row["campaign"]][row["day"], row["day"]], row)
        if not all(is_day(span) for span in report.facts.spans()):
            rows = AdPeriodMetric.objects.for_workspace(matcher.workspace).filter(
                campaign__in=stored, first_day__lte=last, last_day__gte=first
            )
            for row in rows.values("first_day", "last_day", *columns):
                put(self.periods[row["campaign"]][row["first_day"], row["last_day"]], row)

    def bounds(self):
        first, last = self.report.first_day, self.report.last_day
        if covered := self.report.covered:
            first, last = min(first, covered[0]), max(last, covered[1])
        return first, last

    def difference(self, key, campaign):
        found = Difference(campaign)
        spans = self.report.facts.figures[key]
        stored = self.days[campaign.pk] if campaign.pk else {}
        periods = self.periods[campaign.pk] if campaign.pk else {}
        for span in sorted(spans):
            before = (stored if is_day(span) else periods).get(span, {})
            found.changes.append(self.change(key, span, before, spans[span]))
        for span in sorted(self.left_out(spans, stored) | overlapped(spans, periods)):
            before = (stored if is_day(span) else periods)[span]
            found.changes.append(Change(*span, list(before.values()), [], REMOVED))
        return found

    def change(self, key, span, before, rows):
        after = []
        for (set_key, ad_key, currency), amounts in rows.items():
            after.append(Row(*self.matcher.parts(key, set_key, ad_key), currency, amounts))
        after = merged(after)
        same = {row.place: row.as_json() for row in after} == before
        state = UNCHANGED if same else CHANGED if before else ADDED
        return Change(*span, list(before.values()), after, state)

    def left_out(self, spans, stored):
        """Days that stand here and that the file, which covers them, has no more."""
        days = [span for span in spans if is_day(span)]
        if not days:
            return set()
        # Where the file does not say what it covers, it is from the first to the last day of the campaign in it.
        first, last = self.report.covered or (min(days)[0], max(days)[1])
        return {span for span in stored if first <= span[0] <= last and span not in spans}


def put(rows, row):
    place = (row["ad_set"], row["ad"], row["currency"])
    rows[place] = {name: row[name] for name in ("ad_set", "ad", "currency")} | written(
        {name: row[name] for name in Measures.NAMES}
    )


def merged(rows):
    """The rows with those of one place in one: two names in a file may mean the same ad here."""
    found = {}
    for row in rows:
        if row.place in found:
            pairs = zip(found[row.place].amounts, row.amounts, strict=True)
            row = Row(row.ad_set, row.ad, row.currency, [one + other for one, other in pairs])
        found[row.place] = row
    return list(found.values())


def overlapped(spans, periods):
    """Periods that stand here and share days with those of the file."""
    of_file = [span for span in spans if not is_day(span)]
    return {
        span
        for span in periods
        if span not in spans and any(first <= span[1] and span[0] <= last for first, last in of_file)
    }
