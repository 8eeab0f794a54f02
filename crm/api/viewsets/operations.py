from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from crm import exporting
from crm.actions import operations
from crm.api.finding import found_by
from crm.api.serializers.operations import BulkSerializer, OperationRowSerializer, OperationSerializer
from crm.models import Operation, OperationRow
from crm.operations.selecting import select_filter, select_ids
from crm.views.export import file_response
from webox.accounts.api.base import FoundById, IdempotentPosts, WorkspaceViewSet
from webox.lib.problems import Conflict


class OperationFilterSet(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(choices=Operation.Kind, distinct=False)
    state = django_filters.MultipleChoiceFilter(choices=Operation.State, distinct=False)

    class Meta:
        model = Operation
        fields = []


class OperationRowFilterSet(django_filters.FilterSet):
    outcome = django_filters.MultipleChoiceFilter(choices=OperationRow.Outcome, distinct=False)
    undo = django_filters.MultipleChoiceFilter(choices=OperationRow.Undo, distinct=False)

    class Meta:
        model = OperationRow
        fields = []


class OperationViewSet(FoundById, mixins.ListModelMixin, mixins.RetrieveModelMixin, WorkspaceViewSet):
    """Imports and changes of many leads: how far they are, what became of each row, and their undo."""

    queryset = Operation.objects.all()
    serializer_class = OperationSerializer
    filterset_class = OperationFilterSet
    ordering = ("-created_at", "-id")

    @extend_schema(
        responses=OperationRowSerializer(many=True),
        filters=False,
        parameters=[
            OpenApiParameter("outcome", str, enum=OperationRow.Outcome.values, many=True),
            OpenApiParameter("undo", str, enum=OperationRow.Undo.values, many=True),
        ],
    )
    @action(
        detail=True,
        methods=["get"],
        serializer_class=OperationRowSerializer,
        filterset_class=OperationRowFilterSet,
        ordering=("number", "id"),
    )
    def rows(self, request, pk):
        """What became of each row, with what it changed from and to."""
        operation = self.get_object()
        rows = operation.rows.visible_to(request.membership)
        for backend in self.filter_backends:
            rows = backend().filter_queryset(request, rows, self)
        rows = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    @extend_schema(request=None, responses={202: OperationSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Take it back: every field that nobody has edited since. What was edited is in the rows as `conflict`."""
        try:
            operation = operations.undo_operation(operation=self.get_object(), by=request.user)
        except operations.CannotUndo as error:
            raise Conflict(error.message, "cannot_undo") from error
        operation = operations.finish_if_few(operation)
        return Response(OperationSerializer(operation).data, status=status.HTTP_202_ACCEPTED)


def started(operation, serializer_class):
    """The answer of a worker's work: where it is watched."""
    location = reverse("api:operation-detail", args=[operation.pk])
    return Response(serializer_class(operation).data, status=status.HTTP_202_ACCEPTED, headers={"Location": location})


class BulkView(IdempotentPosts, APIView):
    """One thing done to many leads, as an operation with its undo."""

    @extend_schema(
        request=BulkSerializer,
        responses={202: OpenApiResponse(OperationSerializer, description="Started: `Location` is the operation.")},
    )
    def post(self, request):
        """Change the leads of `ids`, or all that `filter` finds now; who comes in later is not swept in."""
        serializer = BulkSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        try:
            selection, total = self.select(request.membership, asked)
            operation = operations.change_many(
                workspace=request.workspace,
                by=request.user,
                kind=asked["action"],
                params=asked["params"],
                selection=selection,
                total=total,
            )
        except ValidationError as error:
            raise exceptions.ValidationError(error.message_dict) from error
        except operations.NothingSelected as error:
            raise exceptions.ValidationError({"ids": [error.message]}) from error
        except operations.CountChanged as error:
            raise Conflict(error.message, "count_changed") from error
        operation = operations.finish_if_few(operation)
        return started(operation, OperationSerializer)

    @staticmethod
    def select(membership, asked):
        if "ids" in asked:
            return select_ids(membership, asked["ids"])
        selection, total = select_filter(membership, urlencode(asked["filter"], doseq=True))
        if total != asked["expected_count"]:
            raise operations.CountChanged(total)
        return selection, total


class ExportView(APIView):
    """Leads as a file, of any filter of the list."""

    OWN = ("format", "columns", "delimiter", "bom")

    @extend_schema(
        parameters=[
            OpenApiParameter("format", str, enum=list(exporting.FORMATS), description=_("csv, or xlsx.")),
            OpenApiParameter("columns", str, description=_("Names of fields, parted by commas; all without it.")),
            OpenApiParameter("delimiter", str, enum=list(exporting.DELIMITERS.values()), description=_("Of CSV.")),
            OpenApiParameter("bom", bool, description=_("Whether a CSV file begins with a byte order mark: true.")),
        ],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, (200, exporting.FORMATS["xlsx"]): OpenApiTypes.BINARY},
    )
    def get(self, request):
        """The leads that the list's filters find, streamed. What a spreadsheet would run begins with an apostrophe."""
        asked = request.query_params.copy()
        own = {name: asked.pop(name, [""])[0] for name in self.OWN}
        if own["format"] not in ("", *exporting.FORMATS):
            raise exceptions.ValidationError({"format": [_("Choose csv or xlsx.")]})
        delimiters = {name: mark for mark, name in exporting.DELIMITERS.items()} | {"": ","}
        if own["delimiter"] not in delimiters:
            raise exceptions.ValidationError({"delimiter": [_("Choose comma, semicolon or tab.")]})
        columns = [name.strip() for name in own["columns"].split(",") if name.strip()]
        try:
            leads = found_by(request.membership, asked.urlencode())
            table = exporting.table_of(request.workspace, leads, columns)
        except ValidationError as error:
            raise exceptions.ValidationError(error.message_dict) from error
        has_mark = own["bom"].lower() not in ("false", "0", "no")
        return file_response(table, own["format"] or exporting.CSV, delimiters[own["delimiter"]], has_mark)

    def perform_content_negotiation(self, request, force=False):
        # A wrong format is a 400 with its remedy, not a 404; a refusal is problem JSON whatever was asked for.
        renderer = self.renderer_classes[0]()
        return renderer, renderer.media_type
