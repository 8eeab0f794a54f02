"""What is exported, said once: both files are written from this, so that no number can differ between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format

from marketing.emails.templatetags.rates import percent, unit


class Money(NamedTuple):
    amount: Decimal
    currency: str


class Kind(StrEnum):
    """What the cells of a column are; any of them may be None."""

    TEXT = "text"
    COUNT = "count"
    CHANGE = "change"  # a number with its sign
    SHARE = "share"  # of 1
    MONEY = "money"  # a Money
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    label: str
    kind: Kind = Kind.TEXT
    # In characters
    width: int = 12
    # What is too long for a page is in the workbook alone.
    is_on_paper: bool = True

    @property
    def is_number(self):
        return self.kind in (Kind.COUNT, Kind.CHANGE, Kind.SHARE, Kind.MONEY)

    @property
    def wraps(self):
        """A number or a day is never parted."""
        return self.kind in (Kind.TEXT, Kind.MOMENT)


@dataclass(frozen=True)
class Chart:
    """Numbers beside each other for each label: as bars, or as lines, each with what it is to reach."""

    title: str
    labels: list
    # (name, one number for each label)
    bars: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    # (name, number or None) for each of the lines
    targets: list = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A view: a sheet of the workbook, a chapter of the PDF. `rows` are read once, as they are written."""

    title: str
    columns: list
    rows: Iterable
    # The last rows, set apart
    totals: list = field(default_factory=list)
    charts: list = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    title: str
    # How the files are called, without their ending
    name: str
    workspace: str
    made_at: datetime
    zone: ZoneInfo
    # What was asked for, in words
    filters: str
    sheets: list

    @property
    def made(self):
        return date_format(self.made_at.astimezone(self.zone), "DATETIME_FORMAT")


def text_of(value, kind, zone):
    """A cell as people read it."""
    if value is None:
        return ""
    if kind is Kind.COUNT:
        return number_format(value, 0, use_l10n=True, force_grouping=True)
    if kind is Kind.CHANGE:
        # The sign of typography, as wide as the plus
        sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
        return sign + number_format(abs(value), 0, use_l10n=True, force_grouping=True)
    if kind is Kind.SHARE:
        return percent(value)
    if kind is Kind.MONEY:
        digits = 2 if value.amount % 1 else 0
        return unit(number_format(value.amount, digits, use_l10n=True, force_grouping=True), value.currency)
    if kind is Kind.MOMENT:
        return date_format(value.astimezone(zone), "SHORT_DATETIME_FORMAT")
    if kind is Kind.DAY:
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def month_name(year, month):
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


def short_month(month):
    return date_format(date(2000, month, 1), "N")


def month_of_year(month):
    return date_format(date(2000, month, 1), "F")
