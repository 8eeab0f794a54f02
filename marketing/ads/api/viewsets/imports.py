from contextlib import contextmanager

import django_filters
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from marketing.ads.actions import imports
from marketing.ads.api.serializers.imports import (
    AdImportChoicesSerializer,
    AdImportPreviewSerializer,
    AdImportSerializer,
    UploadSerializer,
    preview_as_dict,
)
from marketing.ads.models import AdImport, Platform
from webox.accounts.api.base import FoundById, IdempotentPosts, WorkspaceViewSet
from webox.lib.problems import Conflict


@contextmanager
def refusals(field=""):
    """What an action refuses: the choices that are open by name, the rest of `field`, or as a conflict of states."""
    try:
        yield
    except imports.ImportRefused as error:
        if error.questions:
            raise exceptions.ValidationError({name: [text] for name, text in error.questions.items()}) from error
        if field:
            raise exceptions.ValidationError({field: [error.message]}) from error
        raise Conflict(error.message, "wrong_state") from error


class AdImportView(IdempotentPosts, APIView):
    """Figures from a file of an ad platform, sent whole as multipart/form-data."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": UploadSerializer},
        responses={
            200: OpenApiResponse(AdImportPreviewSerializer, description="With `dry_run`: what would change."),
            201: OpenApiResponse(AdImportSerializer, description="Imported, or with `draft` kept: see its state."),
            202: OpenApiResponse(AdImportSerializer, description="A long file: a worker imports it."),
        },
    )
    def post(self, request):
        """Import a file, or see what it would change. What it leaves open is a 400 that names the choice."""
        serializer = UploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        choices = dict(serializer.validated_data)
        upload, dry_run, draft = (choices.pop(name) for name in ("file", "dry_run", "draft"))
        with refusals("file"):
            file = imports.receive_file(workspace=request.workspace, by=request.user, upload=upload, **choices)
        if draft and not dry_run:
            return answer(file, status.HTTP_201_CREATED)
        try:
            return self.carry_out(file, request.user, dry_run)
        except BaseException:
            imports.discard_import(file=file, by=request.user)
            raise

    def carry_out(self, file, by, dry_run):
        with refusals("file"):
            if dry_run:
                body = preview_as_dict(file, imports.preview_of(file))
                imports.discard_import(file=file, by=by)
                return Response(body | {"file": body["file"] | {"id": None}})
            file = imports.start_import(file=file, by=by)
        is_done = file.state == AdImport.State.DONE
        return answer(file, status.HTTP_201_CREATED if is_done else status.HTTP_202_ACCEPTED)


def answer(file, status_code):
    location = reverse("api:ad-import-detail", args=[file.pk])
    return Response(AdImportSerializer(file).data, status=status_code, headers={"Location": location})


class AdImportFilterSet(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(choices=AdImport.State, distinct=False)
    platform = django_filters.MultipleChoiceFilter(choices=Platform, distinct=False)

    class Meta:
        model = AdImport
        fields = []


class AdImportViewSet(
    FoundById, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin, WorkspaceViewSet
):
    """Imports of figures of ads: how each file was read, what it changed, and its undo."""

    queryset = AdImport.objects.all()
    serializer_class = AdImportSerializer
    filterset_class = AdImportFilterSet
    ordering = ("-created_at", "-id")

    def perform_destroy(self, instance):
        with refusals():
            imports.discard_import(file=instance, by=self.request.user)

    @extend_schema(responses=AdImportPreviewSerializer, filters=False)
    @action(detail=True, methods=["get"])
    def preview(self, request, pk):
        """What a draft would change, and what it leaves open."""
        file = self.get_object()
        if file.state != AdImport.State.DRAFT:
            raise Conflict(imports.already(file), "wrong_state")
        with refusals():
            return Response(preview_as_dict(file, imports.preview_of(file)))

    @extend_schema(
        request=AdImportChoicesSerializer, responses={200: AdImportSerializer, 202: AdImportSerializer}, filters=False
    )
    @action(detail=True, methods=["post"])
    def start(self, request, pk):
        """Carry a draft out, with answers to what it leaves open."""
        file = self.get_object()
        serializer = AdImportChoicesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with refusals():
            if serializer.validated_data:
                file = imports.choose(file=file, by=request.user, **serializer.validated_data)
            file = imports.start_import(file=file, by=request.user)
        is_done = file.state == AdImport.State.DONE
        return Response(AdImportSerializer(file).data, status=200 if is_done else 202)

    @extend_schema(request=None, responses=AdImportSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Put back what stood there before; where newer figures stand they stay, and are named in `kept`."""
        with refusals():
            file = imports.undo_import(file=self.get_object(), by=request.user)
        return Response(AdImportSerializer(file).data)
