from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.serializers.leads import MemberField, TagNames
from investors import actions
from investors.api.serializers.fields import MomentField
from investors.models import Contact, Investor

MOST = 1000


class InvestorSerializer(serializers.ModelSerializer):
    tags = TagNames(required=False)
    owner = MemberField(allow_null=True, required=False)
    next_step_at = MomentField(allow_null=True, required=False)
    currency = serializers.SerializerMethodField(help_text=_("Of the check size: the workspace's."))
    next_stage = serializers.ChoiceField(
        choices=Investor.Stage.choices, read_only=True, allow_null=True, help_text=_("Where move-to-next-stage leads.")
    )

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
            "next_stage",
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

    @extend_schema_field(serializers.CharField)
    def get_currency(self, investor):
        return self.context["request"].workspace.currency

    def validate(self, attrs):
        stage = attrs.get("pipeline_stage")
        # Who is created or imported somewhere may have come there long ago, in ways nobody knows.
        if self.instance and stage not in (None, self.instance.pipeline_stage):
            try:
                actions.require_what_it_takes(self.instance, stage, attrs.get("no_reason", ""))
            except actions.ReasonMissing as error:
                raise serializers.ValidationError({"no_reason": error.message}) from error
            except actions.CommitmentMissing as error:
                raise serializers.ValidationError({"pipeline_stage": error.message}) from error
        return attrs


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = [
            "id",
            "investor",
            "name",
            "email",
            "phone",
            "job_title",
            "is_primary",
            "wants_updates",
            "notes",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["investor", "created_at", "updated_at"]
        validators = []


class NextStageSerializer(serializers.Serializer):
    seen = serializers.ChoiceField(
        choices=Investor.Stage.choices,
        required=False,
        help_text=_("The stage it was in when you looked: a move of somebody else in between is a 409."),
    )


class InvestorBulkSerializer(serializers.Serializer):
    investors = serializers.ListField(
        child=serializers.DictField(), min_length=1, max_length=MOST, help_text=_("As POST /api/investors takes one.")
    )
    all_or_nothing = serializers.BooleanField(default=False, help_text=_("Create none when one is refused."))


class BulkErrorSerializer(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class BulkRowSerializer(serializers.Serializer):
    index = serializers.IntegerField(help_text=_("Its place among the rows that were sent, from 0."))
    status = serializers.ChoiceField(choices=["created", "refused"])
    id = serializers.IntegerField(allow_null=True)
    errors = BulkErrorSerializer(many=True)


class BulkAnswerSerializer(serializers.Serializer):
    created = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = BulkRowSerializer(many=True)
