from rest_framework import serializers

from marketing.ads.models import AdCampaign


class AdCampaignSerializer(serializers.ModelSerializer):
    class Meta:
        model = AdCampaign
        fields = ["id", "name", "platform", "status", "created_at", "updated_at"]
        read_only_fields = ["status", "created_at", "updated_at"]
        validators = []
