from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from webox.ai.actions.generating import spent_this_month
from webox.ai.forms import COLOR, NOT_NEGATIVE, AddressField
from webox.ai.models import AIConfig, Generation


class ProblemSerializer(serializers.Serializer):
    path = serializers.CharField()
    level = serializers.ChoiceField(choices=[("warning", "warning"), ("error", "error")])
    message = serializers.CharField()


class GenerationSummarySerializer(serializers.ModelSerializer):
    by = serializers.EmailField(source="by.email", default=None, read_only=True)

    class Meta:
        model = Generation
        fields = [
            "id",
            "purpose",
            "prompt_version",
            "inputs",
            "state",
            "error",
            "by",
            "retry_of",
            "provider",
            "model",
            "language",
            "tone",
            "seed",
            "input_tokens",
            "output_tokens",
            "cost",
            "latency_ms",
            "attempts",
            "created_at",
            "not_before",
            "started_at",
            "finished_at",
            "subject",
            "subject_id",
        ]
        read_only_fields = fields


class GenerationSerializer(GenerationSummarySerializer):
    """A draft: `marks` are the paths nobody has read yet, `problems` what is wrong where."""

    problems = ProblemSerializer(many=True, read_only=True)
    marks = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(GenerationSummarySerializer.Meta):
        fields = [*GenerationSummarySerializer.Meta.fields, "output", "marks", "problems"]
        read_only_fields = fields


class EditSerializer(serializers.Serializer):
    path = serializers.CharField(max_length=300, help_text=_("Where, such as “/subject” or “/pages/0/headline”."))
    value = serializers.JSONField(help_text=_("What is to stand there."))


class RetrySerializer(serializers.Serializer):
    provider = serializers.ChoiceField(
        choices=[(AIConfig.Provider.OFFLINE.value, AIConfig.Provider.OFFLINE.label)],
        required=False,
        help_text=_("Left out: the provider of the settings."),
    )


class ConnectionFields(serializers.ModelSerializer):
    """Whose model writes. `key` goes in and never comes out; `key_hint` is how it ends."""

    base_url = serializers.CharField(required=False, allow_blank=True, max_length=200)
    key = serializers.CharField(write_only=True, required=False, allow_blank=True, max_length=400)

    def validate_base_url(self, address):
        return AddressField(required=False).clean(address)


class ConfigSerializer(ConnectionFields):
    spent_this_month = serializers.SerializerMethodField()

    class Meta:
        model = AIConfig
        fields = [
            "is_on",
            "provider",
            "model",
            "base_url",
            "key",
            "key_hint",
            "image_model",
            "language",
            "tone",
            "brand_name",
            "brand_color",
            "offer",
            "facts",
            "prices",
            "forbidden_claims",
            "sample_texts",
            "monthly_budget",
            "spent_this_month",
        ]
        read_only_fields = ["key_hint"]
        extra_kwargs = {"brand_color": {"validators": [COLOR]}, "monthly_budget": {"validators": [NOT_NEGATIVE]}}

    def get_spent_this_month(self, config) -> str:
        return f"{spent_this_month(config.workspace):.6f}"


class OverrideSerializer(ConnectionFields):
    class Meta:
        model = AIConfig
        fields = ["provider", "model", "base_url", "key", "key_hint", "image_model", "language", "tone"]
        read_only_fields = ["key_hint"]


class TestedSerializer(serializers.Serializer):
    ok = serializers.BooleanField()
    detail = serializers.CharField()
