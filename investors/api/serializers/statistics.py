from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.serializers.statistics import money
from investors.models import Investor
from investors.statistics import telling
from investors.statistics.rates import WEIGHT


class StepSerializer(serializers.Serializer):
    entered = serializers.IntegerField(help_text=_("Who came to the stage long enough ago to be judged."))
    advanced = serializers.IntegerField(help_text=_("Who of them went on."))
    young = serializers.IntegerField(help_text=_("Who came too recently."))
    observed = serializers.FloatField(allow_null=True, help_text=_("advanced ÷ entered"))
    prior = serializers.FloatField()
    prior_weight = serializers.SerializerMethodField(help_text=_("As how many investors the prior counts."))
    chance = serializers.FloatField(help_text=_("The rate, pooled with the prior: what the forecast uses."))
    median_days = serializers.FloatField(source="median", allow_null=True)
    p90_days = serializers.FloatField(source="p90", allow_null=True)
    judged_after_days = serializers.FloatField(source="patience")

    def get_prior_weight(self, step) -> int:
        return WEIGHT


class TypeStepSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=Investor.ClientType.choices)
    step = StepSerializer()


class RateSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Investor.Stage.choices)
    step = StepSerializer()
    types = TypeStepSerializer(many=True, help_text=_("Of the types that have enough of their own."))


class StageForecastSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Investor.Stage.choices)
    label = serializers.CharField()
    investors = serializers.IntegerField()
    signed = serializers.IntegerField(help_text=_("Whose money counts as signed or wired."))
    without_amount = serializers.IntegerField()
    amount = money()
    chance = serializers.FloatField(help_text=_("Of who comes to the stage today."))
    mean_chance = serializers.FloatField(allow_null=True, help_text=_("Of those who are there, by amount."))
    weighted = money()


class RaiseForecastSerializer(serializers.Serializer):
    round = serializers.IntegerField(source="round.pk", read_only=True, allow_null=True)
    currency = serializers.CharField()
    target = money(allow_null=True)
    secured = money(help_text=_("Signed or wired."))
    weighted = money(help_text=_("What may come: each amount by its chance."))
    total = money()
    without_amount = serializers.IntegerField()
    stages = StageForecastSerializer(many=True)
    rates = RateSerializer(many=True)
    assumptions = serializers.ListField(child=serializers.CharField())


class NeededSerializer(serializers.Serializer):
    part = serializers.FloatField(help_text=_("How sure: 0.8 is in four of five futures."))
    meetings = serializers.FloatField(allow_null=True, help_text=_("null: more than anybody holds."))


class SensitivitySerializer(serializers.Serializer):
    name = serializers.ChoiceField(choices=[(name, label) for name, (label, *_rest) in telling.CHANGES.items()])
    less = serializers.FloatField(help_text=_("The probability when it is worse."))
    more = serializers.FloatField(help_text=_("The probability when it is better."))


class SimulationSerializer(serializers.Serializer):
    round = serializers.IntegerField(source="round.pk", read_only=True)
    currency = serializers.CharField(source="round.currency")
    target = money()
    secured = money()
    missing = money()
    until = serializers.DateField()
    meetings_per_week = serializers.FloatField(source="meetings")
    pace = serializers.FloatField(help_text=_("First meetings a week, lately."))
    runs = serializers.IntegerField(source="assumptions.runs")
    seed = serializers.IntegerField(source="assumptions.seed")
    probability = serializers.FloatField(help_text=_("That signed and wired money reaches the target by that day."))
    standard_error = serializers.FloatField(source="error")
    probability_without_meetings = serializers.FloatField()
    expected = serializers.DateField(allow_null=True, help_text=_("The day by which half of the futures are there."))
    safe = serializers.DateField(allow_null=True, help_text=_("The day by which four of five futures are there."))
    low = money(help_text=_("One future in ten brings less than this by that day."))
    high = money(help_text=_("One future in ten brings more than this by that day."))
    needed = NeededSerializer(many=True)
    sensitivity = SensitivitySerializer(many=True)
    curve = serializers.SerializerMethodField()
    assumptions = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "array", "items": {}}})
    def get_curve(self, found):
        return found["curve"]

    def get_assumptions(self, found) -> list[str]:
        return telling.of_simulation(found)
