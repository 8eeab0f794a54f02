"""KPIs: a grid like a spreadsheet, and what stands behind each of its numbers."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from investors import actions, kpis
from investors.forms.kpis import CellsForm, KPIForm
from investors.models import KPI, Investor, MonthLock, Restatement
from investors.models.kpis import COUNTED
from webox.accounts.access import for_writers
from webox.analytics.period_bar import url_with
from webox.analytics.periods import today_of
from webox.lib.htmx import close_modal, wants_fragment
from webox.lib.pagination import ListPage
from webox.lib.problems import problem_response

ROWS = 50
# How many of the interactions behind a number are shown at once
SHOWN = 100


def labels():
    return {"rdv_count": _("Meetings"), "pitchs": _("Pitches"), "closings": _("Closings")}


def month_of(year, month=1):
    """The first day of a month that KPIs know, or a 404."""
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    return date(year, month, 1)


def asked_year(request):
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    return year if 2000 <= year <= 2100 else today_of(request.workspace).year


def shown_year(year):
    """A year, the one before and the one after, where there are such."""
    return {
        "year": year,
        "last_year": year - 1 if year > 2000 else None,
        "next_year": year + 1 if year < 2100 else None,
    }


def investors_of(request):
    return Investor.objects.visible_to(request.membership).alive()


@require_safe
@vary_on_headers("HX-Request")
def kpi_grid(request):
    context = grid_context(request)
    return render(
        request, "investors/_kpi_grid.html" if wants_fragment(request) else "investors/kpi_grid.html", context
    )


def grid_context(request):
    year, asked = asked_year(request), request.GET.get("number")
    name = asked if asked in COUNTED else "rdv_count"
    search = request.GET.get("search", "").strip().replace("\0", "")[:100]
    investors = investors_of(request).search(search) if search else investors_of(request)
    page = ListPage(request, investors, ordering=("search_text", "id"), size=ROWS)
    sums = sums_of(request.workspace, year, name, investors if search else None)
    return {
        "name": name,
        "label": labels()[name],
        "search": search,
        "page": page,
        "numbers": [
            {"url": url_with(request, {"number"}, number=key), "label": label, "active": key == name}
            for key, label in labels().items()
        ],
        "years": [(each, url_with(request, {"year", "cursor"}, year=each)) for each in (year - 1, year, year + 1)],
        "rows": rows_of(request.workspace, year, name, page.rows, sums),
        "is_empty": not page.rows and not search and not request.GET.get("cursor"),
        **sums,
        **shown_year(year),
    }


def sums_of(workspace, year, name, investors):
    """The last line of the grid: of all investors, or of those found."""
    totals = kpis.totals_of(workspace, year, None if investors is None else investors.values("pk"))
    return {
        "months": [(month_of(year, month), totals[month][name]) for month in kpis.MONTHS],
        "sum": sum(each[name].value for each in totals.values()),
    }


def rows_of(workspace, year, name, investors, sums):
    """A row of the grid for each investor: its twelve numbers and their sum."""
    numbers, rows = kpis.numbers_of(workspace, year, [each.pk for each in investors]), []
    empty = {
        each.month: kpis.EMPTY if number.locked is None else kpis.Number(locked=0) for each, number in sums["months"]
    }
    for investor in investors:
        found = numbers.get(investor.pk, {})
        cells = [(month, found[month][name] if month in found else empty[month]) for month in kpis.MONTHS]
        rows.append({"investor": investor, "cells": cells, "sum": sum(number.value for _month, number in cells)})
    return rows


@require_POST
def kpi_cells(request):
    """Write what was typed into the grid or pasted there, and answer the cells as they are now."""
    form = CellsForm(request.POST)
    if not form.is_valid():
        return problem_response(400, "invalid", " ".join(form.errors.get("cells") or [_("This cannot be read.")]))
    year, name = form.cleaned_data["year"], form.cleaned_data["number"]
    try:
        actions.set_cells(
            workspace=request.workspace, year=year, name=name, values=form.values, by=request.user, seen=form.seen
        )
    except (actions.MonthIsLocked, actions.ChangedMeanwhile) as error:
        return problem_response(409, "refused", error.message)
    except ValidationError as error:
        return problem_response(400, "invalid", " ".join(error.messages))
    except Investor.DoesNotExist:
        return problem_response(404, "not_found", _("One of these investors is not here any more."))
    investors, search = investors_of(request), form.cleaned_data["search"]
    changed = investors.filter(pk__in={investor for investor, _month in form.values})
    sums = sums_of(request.workspace, year, name, investors.search(search) if search else None)
    rows = rows_of(request.workspace, year, name, changed, sums)
    context = {"rows": rows, "year": year, "name": name, "is_oob": True, **sums}
    return render(request, "investors/_kpi_cells.html", context)


@require_safe
@vary_on_headers("HX-Request")
def kpi_cell(request, pk, year, month):
    """What an investor's month says, and the interactions behind it."""
    investor = get_object_or_404(investors_of(request), pk=pk)
    return shown_cell(request, investor, month_of(year, month))


@for_writers
@require_http_methods(["GET", "POST"])
def kpi_set(request, pk, year, month):
    """Write the manual values of an investor's month."""
    investor, first = get_object_or_404(investors_of(request), pk=pk), month_of(year, month)
    form = KPIForm(request.POST if request.method == "POST" else None, instance=kpi_of(investor, first))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_kpi(investor=investor, year=year, month=month, by=request.user, **form.cleaned_data)
        except actions.MonthIsLocked as error:
            form.add_error(None, error.message)
        else:
            if request.htmx:
                return close_modal("kpisChanged", toast=_("Saved."))
            messages.success(request, _("Saved."))
            return redirect("investors:kpi-cell", pk, year, month)
    return shown_cell(request, investor, first, form, status=422 if form.errors else 200)


def kpi_of(investor, first):
    return KPI.objects.filter(investor=investor, year=first.year, month=first.month).first()


def shown_cell(request, investor, first, form=None, status=200):
    workspace, asked = request.workspace, request.GET.get("number")
    name = asked if asked in COUNTED else "rdv_count"
    cells = kpis.numbers_of(workspace, first.year, [investor.pk]).get(investor.pk, {})
    numbers = cells.get(first.month) or dict.fromkeys(COUNTED, kpis.EMPTY)
    lock = MonthLock.objects.for_workspace(workspace).filter(year=first.year, month=first.month)
    kpi = kpi_of(investor, first)
    behind = kpis.interactions_behind(workspace, first.year, first.month, name, investor)
    context = {
        "investor": investor,
        "first": first,
        "name": name,
        "kpi": kpi,
        "numbers": [(key, label, numbers[key]) for key, label in labels().items()],
        "label": labels()[name],
        "lock": lock.select_related("by").first(),
        "interactions": behind.select_related("author").order_by("date", "pk")[:SHOWN],
        "restatements": restatements_of(workspace, first).filter(investor=investor),
        "form": form or KPIForm(instance=kpi),
        "grid_url": f"{reverse('investors:kpi-grid')}?year={first.year}&number={name}",
    }
    template = "investors/_kpi_cell.html" if wants_fragment(request) else "investors/kpi_cell.html"
    return render(request, template, context, status=status)


def restatements_of(workspace, first):
    rows = Restatement.objects.for_workspace(workspace).filter(year=first.year, month=first.month)
    return rows.select_related("by", "investor", "interaction").order_by("-at", "-pk")


@require_safe
def kpi_behind(request, year, month, counted):
    """The interactions a number of a month counts, of all investors."""
    if counted not in COUNTED:
        raise Http404
    first = month_of(year, month)
    rows = kpis.interactions_behind(request.workspace, year, month, counted).select_related("investor", "author")
    context = {
        "first": first,
        "label": labels()[counted],
        "page": ListPage(request, rows, ordering=("date", "id")),
    }
    return render(request, "investors/kpi_behind.html", context)
