"""A month and a year of KPIs: totals, changes, conversion, targets, and the locking of months."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from investors import actions, kpis
from investors.forms.kpis import TargetForm
from investors.models import Investor, KPITarget, MonthLock
from investors.models.kpis import COUNTED
from investors.views.kpis import investors_of, labels, month_of, restatements_of, shown_year
from webox.accounts.access import admin_required, for_writers
from webox.analytics.periods import today_of
from webox.lib.htmx import go
from webox.lib.ids import is_id
from webox.lib.pagination import ListPage

COLORS = {"rdv_count": "blue", "pitchs": "purple", "closings": "green"}


@require_safe
def kpi_month(request, year, month):
    first, workspace = month_of(year, month), request.workspace
    summary = kpis.month_summary(workspace, year, month)
    numbers = kpis.numbers_of(workspace, year, month=month)
    found = [pk for pk, months in numbers.items() if any(each.value for each in months[month].values())]
    # Also those who were deleted since: a locked month counts them.
    investors = Investor.objects.visible_to(request.membership).filter(pk__in=found)
    page = ListPage(request, investors, ordering=("search_text", "id"))
    lock = MonthLock.objects.for_workspace(workspace).filter(year=year, month=month).select_related("by").first()
    context = {
        "first": first,
        "before": shifted(first, -1),
        "after": shifted(first, 1),
        "year_before": shifted(first, -12),
        "summary": summary,
        "numbers": [
            {
                "name": name,
                "label": label,
                "number": summary["numbers"][name],
                "before": summary["before"][name],
                "change": summary["change"][name],
                "percent": percent(summary["numbers"][name].value, summary["before"][name]),
                "year_before": summary["year_before"][name],
                "year_change": summary["year_change"][name],
            }
            for name, label in labels().items()
        ],
        "chart": compared_chart(first, summary),
        "page": page,
        "rows": [(investor, numbers[investor.pk][month]) for investor in page.rows],
        "lock": lock,
        "is_over": (year, month) < (today_of(workspace).year, today_of(workspace).month),
        "restatements": restatements_of(workspace, first)[:100],
    }
    return render(request, "investors/kpi_month.html", context)


def compared_chart(first, summary):
    """The month beside the one before and the same month a year before."""
    spans = [(shifted(first, -12), "year_before"), (shifted(first, -1), "before"), (first, None)]
    spans = [(day, key) for day, key in spans if day]
    series = [
        {
            "label": label,
            "color": COLORS[name],
            "values": [summary[key][name] if key else summary["numbers"][name].value for _day, key in spans],
            "links": [reverse("investors:kpi-behind", args=[day.year, day.month, name]) for day, _key in spans],
        }
        for name, label in labels().items()
    ]
    return {"labels": [date_format(day, "N Y") for day, _key in spans], "format": "integer", "series": series}


def shifted(first, months):
    """The first day of the month so many months away; None where KPIs end."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) if 2000 <= year <= 2100 else None


def percent(value, before):
    """By how much more; None where there is nothing to compare with."""
    return (value - before) * 100 / before if before else None


@require_POST
def kpi_lock(request, year, month):
    month_of(year, month)
    try:
        actions.lock_month(workspace=request.workspace, year=year, month=month, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Locked. What changes from now on is told as a restatement."))
    return redirect("investors:kpi-month", year, month)


@admin_required
@require_POST
def kpi_unlock(request, year, month):
    month_of(year, month)
    actions.unlock_month(workspace=request.workspace, year=year, month=month, by=request.user)
    messages.success(request, _("Open again. Its numbers are those of today."))
    return redirect("investors:kpi-month", year, month)


@require_safe
def kpi_year(request, year):
    """A year of all investors, or of the one asked for."""
    month_of(year)
    asked, investor = request.GET.get("investor", ""), None
    if asked:
        investor = get_object_or_404(investors_of(request), pk=asked if is_id(asked) else 0)
    summary = kpis.annual_summary(request.workspace, year, [investor.pk] if investor else None)
    today = today_of(request.workspace)
    context = {
        "investor": investor,
        "query": f"?investor={investor.pk}" if investor else "",
        "export_query": f"year={year}&" + (f"investor={investor.pk}" if investor else "summary=1"),
        "summary": summary,
        "numbers": [line(name, label, summary) for name, label in labels().items()],
        "months": months_of(request.workspace, year, summary, investor),
        "month_chart": month_chart(year, summary, investor),
        "sum_charts": [(name, label, sum_chart(name, year, summary, today)) for name, label in labels().items()],
        "has_target": any(summary["target"].values()),
    } | shown_year(year)
    return render(request, "investors/kpi_year.html", context)


def line(name, label, summary):
    total, before, target = summary["totals"][name], summary["year_before"][name], summary["target"][name]
    best = summary["best"][name]
    return {
        "name": name,
        "label": label,
        "total": total,
        "before": before,
        "percent": percent(total, before),
        "best": best and date(summary["year"], best, 1),
        "best_value": best and summary["months"][best][name].value,
        "target": target,
        "share": total / target if target else None,
        "of_target": min(total, target) if target else None,
    }


def months_of(workspace, year, summary, investor):
    """A line of the table for each month: its numbers, and where they lead."""
    locked = kpis.locks(workspace, year)
    rows = []
    for month, numbers in summary["months"].items():
        values = {name: number.value for name, number in numbers.items()}
        rows.append(
            {
                "first": date(year, month, 1),
                "is_locked": month in locked,
                "numbers": [(name, numbers[name]) for name in COUNTED],
                "conversion": kpis.conversion(values),
                "url": reverse("investors:kpi-cell", args=[investor.pk, year, month])
                if investor
                else reverse("investors:kpi-month", args=[year, month]),
            }
        )
    return rows


def month_labels(year):
    return [date_format(date(year, month, 1), "N") for month in kpis.MONTHS]


def month_chart(year, summary, investor):
    def link(month, name):
        if investor:
            return f"{reverse('investors:kpi-cell', args=[investor.pk, year, month])}?number={name}"
        return reverse("investors:kpi-behind", args=[year, month, name])

    series = [
        {
            "label": label,
            "color": COLORS[name],
            "values": [summary["months"][month][name].value for month in kpis.MONTHS],
            "links": [link(month, name) for month in kpis.MONTHS],
        }
        for name, label in labels().items()
    ]
    return {"labels": month_labels(year), "format": "integer", "series": series}


def sum_chart(name, year, summary, today):
    """What was reached month by month, and the even way to the target."""
    values = [
        value if (year, month) <= (today.year, today.month) else None
        for month, value in zip(kpis.MONTHS, summary["cumulative"][name], strict=True)
    ]
    series = [{"label": _("Since January"), "color": COLORS[name], "values": values}]
    if target := summary["target"][name]:
        even = [round(target * month / 12, 1) for month in kpis.MONTHS]
        series.append({"label": _("Even way to the target"), "color": "yellow", "values": even})
    return {"labels": month_labels(year), "series": series}


@for_writers
@require_http_methods(["GET", "POST"])
def kpi_target(request, year):
    month_of(year)
    target = KPITarget.objects.for_workspace(request.workspace).filter(year=year).first()
    form = TargetForm(request.POST if request.method == "POST" else None, instance=target)
    if request.method == "POST" and form.is_valid():
        actions.set_target(workspace=request.workspace, year=year, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return go(request, reverse("investors:kpi-year", args=[year]))
    context = {
        "form": form,
        "action": reverse("investors:kpi-target", args=[year]),
        "title": _("Target of %(year)d") % {"year": year},
        "intro": _("What all investors together are to bring in this year. Leave empty what has no target."),
        "cancel_url": reverse("investors:kpi-year", args=[year]),
    }
    template = "components/modal_form.html" if request.htmx else "investors/kpi_target.html"
    return render(request, template, context, status=422 if form.errors else 200)
