from contextlib import contextmanager

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from crm import tasks
from crm.actions import predicting, scoring
from crm.api.serializers.scoring import (
    BreakdownSerializer,
    PredictionSerializer,
    ScoringRuleSerializer,
    ScoringSerializer,
)
from crm.models import Prediction, Scoring, ScoringRule
from crm.scoring.breakdown import breakdown_of
from crm.scoring.grid import grid_of
from webox.accounts.api.base import FoundById, IdempotentPosts, ModelViewSet


@contextmanager
def refusals_of_actions():
    try:
        yield
    except scoring.TooManyRules as error:
        raise exceptions.ValidationError([error.message]) from error


class ScoringRuleFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=ScoringRule.Kind)
    is_active = django_filters.BooleanFilter()

    class Meta:
        model = ScoringRule
        fields = []


class ScoringRuleViewSet(FoundById, ModelViewSet):
    """Points for what a lead is (fit, by rules of segments) and for what it did (engagement, by type of event).

    An event is worth half after `half_life_days`; all of a rule together at most `cap`. Every change counts all
    leads anew, which `GET /api/marketing/scoring` follows.
    """

    queryset = ScoringRule.objects.all()
    serializer_class = ScoringRuleSerializer
    filterset_class = ScoringRuleFilter
    ordering_fields = ["position", "created_at"]
    ordering = ("position", "id")

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = scoring.save_rule(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        serializer.instance = scoring.save_rule(
            workspace=self.request.workspace,
            by=self.request.user,
            rule=serializer.instance,
            **serializer.validated_data,
        )

    def perform_destroy(self, rule):
        scoring.delete_rule(rule=rule, by=self.request.user)


class ScoringView(APIView):
    """How fit and engagement make a score, the grid with its leads, and how far counting everyone anew has come."""

    @extend_schema(operation_id="scoring_retrieve", responses=ScoringSerializer)
    def get(self, request):
        settings, settings.grid, settings.grid_at, is_stale = grid_of(request.membership)
        if is_stale:
            tasks.count_grid.delay(workspace_id=request.workspace.pk)
        return Response(ScoringSerializer(settings).data)

    @extend_schema(operation_id="scoring_update", request=ScoringSerializer, responses=ScoringSerializer)
    def patch(self, request):
        settings = Scoring.objects.of(request.workspace)
        serializer = ScoringSerializer(settings, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        scoring.save_settings(workspace=request.workspace, by=request.user, **serializer.validated_data)
        return self.get(request)


class PredictionView(IdempotentPosts, APIView):
    """What is learnt from won and lost leads, and how it did on leads it had not seen."""

    @extend_schema(operation_id="scoring_prediction", responses=PredictionSerializer)
    def get(self, request):
        return Response(PredictionSerializer(Prediction.objects.of(request.workspace)).data)

    @extend_schema(operation_id="scoring_learn", request=None, responses={202: PredictionSerializer})
    def post(self, request):
        """Learn anew now. Without this it is done within a day of a lead being closed."""
        prediction = predicting.ask_to_learn(workspace=request.workspace, by=request.user)
        return Response(PredictionSerializer(prediction).data, status=status.HTTP_202_ACCEPTED)


class ScoreOfLead:
    """The score of one lead, for its viewset."""

    @extend_schema(methods=["GET"], operation_id="lead_score", responses=BreakdownSerializer, filters=False)
    @extend_schema(
        methods=["POST"], operation_id="lead_rescore", request=None, responses=BreakdownSerializer, filters=False
    )
    @action(detail=True, methods=["get", "post"], filter_backends=[])
    def score(self, request, pk):
        """The score of a lead, taken apart by rule. POST counts it anew first, GET changes nothing."""
        lead = self.get_object()
        if request.method == "POST":
            scoring.score_leads(workspace=request.workspace, lead_ids=[lead.pk])
            lead = self.get_object()
        return Response(BreakdownSerializer(breakdown_of(lead)).data)
