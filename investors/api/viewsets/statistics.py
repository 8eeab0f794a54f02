from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from investors.api.serializers.statistics import RaiseForecastSerializer, SimulationSerializer
from investors.statistics import telling
from investors.statistics.asking import NAMES, question_from
from investors.statistics.summary import forecast, simulation
from webox.analytics.api.viewsets import refuse_unknown

ROUND = OpenApiParameter("round", int, description="The open round, or the newest, when left out.")
PARAMETERS = [
    ROUND,
    OpenApiParameter("until", OpenApiTypes.DATE, description="The day the round closes, or half a year from now."),
    OpenApiParameter("meetings", float, description="First meetings a week; as many as lately when left out."),
]


class ForecastView(APIView):
    @extend_schema(operation_id="investors_forecast", parameters=[ROUND], responses=RaiseForecastSerializer)
    def get(self, request):
        """What may come of the pipeline, after the ledger's own rates, with all that is assumed."""
        refuse_unknown(request, ("round",))
        pipeline, found = forecast(question_from(request.query_params, request.workspace))
        notes = [*telling.of_forecast(pipeline), *telling.of_rates()]
        return Response(RaiseForecastSerializer(found | {"assumptions": notes}).data)


class SimulationView(APIView):
    @extend_schema(operation_id="investors_simulation", parameters=PARAMETERS, responses=SimulationSerializer)
    def get(self, request):
        """How likely the round reaches its target in time, and how many first meetings a week that needs."""
        refuse_unknown(request, NAMES)
        found = simulation(question_from(request.query_params, request.workspace))
        if found is None:
            raise ValidationError({"round": _("Add a round first: it has the target.")})
        return Response(SimulationSerializer(found).data)
