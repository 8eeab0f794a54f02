import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from investors import actions, kpis
from investors.actions.kpis import hold
from investors.api.refusals import refusals_of_actions
from investors.api.serializers.kpis import (
    KPISerializer,
    MonthLockSerializer,
    MonthSerializer,
    NewKPISerializer,
    RestatementSerializer,
    TargetSerializer,
    YearSerializer,
)
from investors.models import KPI, Investor, KPITarget, MonthLock, Restatement
from webox.accounts.access import require_admin
from webox.accounts.api.base import CheckedUpdate, FoundById, WorkspaceViewSet
from webox.analytics.api.viewsets import refuse_unknown
from webox.analytics.periods import today_of
from webox.lib.ids import is_id

INVESTOR = OpenApiParameter("investor_id", int, OpenApiParameter.PATH)
ONE_INVESTOR = OpenApiParameter("investor", int, description=gettext_lazy("Only this investor."))
YEAR, MONTH = (OpenApiParameter(name, int, OpenApiParameter.PATH) for name in ("year", "month"))
WHOLE = {"min_value": 1, "max_value": 2**63 - 1, "decimal_places": 0, "max_digits": 19}


class OfMonths(django_filters.FilterSet):
    investor = django_filters.NumberFilter(label=gettext_lazy("Investor"), **WHOLE)
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), **WHOLE)
    month = django_filters.NumberFilter(label=gettext_lazy("Month"), **WHOLE)


def investor_of(request, pk):
    if not is_id(str(pk)):
        raise Http404
    return get_object_or_404(Investor.objects.visible_to(request.membership).alive(), pk=pk)


def chosen(year, month=1):
    """The year and month of an address as numbers; a month there is not is a 404."""
    year, month = int(year), int(month)
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    return year, month


class KPIViewSet(
    FoundById,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CheckedUpdate,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """What people said of an investor's month, and of locked months what was reported, the latest month first.

    What only interactions say is in `/api/kpis/investor/{id}` and in the summaries.
    """

    queryset = KPI.objects.filter(investor__deleted_at=None)
    serializer_class = KPISerializer
    filterset_class = OfMonths
    ordering_fields = ["year", "month", "created_at", "updated_at"]
    ordering = ("-year", "-month", "-id")

    def get_object(self):
        return kpis.attach_numbers(self.request.workspace, [super().get_object()])[0]

    def paginate_queryset(self, queryset):
        return kpis.attach_numbers(self.request.workspace, super().paginate_queryset(queryset))

    def check_precondition(self, instance):
        # Before the row is locked: set_kpi() takes both in this order.
        hold(self.request.workspace)
        super().check_precondition(instance)

    def perform_update(self, serializer):
        serializer.instance = self.kept(serializer.instance, serializer.validated_data)[0]

    def perform_destroy(self, kpi):
        with refusals_of_actions():
            actions.delete_kpi(kpi=kpi, by=self.request.user)

    def kept(self, month, fields):
        with refusals_of_actions():
            kpi, is_new = actions.set_kpi(
                investor=month.investor, year=month.year, month=month.month, by=self.request.user, **fields
            )
        return kpis.attach_numbers(self.request.workspace, [kpi])[0], is_new

    @extend_schema(
        methods=["GET"],
        parameters=[INVESTOR, OpenApiParameter("year", int, description=gettext_lazy("This year when left out."))],
        responses=KPISerializer(many=True),
        filters=False,
    )
    @extend_schema(
        methods=["POST"],
        parameters=[INVESTOR],
        request=NewKPISerializer,
        responses={
            200: OpenApiResponse(KPISerializer, description=gettext_lazy("The month was there already.")),
            201: OpenApiResponse(KPISerializer),
        },
        filters=False,
    )
    @action(detail=False, methods=["get", "post"], url_path="investor/(?P<investor_id>[0-9]+)", url_name="of-investor")
    def of_investor(self, request, investor_id):
        """The twelve months of an investor's year, or create or update one of them."""
        investor = investor_of(request, investor_id)
        if request.method == "GET":
            return self.months_of(investor)
        serializer = NewKPISerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        month = KPI(investor=investor, year=fields.pop("year"), month=fields.pop("month"))
        kpi, is_new = self.kept(month, fields)
        data = self.get_serializer(kpi).data
        if not is_new:
            return Response(data)
        location = reverse("api:kpi-detail", args=[kpi.pk])
        return Response(data, status=status.HTTP_201_CREATED, headers={"Location": location})

    def months_of(self, investor):
        refuse_unknown(self.request, ("year",))
        asked = self.request.query_params.get("year", "")
        year = int(asked) if is_id(asked) else today_of(self.request.workspace).year
        if asked and not (is_id(asked) and 2000 <= year <= 2100):
            raise exceptions.ValidationError({"year": _("Write a year such as 2026.")})
        rows = {row.month: row for row in KPI.objects.filter(investor=investor, year=year)}
        nothing = {"created_at": None, "updated_at": None}
        months = [rows.get(month) or KPI(investor=investor, year=year, month=month, **nothing) for month in kpis.MONTHS]
        kpis.attach_numbers(self.request.workspace, months)
        return Response({"next": None, "previous": None, "results": self.get_serializer(months, many=True).data})


class MonthLockViewSet(mixins.ListModelMixin, WorkspaceViewSet):
    """The months whose numbers stand, the latest first."""

    queryset = MonthLock.objects.all()
    serializer_class = MonthLockSerializer
    filter_backends = []
    ordering = ("-year", "-month", "-id")

    @extend_schema(
        parameters=[YEAR, MONTH], request=None, responses={200: MonthLockSerializer, 201: MonthLockSerializer}
    )
    @action(detail=False, methods=["put"], url_path="(?P<year>[0-9]+)/(?P<month>[0-9]+)", url_name="month")
    def lock(self, request, year, month):
        """Keep what a month says now: what changes later is a restatement. Harmless twice."""
        year, month = chosen(year, month)
        lock, is_new = actions.lock_month(workspace=request.workspace, year=year, month=month, by=request.user)
        return Response(self.get_serializer(lock).data, status=status.HTTP_201_CREATED if is_new else 200)

    @extend_schema(parameters=[YEAR, MONTH], responses={204: None})
    @lock.mapping.delete
    def unlock(self, request, year, month):
        """Open a month again, for owners and admins."""
        require_admin(request.membership)
        year, month = chosen(year, month)
        actions.unlock_month(workspace=request.workspace, year=year, month=month, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RestatementViewSet(mixins.ListModelMixin, WorkspaceViewSet):
    """What changed numbers of locked months afterwards: by whom, when, and which interaction. The latest first."""

    queryset = Restatement.objects.all()
    serializer_class = RestatementSerializer
    filterset_class = OfMonths
    ordering = ("-at", "-id")


class MonthView(APIView):
    @extend_schema(operation_id="kpi_month", parameters=[ONE_INVESTOR], responses=MonthSerializer)
    def get(self, request, year, month):
        """What a month brought, against the month before and the same month a year before."""
        refuse_unknown(request, ("investor",))
        year, month = chosen(year, month)
        asked = request.query_params.get("investor")
        investors = [investor_of(request, asked).pk] if asked else None
        return Response(MonthSerializer(kpis.month_summary(request.workspace, year, month, investors)).data)


class YearView(APIView):
    """A year of all investors; of one with its number."""

    @extend_schema(operation_id="kpi_year", responses=YearSerializer)
    def get(self, request, year, pk=None):
        """A year month by month: totals, the year before, best months, sums against the target, conversion."""
        investors = None if pk is None else [investor_of(request, pk).pk]
        year, _month = chosen(year)
        return Response(YearSerializer(kpis.annual_summary(request.workspace, year, investors)).data)


class InvestorYearView(YearView):
    @extend_schema(operation_id="kpi_year_of_investor", responses=YearSerializer)
    def get(self, request, pk, year):
        """A year of one investor month by month. Targets are those of all investors together."""
        return super().get(request, year, pk)


class TargetView(APIView):
    @extend_schema(operation_id="kpi_target", responses=TargetSerializer)
    def get(self, request, year):
        """What a year is to bring; nulls where nobody said."""
        return Response({"year": chosen(year)[0]} | kpis.target_of(request.workspace, year))

    @extend_schema(operation_id="kpi_target_set", request=TargetSerializer, responses=TargetSerializer)
    def put(self, request, year):
        """Say what a year is to bring; null for no target."""
        year, _month = chosen(year)
        serializer = TargetSerializer(KPITarget(year=year), data=request.data)
        serializer.is_valid(raise_exception=True)
        target = actions.set_target(
            workspace=request.workspace, year=year, by=request.user, **serializer.validated_data
        )
        return Response(TargetSerializer(target).data)
