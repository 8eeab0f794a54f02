from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.segments import describe
from marketing.emails.generating.message import campaign_of
from marketing.emails.models import EmailCampaign
from marketing.emails.purposes import CAMPAIGN
from webox.ai.api.generating import GenerateView
from webox.ai.api.serializers import GenerationSerializer
from webox.ai.models import Generation


class CampaignGenerateView(GenerateView):
    """Draft an email campaign: subject with four alternatives, preheader, message, audience and best hour."""

    purpose = CAMPAIGN.name
    aliases = {"target_audience": "audience", "campaign_type": "type"}


class CampaignImproveView(GenerateView):
    """Draft another content of a campaign that has not started; accepting it changes the campaign."""

    from_path = ("campaign",)

    @extend_schema(responses={202: GenerationSerializer})
    def post(self, request, pk):
        self.campaign = get_object_or_404(EmailCampaign.objects.visible_to(request.membership), pk=pk)
        return super().post(request)

    def body(self, fields):
        return super().body(fields) | {"campaign": str(self.campaign.pk)}


class DraftedCampaignSerializer(serializers.Serializer):
    name = serializers.CharField()
    subject = serializers.CharField()
    alternatives = serializers.ListField(child=serializers.CharField())
    preheader = serializers.CharField()
    html_content = serializers.CharField()
    text_content = serializers.CharField()
    segment_rules = serializers.JSONField()
    segment = serializers.CharField()
    segment_reason = serializers.CharField()
    send_day = serializers.CharField()
    send_time = serializers.CharField()
    send_reason = serializers.CharField()


class DraftedCampaignView(APIView):
    """A drafted campaign as it would be once accepted, its message laid out as HTML (MJML) and as text."""

    @extend_schema(responses=DraftedCampaignSerializer)
    def get(self, request, pk):
        drafts = Generation.objects.visible_to(request.membership).select_related("workspace", "by")
        generation = get_object_or_404(drafts, pk=pk, purpose=CAMPAIGN.name)
        if generation.output is None:
            raise NotFound
        campaign = campaign_of(generation, generation.output)
        laid_out = {name: getattr(campaign, name) for name in ("name", "html_content", "text_content")}
        segment = describe(campaign.workspace, campaign.segment_rules)
        return Response(DraftedCampaignSerializer(generation.output | laid_out | {"segment": segment}).data)
