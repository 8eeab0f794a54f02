from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.views import APIView

from investors.api.filters import InteractionFilterSet, InvestorFilterSet
from investors.api.viewsets.kpis import chosen, investor_of
from investors.exporting import reports
from investors.exporting.files import TYPES, XLSX, TooManyRows, response_of
from investors.models import Interaction, Investor
from webox.analytics.api.viewsets import refuse_unknown as refuse_all_but
from webox.analytics.periods import today_of
from webox.lib.filters import refuse_unknown, refuse_wrong
from webox.lib.ids import is_id

FORMAT = OpenApiParameter("format", str, enum=list(TYPES), description=gettext_lazy("xlsx without it."))
FILE = {(200, type): OpenApiTypes.BINARY for type in TYPES.values()}


class FileView(APIView):
    """Answers with a file; what is wrong is told as JSON, whatever was asked for."""

    def file_of(self, report):
        format = self.request.query_params.get("format") or XLSX
        try:
            return response_of(report, format)
        except TooManyRows as error:
            raise exceptions.ValidationError({"format": [error.message]}) from error

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.query_params.get("format") not in (None, "", *TYPES):
            raise exceptions.ValidationError({"format": [_("Choose xlsx or pdf.")]})

    def perform_content_negotiation(self, request, force=False):
        # A wrong format is a 400 with its remedy, not a 404.
        renderer = self.renderer_classes[0]()
        return renderer, renderer.media_type

    def filtered(self, filterset_class, rows):
        refuse_unknown(self.request, filterset_class)
        filterset = filterset_class(self.request.query_params, rows, request=self.request)
        refuse_wrong(filterset)
        return filterset


class InvestorExportView(FileView):
    @extend_schema(parameters=[FORMAT], responses=FILE)
    def get(self, request):
        """The pipeline of the investors that the list's filters find: by stage, one by one, and what they committed."""
        investors = Investor.objects.visible_to(request.membership)
        return self.file_of(reports.pipeline_report(request.membership, self.filtered(InvestorFilterSet, investors)))


class InteractionExportView(FileView):
    @extend_schema(parameters=[FORMAT], responses=FILE)
    def get(self, request):
        """The interactions that the list's filters find: by type, by investor, one by one."""
        rows = Interaction.objects.visible_to(request.membership).filter(investor__deleted_at=None)
        return self.file_of(reports.interaction_report(request.membership, self.filtered(InteractionFilterSet, rows)))


class KPIExportView(FileView):
    @extend_schema(
        parameters=[FORMAT, OpenApiParameter("year", int, description=gettext_lazy("This year when left out."))],
        responses=FILE,
    )
    def get(self, request):
        """The grid of a year: investors by months, and how each number came about."""
        refuse_all_but(request, ("format", "year"))
        year = request.query_params.get("year") or str(today_of(request.workspace).year)
        if not (is_id(year) and 2000 <= int(year) <= 2100):
            raise exceptions.ValidationError({"year": [_("Write a year such as 2026.")]})
        return self.file_of(reports.grid_report(request.membership, int(year)))


class MonthExportView(FileView):
    @extend_schema(operation_id="kpi_month_export", parameters=[FORMAT], responses=FILE)
    def get(self, request, year, month):
        """What a month brought, against the month before and the same month a year before."""
        refuse_all_but(request, ("format",))
        return self.file_of(reports.month_report(request.membership, *chosen(year, month)))


class YearExportView(FileView):
    @extend_schema(operation_id="kpi_year_export", parameters=[FORMAT], responses=FILE)
    def get(self, request, year, pk=None):
        """The annual summary: month by month, totals, the year before, the target, conversion."""
        refuse_all_but(request, ("format",))
        investor = None if pk is None else investor_of(request, pk)
        year, _month = chosen(year)
        return self.file_of(reports.year_report(request.membership, year, investor))


class InvestorYearExportView(YearExportView):
    @extend_schema(operation_id="kpi_year_export_of_investor", parameters=[FORMAT], responses=FILE)
    def get(self, request, pk, year):
        """The annual summary of one investor."""
        return super().get(request, year, pk)
