from contextlib import contextmanager

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from marketing.ads import actions
from marketing.ads.api.filters import AdCampaignFilter
from marketing.ads.api.serializers.campaigns import AdCampaignSerializer, AdStatsSerializer, DuplicateSerializer
from marketing.ads.breakdown import days_of, levels_of, periods_of
from marketing.ads.comparing import changes_by_currency, changes_of
from marketing.ads.models import AdCampaign
from marketing.ads.models.campaigns import Status
from marketing.ads.pacing import pacing_of
from marketing.ads.reconciling import reconciliation_of
from marketing.ads.totals import attach_totals, totals_of_campaign
from webox.accounts.api.base import FoundById, ModelViewSet
from webox.analytics.api.viewsets import PERIOD, PERIOD_NAMES, refuse_unknown
from webox.analytics.periods import period_from, today_of
from webox.lib.problems import Conflict

MOVES = {
    Status.ACTIVE: actions.start_campaign,
    Status.PAUSED: actions.pause_campaign,
    Status.COMPLETED: actions.complete_campaign,
}


@contextmanager
def refusals_of_actions():
    try:
        yield
    except actions.NotAllowed as error:
        raise Conflict(str(error), "wrong_state") from error


class AdCampaignViewSet(FoundById, ModelViewSet):
    """Ad campaigns with the sums of their figures; rates are null where there is nothing to divide by."""

    queryset = AdCampaign.objects.select_related("workspace")
    serializer_class = AdCampaignSerializer
    filterset_class = AdCampaignFilter
    ordering_fields = ["created_at", "updated_at", "name"]
    ordering = ("-created_at", "-id")

    def paginate_queryset(self, queryset):
        return attach_totals(super().paginate_queryset(queryset))

    def perform_create(self, serializer):
        serializer.instance = actions.create_campaign(
            workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
        )

    def perform_update(self, serializer):
        fields, campaign = serializer.validated_data, serializer.instance
        status = fields.pop("status", campaign.status)
        campaign = actions.edit_campaign(campaign=campaign, by=self.request.user, **fields)
        with refusals_of_actions():
            serializer.instance = self.with_status(campaign, status)

    def with_status(self, campaign, status):
        if status == campaign.status:
            return campaign
        if campaign.connection_id:
            # The platform would be asked while the row is locked.
            raise actions.NotAllowed(_("It is connected to its platform: use “start”, “pause” or “complete”."))
        if status not in MOVES:
            raise actions.NotAllowed(_("A campaign that was started is no draft any more."))
        return MOVES[status](campaign=campaign, by=self.request.user)

    def perform_destroy(self, campaign):
        with refusals_of_actions():
            actions.delete_campaign(campaign=campaign, by=self.request.user)

    def moved(self, move):
        with refusals_of_actions():
            campaign = move(campaign=self.get_object(), by=self.request.user)
        return Response(AdCampaignSerializer(campaign, context=self.get_serializer_context()).data)

    @extend_schema(request=None, responses=AdCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def start(self, request, pk):
        """Begin, or go on after a pause; on the platform first where the campaign is connected to one."""
        return self.moved(actions.start_campaign)

    @extend_schema(request=None, responses=AdCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def pause(self, request, pk):
        """Stop for a while."""
        return self.moved(actions.pause_campaign)

    @extend_schema(request=None, responses=AdCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def complete(self, request, pk):
        """Say that it is over."""
        return self.moved(actions.complete_campaign)

    @extend_schema(request=DuplicateSerializer, responses={201: AdCampaignSerializer}, filters=False)
    @action(detail=True, methods=["post"], serializer_class=DuplicateSerializer)
    def duplicate(self, request, pk):
        """A draft with the same sets, ads and creatives, without figures."""
        campaign = self.get_object()
        asked = DuplicateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        copy = actions.duplicate_campaign(campaign=campaign, by=request.user, **asked.validated_data)
        data = AdCampaignSerializer(copy, context=self.get_serializer_context()).data
        location = f"{request.path.rsplit('/', 2)[0]}/{copy.pk}"
        return Response(data, status=status.HTTP_201_CREATED, headers={"Location": location})

    @extend_schema(parameters=PERIOD, responses=AdStatsSerializer, filters=False)
    @action(detail=True, filterset_class=None, filter_backends=[], serializer_class=AdStatsSerializer)
    def stats(self, request, pk):
        """Figures of a period and of the one before it, by day, ad set and ad; pacing; what we saw ourselves."""
        refuse_unknown(request, PERIOD_NAMES)
        campaign = self.get_object()
        period = period_from(request.query_params, request.workspace)
        return Response(AdStatsSerializer(stats_of(campaign, period, request.membership)).data)


def stats_of(campaign, period, membership):
    before, now = period.previous(), totals_of_campaign(campaign, period)
    then = totals_of_campaign(campaign, before)
    days = [{"day": day, **of(each)} for days in days_of(campaign, period).values() for day, each in days.items()]
    return {
        "status": campaign.status,
        "first": period.first,
        "last": period.last,
        "previous_first": before.first,
        "previous_last": before.last,
        "totals": now.by_currency,
        "previous": then.by_currency,
        "change": changes_of(now, then),
        "change_by_currency": [{"currency": each.currency, **found} for each, found in changes_by_currency(now, then)],
        "days": sorted(days, key=lambda each: (each["day"], each["currency"])),
        "ad_sets": levels_of(campaign, period),
        "periods": periods_of(campaign),
        "pacing": pacing_of(campaign, today_of(campaign.workspace)),
        "reconciliation": reconciliation_of(campaign, period, membership),
    }


def of(figures):
    names = ("currency", "impressions", "clicks", "conversions", "spend", "conversion_value")
    rates = ("ctr", "cpc", "cpm", "cpa", "roas")
    return {name: getattr(figures, name) for name in (*names, *rates)}
