from contextlib import contextmanager

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from investors.actions import documents, sharing
from investors.api.document_filters import DocumentFilterSet, DocumentLinkFilterSet, DocumentViewFilterSet
from investors.api.serializers.documents import (
    DocumentLinkChangeSerializer,
    DocumentLinkSerializer,
    DocumentReplacementSerializer,
    DocumentSerializer,
    DocumentUploadSerializer,
    DocumentViewSerializer,
    FolderSerializer,
)
from investors.documents.kinds import FileRefused
from investors.documents.showing import answer_of
from investors.models import Document, DocumentLink, DocumentView, Folder
from webox.accounts.api.base import CheckedUpdate, FoundById, ModelViewSet, WorkspaceViewSet
from webox.lib.parsers import JSONParser


@contextmanager
def refusals():
    try:
        yield
    except FileRefused as error:
        raise exceptions.ValidationError({"file": [error.message]}) from error
    except documents.FolderNameTaken as error:
        raise exceptions.ValidationError({"name": [exceptions.ErrorDetail(error.message, code="unique")]}) from error


class FolderViewSet(FoundById, ModelViewSet):
    """Folders of documents. Deleting one keeps its documents, and ends the links to it."""

    queryset = Folder.objects.all()
    serializer_class = FolderSerializer
    ordering_fields = ["name", "created_at", "updated_at"]
    ordering = ("name", "id")

    def perform_create(self, serializer):
        folder = Folder(workspace=self.request.workspace)
        with refusals():
            serializer.instance = documents.save_folder(
                folder=folder, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals():
            documents.save_folder(folder=serializer.instance, by=self.request.user, **serializer.validated_data)

    def perform_destroy(self, folder):
        documents.delete_folder(folder=folder, by=self.request.user)


class DocumentViewSet(
    FoundById,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CheckedUpdate,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """Decks and other files for investors: sent as multipart/form-data, shared by links."""

    queryset = Document.objects.select_related("workspace")
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilterSet
    parser_classes = [JSONParser, MultiPartParser]
    ordering_fields = ["name", "size", "created_at", "updated_at"]
    ordering = ("-created_at", "-id")

    @extend_schema(request={"multipart/form-data": DocumentUploadSerializer}, responses={201: DocumentSerializer})
    def create(self, request):
        """Upload a file. What it is, its content says; its name is only shown."""
        serializer = DocumentUploadSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        asked = dict(serializer.validated_data)
        with refusals():
            document = documents.add_document(
                workspace=request.workspace, by=request.user, upload=asked.pop("file"), **asked
            )
        location = f"{request.path.rstrip('/')}/{document.pk}"
        data = self.get_serializer(document).data
        return Response(data, status=status.HTTP_201_CREATED, headers={"Location": location})

    def perform_update(self, serializer):
        serializer.instance = documents.edit_document(
            document=serializer.instance, by=self.request.user, **serializer.validated_data
        )

    def perform_destroy(self, document):
        documents.delete_document(document=document, by=self.request.user)

    @extend_schema(methods=["GET"], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False)
    @extend_schema(
        methods=["PUT"], request={"multipart/form-data": DocumentReplacementSerializer}, responses=DocumentSerializer
    )
    @action(detail=True, methods=["get", "put"])
    def file(self, request, pk):
        """The file itself; or another one in its place, to which its links lead from then on."""
        document = self.get_object()
        if request.method == "GET":
            return answer_of(document, as_attachment=True)
        serializer = DocumentReplacementSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        upload = serializer.validated_data["file"]
        with refusals():
            document = documents.replace_document(document=document, by=request.user, upload=upload)
        return Response(self.get_serializer(document).data)


class DocumentLinkViewSet(FoundById, ModelViewSet):
    """Links that lead visitors to a document or a folder. Deleting one withdraws it: what was seen stays in the log."""

    queryset = DocumentLink.objects.select_related("workspace")
    filterset_class = DocumentLinkFilterSet
    ordering_fields = ["created_at", "updated_at"]
    ordering = ("-created_at", "-id")
    volatile = frozenset({"is_working"})

    def get_serializer_class(self):
        is_change = self.action in ("update", "partial_update")
        return DocumentLinkChangeSerializer if is_change else DocumentLinkSerializer

    def perform_create(self, serializer):
        serializer.instance = sharing.create_link(
            workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
        )

    def perform_update(self, serializer):
        serializer.instance = sharing.edit_link(
            link=serializer.instance, by=self.request.user, **serializer.validated_data
        )

    def perform_destroy(self, link):
        sharing.revoke_link(link=link, by=self.request.user)


class DocumentViewViewSet(FoundById, mixins.ListModelMixin, mixins.RetrieveModelMixin, WorkspaceViewSet):
    """The log: who saw which document, when, through which link. Machines are marked, and counted nowhere."""

    queryset = DocumentView.objects.all()
    serializer_class = DocumentViewSerializer
    filterset_class = DocumentViewFilterSet
    ordering_fields = ["at"]
    ordering = ("-at", "-id")
