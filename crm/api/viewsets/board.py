from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, mixins
from rest_framework.decorators import action
from rest_framework.response import Response

from crm import actions
from crm.api.filters import BoardFilterSet
from crm.api.serializers.board import (
    BoardSerializer,
    CardPageSerializer,
    MovedSerializer,
    MoveSerializer,
    StageSerializer,
)
from crm.board import Board, board_of
from crm.models import Lead, Stage
from webox.accounts.access import require_admin
from webox.accounts.api.base import CheckedUpdate, WorkspaceViewSet
from webox.lib.filters import refuse_unknown, refuse_wrong
from webox.lib.pagination import CursorPagination
from webox.lib.problems import Conflict

STATUS = OpenApiParameter("status", OpenApiTypes.STR, "path", enum=Lead.Status.values)


class BoardViewSet(WorkspaceViewSet):
    """The pipeline as a board: a column for each status. Every filter of leads works; `as_of` shows a past day."""

    queryset = Lead.objects.all()
    filterset_class = BoardFilterSet
    pagination_class = None
    lookup_field = "status"
    lookup_value_regex = "[^/.]+"
    is_row_answer = False

    @extend_schema(responses=BoardSerializer, filters=True)
    def list(self, request):
        """The columns with how many leads they hold, what these may bring, and how much of it is to be expected."""
        board = self.board()
        columns = board.columns(self.filters.statuses)
        data = {"currency": request.workspace.currency, "as_of": board.day, "columns": columns}
        return Response(BoardSerializer(data).data)

    @extend_schema(
        responses=CardPageSerializer,
        filters=True,
        parameters=[STATUS, OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("limit", OpenApiTypes.INT)],
    )
    def retrieve(self, request, status):
        """The cards of a column from top to bottom; of a past day, who came last comes first."""
        board, paginator = self.board(), CursorPagination()
        if status not in Lead.Status.values:
            raise exceptions.NotFound
        try:
            cards, cursor = board.page(status, request.query_params.get("cursor", ""), paginator.get_page_size(request))
        except ValueError as error:
            raise exceptions.NotFound(paginator.invalid_cursor_message) from error
        query = request.query_params.copy()
        query["cursor"] = cursor
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}") if cursor else None
        return Response(CardPageSerializer({"next": following, "previous": None, "results": cards}).data)

    def board(self):
        refuse_unknown(self.request, BoardFilterSet)
        self.filters = BoardFilterSet(self.request.query_params, self.get_queryset(), request=self.request)
        refuse_wrong(self.filters)
        return board_of(self.request, self.filters)


class Movable:
    """Adds `move` to the viewset of leads."""

    @extend_schema(request=MoveSerializer, responses=MovedSerializer, filters=False)
    @action(detail=True, methods=["post"], serializer_class=MoveSerializer)
    def move(self, request, pk):
        """Put the lead's card to a place on the board: in another column, or elsewhere in its own."""
        lead = self.get_object()
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            lead, is_as_asked = actions.move_lead(lead=lead, by=request.user, **serializer.validated_data)
        except actions.ReasonMissing as error:
            raise exceptions.ValidationError({"reason": [error.message]}) from error
        except actions.MovedMeanwhile as error:
            raise Conflict(error.message, "moved_meanwhile") from error
        except actions.LeadIsDeleted as error:
            raise Conflict(error.message, "deleted") from error
        board = Board(request.workspace, Lead.objects.visible_to(request.membership), is_narrowed=False)
        card = board.card(board.shown(board.leads).get(pk=lead.pk))
        card.is_as_asked = is_as_asked
        return Response(MovedSerializer(card).data)


class StageViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CheckedUpdate, WorkspaceViewSet):
    """What the workspace expects of each status: how many days a lead stays, how many of a hundred are won.

    Owners and admins change them, for the open stages only.
    """

    queryset = Stage.objects.all()
    serializer_class = StageSerializer
    lookup_field = "status"
    lookup_value_regex = "[^/.]+"
    ordering = ("id",)
    http_method_names = ["get", "patch", "head", "options"]

    def perform_update(self, serializer):
        require_admin(self.request.membership)
        serializer.save()
