from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.serializers.statistics import money
from investors.models import Investor


@extend_schema_field(OpenApiTypes.URI_REF)
class InvestorsLink(serializers.Field):
    """The list of the investors behind a figure: it has as many as the figure says."""

    def __init__(self, **options):
        super().__init__(source="query", read_only=True, **options)

    def to_representation(self, query):
        return f"{reverse('api:investor-list')}?{query}"


class InvestorFigureSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    investors = InvestorsLink()


class CommittedSerializer(serializers.Serializer):
    """In one currency. Each commitment counts once, at its furthest step; those to cancelled rounds do not."""

    currency = serializers.CharField()
    soft = money(help_text=_("Said, not signed."))
    hard = money(help_text=_("Signed, not wired."))
    wired = money()
    total = money()


class StageFigureSerializer(InvestorFigureSerializer):
    stage = serializers.ChoiceField(choices=Investor.Stage.choices)
    label = serializers.CharField()
    check_size = money(help_text=_("Of all of them, in the workspace's currency."))
    average_days = serializers.FloatField(allow_null=True, help_text=_("How long they have been in it."))
    longest_days = serializers.IntegerField(allow_null=True)
    committed = CommittedSerializer(many=True)


class ChoiceFigureSerializer(InvestorFigureSerializer):
    value = serializers.CharField()
    label = serializers.CharField()


class StandingSerializer(serializers.Serializer):
    currency = serializers.CharField()
    total = InvestorFigureSerializer()
    by_stage = StageFigureSerializer(many=True)
    by_type = ChoiceFigureSerializer(many=True)
    by_relation = ChoiceFigureSerializer(many=True)
    committed = CommittedSerializer(many=True)
    with_commitment = InvestorFigureSerializer()
    overdue = InvestorFigureSerializer()
    without_next_step = InvestorFigureSerializer()
