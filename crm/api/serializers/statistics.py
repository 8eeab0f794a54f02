from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.models import Lead

COHORT = _("Leads created in the period, and what they are today. Deleted leads are not among them.")
CLOSED = _(
    "Leads that became won or lost in the period, whenever they were created, and were not moved on since. Value,"
    " source and owner are those of that moment; leads deleted later count."
)


def money(**options):
    return serializers.DecimalField(max_digits=18, decimal_places=2, **options)


@extend_schema_field(OpenApiTypes.URI_REF)
class LeadsLink(serializers.Field):
    """The list of the leads behind a figure: it has as many as the figure, or its `count`, says."""

    def __init__(self, **options):
        super().__init__(source="query", read_only=True, **options)

    def to_representation(self, query):
        return f"{reverse('api:lead-list')}?{query}"


class LeadFigureSerializer(serializers.Serializer):
    value = serializers.IntegerField()
    previous = serializers.IntegerField(allow_null=True, help_text=_("In as many days before the period."))
    change = serializers.FloatField(allow_null=True, help_text=_("0.25 is a quarter more than before."))
    leads = LeadsLink()


class LeadRateSerializer(LeadFigureSerializer):
    """0 to 1; null when there is nothing to divide by. `count` is what it is divided by, and what `leads` lists."""

    value = serializers.FloatField(allow_null=True)
    previous = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField()


class LeadMoneySerializer(LeadRateSerializer):
    value = money(allow_null=True)
    previous = money(allow_null=True)


class StatusTotalSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Lead.Status.choices)
    label = serializers.CharField()
    count = serializers.IntegerField()
    value = money()
    probability = serializers.IntegerField(help_text=_("How many of a hundred such leads are won."))
    weighted_value = money()
    leads = LeadsLink()

    def to_representation(self, row):
        return super().to_representation(row | {"query": row["leads"].query})


class LeadCohortSerializer(serializers.Serializer):
    created = LeadFigureSerializer()
    won = LeadFigureSerializer()
    lost = LeadFigureSerializer()
    open = LeadFigureSerializer(help_text=_("Neither won nor lost."))
    won_of_created = LeadRateSerializer(help_text=_("Won ÷ created."))
    won_of_closed = LeadRateSerializer(help_text=_("Won ÷ (won + lost)."))


class ClosedLeadsSerializer(serializers.Serializer):
    won = LeadFigureSerializer()
    lost = LeadFigureSerializer()
    decided = LeadFigureSerializer(help_text=_("Won and lost."))
    won_of_closed = LeadRateSerializer(help_text=_("Won ÷ (won + lost)."))
    won_value = LeadMoneySerializer()
    lost_value = LeadMoneySerializer()
    average_won = LeadMoneySerializer(help_text=_("Of the ones with a value."))
    average_lost = LeadMoneySerializer(help_text=_("Of the ones with a value."))


class LeadDurationSerializer(serializers.Serializer):
    """`is_estimate` says that the median of more than a thousand durations is about right, not exact."""

    count = serializers.IntegerField()
    average_seconds = serializers.FloatField(source="average.value", allow_null=True)
    average_days = serializers.SerializerMethodField()
    average_change = serializers.FloatField(source="average.change", allow_null=True)
    median_seconds = serializers.FloatField(source="median.value", allow_null=True)
    median_days = serializers.SerializerMethodField()
    median_change = serializers.FloatField(source="median.change", allow_null=True)
    is_estimate = serializers.BooleanField()
    leads = LeadsLink()

    def get_average_days(self, row) -> float | None:
        return days(row.average.value)

    def get_median_days(self, row) -> float | None:
        return days(row.median.value)


def days(seconds):
    return None if seconds is None else round(seconds / 86_400, 2)


class StageTimeSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Lead.Status.choices)
    label = serializers.CharField()
    duration = LeadDurationSerializer()


class LeadCountSerializer(serializers.Serializer):
    value = serializers.IntegerField()
    leads = LeadsLink()


class LostReasonSerializer(serializers.Serializer):
    reason = serializers.CharField()
    label = serializers.CharField()
    share = serializers.FloatField(allow_null=True)
    leads = LeadCountSerializer()


class StageReachedSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=[(stage.value, stage.label) for stage in Lead.FUNNEL])
    label = serializers.CharField()
    share = serializers.FloatField(allow_null=True, help_text=_("Of all leads created in the period."))
    of_previous = serializers.FloatField(allow_null=True, help_text=_("Of those that came to the stage before."))
    leads = LeadCountSerializer()


class StatsMonthSerializer(serializers.Serializer):
    created = LeadFigureSerializer()
    won = LeadFigureSerializer()
    lost = LeadFigureSerializer()
    won_of_closed = LeadRateSerializer()
    won_value = LeadMoneySerializer()
    month = serializers.DateField(help_text=_("Its first day."))
    last = serializers.DateField(help_text=_("The last day counted."))


class SourceRowSerializer(serializers.Serializer):
    value = serializers.CharField(help_text=_("Empty for leads without a source, or nobody’s."))
    created = LeadFigureSerializer()
    won_of_created = LeadRateSerializer()
    won = LeadFigureSerializer()
    lost = LeadFigureSerializer()
    decided = LeadFigureSerializer()
    won_of_closed = LeadRateSerializer()
    won_value = LeadMoneySerializer()


class OwnerRowSerializer(SourceRowSerializer):
    label = serializers.CharField()


class StatsPeriodSerializer(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()


class PipelineStatsSerializer(serializers.Serializer):
    currency = serializers.CharField()
    as_of = serializers.DateField(
        allow_null=True, help_text=_("The day at whose end totals and funnel stood so; null for now.")
    )
    period = StatsPeriodSerializer()
    previous = StatsPeriodSerializer()
    statuses = StatusTotalSerializer(many=True)
    total_count = serializers.IntegerField()
    total_value = money()
    open_count = serializers.IntegerField(help_text=_("Neither won nor lost."))
    open_value = money()
    weighted_value = money(help_text=_("What open leads may bring, each by the probability of its stage."))
    conversion_rate = serializers.FloatField(
        allow_null=True, help_text=_("Won divided by won and lost, 0 to 1; null before the first is closed.")
    )
    cohort = LeadCohortSerializer(help_text=COHORT)
    closed = ClosedLeadsSerializer(help_text=CLOSED)
    time_to_convert = LeadDurationSerializer(help_text=_("From the creation of a lead to the moment it was won."))
    time_in_stage = StageTimeSerializer(many=True, help_text=_("Of stays that ended in the period; each lead’s last."))
    lost_reasons = LostReasonSerializer(many=True)
    funnel = StageReachedSerializer(
        many=True, help_text=_("How far the leads created in the period had come at the end of the day asked for.")
    )
    by_source = SourceRowSerializer(many=True)
    more_sources = serializers.IntegerField(help_text=_("How many sources are left out."))
    by_owner = OwnerRowSerializer(many=True)
    more_owners = serializers.IntegerField(help_text=_("How many owners are left out."))
    by_month = StatsMonthSerializer(many=True, help_text=_("Twelve months until the end of the period."))
