from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from investors.api.serializers.fields import MomentField, OfWorkspaceField
from investors.documents.access import MOST, normal
from investors.models import Document, DocumentLink, DocumentView, Folder, Investor


class FolderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Folder
        fields = ["id", "name", "created_at", "updated_at"]
        read_only_fields = ["created_at", "updated_at"]
        # The action answers for uniqueness.
        validators = []


class DocumentSerializer(serializers.ModelSerializer):
    folder = OfWorkspaceField(queryset=Folder.objects.all(), allow_null=True, required=False)

    class Meta:
        model = Document
        told = ["content_type", "size", "sha256", "pages", "version", "uploaded_by", "created_at", "updated_at"]
        fields = ["id", "name", "folder", *told]
        read_only_fields = told


class DocumentUploadSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True,
        help_text=_("A PDF, PowerPoint, Word or Excel file, a PNG, a JPEG or an MP4; its content says which."),
    )
    name = serializers.CharField(max_length=160, required=False, help_text=_("Left out, what the file is called."))
    folder = OfWorkspaceField(queryset=Folder.objects.all(), allow_null=True, required=False)


class DocumentReplacementSerializer(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True)


class AllowedField(serializers.CharField):
    def to_internal_value(self, data):
        return normal(super().to_internal_value(data))


class DocumentLinkSerializer(serializers.ModelSerializer):
    document = OfWorkspaceField(queryset=Document.objects.all(), allow_null=True, required=False)
    folder = OfWorkspaceField(queryset=Folder.objects.all(), allow_null=True, required=False)
    investor = OfWorkspaceField(queryset=Investor.objects.alive(), allow_null=True, required=False)
    expires_at = MomentField(allow_null=True, required=False)
    allowed = serializers.ListField(
        child=AllowedField(max_length=254),
        max_length=MOST,
        required=False,
        help_text=_("Addresses (ada@fund.example) and domains (@fund.example); empty for anybody."),
    )
    url = serializers.CharField(read_only=True)
    is_working = serializers.BooleanField(read_only=True)

    class Meta:
        model = DocumentLink
        rules = ["expires_at", "allowed", "verifies_email", "allows_download", "watermarks"]
        told = ["url", "is_working", "revoked_at", "created_by", "created_at", "updated_at"]
        fields = ["id", "name", "document", "folder", "investor", *rules, *told]
        read_only_fields = told
        validators = []


class DocumentLinkChangeSerializer(DocumentLinkSerializer):
    """What a link leads to stays."""

    document = serializers.PrimaryKeyRelatedField(read_only=True)
    folder = serializers.PrimaryKeyRelatedField(read_only=True)


class DocumentViewSerializer(serializers.ModelSerializer):
    class Meta:
        model = DocumentView
        fields = ["id", "at", "document", "version", "link", "investor", "email"]
        fields += ["was_downloaded", "is_machine", "language"]
