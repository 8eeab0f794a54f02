from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.models import Lead, Segment
from crm.segments import WrongRules, validate

RULES = _(
    "{“all”: […]}, {“any”: […]}, {“not”: …} nested up to 6 deep, and rules "
    "{“field”: “tags”, “op”: “any”, “value”: [“client”]}. {} is every lead."
)


@extend_schema_field({"type": "object", "additionalProperties": True})
class RulesField(serializers.JSONField):
    """Rules of segments; what is wrong with them is said by its place, such as rules.all[0].value."""

    def __init__(self, **kwargs):
        super().__init__(**{"help_text": RULES} | kwargs)

    def to_internal_value(self, data):
        rules = super().to_internal_value(data)
        try:
            validate(self.context["request"].workspace, rules)
        except WrongRules as error:
            detail = serializers.ErrorDetail(error.text, code="segment")
            raise serializers.ValidationError({error.path: [detail]} if error.path else [detail]) from error
        return rules or {}


class SegmentSerializer(serializers.ModelSerializer):
    rules = RulesField()

    class Meta:
        model = Segment
        fields = ["id", "name", "description", "rules", "created_by", "created_at", "updated_at"]
        read_only_fields = ["created_by", "created_at", "updated_at"]
        # The action answers for uniqueness.
        validators = []


class RulesSerializer(serializers.Serializer):
    rules = RulesField()


class SampleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Lead
        fields = ["id", "name", "email", "status"]

    name = serializers.CharField(read_only=True)


class ReachSerializer(serializers.Serializer):
    count = serializers.IntegerField(source="number", help_text=_("Exact up to 10,000."))
    is_more = serializers.BooleanField(help_text=_("Whether there are more than were counted."))
    leads = SampleSerializer(many=True, help_text=_("Some of them, the newest first."))


class AnswerSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["all", "any", "not", "rule"])
    path = serializers.CharField(help_text=_("The place in the rules, such as all[0].any[2]."))
    holds = serializers.BooleanField()
    text = serializers.CharField(help_text=_("The rule in words; empty for a group."))
    actual = serializers.CharField(help_text=_("What the lead has; empty for a group."))
    parts = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
    def get_parts(self, answer):
        return AnswerSerializer(answer.parts, many=True).data


class ExplanationSerializer(serializers.Serializer):
    lead = serializers.IntegerField()
    is_in = serializers.BooleanField(help_text=_("False for a deleted lead, whatever the rules say."))
    is_deleted = serializers.BooleanField()
    tree = AnswerSerializer()
