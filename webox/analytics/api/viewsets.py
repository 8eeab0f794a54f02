from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.response import Response
from rest_framework.views import APIView

from webox.accounts.api.base import CreateWithLocation, WorkspaceViewSet
from webox.analytics.api.filters import EventFilter
from webox.analytics.api.serializers import EventSerializer, OverviewSerializer, TimeseriesSerializer
from webox.analytics.models import Event
from webox.analytics.overview import INTERVALS, metric_named, overview, timeseries
from webox.analytics.periods import PRESETS, period_from
from webox.lib.ids import is_id

PERIOD = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day; 29 days before the last when left out."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day; today when left out."),
    OpenApiParameter("period", OpenApiTypes.STR, enum=list(PRESETS), description="The last so many days."),
]
PERIOD_NAMES = ("from", "to", "period")


class EventViewSet(CreateWithLocation, mixins.ListModelMixin, mixins.RetrieveModelMixin, WorkspaceViewSet):
    """What happened in the workspace, newest first. Events are appended, never edited."""

    queryset = Event.objects.all()
    serializer_class = EventSerializer
    filterset_class = EventFilter
    ordering = ("-at", "-id")
    ordering_fields = ("at",)

    def perform_create(self, serializer):
        serializer.save(workspace=self.request.workspace)


class OverviewView(APIView):
    @extend_schema(operation_id="analytics_overview", parameters=PERIOD, responses=OverviewSerializer)
    def get(self, request):
        """The headline figures of a period, and how they changed against the period before."""
        refuse_unknown(request, PERIOD_NAMES)
        period = period_from(request.query_params, request.workspace)
        before = period.previous()
        body = {"first": period.first, "last": period.last}
        body |= {"previous_first": before.first, "previous_last": before.last}
        return Response(body | {"figures": overview(request.workspace, period)})


class TimeseriesView(APIView):
    @extend_schema(
        operation_id="analytics_timeseries",
        parameters=[
            OpenApiParameter("metric", str, required=True, description="leads, visits, …, or an event type."),
            *PERIOD,
            OpenApiParameter("interval", str, enum=list(INTERVALS), default="day"),
            OpenApiParameter("subject_type", str, description="Count only what is about this kind of thing …"),
            OpenApiParameter("subject_id", int, description="… with this id."),
        ],
        responses=TimeseriesSerializer,
    )
    def get(self, request):
        """One metric per day, week or month."""
        params = request.query_params
        refuse_unknown(request, ("metric", *PERIOD_NAMES, "interval", "subject_type", "subject_id"))
        metric = metric_named(params.get("metric", ""))
        period = period_from(params, request.workspace)
        interval = params.get("interval") or "day"
        points = timeseries(request.workspace, metric, period, interval, subject_from(params))
        body = {"metric": metric, "interval": interval, "first": period.first, "last": period.last}
        body["total"] = sum(count for _start, count in points)
        return Response(body | {"points": [{"start": start, "count": count} for start, count in points]})


def subject_from(params):
    kind, number = params.get("subject_type", ""), params.get("subject_id", "")
    if bool(kind) != bool(number):
        raise ValidationError(
            {"subject_id" if kind else "subject_type": _("A subject needs both its type and its id.")}
        )
    if number and not is_id(number):
        raise ValidationError({"subject_id": _("“%(text)s” is not an id.") % {"text": number[:20]}})
    return (kind[:32], int(number)) if kind else ("", 0)


def refuse_unknown(request, known):
    for name in request.query_params:
        if name not in (*known, "format"):
            message = _("“%(name)s” is not a filter. Known: %(known)s.")
            raise ValidationError({name: message % {"name": name, "known": ", ".join(known)}})
