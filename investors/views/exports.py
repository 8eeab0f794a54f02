"""The files of a raise: what a list or a page of KPIs shows, as a workbook or a PDF."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from investors.api.filters import InteractionFilterSet, InvestorFilterSet
from investors.exporting import reports
from investors.exporting.files import TYPES, XLSX, TooManyRows, response_of
from investors.forms.exports import InteractionsForm, MonthForm
from investors.models import Interaction, Investor
from webox.analytics.periods import today_of
from webox.lib.ids import is_id


@require_safe
def export_list(request):
    """What can be taken along, for who comes without a list."""
    context = {"months": MonthForm(request.workspace), "interactions": InteractionsForm()}
    return render(request, "investors/exports.html", context)


@require_safe
def investor_export(request):
    """The investors that the filters of the list find."""
    investors = Investor.objects.visible_to(request.membership)
    return listed(request, InvestorFilterSet, investors, reports.pipeline_report)


@require_safe
def interaction_export(request):
    interactions = Interaction.objects.visible_to(request.membership).filter(investor__deleted_at=None)
    return listed(request, InteractionFilterSet, interactions, reports.interaction_report)


def listed(request, filterset_class, rows, make):
    filterset = filterset_class(request.GET, rows, request=request)
    if not filterset.is_valid():
        for errors in filterset.errors.values():
            messages.error(request, " ".join(errors))
        return redirect("investors:export-list")
    return file_of(request, make(request.membership, filterset))


@require_safe
def kpi_export(request):
    """The grid of ?year= and &search=; the month of &month=, the summary with &summary=1 or of &investor=."""
    year = asked(request, "year", range(2000, 2101)) or today_of(request.workspace).year
    month = asked(request, "month", range(1, 13))
    if request.GET.get("investor"):
        investors = Investor.objects.visible_to(request.membership).alive()
        investor = get_object_or_404(investors, pk=asked(request, "investor"))
        return file_of(request, reports.year_report(request.membership, year, investor))
    if month:
        return file_of(request, reports.month_report(request.membership, year, month))
    if request.GET.get("summary"):
        return file_of(request, reports.year_report(request.membership, year))
    search = request.GET.get("search", "").strip().replace("\0", "")[:100]
    return file_of(request, reports.grid_report(request.membership, year, search))


def asked(request, name, known=None):
    """A number of the address; None without, and a 404 for one there is not."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not is_id(text) or (known and int(text) not in known):
        raise Http404
    return int(text)


def file_of(request, report):
    format = request.GET.get("format", XLSX)
    if format not in TYPES:
        raise Http404
    try:
        return response_of(report, format)
    except TooManyRows as error:
        messages.error(request, error.message)
        return redirect("investors:export-list")
