from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from investors import actions
from investors.actions.investors import held
from investors.actions.kpis import hold
from investors.api.filters import InteractionFilterSet, MarketingEventFilterSet
from investors.api.refusals import refusals_of_actions
from investors.api.serializers.interactions import (
    InvestorInteractionSerializer,
    MarketingEventSerializer,
    OfInvestorSerializer,
)
from investors.models import Interaction, Investor, MarketingEvent
from investors.standing import summary_of
from webox.accounts.api.base import CheckedUpdate, FoundById, ModelViewSet, WorkspaceViewSet

INVESTOR = OpenApiParameter("investor_id", int, OpenApiParameter.PATH)


class InteractionViewSet(
    FoundById,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CheckedUpdate,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """What was said and done with investors, newest first: meetings, pitches and closings are what KPIs count."""

    queryset = Interaction.objects.filter(investor__deleted_at=None).prefetch_related("participants")
    serializer_class = InvestorInteractionSerializer
    filterset_class = InteractionFilterSet
    ordering_fields = ["date", "created_at", "updated_at"]
    ordering = ("-date", "-id")

    def check_precondition(self, instance):
        # Before the row is locked: edit_interaction() takes them in this order.
        hold(self.request.workspace)
        held(instance.investor)
        super().check_precondition(instance)

    def perform_update(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.edit_interaction(
                interaction=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, interaction):
        with refusals_of_actions():
            actions.delete_interaction(interaction=interaction, by=self.request.user)

    @extend_schema(methods=["GET"], parameters=[INVESTOR], responses=OfInvestorSerializer, filters=True)
    @extend_schema(
        methods=["POST"],
        parameters=[INVESTOR],
        responses={201: OpenApiResponse(InvestorInteractionSerializer)},
        filters=False,
    )
    @action(detail=False, methods=["get", "post"], url_path="investor/(?P<investor_id>[0-9]+)", url_name="of-investor")
    def of_investor(self, request, investor_id):
        """An investor's interactions with what they come to, or one more of them."""
        investors = Investor.objects.visible_to(request.membership).alive()
        investor = get_object_or_404(investors, pk=investor_id)
        if request.method == "GET":
            rows = self.filter_queryset(self.get_queryset().filter(investor=investor))
            page = self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)
            page.data["summary"] = summary_of(request.workspace, rows)
            return page
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with refusals_of_actions():
            interaction = actions.log_interaction(investor=investor, by=request.user, **serializer.validated_data)
        location = f"{request.path.split('/investor/')[0]}/{interaction.pk}"
        data = self.get_serializer(interaction).data
        return Response(data, status=status.HTTP_201_CREATED, headers={"Location": location})


class MarketingEventViewSet(FoundById, ModelViewSet):
    """Demo days, fairs, dinners, and who was met there."""

    queryset = MarketingEvent.objects.prefetch_related("contacts")
    serializer_class = MarketingEventSerializer
    filterset_class = MarketingEventFilterSet
    ordering_fields = ["date", "name", "created_at"]
    ordering = ("-date", "-id")

    def perform_create(self, serializer):
        self.save(serializer, MarketingEvent(workspace=self.request.workspace))

    def perform_update(self, serializer):
        self.save(serializer, serializer.instance)

    def save(self, serializer, event):
        serializer.instance = actions.save_event(event=event, by=self.request.user, **serializer.validated_data)
