from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.api.serializers.statistics import PipelineStatsSerializer
from crm.statistics import scope_from, statistics
from webox.analytics.api.viewsets import PERIOD, PERIOD_NAMES, refuse_unknown

PARAMETERS = [
    *PERIOD,
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="Totals and funnel at the end of this past day."),
    OpenApiParameter("source", str, description="Only leads of this source."),
    OpenApiParameter("source_empty", bool, description="Only leads without a source."),
    OpenApiParameter("owner", str, description="Only leads of this member: a number, “me”, or “none” for nobody’s."),
]


class PipelineStatsView(APIView):
    @extend_schema(operation_id="pipeline_stats", parameters=PARAMETERS, responses=PipelineStatsSerializer)
    def get(self, request):
        """What stands where, what a period brought against the one before it, and the leads behind every figure."""
        refuse_unknown(request, (*PERIOD_NAMES, "as_of", "source", "source_empty", "owner"))
        scope = scope_from(request.query_params, request.membership)
        return Response(PipelineStatsSerializer(statistics(scope)).data)
