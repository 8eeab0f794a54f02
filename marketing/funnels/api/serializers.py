from django.conf import settings
from rest_framework import serializers

from marketing.funnels.models import Funnel, FunnelPage

COUNTED = ["total_visitors", "total_leads", "total_sales", "total_revenue", "conversion_rate"]
RATE = {"allow_null": True, "read_only": True, "help_text": "0 to 1; null before the first visitor"}


class FunnelSerializer(serializers.ModelSerializer):
    slug = serializers.SlugField(max_length=80, required=False, help_text="Made of the name when left out.")
    conversion_rate = serializers.FloatField(**RATE)
    public_url = serializers.SerializerMethodField(help_text="Leads to the first published page.")

    class Meta:
        model = Funnel
        fields = [
            "id",
            "name",
            "slug",
            "description",
            "funnel_type",
            "is_active",
            "is_template",
            "consent_text",
            *COUNTED,
            "public_url",
            "created_at",
            "updated_at",
        ]
        read_only_fields = [*COUNTED, "created_at", "updated_at"]

    def get_public_url(self, funnel) -> str:
        return f"{settings.SITE_URL}{funnel.public_path(self.context['request'].workspace.slug)}"


class FunnelCreateSerializer(FunnelSerializer):
    with_pages = serializers.BooleanField(
        default=True, write_only=True, help_text="Begin with an opt-in and a thank-you page."
    )

    class Meta(FunnelSerializer.Meta):
        fields = [*FunnelSerializer.Meta.fields, "with_pages"]


class FunnelPageSerializer(serializers.ModelSerializer):
    slug = serializers.SlugField(max_length=80, required=False, help_text="Made of the name when left out.")
    order = serializers.IntegerField(min_value=0, max_value=32767, required=False)
    conversion_rate = serializers.FloatField(**RATE)

    class Meta:
        model = FunnelPage
        fields = [
            "id",
            "name",
            "page_type",
            "slug",
            "html_content",
            "css_content",
            "js_content",
            "order",
            "is_published",
            "visitors",
            "conversions",
            "conversion_rate",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["visitors", "conversions", "created_at", "updated_at"]


class ComparedCountSerializer(serializers.Serializer):
    value = serializers.IntegerField()
    previous = serializers.IntegerField()
    change = serializers.FloatField(allow_null=True)


class ComparedRateSerializer(serializers.Serializer):
    value = serializers.FloatField(allow_null=True)
    previous = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True)


class FunnelDaySerializer(serializers.Serializer):
    day = serializers.DateField()
    visitors = serializers.IntegerField()
    leads = serializers.IntegerField()


class PageStatsSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    page_type = serializers.CharField()
    visitors = serializers.IntegerField(help_text="People, since the page exists")
    conversions = serializers.IntegerField(help_text="People, since the page exists")
    conversion_rate = serializers.FloatField(allow_null=True)
    views = serializers.IntegerField(help_text="Times the page was looked at in the period")
    opt_ins = serializers.IntegerField(help_text="Forms sent in the period")


class FunnelStatsSerializer(serializers.Serializer):
    """Sums since the funnel exists, and what the period asked for brought beside the period before."""

    total_visitors = serializers.IntegerField()
    total_leads = serializers.IntegerField()
    conversion_rate = serializers.FloatField(allow_null=True)
    first = serializers.DateField()
    last = serializers.DateField()
    visitors = ComparedCountSerializer()
    leads = ComparedCountSerializer()
    conversion = ComparedRateSerializer()
    days = FunnelDaySerializer(many=True)
    pages = PageStatsSerializer(many=True)
