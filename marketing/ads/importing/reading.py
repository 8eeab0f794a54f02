"""The rows of a file as figures: looked at once for how numbers and days are written, then read.

read_report() understands a file with what somebody chose, or says what has to be asked. A file in which anything cannot
be read is refused whole, with one sentence.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from marketing.ads.importing import cells, telling
from marketing.ads.importing.facts import (
    CLICKS,
    CONVERSIONS,
    IMPRESSIONS,
    SPEND,
    VALUE,
    WHOLE,
    Facts,
    Named,
    Report,
    TotalsRow,
)
from marketing.ads.importing.periods import Grain, range_of
from marketing.ads.importing.recognise import recognise
from marketing.ads.importing.words import CURRENCY_WORDS, NOT_CONVERSIONS, STATUSES, TOTALS, bare, is_total, word
from marketing.ads.models import Measures
from webox.lib.fields import fold
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import plain, read

MOST_ROWS = 1_000_000
# Different first days are kept to tell weeks and months from days.
MOST_STARTS = 4000
# Which column is which measure, the first that is there
SOURCES = {
    IMPRESSIONS: ("impressions",),
    CLICKS: ("clicks", "all_clicks"),
    CONVERSIONS: ("conversions", "results", "purchases", "leads"),
    SPEND: ("spend",),
    VALUE: ("conversion_value",),
}
LEVELS = ("campaign", "ad_set", "ad")
# Columns that can name what a row sums
DIMENSIONS = [f"{level}{part}" for level in LEVELS for part in ("", "_id", "_status")]
DIMENSIONS += ["day", "start", "week", "month", "quarter", "year"]


@dataclass(frozen=True)
class Choices:
    """What somebody said of a file; what its cells prove stands above it."""

    platform: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    currency: str = ""
    account: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @classmethod
    def of(cls, file):
        """Those of an AdImport."""
        return cls(**{name: getattr(file, name) for name in cls.__dataclass_fields__})

    @property
    def span(self):
        return (self.first_day, self.last_day) if self.first_day and self.last_day else None


def read_report(path, choices):
    """The Report of a file. Raises Unreadable with what to do about it."""
    reader = Reader(path, recognise(path), choices)
    reader.look()
    report = reader.report
    if not report.questions:
        reader.read()
        telling.tell(report)
    return report


class Reader:
    def __init__(self, path, table, choices):
        self.path, self.table, self.choices = path, table, choices
        is_known = len(table.platforms) == 1
        self.report = Report(table, choices.platform or (table.platforms[0] if is_known else ""), table.locale)
        self.report.account = choices.account
        self.at = {name: index for index, name in enumerate(table.targets) if name}
        self.sources = {
            measure: self.at[source]
            for measure, names in SOURCES.items()
            if (source := next((name for name in names if name in self.at), ""))
        }
        if not {"campaign", "campaign_id"} & set(self.at):
            raise Unreadable(
                _("The file does not say which campaign a row is about. Export it with the campaign name.")
            )
        if not self.sources:
            raise Unreadable(
                _("The file has no impressions, clicks, conversions or costs. Export it with these columns.")
            )
        self.dimensions = [self.at[name] for name in DIMENSIONS if name in self.at]
        self.currency_column = self.at.get("currency")
        self.kind_column = self.at.get("result_kind")

    def rows(self):
        """(number, cells) of each row with a cell for each header."""
        width = len(self.table.headers)
        for count, (number, row, problem) in enumerate(read(self.path, self.table.layout)):
            if problem:
                raise at_row(number, problem)
            if len(row) > width and any(row[width:]):
                text = _("it has more cells than the header has names: perhaps a delimiter without quotes.")
                raise at_row(number, text)
            if count >= MOST_ROWS:
                text = _("The file has more than %(most)d rows. Export a shorter period.")
                raise Unreadable(text % {"most": MOST_ROWS})
            yield number, row + [""] * (width - len(row))

    def look(self):
        """How the file writes numbers and days, and what has to be asked."""
        marks, orders, starts, currencies, is_bare = cells.Marks(), cells.Orders(), set(), set(), True
        grain = Grain(self.table, cells.YMD, None, (), None)
        start = self.at.get("start", self.at.get("first_day"))
        for above in self.table.preamble:
            orders.see(" ".join(above))
        for _number, row in self.rows():
            is_bare = False
            for measure, index in self.sources.items():
                if row[index]:
                    marks.see(row[index], measure in WHOLE)
            for index in grain.date_cells():
                orders.see(row[index])
            if start is not None and len(starts) < MOST_STARTS:
                starts.add(row[start])
            currency = self.currency_of(row)
            if currency or not self.is_sum(row):
                currencies.add(currency)
        if is_bare:
            raise Unreadable(_("The report is empty: it has names of columns and no rows below them."))
        self.decide(marks, orders, starts, currencies)

    def decide(self, marks, orders, starts, currencies):
        report, choices = self.report, self.choices
        if orders.is_contradictory:
            raise Unreadable(
                _("Some days can only be read with the day first, others only with the month first. Export it again.")
            )
        table = self.table
        covered = range_of(table.preamble, cells.YMD)
        proven_order = orders.decide(covered)
        proven_mark = marks.decide(table.layout.format == "xlsx")
        report.date_order = proven_order or choices.date_order
        report.decimal_mark = proven_mark or choices.decimal_mark
        report.covered = range_of(table.preamble, report.date_order or cells.YMD)
        # A row that names no currency has that of all the others.
        only = (currencies - {""}).pop() if len(currencies - {""}) == 1 else ""
        proven_currency = table.currency or only or currency_above(table.preamble)
        self.currency = proven_currency or choices.currency
        self.grain = None
        if report.date_order:
            self.grain = Grain(table, report.date_order, report.covered, days_of(starts, report), choices.span)
        needs_span = self.grain is not None and self.grain.is_told_by_nobody
        is_open = {
            "platform": len(table.platforms) > 1,
            "date_order": not proven_order,
            "decimal_mark": not proven_mark,
            "currency": "" in currencies and not proven_currency,
            "first_day": needs_span,
            "last_day": needs_span,
        }
        answers = {name: getattr(choices, name) for name in is_open} | {"currency": self.currency}
        answers |= {"date_order": report.date_order, "decimal_mark": report.decimal_mark, "platform": report.platform}
        report.open = [name for name, open_ in is_open.items() if open_]
        sentences = telling.questions(orders.open[0] if orders.open else "")
        report.questions = {name: sentences[name] for name in report.open if not answers[name]}

    def currency_of(self, row):
        """EUR, or "" where the row does not say."""
        if self.currency_column is None:
            return self.table.currency
        return row[self.currency_column].upper() if not cells.is_empty(row[self.currency_column]) else ""

    def is_sum(self, row):
        """Whether the row sums others: “Total: …”, or nothing named."""
        filled = [index for index in self.dimensions if not cells.is_unnamed(row[index])]
        if not any(self.table.targets[index] in ("campaign", "campaign_id") for index in filled):
            return True
        return all(says_total(row[index]) for index in filled)

    def read(self):
        """Fill the report's facts and totals."""
        report = self.report
        report.facts = Facts()
        self.parse = lru_cache(20_000)(lambda text, whole: cells.amount(text, report.decimal_mark, whole))
        self.read_span = lru_cache(20_000)(lambda *texts: self.grain.span(dict(zip(self.dated, texts, strict=True))))
        self.dated = self.grain.date_cells()
        currencies = {}
        for number, row in self.rows():
            if self.is_sum(row):
                self.keep_total(number, row)
                continue
            self.read_row(number, row, currencies)
        report.currencies = list(currencies)
        if report.facts.is_empty:
            raise Unreadable(_("The report is empty: no row of it names a campaign with figures."))
        report.facts.settle()

    def read_row(self, number, row, currencies):
        report = self.report
        if all(cells.is_empty(row[index]) for index in self.sources.values()) and any(
            cells.is_empty(row[index]) for index in self.dated
        ):
            # A line of text below the table
            return
        amounts = self.amounts(number, row)
        try:
            span = self.read_span(*(row[index] for index in self.dated))
        except (ValueError, OverflowError) as error:
            shown = next((row[index] for index in self.dated), "")
            raise at_row(number, _("“%(value)s” is no day.") % {"value": shown[:40]}) from error
        currency = self.currency_of(row) or self.currency
        if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
            text = _("“%(value)s” is no currency such as EUR.")
            raise at_row(number, text % {"value": currency[:40]})
        currencies[currency] = True
        campaign = self.named(row, "campaign")
        report.facts.add(campaign, self.named(row, "ad_set"), self.named(row, "ad"), span, currency, amounts)
        report.rows += 1

    def amounts(self, number, row):
        """The figures in the order of Measures.NAMES. Raises Unreadable."""
        found = []
        for measure in Measures.NAMES:
            index = self.sources.get(measure)
            text = row[index] if index is not None else ""
            if cells.is_empty(text) or (measure == CONVERSIONS and self.counts_no_conversions(row)):
                found.append(cells.NOTHING)
                continue
            try:
                found.append(self.parse(text, measure in WHOLE))
            except ValueError as error:
                told = {"value": text[:40], "column": self.table.headers[index][:60]}
                problem = _("“%(value)s” in the column “%(column)s” is not a figure that can be there.") % told
                raise at_row(number, problem) from error
        return found

    def counts_no_conversions(self, row):
        """Whether Meta's “Results” are clicks, views or people reached."""
        if self.kind_column is None or self.sources.get(CONVERSIONS) != self.at.get("results"):
            return False
        kind = word(row[self.kind_column].rpartition(":")[2])
        return kind in NOT_CONVERSIONS

    def named(self, row, level):
        """The Named of a level, or None where the row has none."""
        columns = [self.at.get(f"{level}{part}") for part in ("", "_id", "_status")]
        texts = ["" if index is None else row[index] for index in columns]
        return named(*texts, self.account_of(row) if level == "campaign" else "")

    def account_of(self, row):
        index = self.at.get("account", self.at.get("account_id"))
        text = "" if index is None or cells.is_unnamed(row[index]) else plain(row[index])
        return (text or self.choices.account)[:255]

    def keep_total(self, number, row):
        amounts = {}
        for measure, index in self.sources.items():
            try:
                if not cells.is_empty(row[index]):
                    amounts[measure] = self.parse(row[index], measure in WHOLE)
            except ValueError:
                continue
        if amounts:
            self.report.totals.append(TotalsRow(number, amounts))


@lru_cache(20_000)
def says_total(text):
    return is_total(text) or fold(text) in TOTALS


@lru_cache(20_000)
def named(name, external_id, status, account):
    external_id = "" if cells.is_unnamed(external_id) else plain(external_id)[:64]
    name = (plain(name)[:255] if not cells.is_unnamed(name) else "") or external_id
    return Named(external_id, name, STATUSES.get(word(status), "active"), account) if name else None


def at_row(number, problem):
    return Unreadable(_("Row %(number)d: %(problem)s") % {"number": number, "problem": problem})


def currency_above(preamble):
    """What the rows above the table say: “Currency: EUR”."""
    for above in preamble:
        text = " ".join(above)
        if set(bare(text).split()) & CURRENCY_WORDS:
            found = [
                each for each in text.replace(":", " ").split() if len(each) == 3 and each.isalpha() and each.isupper()
            ]
            if found:
                return found[-1]
    return ""


def days_of(texts, report):
    found = set()
    for text in texts:
        try:
            found.add(cells.day(text, report.date_order))
        except ValueError:
            # Of a totals row; any other is told when it is read.
            continue
    return found
