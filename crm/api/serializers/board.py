from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.forms.board import BIGGEST
from crm.models import Lead, Stage

OF_A_LEAD = {"required": False, "allow_null": True, "min_value": 1, "max_value": BIGGEST}


class StageSerializer(serializers.ModelSerializer):
    label = serializers.CharField(source="get_status_display", read_only=True)

    class Meta:
        model = Stage
        fields = ["status", "label", "expected_days", "probability"]
        read_only_fields = ["status"]

    def validate(self, attrs):
        if self.instance and self.instance.status not in Lead.OPEN:
            raise serializers.ValidationError(_("A won or lost lead needs no expectation: change an open stage."))
        return attrs


class ColumnSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Lead.Status.choices)
    label = serializers.CharField()
    count = serializers.IntegerField()
    value = serializers.DecimalField(max_digits=16, decimal_places=2)
    weighted_value = serializers.DecimalField(
        max_digits=16, decimal_places=2, help_text=_("The value times the probability of the stage.")
    )
    probability = serializers.IntegerField(help_text=_("Percent of such leads that are won."))
    expected_days = serializers.IntegerField(allow_null=True)


class BoardSerializer(serializers.Serializer):
    currency = serializers.CharField()
    as_of = serializers.DateField(allow_null=True, help_text=_("The day at whose end it stood so; null for now."))
    columns = ColumnSerializer(many=True)


class CardSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text=_("Of the lead."))
    name = serializers.CharField()
    company = serializers.CharField()
    status = serializers.ChoiceField(choices=Lead.Status.choices)
    value = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    owner = serializers.SerializerMethodField()
    tags = serializers.ListField(child=serializers.CharField())
    next_step = serializers.CharField()
    next_step_at = serializers.DateTimeField(allow_null=True)
    since = serializers.DateTimeField(help_text=_("When it came to this status."))
    days = serializers.IntegerField(help_text=_("Whole days in this status."))
    pace = serializers.ChoiceField(
        choices=[("", _("On time")), ("late", _("Late")), ("very_late", _("Very late"))],
        help_text=_("Late after the days its stage expects, very late after half as many again."),
    )
    seen = serializers.CharField(source="stamp", help_text=_("Send it back with a move, so that no other is undone."))

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_owner(self, card):
        return card.owner.pk if card.owner else None


class CardPageSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True, help_text=_("Always null: a column is read downwards."))
    results = CardSerializer(many=True)


class MoveSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Lead.Status.choices)
    after = serializers.IntegerField(
        **OF_A_LEAD, help_text=_("Put it right below the card of this lead, whatever “before” says.")
    )
    before = serializers.IntegerField(
        **OF_A_LEAD, help_text=_("Put it right above the card of this lead. Without both: on top.")
    )
    seen = serializers.CharField(
        required=False, max_length=40, help_text=_("“seen” of the card: the move is refused if it was moved since.")
    )
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text=_("A move to lost needs one.")
    )


class MovedSerializer(CardSerializer):
    is_as_asked = serializers.BooleanField(help_text=_("False when the neighbours named had left the column."))
