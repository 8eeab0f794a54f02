from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from marketing.ads.links import link_of
from marketing.ads.models import AdCampaign, Platform
from marketing.ads.models.campaigns import Status
from marketing.ads.totals import attach_totals

MONEY = {"max_digits": 24, "decimal_places": 4, "read_only": True}
RATE = {"allow_null": True, "read_only": True}
WRITTEN = [
    *("name", "description", "platform", "objective", "ad_copy", "headline", "image_url", "video_url", "landing_url"),
    *("target_audience", "currency", "daily_budget", "total_budget", "start_date", "end_date", "utm_campaign"),
]
OF_PLATFORM = ["account", "external_id"]


class Rounded(serializers.DecimalField):
    """An amount made by dividing, to four places."""

    def to_representation(self, value):
        return super().to_representation(Decimal(value).quantize(Decimal("0.0001")))


class FiguresSerializer(serializers.Serializer):
    """Sums of one currency; rates are null where there is nothing to divide by."""

    currency = serializers.CharField()
    impressions = serializers.IntegerField()
    clicks = serializers.IntegerField()
    conversions = serializers.DecimalField(max_digits=20, decimal_places=4)
    spent = serializers.DecimalField(source="spend", **MONEY)
    conversion_value = serializers.DecimalField(**MONEY)
    ctr = serializers.FloatField(help_text=_("Clicks divided by impressions, 0 to 1."), **RATE)
    cpc = Rounded(help_text=_("Cost per click."), allow_null=True, **MONEY)
    cpm = Rounded(help_text=_("Cost per 1,000 impressions."), allow_null=True, **MONEY)
    cpa = Rounded(help_text=_("Cost per conversion."), allow_null=True, **MONEY)
    roas = serializers.FloatField(help_text=_("Conversion value divided by what was spent."), **RATE)


class AdCampaignSerializer(serializers.ModelSerializer):
    """Its figures are sums of all days, never written here. Amounts are in `currency`; what was spent in another stands
    in `figures` alone."""

    impressions = serializers.SerializerMethodField()
    clicks = serializers.SerializerMethodField()
    conversions = serializers.SerializerMethodField()
    spent = serializers.SerializerMethodField()
    ctr = serializers.SerializerMethodField(help_text=_("Clicks divided by impressions, 0 to 1."))
    cpc = serializers.SerializerMethodField(help_text=_("Cost per click."))
    cpa = serializers.SerializerMethodField(help_text=_("Cost per conversion."))
    figures = serializers.SerializerMethodField(help_text=_("The same and more, per currency."))
    tracked_url = serializers.SerializerMethodField(help_text=_("The landing page with the tracking of the platform."))

    class Meta:
        model = AdCampaign
        measured = ["impressions", "clicks", "conversions", "spent", "ctr", "cpc", "cpa", "figures", "tracked_url"]
        fields = ["id", *WRITTEN, "status", *OF_PLATFORM, *measured, "created_at", "updated_at"]
        read_only_fields = [*OF_PLATFORM, "created_at", "updated_at"]
        # The action checks the rules of the table, and names the field.
        validators = []

    def validate_currency(self, currency):
        return currency.strip().upper()

    def totals(self, campaign):
        if not hasattr(campaign, "totals"):
            attach_totals([campaign])
        return campaign.totals

    def money(self, campaign, name):
        """Of the campaign's own currency; of the only other one where it has nothing in its own."""
        figures = self.totals(campaign).by_currency[0]
        value = getattr(figures, name)
        return None if value is None else f"{Decimal(value).quantize(Decimal('0.0001')):f}"

    def to_representation(self, campaign):
        shown = super().to_representation(campaign)
        return shown | {"currency": self.totals(campaign).by_currency[0].currency}

    def get_impressions(self, campaign) -> int:
        return self.totals(campaign).impressions

    def get_clicks(self, campaign) -> int:
        return self.totals(campaign).clicks

    def get_conversions(self, campaign) -> str:
        return f"{self.totals(campaign).conversions.quantize(Decimal('0.0001')):f}"

    def get_spent(self, campaign) -> str:
        return self.money(campaign, "spend")

    def get_ctr(self, campaign) -> float | None:
        return self.totals(campaign).ctr

    def get_cpc(self, campaign) -> str | None:
        return self.money(campaign, "cpc")

    def get_cpa(self, campaign) -> str | None:
        return self.money(campaign, "cpa")

    def get_figures(self, campaign) -> FiguresSerializer(many=True):
        return FiguresSerializer(self.totals(campaign).by_currency, many=True).data

    def get_tracked_url(self, campaign) -> str:
        return link_of(campaign)


class DuplicateSerializer(serializers.Serializer):
    platform = serializers.ChoiceField(
        choices=Platform.choices, required=False, help_text=_("Left out, the copy is on the same platform.")
    )


class ChangeSerializer(serializers.Serializer):
    """How much more than in the period before, as a fraction; null where there is nothing to compare."""

    impressions = serializers.FloatField(allow_null=True)
    clicks = serializers.FloatField(allow_null=True)
    conversions = serializers.FloatField(allow_null=True)


class CurrencyChangeSerializer(serializers.Serializer):
    currency = serializers.CharField()
    spent = serializers.FloatField(source="spend", allow_null=True)
    cpc = serializers.FloatField(allow_null=True)
    cpm = serializers.FloatField(allow_null=True)
    cpa = serializers.FloatField(allow_null=True)
    roas = serializers.FloatField(allow_null=True)


class AdDaySerializer(FiguresSerializer):
    day = serializers.DateField()


class AdLineSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="row.pk")
    name = serializers.CharField(source="row.name")
    figures = FiguresSerializer(source="totals.by_currency", many=True)


class AdSetLineSerializer(serializers.Serializer):
    """`id` is null for what was given for the campaign as a whole."""

    id = serializers.IntegerField(source="row.pk", allow_null=True, default=None)
    name = serializers.CharField(source="row.name", default="")
    target_audience = serializers.CharField(source="row.target_audience", default="")
    daily_budget = serializers.DecimalField(source="row.daily_budget", allow_null=True, default=None, **MONEY)
    figures = FiguresSerializer(source="totals.by_currency", many=True)
    ads = AdLineSerializer(many=True)


class PeriodLineSerializer(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()
    is_covered = serializers.BooleanField(help_text=_("Daily figures say the same again, so these do not count."))
    figures = FiguresSerializer(source="totals.by_currency", many=True)


class PacingSerializer(serializers.Serializer):
    verdict = serializers.CharField()
    sentence = serializers.CharField()
    currency = serializers.CharField()
    until = serializers.DateField(allow_null=True, help_text=_("The last day with figures."))
    budget = Rounded(allow_null=True, **MONEY)
    spent = Rounded(**MONEY)
    even = Rounded(allow_null=True, help_text=_("Where an even spend would be."), **MONEY)
    forecast = Rounded(allow_null=True, help_text=_("At the pace of the last days."), **MONEY)
    per_day_left = Rounded(allow_null=True, **MONEY)
    days_left = serializers.IntegerField(allow_null=True)
    lasts_until = serializers.DateField(allow_null=True)


class ReconciliationSerializer(serializers.Serializer):
    """What the platform says beside what we saw, and why they differ."""

    first = serializers.DateField(source="period.first")
    last = serializers.DateField(source="period.last")
    clicks = serializers.IntegerField()
    visits = serializers.IntegerField()
    visitors = serializers.IntegerField()
    conversions = serializers.DecimalField(max_digits=20, decimal_places=4)
    opt_ins = serializers.IntegerField()
    leads = serializers.IntegerField()
    won = serializers.IntegerField()
    won_value = serializers.DecimalField(max_digits=20, decimal_places=2, allow_null=True)
    unnamed_visits = serializers.IntegerField()
    unnamed_opt_ins = serializers.IntegerField()
    sentences = serializers.ListField(child=serializers.CharField())


class AdStatsSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Status.choices)
    first = serializers.DateField()
    last = serializers.DateField()
    previous_first = serializers.DateField()
    previous_last = serializers.DateField()
    totals = FiguresSerializer(many=True)
    previous = FiguresSerializer(many=True)
    change = ChangeSerializer()
    change_by_currency = CurrencyChangeSerializer(many=True)
    days = AdDaySerializer(many=True)
    ad_sets = AdSetLineSerializer(many=True)
    periods = PeriodLineSerializer(many=True)
    pacing = PacingSerializer()
    reconciliation = ReconciliationSerializer()
