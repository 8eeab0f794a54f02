from calendar import monthrange
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from investors.models import KPI, KPITarget, MonthLock, Restatement
from investors.models.kpis import COUNTED


def share():
    return serializers.FloatField(allow_null=True)


class NumberSerializer(serializers.Serializer):
    value = serializers.IntegerField(help_text=_("What counts: the manual value, else the derived one, as locked."))
    derived = serializers.IntegerField(help_text=_("What the interactions of the month come to."))
    manual = serializers.IntegerField(allow_null=True, help_text=_("What people say instead."))
    drift = serializers.IntegerField(allow_null=True, help_text=_("The manual value less the derived one."))
    locked = serializers.IntegerField(allow_null=True, help_text=_("What it was when the month was locked."))
    restated = serializers.IntegerField(allow_null=True, help_text=_("What a locked number became since."))


class KPICountsSerializer(serializers.Serializer):
    rdv_count = serializers.IntegerField(allow_null=True)
    pitchs = serializers.IntegerField(allow_null=True)
    closings = serializers.IntegerField(allow_null=True)


class NumbersSerializer(serializers.Serializer):
    rdv_count = NumberSerializer()
    pitchs = NumberSerializer()
    closings = NumberSerializer()


class ConversionSerializer(serializers.Serializer):
    """Pitches per meeting and closings per pitch; null where there is nothing to divide by."""

    pitchs = share()
    closings = share()


class KPISerializer(serializers.ModelSerializer):
    """The three counts are the manual values, null where nobody set one; `numbers` says what counts."""

    id = serializers.IntegerField(
        source="pk", read_only=True, allow_null=True, help_text=_("Null where only interactions speak.")
    )
    numbers = NumbersSerializer(read_only=True)
    is_locked = serializers.BooleanField(read_only=True)
    interactions = serializers.SerializerMethodField(
        help_text=_("Those of the month; with “type” those behind one number.")
    )

    class Meta:
        model = KPI
        told = ["investor", "year", "month"]
        more = ["is_locked", "numbers", "interactions", "by", "created_at", "updated_at"]
        fields = ["id", *told, *COUNTED, "note", *more]
        read_only_fields = [*told, "by", "created_at", "updated_at"]

    def get_fields(self):
        fields = super().get_fields()
        for name in COUNTED:
            # A PUT says all of a row.
            fields[name].required = True
        return fields

    def get_interactions(self, kpi) -> str:
        month = f"{kpi.year}-{kpi.month:02}"
        days = {"date_after": f"{month}-01", "date_before": f"{month}-{monthrange(kpi.year, kpi.month)[1]}"}
        query = {"investor": kpi.investor_id} | days | {"planned": "false"}
        return f"{reverse('api:interaction-list')}?{urlencode(query)}"


class NewKPISerializer(serializers.ModelSerializer):
    """Of an investor's month: what is left out stays as it is, null takes a manual value away."""

    class Meta:
        model = KPI
        fields = ["year", "month", *COUNTED, "note"]
        # A second one changes the first.
        validators = []


class MonthSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    month = serializers.IntegerField()
    is_locked = serializers.BooleanField()
    numbers = NumbersSerializer()
    before = KPICountsSerializer(help_text=_("The values of the month before."))
    change = KPICountsSerializer()
    year_before = KPICountsSerializer(help_text=_("The values of the same month a year before."))
    year_change = KPICountsSerializer()
    conversion = ConversionSerializer()


class MonthOfYearSerializer(NumbersSerializer):
    month = serializers.IntegerField()


class CumulativeSerializer(serializers.Serializer):
    """Twelve sums since January."""

    rdv_count = serializers.ListField(child=serializers.IntegerField())
    pitchs = serializers.ListField(child=serializers.IntegerField())
    closings = serializers.ListField(child=serializers.IntegerField())


class YearSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    months = serializers.SerializerMethodField()
    totals = KPICountsSerializer()
    year_before = KPICountsSerializer(help_text=_("Of the same months only, while the year is not over."))
    best = KPICountsSerializer(help_text=_("The best month of each number, null where there is none."))
    target = KPICountsSerializer(help_text=_("What all investors together are to bring."))
    cumulative = CumulativeSerializer()
    conversion = ConversionSerializer()

    def get_months(self, summary) -> MonthOfYearSerializer(many=True):
        rows = [{"month": month} | numbers for month, numbers in summary["months"].items()]
        return MonthOfYearSerializer(rows, many=True).data


class MonthLockSerializer(serializers.ModelSerializer):
    class Meta:
        model = MonthLock
        fields = ["id", "year", "month", "at", "by"]


class RestatementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Restatement
        about = ["investor", "year", "month", "field", "before", "after"]
        fields = ["id", *about, "change", "interaction", "subject", "at", "by"]


class TargetSerializer(serializers.ModelSerializer):
    class Meta:
        model = KPITarget
        fields = ["year", *COUNTED]
        read_only_fields = ["year"]
