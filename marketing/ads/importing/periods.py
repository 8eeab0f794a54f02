"""Which days a row is about: one day, or several that no file parts again."""

from calendar import monthrange
from datetime import date, timedelta

from marketing.ads.importing.cells import day, first_of_month, found_days
from marketing.ads.importing.words import GENERATED_WORDS, bare

# Of columns that name the first day of a longer span
LONGER = ("week", "month", "quarter", "year")


def range_of(preamble, order):
    """The first and last day that the rows above the table name, or None."""
    singles = []
    for cells in preamble:
        text = " ".join(cells)
        if len(text) > 300 or set(bare(text).split()) & GENERATED_WORDS:
            continue
        try:
            found = found_days(text, order)
        except ValueError:
            continue
        if len(found) == 2 and found[0] <= found[1]:
            return found[0], found[1]
        if len(found) == 1:
            singles.append(found[0])
    if len(singles) >= 2 and singles[0] <= singles[1]:
        return singles[0], singles[1]
    return None


class Grain:
    """How the rows of a file are about days.

    `covered` is what the report says it covers, or None; `chosen` what somebody answered.
    """

    def __init__(self, table, order, covered, starts, chosen):
        self.order, self.covered = order, covered
        self.columns = {name: index for index, name in enumerate(table.targets) if name}
        self.step, self.whole = "", None
        if "day" in self.columns or {"first_day", "last_day"} <= set(self.columns):
            return
        if any(name in self.columns for name in LONGER) or {"start", "end"} <= set(self.columns):
            return
        if "start" in self.columns:
            self.step, self.whole = step_of(starts, covered, chosen)
        elif "first_day" in self.columns:
            self.step, self.whole = step_of(starts, covered, chosen)
            self.columns["start"] = self.columns["first_day"]
        else:
            self.step, self.whole = "whole", covered or chosen

    @property
    def is_told_by_nobody(self):
        """Whether only a person can say which days the figures are about."""
        return self.step == "whole" and not self.covered

    def date_cells(self):
        """Where days stand in a row."""
        names = ("day", "first_day", "last_day", "start", "end", *LONGER)
        return [self.columns[name] for name in names if name in self.columns]

    def span(self, cells):
        """The first and last day of a row. Raises ValueError."""
        at = self.columns
        if "day" in at:
            found = day(cells[at["day"]], self.order)
            return found, found
        for first, last in (("first_day", "last_day"), ("start", "end")):
            if first in at and last in at:
                found = day(cells[at[first]], self.order), day(cells[at[last]], self.order)
                if found[0] > found[1]:
                    raise ValueError(cells[at[last]])
                return found
        for name in LONGER:
            if name in at:
                return self.clipped(*longer_span(name, cells[at[name]], self.order))
        if self.step == "whole":
            return self.whole
        first = day(cells[at["start"]], self.order)
        return self.clipped(*STEPS[self.step](first))

    def clipped(self, first, last):
        """The part of a week or month that the report covers."""
        if self.covered and self.covered[0] <= last and first <= self.covered[1]:
            return max(first, self.covered[0]), min(last, self.covered[1])
        return first, last


def step_of(starts, covered, chosen):
    """(how long a row lasts, the one span of all rows) where each names only the day it starts on."""
    days = sorted(starts)
    if len(days) < 2:
        if covered and (not days or days[0] == covered[0]):
            return "whole", covered
        return ("day", None) if days and covered else ("whole", chosen)
    if are_months(days, covered):
        return "month", None
    if len(days) > 2 and all((each - days[0]).days % 7 == 0 for each in days):
        return "week", None
    return "day", None


def are_months(days, covered):
    """Firsts of months; a report that begins within a month names the day it begins on for that month."""
    if any(each.day != 1 for each in days[1:]):
        return False
    if days[0].day == 1 or len(days) > 2:
        return True
    is_of_report = bool(covered) and covered[0] == days[0] and covered[1] > days[1]
    return is_of_report and days[1] - days[0] > timedelta(days=1)


def month_of(first):
    return first, first.replace(day=monthrange(first.year, first.month)[1])


STEPS = {
    "day": lambda first: (first, first),
    "week": lambda first: (first, first + timedelta(days=6)),
    "month": month_of,
}


def longer_span(name, text, order):
    if name == "year":
        year = int(text) if text.isdigit() and len(text) == 4 else day(text, order).year
        return date(year, 1, 1), date(year, 12, 31)
    if name == "week":
        return STEPS["week"](day(text, order))
    first = first_of_month(text, order)
    if name == "month":
        return month_of(first)
    return first, month_of(first.replace(month=first.month + 2))[1]
