from contextlib import contextmanager

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from crm import actions
from crm.api.filters import LeadFilterSet
from crm.api.serializers.leads import AssignSerializer, InteractionSerializer, LeadSerializer
from crm.api.serializers.timeline import TimelinePageSerializer
from crm.api.viewsets.board import Movable
from crm.api.viewsets.scoring import ScoreOfLead
from crm.models import Lead
from crm.scoring.now import with_scores
from crm.timeline import page_of
from webox.accounts.api.base import FoundById, ModelViewSet
from webox.lib.problems import Conflict


@contextmanager
def refusals_of_actions():
    """What an action refuses, as the API says it: which field, and what to do."""
    try:
        yield
    except actions.DuplicateLead as error:
        text = "%(message)s" if error.is_hidden else _("%(message)s See /api/marketing/leads/%(id)s.")
        detail = text % {"message": error.message, "id": error.existing.pk}
        raise exceptions.ValidationError({"email": [exceptions.ErrorDetail(detail, code="unique")]}) from error
    except actions.OwnerNotMember as error:
        raise exceptions.ValidationError({"owner": [error.message]}) from error
    except actions.LeadIsDeleted as error:
        raise Conflict(error.message, "deleted") from error


class LeadViewSet(Movable, ScoreOfLead, FoundById, ModelViewSet):
    """Leads: people who left their address, or whom a member wrote down.

    Deleting keeps the row: `is_deleted=true` lists what was deleted, `restore` brings it back.
    """

    queryset = Lead.objects.all()
    serializer_class = LeadSerializer
    filterset_class = LeadFilterSet
    ordering_fields = ["created_at", "updated_at", "score", "last_name"]
    ordering = ("-created_at", "-id")
    volatile = frozenset({"score", "fit", "engagement", "probability"})

    def get_queryset(self):
        return with_scores(super().get_queryset()).prefetch_related("tags")

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.create_lead(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.edit_lead(
                lead=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, lead):
        actions.delete_lead(lead=lead, by=self.request.user)

    @extend_schema(request=AssignSerializer, responses=LeadSerializer, filters=False)
    @action(detail=True, methods=["post"], serializer_class=AssignSerializer)
    def assign(self, request, pk):
        """Give the lead to a member of the workspace, or to nobody with null."""
        lead = self.get_object()
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with refusals_of_actions():
            lead = actions.assign(lead=lead, owner=serializer.validated_data["owner"], by=request.user)
        return self.answer(lead)

    @extend_schema(request=None, responses=LeadSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def restore(self, request, pk):
        """Bring a deleted lead back."""
        return self.answer(actions.restore_lead(lead=self.get_object(), by=request.user))

    @extend_schema(methods=["GET"], responses=InteractionSerializer(many=True), filters=False)
    @extend_schema(methods=["POST"], responses={201: OpenApiResponse(InteractionSerializer)}, filters=False)
    @action(
        detail=True,
        methods=["get", "post"],
        serializer_class=InteractionSerializer,
        filter_backends=[],
        ordering=("-created_at", "-id"),
    )
    def interactions(self, request, pk):
        """What was said and done with the lead, newest first."""
        lead = self.get_object()
        if request.method == "GET":
            rows = self.paginate_queryset(lead.interactions.all())
            return self.get_paginated_response(self.get_serializer(rows, many=True).data)
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with refusals_of_actions():
            interaction = actions.add_interaction(lead=lead, by=request.user, **serializer.validated_data)
        return Response(self.get_serializer(interaction).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, many=True, description="Only these kinds: interaction, status, visit, …"),
            OpenApiParameter("after", str, description="Where the page begins: from `next`."),
        ],
        responses=TimelinePageSerializer,
        filters=False,
    )
    @action(detail=True, methods=["get"], filter_backends=[], pagination_class=None)
    def timeline(self, request, pk):
        """Everything that happened with the lead, newest first."""
        params = request.query_params
        page = page_of(self.get_object(), params.get("after", ""), kinds=params.getlist("kind"))
        following = None
        if page.cursor:
            following = replace_query_param(request.build_absolute_uri(), "after", page.cursor)
        body = {"next": following, "previous": None, "results": page.entries}
        return Response(TimelinePageSerializer(body).data)

    def answer(self, lead):
        return Response(LeadSerializer(lead, context=self.get_serializer_context()).data)
