from rest_framework import serializers

from crm.api.serializers.leads import MemberField, TagNames
from investors.models import Investor


class InvestorSerializer(serializers.ModelSerializer):
    tags = TagNames(required=False)
    owner = MemberField(allow_null=True, required=False)
    currency = serializers.CharField(source="workspace.currency", read_only=True)

    class Meta:
        model = Investor
        fields = [
            "id",
            "name",
            "email",
            "phone",
            "website",
            "place",
            "pipeline_stage",
            "stage_since",
            "client_type",
            "relation",
            "rating",
            "check_size",
            "currency",
            "intro_by",
            "no_reason",
            "next_step",
            "next_step_at",
            "owner",
            "is_active",
            "tags",
            "notes",
            "last_interaction_at",
            "created_at",
            "updated_at",
            "deleted_at",
        ]
        read_only_fields = ["stage_since", "last_interaction_at", "created_at", "updated_at", "deleted_at"]
        # The action answers for uniqueness: it can say which investor stands in the way.
        validators = []
