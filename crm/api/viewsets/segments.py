from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from crm import actions
from crm.api.segments import SegmentFilterSet
from crm.api.serializers.leads import LeadSerializer
from crm.api.serializers.segments import (
    ExplanationSerializer,
    ReachSerializer,
    RulesSerializer,
    SegmentSerializer,
)
from crm.models import Lead, Segment
from crm.segments import WrongRules, explain, leads_of, reach_of
from webox.accounts.api.base import FoundById, ModelViewSet
from webox.lib.ids import is_id
from webox.lib.problems import Conflict


@contextmanager
def refusals_of_actions():
    try:
        yield
    except actions.SegmentNameTaken as error:
        raise exceptions.ValidationError({"name": [exceptions.ErrorDetail(error.message, code="unique")]}) from error


@contextmanager
def stale_rules():
    """Rules that were right when they were saved may name a field that is gone."""
    try:
        yield
    except WrongRules as error:
        raise Conflict(error.messages[0], "segment") from error


class SegmentViewSet(FoundById, ModelViewSet):
    """Segments: nested rules that name leads, with a name. `GET /api/marketing/leads?segment=3` lists who is in one."""

    queryset = Segment.objects.all()
    serializer_class = SegmentSerializer
    filterset_class = SegmentFilterSet
    ordering_fields = ["name", "created_at", "updated_at"]
    ordering = ("name", "id")

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.create_segment(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.edit_segment(
                segment=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, segment):
        actions.delete_segment(segment=segment, by=self.request.user)

    @extend_schema(request=RulesSerializer, responses=ReachSerializer, filters=False)
    @action(detail=False, methods=["post"], serializer_class=RulesSerializer)
    def preview(self, request):
        """How many leads these rules name, and some of them. Nothing is saved."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(ReachSerializer(reach_of(request.membership, serializer.validated_data["rules"])).data)

    @extend_schema(responses=ReachSerializer, filters=False)
    @action(detail=True)
    def count(self, request, pk):
        """How many leads are in the segment now, and some of them."""
        segment = self.get_object()
        with stale_rules():
            return Response(ReachSerializer(reach_of(request.membership, segment.rules)).data)

    @extend_schema(responses=LeadSerializer(many=True), filters=False)
    @action(detail=True, serializer_class=LeadSerializer, filter_backends=[], ordering=("-created_at", "-id"))
    def leads(self, request, pk):
        """The leads of the segment, newest first."""
        segment = self.get_object()
        with stale_rules():
            found = leads_of(request.membership, segment.rules)
        rows = self.paginate_queryset(found.for_list())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("lead", OpenApiTypes.INT, required=True, description=gettext_lazy("A lead."))],
        responses=ExplanationSerializer,
        filters=False,
    )
    @action(detail=True)
    def explain(self, request, pk):
        """Why a lead is in the segment or out, rule by rule, with what the lead has."""
        segment = self.get_object()
        number = request.query_params.get("lead", "")
        if not is_id(number):
            raise exceptions.ValidationError({"lead": [_("Write the number of a lead.")]})
        leads = Lead.objects.visible_to(request.membership).for_list()
        lead = get_object_or_404(leads, pk=number)
        with stale_rules():
            tree = explain(lead, segment.rules)
        told = {"lead": lead.pk, "is_in": tree.holds and not lead.is_deleted, "is_deleted": lead.is_deleted}
        return Response(ExplanationSerializer(told | {"tree": tree}).data)
