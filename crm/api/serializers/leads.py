from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm import actions
from crm.api.serializers.scoring import NowField
from crm.models import Lead, LeadInteraction
from webox.accounts.models import User
from webox.lib.addresses import truncate_ip


class TagNames(serializers.ListField):
    """Tags as a list of names; unknown names become tags."""

    child = serializers.CharField(max_length=60)

    def get_attribute(self, instance):
        return sorted(tag.name for tag in instance.tags.all())


class MemberField(serializers.PrimaryKeyRelatedField):
    """A member of the workspace by number; whether anybody else exists is not told."""

    queryset = User.objects.none()

    def get_queryset(self):
        return User.objects.filter(memberships__workspace=self.context["request"].workspace)


class LeadSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True, help_text=_("First and last name."))
    tags = TagNames(required=False)
    owner = MemberField(allow_null=True, required=False)
    custom_fields = serializers.DictField(
        required=False,
        help_text=_(
            "By the keys of the workspace’s custom fields. Of a lead that exists the keys that are given change, null "
            "takes one away, and the others stay. Keys of no field are what forms left; they can only be taken away."
        ),
    )
    currency = serializers.SerializerMethodField(help_text=_("Of the estimated value: the workspace's."))
    score = NowField(help_text=_("0 to 100 as of now. `ordering` is by the score when it was last counted."))
    engagement = NowField(help_text=_("0 to 100 as of now: what the lead did, fading."))

    class Meta:
        model = Lead
        fields = [
            "id",
            "name",
            "first_name",
            "last_name",
            "email",
            "phone",
            "company",
            "job_title",
            "status",
            "score",
            "fit",
            "engagement",
            "probability",
            "source",
            "source_url",
            "estimated_value",
            "currency",
            "tags",
            "lost_reason",
            "next_step",
            "next_step_at",
            "notes",
            "custom_fields",
            "owner",
            "consent_text",
            "consent_at",
            "consent_ip",
            "unsubscribed_at",
            "created_at",
            "updated_at",
            "deleted_at",
        ]
        read_only_fields = ["fit", "probability", "unsubscribed_at", "created_at", "updated_at", "deleted_at"]
        # The action answers for uniqueness: it can say which lead stands in the way.
        validators = []

    @extend_schema_field(serializers.CharField)
    def get_currency(self, lead):
        return self.context["request"].workspace.currency

    def validate_consent_ip(self, value):
        return truncate_ip(value)

    def validate(self, attrs):
        consent = [attrs.get(name, getattr(self.instance, name, None)) for name in ("consent_text", "consent_at")]
        if any(consent) and not all(consent):
            missing = "consent_at" if consent[0] else "consent_text"
            raise serializers.ValidationError({missing: _("Consent needs both its text and its time.")})
        status = attrs.get("status", getattr(self.instance, "status", Lead.Status.NEW))
        if attrs.get("lost_reason") and status != Lead.Status.LOST:
            raise serializers.ValidationError({"lost_reason": _("Only a lost lead has a reason for the loss.")})
        reason = attrs.get("lost_reason", getattr(self.instance, "lost_reason", ""))
        if attrs.get("status") == Lead.Status.LOST and not reason:
            raise serializers.ValidationError({"lost_reason": actions.ReasonMissing().message})
        return attrs


class InteractionSerializer(serializers.ModelSerializer):
    interaction_metadata = serializers.DictField(required=False)
    metadata = serializers.DictField(
        source="interaction_metadata", required=False, help_text=_("Another name of interaction_metadata.")
    )

    class Meta:
        model = LeadInteraction
        fields = [
            "id",
            "lead",
            "interaction_type",
            "subject",
            "content",
            "interaction_metadata",
            "metadata",
            "author",
            "created_at",
        ]
        read_only_fields = ["lead", "author", "created_at"]

    def validate(self, attrs):
        if not attrs.get("subject") and not attrs.get("content"):
            raise serializers.ValidationError({"content": _("Write a subject or a content.")})
        return attrs


class AssignSerializer(serializers.Serializer):
    owner = MemberField(allow_null=True)
