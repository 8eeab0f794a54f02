from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.response import Response

from investors import actions
from investors.api.filters import InvestorFilterSet, InvestorSearchSet
from investors.api.refusals import errors_of, refusals_of_actions
from investors.api.serializers.investors import (
    BulkAnswerSerializer,
    ContactSerializer,
    InvestorBulkSerializer,
    InvestorSerializer,
    NextStageSerializer,
)
from investors.api.serializers.standing import StandingSerializer
from investors.models import Contact, Investor
from investors.standing import standing_of
from webox.accounts.api.base import FoundById, ModelViewSet
from webox.lib.problems import flatten


class InvestorViewSet(FoundById, ModelViewSet):
    """Firms and people who may put money into a round.

    Deleting keeps the row: `is_deleted=true` lists what was deleted, `restore` brings it back.
    """

    queryset = Investor.objects.prefetch_related("tags")
    serializer_class = InvestorSerializer
    filterset_class = InvestorFilterSet
    ordering_fields = ["created_at", "updated_at", "name", "stage_since"]
    ordering = ("-created_at", "-id")

    @property
    def is_row_answer(self):
        return super().is_row_answer or self.action in ("move_to_next_stage", "restore")

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.create_investor(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.edit_investor(
                investor=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, investor):
        actions.delete_investor(investor=investor, by=self.request.user)

    @extend_schema(filters=True, responses=InvestorSerializer(many=True))
    @action(detail=False, methods=["get"], filterset_class=InvestorSearchSet, ordering=("name", "id"))
    def search(self, request):
        """Investors of whom the name, email, place or a contact contains `q`, by name. Every filter works here too."""
        return self.list(request)

    @extend_schema(filters=True, responses=StandingSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def stats(self, request):
        """How the investors stand that the filters find: by stage and type, money committed, what is due."""
        investors = self.filter_queryset(self.get_queryset()).prefetch_related(None)
        standing = standing_of(request.workspace, investors, request.query_params)
        return Response(StandingSerializer(standing).data)

    @extend_schema(request=NextStageSerializer, responses=InvestorSerializer, filters=False)
    @action(detail=True, methods=["put", "post"], url_path="move-to-next-stage")
    @transaction.atomic
    def move_to_next_stage(self, request, pk):
        """One step on the way to a wire, never to “passed”. A 409 names what is missing for it, field by field."""
        investor = self.get_object()
        asked = NextStageSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        self.check_precondition(investor)
        with refusals_of_actions():
            investor = actions.move_to_next_stage(investor=investor, by=request.user, **asked.validated_data)
        return Response(self.get_serializer(investor).data)

    @extend_schema(request=None, responses=InvestorSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def restore(self, request, pk):
        """Bring a deleted investor back to the stage it was in."""
        investor = actions.restore_investor(investor=self.get_object(), by=request.user)
        return Response(self.get_serializer(investor).data)

    @extend_schema(
        request=InvestorBulkSerializer,
        responses={
            201: BulkAnswerSerializer,
            207: OpenApiResponse(BulkAnswerSerializer, description="Some rows were refused: see `results`."),
        },
        filters=False,
    )
    @action(
        detail=False,
        methods=["post"],
        serializer_class=InvestorBulkSerializer,
        filter_backends=[],
        pagination_class=None,
    )
    def bulk(self, request):
        """Create up to 1,000 investors. Each row has its own answer, in the order they were sent."""
        asked = InvestorBulkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        results = [row_answer(index, each) for index, each in enumerate(self.created(**asked.validated_data))]
        refused = sum(1 for row in results if row["errors"])
        answer = {"created": len(results) - refused, "refused": refused, "results": results}
        return Response(answer, status=status.HTTP_207_MULTI_STATUS if refused else status.HTTP_201_CREATED)

    def created(self, investors, all_or_nothing):
        """[Investor or ValidationError] of each row."""
        reader = InvestorSerializer(context=self.get_serializer_context())
        read = [reading(reader, row) for row in investors]
        rows = [row for row in read if isinstance(row, dict)]
        if all_or_nothing and len(rows) < len(read):
            raise nothing_created(read)
        try:
            made = actions.create_investors(
                workspace=self.request.workspace, by=self.request.user, rows=rows, all_or_nothing=all_or_nothing
            )
        except actions.NothingCreated as error:
            raise nothing_created(map(answered, error.outcomes)) from error
        made = map(answered, made)
        return [next(made) if isinstance(row, dict) else row for row in read]


def reading(reader, row):
    try:
        return reader.run_validation(row)
    except exceptions.ValidationError as refusal:
        return refusal


def answered(outcome):
    return outcome if isinstance(outcome, Investor) else exceptions.ValidationError(errors_of(outcome))


def nothing_created(outcomes):
    refused = {
        str(index): each.detail for index, each in enumerate(outcomes) if isinstance(each, exceptions.ValidationError)
    }
    return exceptions.ValidationError({"investors": refused})


def row_answer(index, outcome):
    if isinstance(outcome, Investor):
        return {"index": index, "status": "created", "id": outcome.pk, "errors": []}
    errors = list(flatten(outcome.get_full_details()))
    return {"index": index, "status": "refused", "id": None, "errors": errors}


@extend_schema_view(
    **{
        name: extend_schema(parameters=[OpenApiParameter("investor_id", int, OpenApiParameter.PATH)])
        for name in ("list", "create", "retrieve", "update", "partial_update", "destroy")
    }
)
class ContactViewSet(ModelViewSet):
    """The people of an investor's firm, the main one first."""

    queryset = Contact.objects.filter(investor__deleted_at=None)
    serializer_class = ContactSerializer
    filter_backends = []
    ordering = ("-is_primary", "id")
    lookup_url_kwarg = "contact_id"

    def investor(self):
        investors = Investor.objects.visible_to(self.request.membership).alive()
        return get_object_or_404(investors, pk=self.kwargs["investor_id"])

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        contacts = super().get_queryset()
        # The list of a stranger's investor is no empty list: it is not there.
        return contacts.filter(investor=self.kwargs["investor_id"] if self.detail else self.investor())

    def create(self, request, *args, **kwargs):
        # Before the body is looked at: a stranger's investor has no opinion on it.
        self.parent = self.investor()
        return super().create(request, *args, **kwargs)

    def perform_create(self, serializer):
        contact = Contact(workspace=self.request.workspace, investor=self.parent)
        self.save(serializer, contact)

    def perform_update(self, serializer):
        self.save(serializer, serializer.instance)

    def save(self, serializer, contact):
        with refusals_of_actions():
            serializer.instance = actions.save_contact(
                contact=contact, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, contact):
        with refusals_of_actions():
            actions.delete_contact(contact=contact, by=self.request.user)
