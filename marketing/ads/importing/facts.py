"""What a file says, as sums: figures of campaigns, their ad sets and ads, per day or period and currency."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from marketing.ads.models import Measures

IMPRESSIONS, CLICKS, CONVERSIONS, SPEND, VALUE = Measures.NAMES
WHOLE = (IMPRESSIONS, CLICKS)
# What the columns of AdDailyMetric keep
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Named:
    """A campaign, ad set or ad as a file names it."""

    external_id: str = ""
    name: str = ""
    status: str = ""
    account: str = ""

    @cached_property
    def key(self):
        """What tells it from others: its number, else its name, of a campaign with its account."""
        return ("id", self.external_id) if self.external_id else ("name", self.account, self.name)


@dataclass
class Facts:
    # {key: Named}; of ad sets {(campaign, key): Named}, of ads {(campaign, ad set, key): Named}
    campaigns: dict = field(default_factory=dict)
    ad_sets: dict = field(default_factory=dict)
    ads: dict = field(default_factory=dict)
    # {campaign: {(first day, last day): {(ad set, ad, currency): [figures in the order of Measures.NAMES]}}}
    figures: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    # How many rows were added to another one of the same campaign, ad set, ad, day and currency
    added_up: int = 0
    rolled_up: int = 0

    def add(self, campaign, ad_set, ad, span, currency, amounts):
        """Count one row in. `ad_set` and `ad` are None above their level."""
        key = campaign.key
        self.campaigns.setdefault(key, campaign)
        set_key = ad_key = None
        if ad_set or ad:
            set_key = ad_set.key if ad_set else ()
            self.ad_sets.setdefault((key, set_key), ad_set or Named(name=campaign.name))
        if ad:
            ad_key = ad.key
            self.ads.setdefault((key, set_key, ad_key), ad)
        rows = self.figures[key][span]
        at = (set_key, ad_key, currency)
        if at in rows:
            self.added_up += 1
            rows[at] = [one + other for one, other in zip(rows[at], amounts, strict=True)]
        else:
            rows[at] = amounts

    def settle(self):
        """One level per campaign and day, so that nothing counts twice, and the decimals that are kept."""
        for spans in self.figures.values():
            for span, rows in spans.items():
                levels = {(set_key is not None, ad_key is not None) for set_key, ad_key, _currency in rows}
                if len(levels) > 1:
                    self.rolled_up += 1
                    rows = rolled_up(rows, levels)
                spans[span] = {at: rounded(amounts) for at, amounts in rows.items()}

    @property
    def is_empty(self):
        return not self.figures

    def spans(self):
        return [span for spans in self.figures.values() for span in spans]

    def sums(self):
        """{currency: [figures]}"""
        found = defaultdict(lambda: [Decimal(0)] * len(Measures.NAMES))
        for spans in self.figures.values():
            for rows in spans.values():
                for (_set, _ad, currency), amounts in rows.items():
                    found[currency] = [one + other for one, other in zip(found[currency], amounts, strict=True)]
        return dict(found)


def rolled_up(rows, levels):
    """The rows at the lowest level that all of them have."""
    keeps_sets = all(has_set for has_set, _has_ad in levels)
    sums = {}
    for (set_key, _ad, currency), amounts in rows.items():
        at = (set_key if keeps_sets else None, None, currency)
        sums[at] = [one + other for one, other in zip(sums[at], amounts, strict=True)] if at in sums else amounts
    return sums


def rounded(amounts):
    return [amount.quantize(PLACES, ROUND_HALF_UP) for amount in amounts]


def is_day(span):
    return span[0] == span[1]


@dataclass
class TotalsRow:
    """A row of the file that sums others: never imported, only compared."""

    number: int
    # {measure: amount}, those it has
    amounts: dict


@dataclass
class Report:
    """A file as it was understood. With `questions` it has no facts yet."""

    table: object
    platform: str
    locale: str
    date_order: str = ""
    decimal_mark: str = ""
    currencies: list = field(default_factory=list)
    account: str = ""
    # What the file says it covers, (first, last) or None
    covered: tuple | None = None
    facts: Facts = field(default_factory=Facts)
    rows: int = 0
    totals: list = field(default_factory=list)
    # The choices that the file itself leaves open, and {choice: sentence} of those nobody has made yet
    open: list = field(default_factory=list)
    questions: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def level(self):
        """campaign, ad_set or ad: the lowest that the columns name."""
        has = {target.removesuffix("_id") for target in self.table.targets}
        return next((level for level in ("ad", "ad_set") if level in has), "campaign")

    @property
    def unmapped(self):
        """Columns nobody knows, which are left out."""
        return [
            name for name, target in zip(self.table.headers, self.table.targets, strict=True) if name and not target
        ]

    @property
    def first_day(self) -> date | None:
        return min((first for first, _last in self.facts.spans()), default=None)

    @property
    def last_day(self) -> date | None:
        return max((last for _first, last in self.facts.spans()), default=None)

    @property
    def currency(self):
        return self.currencies[0] if len(self.currencies) == 1 else ""
