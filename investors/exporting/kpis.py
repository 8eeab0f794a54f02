"""The KPIs: the grid of a year, one month, one year; the numbers are those of investors.kpis, as on the pages."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from investors import kpis
from investors.exporting.report import Chart, Column, Kind, Sheet, month_name, short_month
from investors.models import KPI, Investor
from investors.models.kpis import COUNTED

NAME = 28


def labels():
    """{"rdv_count": "Meetings", …}"""
    return {name: str(KPI._meta.get_field(name).verbose_name).capitalize() for name in COUNTED}


def conversions():
    return {"pitchs": _("Pitches per meeting"), "closings": _("Closings per pitch")}


def grid_sheets(workspace, year, investors=None):
    """The grid of all investors or of some: a sheet for each number, and how each number came about."""
    numbers, totals = kpis.numbers_of(workspace, year, investors), kpis.totals_of(workspace, year, investors)
    names = names_of(workspace)
    told = {pk: names[pk] for pk in sorted(numbers, key=lambda pk: (names[pk].casefold(), pk))}
    sheets = [grid_sheet(name, label, numbers, told, totals) for name, label in labels().items()]
    return [*sheets, origin_sheet(year, numbers, told)]


def names_of(workspace):
    # Deleted ones too: what they were reported for in a locked month stands.
    return dict(Investor.objects.for_workspace(workspace).values_list("pk", "name"))


def grid_sheet(name, label, numbers, told, totals):
    rows = []
    for pk, investor in told.items():
        values = [numbers[pk][month][name].value if month in numbers[pk] else 0 for month in kpis.MONTHS]
        if any(values):
            rows.append([investor, *values, sum(values)])
    months = [totals[month][name].value for month in kpis.MONTHS]
    columns = [
        Column(_("Investor"), width=NAME),
        *(Column(short_month(month), Kind.COUNT, 7) for month in kpis.MONTHS),
        Column(_("Year"), Kind.COUNT, 8),
    ]
    chart = Chart(_("Month by month"), [short_month(month) for month in kpis.MONTHS], [(label, months)])
    return Sheet(label, columns, rows, [[_("Total"), *months, sum(months)]], [chart])


def origin_columns():
    return [
        Column(_("Number"), width=14),
        Column(pgettext("figure", "Counts"), Kind.COUNT),
        Column(_("Interactions say"), Kind.COUNT, 14),
        Column(_("Written by hand"), Kind.COUNT, 14),
        Column(_("Drift"), Kind.CHANGE),
        Column(_("Reported"), Kind.COUNT),
        Column(_("Today"), Kind.COUNT),
    ]


def origin_of(label, number):
    return [label, number.value, number.derived, number.manual, number.drift, number.locked, number.restated]


def origin_sheet(year, numbers, told):
    rows = [
        [investor, month_name(year, month), *origin_of(label, numbers[pk][month][name])]
        for pk, investor in told.items()
        for month in sorted(numbers[pk])
        for name, label in labels().items()
        if numbers[pk][month][name] not in (kpis.EMPTY, kpis.Number(locked=0))
    ]
    columns = [Column(_("Investor"), width=NAME), Column(_("Month"), width=16), *origin_columns()]
    return Sheet(_("How it came about"), columns, rows)


def month_sheets(workspace, year, month):
    summary, names = kpis.month_summary(workspace, year, month), labels()
    before, year_before = summary["before"], summary["year_before"]
    rows = [
        [
            *origin_of(names[name], number),
            before[name],
            number.value - before[name],
            year_before[name],
            number.value - year_before[name],
        ]
        for name, number in summary["numbers"].items()
    ]
    columns = [
        *origin_columns(),
        Column(_("Month before"), Kind.COUNT, 14),
        Column(pgettext("figure", "Change"), Kind.CHANGE),
        Column(_("Same month a year before"), Kind.COUNT, 16),
        Column(_("Change in a year"), Kind.CHANGE),
    ]
    title = capfirst(month_name(year, month))
    charted = [
        (title, [number.value for number in summary["numbers"].values()]),
        (_("Month before"), list(before.values())),
        (_("Same month a year before"), list(year_before.values())),
    ]
    return [
        Sheet(title, columns, rows, charts=[Chart(title, list(names.values()), charted)]),
        conversion_sheet(summary["conversion"]),
        month_by_investor(workspace, year, month, summary["numbers"]),
    ]


def month_by_investor(workspace, year, month, totals):
    numbers, names = kpis.numbers_of(workspace, year), names_of(workspace)
    rows = [
        [names[pk], *(number.value for number in months[month].values())]
        for pk, months in numbers.items()
        if month in months and any(number.value for number in months[month].values())
    ]
    rows.sort(key=lambda row: row[0].casefold())
    columns = [Column(_("Investor"), width=NAME), *(Column(label, Kind.COUNT) for label in labels().values())]
    return Sheet(_("By investor"), columns, rows, [[_("Total"), *(totals[name].value for name in COUNTED)]])


def conversion_sheet(shares):
    rows = [[words, shares[name]] for name, words in conversions().items()]
    return Sheet(
        _("Conversion"), [Column(pgettext("conversion", "Step"), width=32), Column(_("Share"), Kind.SHARE)], rows
    )


def year_sheets(workspace, year, investor=None):
    """A year of all investors, or of one."""
    summary = kpis.annual_summary(workspace, year, [investor.pk] if investor else None)
    return [
        months_sheet(year, summary),
        totals_sheet(year, summary),
        conversion_sheet(summary["conversion"]),
    ]


def months_sheet(year, summary):
    names, cumulative, target = labels(), summary["cumulative"], summary["target"]
    rows = [
        [
            month_name(year, month),
            *(summary["months"][month][name].value for name in names),
            *(cumulative[name][month - 1] for name in names),
        ]
        for month in kpis.MONTHS
    ]
    columns = [
        Column(_("Month"), width=18),
        *(Column(label, Kind.COUNT) for label in names.values()),
        *(Column(_("%(number)s since January") % {"number": label}, Kind.COUNT, 16) for label in names.values()),
    ]
    months = [short_month(month) for month in kpis.MONTHS]
    bars = [(label, [summary["months"][month][name].value for month in kpis.MONTHS]) for name, label in names.items()]
    lines = [(label, cumulative[name]) for name, label in names.items()]
    targets = [(_("%(number)s: target") % {"number": label}, target[name]) for name, label in names.items()]
    charts = [Chart(_("Month by month"), months, bars), Chart(_("Since January"), months, lines=lines, targets=targets)]
    empty = [None] * len(names)
    total = [_("Total"), *summary["totals"].values(), *empty]
    return Sheet(_("Year %(year)s") % {"year": year}, columns, rows, [total], charts)


def totals_sheet(year, summary):
    rows = []
    for name, label in labels().items():
        total, before, wanted, best = (summary[key][name] for key in ("totals", "year_before", "target", "best"))
        share = total / wanted if wanted else None
        rows.append([label, total, before, total - before, wanted, share, month_name(year, best) if best else None])
    columns = [
        Column(_("Number"), width=14),
        Column(_("Total"), Kind.COUNT),
        Column(_("Year before") if summary["through"] == 12 else _("Same months a year before"), Kind.COUNT, 16),
        Column(pgettext("figure", "Change"), Kind.CHANGE),
        Column(_("Target"), Kind.COUNT),
        Column(_("Share of the target"), Kind.SHARE, 14),
        Column(_("Best month"), width=18),
    ]
    return Sheet(_("Totals"), columns, rows)
