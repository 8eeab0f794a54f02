"""Reading the KPIs: what interactions say (derived), what people say (manual), and what a locked month said.

A number is asked for by its name in COUNTED. Days are those of the workspace's time zone. What is only planned
does not count yet. Only investors that are not
deleted count, so that every number is as long as the list it opens.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from investors.models import KPI, Interaction, KPITarget, MonthLock
from investors.models.kpis import COUNTED

MONTHS = tuple(range(1, 13))
TYPE_OF = {type: name for name, type in COUNTED.items()}


@dataclass(frozen=True)
class Number:
    derived: int = 0
    manual: int | None = None
    # What was reported when the month was locked; None in an open month
    locked: int | None = None

    @property
    def current(self):
        """What it would be, were the month open."""
        return self.derived if self.manual is None else self.manual

    @property
    def value(self):
        """What counts: in a locked month what was reported then."""
        return self.current if self.locked is None else self.locked

    @property
    def drift(self):
        """By how much the manual value differs from the derived one; None without a manual value."""
        return None if self.manual is None else self.manual - self.derived

    @property
    def restated(self):
        """What a locked number became since; None when it is still the same, or the month is open."""
        return None if self.locked in (None, self.current) else self.current


EMPTY = Number()


def numbers_of(workspace, year, investors=None, month=None):
    """{investor id: {month: {name: Number}}} of a year, or of one month, of all investors or of some; three queries.

    Who has neither an interaction, a KPI nor a locked number is not in it.
    """
    locked = locks(workspace, year)
    derived = _derived(workspace, year, investors, month)
    kept = _rows(workspace, year, investors, locked, month).annotate(is_gone=Q(investor__deleted_at__isnull=False))
    rows = {(row.investor_id, row.month): row for row in kept}
    found = {}
    for investor, month in sorted({*derived, *rows}):
        counts, is_locked = derived.get((investor, month), {}), month in locked
        found.setdefault(investor, {})[month] = _cell(counts, rows.get((investor, month)), is_locked)
    return found


def attach_numbers(workspace, rows):
    """Give every one of these KPIs its `numbers`, as numbers_of() has them; a query for each of their years."""
    years = {year: locks(workspace, year) for year in {row.year for row in rows}}
    derived = {year: _derived(workspace, year, {row.investor_id for row in rows}) for year in years}
    for row in rows:
        counts = derived[row.year].get((row.investor_id, row.month), {})
        row.is_locked = row.month in years[row.year]
        row.numbers = _cell(counts, row, row.is_locked)
    return rows


def totals_of(workspace, year, investors=None):
    """{month: {name: Number}} over all investors, or some; manual is what people made of the sum. Five queries."""
    locked = locks(workspace, year)
    changed = _rows(workspace, year, investors, ()).exclude(**dict.fromkeys(COUNTED))
    cells = _derived(workspace, year, {row.investor_id for row in changed}) if changed else {}
    reported = _rows(workspace, year, investors, locked).filter(month__in=locked).values("month").order_by()
    reported = {row["month"]: row for row in reported.annotate(**{name: Sum(f"locked_{name}") for name in COUNTED})}
    days = _counted(workspace, year, investors).values_list("day", "type").annotate(number=Count("pk"))
    found = {month: {} for month in MONTHS}
    for name, type in COUNTED.items():
        for month in MONTHS:
            derived = sum(number for day, each, number in days if each == type and day.month == month)
            drifts = [
                getattr(row, name) - cells.get((row.investor_id, month), {}).get(name, 0)
                for row in changed
                if row.month == month and getattr(row, name) is not None
            ]
            found[month][name] = Number(
                derived=derived,
                manual=derived + sum(drifts) if drifts else None,
                locked=reported.get(month, {}).get(name) or 0 if month in locked else None,
            )
    return found


def locks(workspace, year):
    """The months of a year that are locked."""
    return set(MonthLock.objects.for_workspace(workspace).filter(year=year).values_list("month", flat=True))


def target_of(workspace, year):
    """{name: number or None}"""
    target = KPITarget.objects.for_workspace(workspace).filter(year=year).first()
    return {name: getattr(target, name) if target else None for name in COUNTED}


def month_summary(workspace, year, month, investors=None):
    """What a month brought, against the month before and the same month a year before.

    {"year", "month", "is_locked", "numbers": {name: Number}, "before": {name: int}, "change": {name: int},
    "year_before": {name: int}, "year_change": {name: int},
    "conversion": {"pitchs": share or None, "closings": share or None}}
    """
    this, last = totals_of(workspace, year, investors), totals_of(workspace, year - 1, investors)
    numbers, year_before = values_of(this[month]), values_of(last[month])
    before = values_of(this[month - 1] if month > 1 else last[12])
    return {
        "year": year,
        "month": month,
        "is_locked": this[month]["rdv_count"].locked is not None,
        "numbers": this[month],
        "before": before,
        "change": {name: numbers[name] - before[name] for name in COUNTED},
        "year_before": year_before,
        "year_change": {name: numbers[name] - year_before[name] for name in COUNTED},
        "conversion": conversion(numbers),
    }


def values_of(numbers):
    return {name: number.value for name, number in numbers.items()}


def annual_summary(workspace, year, investors=None):
    """{"year", "months": {month: {name: Number}}, "totals": {name: int}, "through": month, "year_before": {name: int},
    "best": {name: month or None}, "target": {name: int or None}, "cumulative": {name: [int] * 12}, "conversion": …}

    A year that is not over is compared with the same months of the one before, `through` this month.
    """
    today = workspace.day_of(timezone.now())
    through = today.month if year == today.year else 12
    months, last = totals_of(workspace, year, investors), totals_of(workspace, year - 1, investors)
    values = {name: [months[month][name].value for month in MONTHS] for name in COUNTED}
    sums = {name: sum(each) for name, each in values.items()}
    return {
        "year": year,
        "months": months,
        "totals": sums,
        "through": through,
        "year_before": {name: sum(last[month][name].value for month in MONTHS[:through]) for name in COUNTED},
        "best": {name: each.index(max(each)) + 1 if any(each) else None for name, each in values.items()},
        # Of all investors together
        "target": target_of(workspace, year) if investors is None else dict.fromkeys(COUNTED),
        "cumulative": {name: [sum(each[: index + 1]) for index in range(12)] for name, each in values.items()},
        "conversion": conversion(sums),
    }


def conversion(values):
    """The share of meetings that led to a pitch, and of pitches that led to a closing, None where there were none."""
    return {
        "pitchs": values["pitchs"] / values["rdv_count"] if values["rdv_count"] else None,
        "closings": values["closings"] / values["pitchs"] if values["pitchs"] else None,
    }


def interactions_behind(workspace, year, month, name, investor=None):
    """The interactions a derived number counts."""
    rows = Interaction.objects.for_workspace(workspace).happened().of_month(year, month)
    rows = rows.filter(type=COUNTED[name], investor__deleted_at=None)
    return rows.filter(investor=investor) if investor else rows


def _counted(workspace, year, investors, month=None):
    first, last = date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])
    rows = Interaction.objects.for_workspace(workspace).happened().between(first, last).order_by()
    rows = rows.filter(type__in=TYPE_OF, investor__deleted_at=None)
    return rows if investors is None else rows.filter(investor__in=investors)


def _derived(workspace, year, investors, month=None):
    """{(investor id, month): {name: int}}"""
    rows = _counted(workspace, year, investors, month).values_list("investor_id", ExtractMonth("day"), "type")
    found = {}
    for investor, month, type, number in rows.annotate(number=Count("pk")):
        found.setdefault((investor, month), {})[TYPE_OF[type]] = number
    return found


def _cell(counts, row, is_locked):
    """{name: Number} of what is counted and of the KPI, if there is one."""
    return {
        name: Number(
            derived=counts.get(name, 0),
            manual=getattr(row, name) if row and not getattr(row, "is_gone", False) else None,
            locked=((getattr(row, f"locked_{name}") if row else None) or 0) if is_locked else None,
        )
        for name in COUNTED
    }


def _rows(workspace, year, investors, locked, month=None):
    # What a locked month said stands, also of an investor who was deleted since.
    told = Q(investor__deleted_at=None) | Q(month__in=locked)
    rows = KPI.objects.for_workspace(workspace).filter(told, year=year)
    rows = rows.filter(month=month) if month else rows
    return rows if investors is None else rows.filter(investor__in=investors)
