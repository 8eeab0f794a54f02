from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from crm.api.serializers.segments import RulesField
from crm.models import Lead
from marketing.emails.compile import problems_of
from marketing.emails.forms import WRITTEN, WRONG
from marketing.emails.models import Delivery, EmailCampaign, Link, OutboxMessage, Suppression
from marketing.emails.outbox import read_message
from marketing.emails.report import reason_text

RATE = {"allow_null": True, "read_only": True}
COUNTED = [
    "total_recipients",
    "total_sent",
    "total_delivered",
    "total_skipped",
    "total_bounced",
    "total_failed",
    "total_uncertain",
    "total_pending",
    "total_opened",
    "total_clicked",
    "total_machine_opened",
    "total_machine_clicked",
    "total_unsubscribed",
    "open_rate",
    "click_rate",
]
OF_MACHINE = [
    *("status", "scheduled_at", "frozen_at", "sent_at", "pause_reason", "totals_only"),
    *("audience_kind", "created_at", "updated_at"),
]


class CampaignSummarySerializer(serializers.ModelSerializer):
    """A campaign in a list: all but its content."""

    total_delivered = serializers.IntegerField(read_only=True)
    total_pending = serializers.IntegerField(read_only=True)
    open_rate = serializers.FloatField(help_text=_("Opened divided by delivered, 0 to 1, machines apart."), **RATE)
    click_rate = serializers.FloatField(help_text=_("Clicked divided by delivered, 0 to 1, machines apart."), **RATE)

    class Meta:
        model = EmailCampaign
        fields = [
            "id",
            "name",
            "subject",
            "preheader",
            "from_name",
            "from_email",
            "reply_to",
            "segment_rules",
            *OF_MACHINE,
            *COUNTED,
        ]
        read_only_fields = [*OF_MACHINE, *COUNTED]


class EmailCampaignSerializer(CampaignSummarySerializer):
    segment_rules = RulesField(
        required=False,
        help_text=_("{“all”: [{“field”: “tags”, “op”: “any”, “value”: [“client”]}]}; {} is every lead."),
    )

    class Meta(CampaignSummarySerializer.Meta):
        fields = [*CampaignSummarySerializer.Meta.fields, "html_content", "text_content"]

    def validate(self, attrs):
        """A draft may lack things, but what is written in this request must be readable."""
        written = {name: attrs.get(name, getattr(self.instance, name, "")) for name in WRITTEN}
        draft = EmailCampaign(workspace=self.context["request"].workspace, **written)
        wrong = [problem for problem in problems_of(draft) if problem.field in attrs and problem.code in WRONG]
        if wrong:
            raise serializers.ValidationError(errors_of(wrong))
        return attrs


def errors_of(problems):
    """Problems of a campaign as DRF writes errors: {field: [ErrorDetail]}."""
    errors = {}
    for problem in problems:
        errors.setdefault(problem.field, []).append(serializers.ErrorDetail(problem.message, code=problem.code))
    return errors


class ScheduleSerializer(serializers.Serializer):
    scheduled_at = serializers.DateTimeField(help_text=_("A moment in the future, ISO 8601."))


class TestSerializer(serializers.Serializer):
    to = serializers.EmailField(help_text=_("Who gets the test."))
    lead = serializers.PrimaryKeyRelatedField(
        queryset=Lead.objects.none(),
        required=False,
        allow_null=True,
        help_text=_("The lead whose merge fields it shows."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if workspace := getattr(self.context.get("request"), "workspace", None):
            self.fields["lead"].queryset = Lead.objects.for_workspace(workspace).alive()


class HeaderSerializer(serializers.Serializer):
    name = serializers.CharField()
    value = serializers.CharField()


class PreviewSerializer(serializers.Serializer):
    subject = serializers.CharField()
    preheader = serializers.CharField()
    html = serializers.CharField()
    text = serializers.CharField()
    headers = HeaderSerializer(many=True)


class DeliverySerializer(serializers.ModelSerializer):
    reason_text = serializers.SerializerMethodField(help_text=_("The reason in words."))

    class Meta:
        model = Delivery
        fields = [
            "id",
            "lead",
            "recipient",
            "email",
            "state",
            "reason",
            "reason_text",
            "attempts",
            "sent_at",
            "opened_at",
            "clicked_at",
            "machine_opened_at",
            "machine_clicked_at",
            "unsubscribed_at",
        ]
        read_only_fields = fields

    def get_reason_text(self, delivery) -> str:
        return reason_text(delivery.reason)


class LinkSerializer(serializers.ModelSerializer):
    class Meta:
        model = Link
        fields = ["number", "url", "clicks", "machine_clicks"]


class ReasonSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=Delivery.State.choices)
    reason = serializers.CharField()
    text = serializers.CharField()
    count = serializers.IntegerField()


class DaySerializer(serializers.Serializer):
    day = serializers.DateField()
    opens = serializers.IntegerField()
    clicks = serializers.IntegerField()


class CampaignStatsSerializer(serializers.Serializer):
    """audience = sent + skipped + bounced + failed + uncertain + pending, to the person."""

    status = serializers.ChoiceField(choices=EmailCampaign.Status.choices)
    audience = serializers.IntegerField()
    sent = serializers.IntegerField()
    skipped = serializers.IntegerField()
    bounced = serializers.IntegerField()
    failed = serializers.IntegerField()
    uncertain = serializers.IntegerField()
    pending = serializers.IntegerField()
    is_balanced = serializers.BooleanField(help_text=_("Whether the rows and the counters agree."))
    opened = serializers.IntegerField()
    clicked = serializers.IntegerField()
    machine_opened = serializers.IntegerField()
    machine_clicked = serializers.IntegerField()
    unsubscribed = serializers.IntegerField()
    open_rate = serializers.FloatField(allow_null=True)
    click_rate = serializers.FloatField(allow_null=True)
    bounce_rate = serializers.FloatField(allow_null=True)
    unsubscribe_rate = serializers.FloatField(allow_null=True)
    reasons = ReasonSerializer(many=True)
    links = LinkSerializer(many=True)
    days = DaySerializer(many=True)


class SuppressionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Suppression
        fields = ["id", "email", "reason", "detail", "campaign", "created_at"]
        read_only_fields = ["campaign", "created_at"]
        validators = []

    def validate_email(self, email):
        if Suppression.objects.for_workspace(self.context["request"].workspace).of(email).exists():
            raise serializers.ValidationError(_("This address is on the list already."), code="unique")
        return email


class OutboxMessageSerializer(serializers.ModelSerializer):
    class Meta:
        model = OutboxMessage
        fields = ["id", "sender", "recipient", "subject", "created_at"]


class OutboxReadingSerializer(OutboxMessageSerializer):
    """The message taken apart: what its headers, its text and its HTML say."""

    headers = HeaderSerializer(many=True)
    text = serializers.CharField()
    html = serializers.CharField()

    class Meta(OutboxMessageSerializer.Meta):
        fields = [*OutboxMessageSerializer.Meta.fields, "headers", "text", "html"]

    def to_representation(self, message):
        reading = read_message(message.raw)
        message.headers = [{"name": name, "value": value} for name, value in reading.headers]
        message.text, message.html = reading.text, reading.html
        return super().to_representation(message)
