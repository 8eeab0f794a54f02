"""How a file writes numbers and days: what every cell tells of it, and their reading once that is known."""

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from marketing.ads.importing.words import EMPTY, MONTHS
from webox.lib.fields import fold

POINT, COMMA = ".", ","
OTHER = {POINT: COMMA, COMMA: POINT}
# What stands between and around the digits of an amount: grouping marks, percent, signs and codes of currencies
BETWEEN = re.compile(r"[\s'’%€£$¥₹₽₺₩]")
CODE = re.compile(r"^(?:[A-Z]{2,3}|R|kr|zł|Kč|Ft|lei)(?=[\d.,+(-])|(?<=[\d.,)])(?:[A-Z]{3}|kr|zł|Kč|Ft|lei)$")
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{2,3}})*\{mark}\d{{3}}", re.ASCII) for mark in ".,"}
DIGITS = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
SPACED = re.compile(r"\d[\s'’]\d{3}(?!\d)")
# Exact sums of what no platform ever reaches, and what the columns hold
LARGEST = Decimal(10) ** 11
NOTHING = Decimal(0)

NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.|º)? (?:de )?([a-z]{3,10})\.?,? (?:de )?(\d{4})", re.ASCII)
MONTH_DAY = re.compile(r"([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
MONTH_ONLY = re.compile(r"([a-z]{3,10})\.? (?:de )?(\d{4})", re.ASCII)
DMY, MDY, YMD = "dmy", "mdy", "ymd"


def is_empty(text):
    """Whether a figure is not there."""
    return text.strip().lower() in EMPTY


def is_unnamed(text):
    """Whether a name is not there; somebody may call a campaign “null”."""
    return not text.strip(" -–—")


def core(text):
    """The digits of an amount with their marks."""
    return CODE.sub("", BETWEEN.sub("", text).replace("−", "-"))


class Marks:
    """Which mark stands before decimals: told by cells that can be read in one way only."""

    def __init__(self):
        self.votes, self.is_open = Counter(), False

    def see(self, text, is_whole=False):
        # Most cells are digits alone, and tell nothing.
        if text.isdigit():
            return
        mark = mark_of(text, is_whole)
        if mark:
            self.votes[mark] += 1
        elif mark is None:
            self.is_open = True

    def decide(self, is_workbook=False):
        """The mark, or "" when somebody must say."""
        if len(self.votes) == 1:
            return next(iter(self.votes))
        if is_workbook and not self.votes[COMMA]:
            # Cells that are numbers come with a point.
            return POINT
        return "" if self.is_open else POINT


def mark_of(text, is_whole):
    """The decimal mark this cell proves; "" when it has none to prove, None when it could be either."""
    digits = core(text).strip("+-()<>")
    comma, point = digits.count(COMMA), digits.count(POINT)
    if not comma and not point:
        return ""
    if comma and point:
        return max(POINT, COMMA, key=digits.rfind)
    mark = COMMA if comma else POINT
    if is_whole or comma + point > 1:
        # Impressions have no decimals: what parts them groups them.
        return OTHER[mark] if GROUPED[mark].fullmatch(digits) else mark
    if AMBIGUOUS.fullmatch(digits) and not SPACED.search(text):
        return None
    return mark


def amount(text, mark, is_whole=False):
    """The Decimal a cell says, read by the mark it proves itself before that of the file. Raises ValueError."""
    if text.isdigit() and text.isascii():
        value = Decimal(text)
    else:
        value = written_amount(text, mark_of(text, is_whole) or mark)
    if not -LARGEST < value < LARGEST or (is_whole and (value < 0 or value != value.to_integral_value())):
        raise ValueError(text)
    return value


def written_amount(text, mark):
    digits = core(text)
    if digits.startswith("<"):
        # “< 10 %” is a share nobody may know, not an amount.
        return Decimal(0)
    is_negative = digits.startswith("-") or (digits.startswith("(") and digits.endswith(")"))
    digits = digits.strip("()").lstrip("+-")
    whole, _mark, decimals = digits.partition(mark)
    grouping = OTHER[mark]
    if grouping in whole:
        if not GROUPED[grouping].fullmatch(whole):
            raise ValueError(text)
        whole = whole.replace(grouping, "")
    number = f"{whole}.{decimals}" if decimals else whole
    if not DIGITS.fullmatch(number):
        raise ValueError(text)
    try:
        value = Decimal(number)
    except InvalidOperation as error:
        raise ValueError(text) from error
    return -value if is_negative else value


class Orders:
    """Which part of a numeric day is the month: told by those with a part over 12."""

    def __init__(self):
        self.votes, self.open = Counter(), []

    def see(self, text):
        for found in NUMERIC_DAY.finditer(text):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                self.votes[DMY] += 1
            elif second > 12 >= first:
                self.votes[MDY] += 1
            elif first != second and found[0] not in self.open and len(self.open) < 400:
                self.open.append(found[0])

    @property
    def is_contradictory(self):
        return len(self.votes) > 1

    def decide(self, span=None):
        """The order, "" when somebody must say. `span` is the first and last day of the report, where it says so."""
        if len(self.votes) == 1:
            return next(iter(self.votes))
        if not self.open:
            return YMD
        if span:
            fitting = [order for order in (DMY, MDY) if self.fits(order, *span)]
            return fitting[0] if len(fitting) == 1 else ""
        return ""

    def fits(self, order, first, last):
        try:
            return all(first <= day(text, order) <= last for text in self.open)
        except ValueError:
            return False


def day(text, order=YMD):
    """The date a cell says, a time after it left out. Raises ValueError, also for a numeric day without an order."""
    found = found_days(text, order)
    if len(found) != 1:
        raise ValueError(text)
    return found[0]


def found_days(text, order=YMD):
    """The days named in a text, in their order. Raises ValueError for one that is none."""
    text = fold(text)
    found = []
    for pattern, reading in READINGS:
        for match in pattern.finditer(text):
            if reading is numeric_day and order == YMD and match[1] != match[3]:
                raise ValueError(text)
            if (value := reading(match, order)) is not None:
                found.append((match.start(), value))
    return [value for _start, value in sorted(found)]


def numeric_day(match, order):
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 2000
    month, number = (second, first) if order == DMY else (first, second)
    return checked(year, month, number)


def month_named(year, month, number):
    return checked(int(year), MONTHS[month], int(number)) if month in MONTHS else None


def checked(year, month, number):
    if not 2000 <= year <= 2100:
        raise ValueError(year)
    return date(year, month, number)


READINGS = (
    (YEAR_FIRST, lambda match, order: checked(int(match[1]), int(match[3]), int(match[4]))),
    (NUMERIC_DAY, numeric_day),
    (DAY_MONTH, lambda match, order: month_named(match[3], match[2], match[1])),
    (MONTH_DAY, lambda match, order: month_named(match[3], match[1], match[2])),
)


def first_of_month(text, order):
    """The first day of “March 2026”, “2026-03” or a day in it."""
    folded = fold(text)
    if (match := MONTH_ONLY.fullmatch(folded)) and match[1] in MONTHS:
        return checked(int(match[2]), MONTHS[match[1]], 1)
    try:
        return datetime.strptime(folded, "%Y-%m").date()  # noqa: DTZ007  a month has no zone
    except ValueError:
        return day(text, order).replace(day=1)
