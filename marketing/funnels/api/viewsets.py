from contextlib import contextmanager

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.response import Response

from marketing.funnels import actions
from marketing.funnels.api.filters import FunnelFilter, FunnelPageFilter
from marketing.funnels.api.serializers import (
    FunnelCreateSerializer,
    FunnelPageSerializer,
    FunnelSerializer,
    FunnelStatsSerializer,
)
from marketing.funnels.models import Funnel, FunnelPage
from marketing.funnels.stats import stats_of, views_of_pages
from webox.accounts.api.base import ModelViewSet
from webox.analytics.api.viewsets import PERIOD, PERIOD_NAMES, refuse_unknown
from webox.analytics.periods import period_from


@contextmanager
def refusals_of_actions():
    try:
        yield
    except actions.SlugTaken as error:
        raise exceptions.ValidationError(
            {error.field: [exceptions.ErrorDetail(error.message, code="unique")]}
        ) from error
    except actions.NothingToPublish as error:
        raise exceptions.ValidationError(
            {"is_active": [exceptions.ErrorDetail(error.message, code="no_page")]}
        ) from error


class FunnelViewSet(ModelViewSet):
    """Funnels. A PATCH of `is_active` publishes a funnel or takes it down."""

    queryset = Funnel.objects.all()
    serializer_class = FunnelSerializer
    filterset_class = FunnelFilter
    ordering = ("-created_at", "-id")
    ordering_fields = ["created_at", "updated_at", "name", "total_leads", "total_visitors"]

    def get_serializer_class(self):
        return FunnelCreateSerializer if self.action == "create" else FunnelSerializer

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.create_funnel(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.edit_funnel(
                funnel=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, funnel):
        actions.delete_funnel(funnel=funnel, by=self.request.user)

    @extend_schema(request=None, responses={201: FunnelSerializer}, filters=False)
    @action(detail=True, methods=["post"], filterset_class=None)
    def duplicate(self, request, pk):
        """Copy the funnel with its pages, unpublished and with counters at zero."""
        copy = actions.duplicate_funnel(funnel=self.get_object(), by=request.user)
        location = f"{request.path.rsplit('/', 2)[0]}/{copy.pk}"
        return Response(self.get_serializer(copy).data, status=status.HTTP_201_CREATED, headers={"Location": location})

    @extend_schema(parameters=PERIOD, responses=FunnelStatsSerializer, filters=False)
    @action(detail=True, filterset_class=None, filter_backends=[])
    def stats(self, request, pk):
        """Visitors and leads of the funnel and of each of its pages."""
        refuse_unknown(request, PERIOD_NAMES)
        funnel = self.get_object()
        period = period_from(request.query_params, request.workspace)
        pages = list(funnel.pages.in_order().without_content())
        views = views_of_pages(funnel, pages, period)
        stats = stats_of(funnel, period)
        stats["days"] = [{"day": day, "visitors": seen, "leads": leads} for day, seen, leads in stats["days"]]
        stats["pages"] = [page_stats(page, *views[page.pk]) for page in pages]
        totals = {name: getattr(funnel, name) for name in ("total_visitors", "total_leads", "conversion_rate")}
        return Response(totals | {"first": period.first, "last": period.last} | stats)


def page_stats(page, views, opt_ins):
    names = ("id", "name", "page_type", "visitors", "conversions", "conversion_rate")
    return {name: getattr(page, name) for name in names} | {"views": views, "opt_ins": opt_ins}


@extend_schema_view(
    **{
        name: extend_schema(parameters=[OpenApiParameter("funnel_id", int, OpenApiParameter.PATH)])
        for name in ("list", "create", "retrieve", "update", "partial_update", "destroy")
    }
)
class FunnelPageViewSet(ModelViewSet):
    """The pages of one funnel, in their order."""

    queryset = FunnelPage.objects.all()
    serializer_class = FunnelPageSerializer
    filterset_class = FunnelPageFilter
    ordering = ("order", "id")
    ordering_fields = ["order", "created_at"]
    lookup_url_kwarg = "page_id"

    def funnel(self):
        return get_object_or_404(Funnel.objects.for_workspace(self.request.workspace), pk=self.kwargs["funnel_id"])

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        pages = super().get_queryset()
        # The list of a stranger's funnel is no empty list: it is not there.
        return pages.filter(funnel=self.kwargs["funnel_id"] if self.detail else self.funnel())

    def create(self, request, *args, **kwargs):
        # Before the body is looked at: a stranger's funnel has no opinion on it.
        self.parent = self.funnel()
        return super().create(request, *args, **kwargs)

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.create_page(
                funnel=self.parent, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.edit_page(
                page=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, page):
        actions.delete_page(page=page, by=self.request.user)
