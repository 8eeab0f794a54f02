from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.serializers.segments import RulesField
from crm.models import Scoring, ScoringRule
from crm.scoring.now import shown_now
from webox.analytics.events import TYPES


class NowField(serializers.IntegerField):
    """Score or engagement as it is now: it fades between two countings."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"read_only": True})

    def get_attribute(self, instance):
        return shown_now(instance, self.field_name)


class ScoringRuleSerializer(serializers.ModelSerializer):
    rules = RulesField(required=False)

    class Meta:
        model = ScoringRule
        fields = [
            "id",
            "kind",
            "name",
            "points",
            "rules",
            "event_type",
            "cap",
            "half_life_days",
            "is_active",
            "position",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["created_at", "updated_at"]
        # The action answers for what belongs together.
        validators = []

    def validate_kind(self, kind):
        if self.instance and kind != self.instance.kind:
            raise serializers.ValidationError(_("The kind of a rule stays. Make a new rule and delete this one."))
        return kind


class EventTypeSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()


class ScoringSerializer(serializers.ModelSerializer):
    counting = serializers.CharField(source="state", read_only=True, help_text=_("Whether everyone is counted anew."))
    grid = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text=_("Leads by cell, A1 to C3; empty until counted.")
    )
    event_types = serializers.SerializerMethodField(help_text=_("What rules of engagement can score by."))

    class Meta:
        model = Scoring
        fields = [
            "fit_weight",
            "fit_a",
            "fit_b",
            "engagement_1",
            "engagement_2",
            "counting",
            "done",
            "total",
            "grid",
            "grid_at",
            "event_types",
        ]
        read_only_fields = ["done", "total", "grid_at"]
        validators = []

    @extend_schema_field(EventTypeSerializer(many=True))
    def get_event_types(self, scoring):
        return [{"name": known.name, "label": str(known.label)} for known in TYPES.values() if known.interest]


class ScoreLineSerializer(serializers.Serializer):
    rule = serializers.IntegerField(source="rule.pk")
    kind = serializers.CharField(source="rule.kind")
    name = serializers.CharField(source="rule.name")
    points = serializers.FloatField(help_text=_("What it gives now, faded and held by the cap."))
    before_cap = serializers.FloatField()
    cap = serializers.IntegerField(source="rule.cap", allow_null=True)
    half_life_days = serializers.IntegerField(source="rule.half_life_days", allow_null=True)
    events = serializers.IntegerField(source="count", help_text=_("How many events were counted."))
    last_at = serializers.DateTimeField(allow_null=True)


class MoveSerializer(serializers.Serializer):
    points = serializers.FloatField()
    rule = serializers.IntegerField()
    name = serializers.CharField()


class PartSerializer(serializers.Serializer):
    feature = serializers.CharField()
    value = serializers.CharField()
    text = serializers.CharField()
    points = serializers.IntegerField(help_text=_("Ten points double the odds."))
    log_odds = serializers.FloatField()


class ForecastSerializer(serializers.Serializer):
    probability = serializers.FloatField(help_text=_("0 to 1."))
    log_odds = serializers.FloatField()
    points = serializers.IntegerField()
    parts = PartSerializer(many=True)


class EvidenceSerializer(serializers.Serializer):
    won = serializers.IntegerField()
    lost = serializers.IntegerField()
    missing_won = serializers.IntegerField(help_text=_("How many more won leads it needs."))
    missing_lost = serializers.IntegerField(help_text=_("How many more lost leads it needs."))
    is_silent = serializers.BooleanField()
    trained_at = serializers.DateTimeField(allow_null=True)


class PredictionSerializer(EvidenceSerializer):
    asked_at = serializers.DateTimeField(allow_null=True)
    backtest = serializers.DictField(help_text=_("How it did on the newest closed leads, which it had not seen."))


class BreakdownSerializer(serializers.Serializer):
    as_of = serializers.DateTimeField()
    fit = serializers.IntegerField()
    engagement = serializers.IntegerField()
    score = serializers.IntegerField()
    fit_weight = serializers.IntegerField(source="scoring.fit_weight")
    cell = serializers.CharField(help_text=_("Of the grid, A1 to C3."))
    rules = ScoreLineSerializer(source="lines", many=True)
    moves = serializers.SerializerMethodField(help_text=_("What would raise the score."))
    forecast = serializers.SerializerMethodField(help_text=_("Null of a closed lead, and while it is silent."))
    prediction = EvidenceSerializer()

    @extend_schema_field(MoveSerializer(many=True))
    def get_moves(self, breakdown):
        return [{"points": points, "rule": rule.pk, "name": rule.name} for points, rule in breakdown.moves]

    @extend_schema_field(ForecastSerializer(allow_null=True))
    def get_forecast(self, breakdown):
        if not breakdown.forecast:
            return None
        parts = [{"text": text, **vars(part)} for text, part in breakdown.parts]
        return ForecastSerializer({**vars(breakdown.forecast), "parts": parts}).data
