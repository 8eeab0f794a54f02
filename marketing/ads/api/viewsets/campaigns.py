from marketing.ads.api.filters import AdCampaignFilter
from marketing.ads.api.serializers.campaigns import AdCampaignSerializer
from marketing.ads.models import AdCampaign
from webox.accounts.api.base import FoundById, ModelViewSet


class AdCampaignViewSet(FoundById, ModelViewSet):
    """Ad campaigns with the sums of their figures."""

    queryset = AdCampaign.objects.select_related("workspace")
    serializer_class = AdCampaignSerializer
    filterset_class = AdCampaignFilter
    ordering_fields = ["created_at", "updated_at", "name"]
    ordering = ("-created_at", "-id")
