"""The one page of the API: every viewset and the path it answers at."""

from django.urls import path
from rest_framework.routers import DefaultRouter
from rest_framework_simplejwt.views import TokenRefreshView

from crm.api.viewsets.board import BoardViewSet, StageViewSet
from crm.api.viewsets.fields import CustomFieldViewSet
from crm.api.viewsets.imports import ImportView
from crm.api.viewsets.leads import LeadViewSet
from crm.api.viewsets.operations import BulkView, ExportView, OperationViewSet
from crm.api.viewsets.saved_views import SavedViewViewSet
from crm.api.viewsets.scoring import PredictionView, ScoringRuleViewSet, ScoringView
from crm.api.viewsets.segments import SegmentViewSet
from crm.api.viewsets.statistics import PipelineStatsView
from investors.api.viewsets.documents import (
    DocumentLinkViewSet,
    DocumentViewSet,
    DocumentViewViewSet,
    FolderViewSet,
)
from investors.api.viewsets.exports import (
    InteractionExportView,
    InvestorExportView,
    InvestorYearExportView,
    KPIExportView,
    MonthExportView,
    YearExportView,
)
from investors.api.viewsets.interactions import InteractionViewSet, MarketingEventViewSet
from investors.api.viewsets.investors import ContactViewSet, InvestorViewSet
from investors.api.viewsets.kpis import (
    InvestorYearView,
    KPIViewSet,
    MonthLockViewSet,
    MonthView,
    RestatementViewSet,
    TargetView,
    YearView,
)
from investors.api.viewsets.rounds import CommitmentViewSet, RoundViewSet
from investors.api.viewsets.statistics import ForecastView, SimulationView
from investors.api.viewsets.updates import AskViewSet, InvestorUpdateViewSet, UpdateGenerateView
from marketing.ads.api.generating import AdGenerateView
from marketing.ads.api.viewsets.campaigns import AdCampaignViewSet
from marketing.ads.api.viewsets.connections import AdConnectionViewSet
from marketing.ads.api.viewsets.imports import AdImportView, AdImportViewSet
from marketing.emails.api.generating import CampaignGenerateView, CampaignImproveView, DraftedCampaignView
from marketing.emails.api.viewsets import EmailCampaignViewSet, OutboxViewSet, SuppressionViewSet
from marketing.funnels.api.generating import FunnelGenerateView
from marketing.funnels.api.viewsets import FunnelPageViewSet, FunnelViewSet
from webox.accounts.api.viewsets import ProfileView, Root, TokenView
from webox.ai.api.viewsets import ConfigView, ConnectionTestView, GenerationViewSet, OverrideView
from webox.analytics.api.viewsets import EventViewSet, OverviewView, TimeseriesView

paths = [
    path("auth/token", TokenView.as_view(), name="token"),
    path("auth/token/refresh", TokenRefreshView.as_view(), name="token-refresh"),
    path("users/profile", ProfileView.as_view(), name="profile"),
    path("marketing/leads/bulk", BulkView.as_view(), name="lead-bulk"),
    path("marketing/leads/export", ExportView.as_view(), name="lead-export"),
    path("marketing/leads/import", ImportView.as_view(), name="lead-import"),
    path("marketing/ads/generate", AdGenerateView.as_view(), name="ad-generate"),
    path("marketing/ads/import", AdImportView.as_view(), name="ad-import"),
    path("marketing/funnels/generate", FunnelGenerateView.as_view(), name="funnel-generate"),
    path("marketing/pipeline/stats", PipelineStatsView.as_view(), name="pipeline-stats"),
    path("marketing/scoring", ScoringView.as_view(), name="scoring"),
    path("marketing/scoring/prediction", PredictionView.as_view(), name="scoring-prediction"),
    path("investors/updates/generate", UpdateGenerateView.as_view(), name="update-generate"),
    path("investors/forecast", ForecastView.as_view(), name="investor-forecast"),
    path("investors/simulation", SimulationView.as_view(), name="investor-simulation"),
    path("kpis/summary/month/<int:year>/<int:month>", MonthView.as_view(), name="kpi-month"),
    path("kpis/summary/annual/<int:year>", YearView.as_view(), name="kpi-year"),
    path("kpis/summary/annual/<int:pk>/<int:year>", InvestorYearView.as_view(), name="kpi-investor-year"),
    path("kpis/targets/<int:year>", TargetView.as_view(), name="kpi-target"),
    path("investors/export", InvestorExportView.as_view(), name="investor-export"),
    path("interactions/export", InteractionExportView.as_view(), name="investor-interaction-export"),
    path("kpis/export", KPIExportView.as_view(), name="kpi-export"),
    path("kpis/summary/month/<int:year>/<int:month>/export", MonthExportView.as_view(), name="kpi-month-export"),
    path("kpis/summary/annual/<int:year>/export", YearExportView.as_view(), name="kpi-year-export"),
    path(
        "kpis/summary/annual/<int:pk>/<int:year>/export",
        InvestorYearExportView.as_view(),
        name="kpi-investor-year-export",
    ),
    path("ai/config", ConfigView.as_view(), name="ai-config"),
    path("ai/config/mine", OverrideView.as_view(), name="ai-override"),
    path("ai/config/test", ConnectionTestView.as_view(), name="ai-config-test"),
    path("marketing/campaigns/generate", CampaignGenerateView.as_view(), name="campaign-generate"),
    path("marketing/email-campaigns/generate", CampaignGenerateView.as_view(), name="email-campaign-generate"),
    path("marketing/campaigns/generate/<int:pk>", DraftedCampaignView.as_view(), name="campaign-drafted"),
    *(
        path(
            f"marketing/campaigns/<int:pk>/{verb}",
            CampaignImproveView.as_view(purpose=f"emails.{verb}"),
            name=f"campaign-{verb}",
        )
        for verb in ("shorten", "tone", "translate", "subjects")
    ),
    path("analytics/overview", OverviewView.as_view(), name="analytics-overview"),
    path("analytics/timeseries", TimeseriesView.as_view(), name="analytics-timeseries"),
]


class Router(DefaultRouter):
    root_view_name = "root"

    def get_api_root_view(self, api_urls=None):
        """The root lists the single paths beside the viewsets."""
        lists = {prefix: f"{basename}-list" for prefix, _viewset, basename in self.registry}
        return Root.as_view(api_root_dict={str(each.pattern): each.name for each in paths} | lists)


router = Router(trailing_slash=False)
router.include_format_suffixes = False
router.register("marketing/leads", LeadViewSet, "lead")
router.register("marketing/operations", OperationViewSet, "operation")
router.register("marketing/segments", SegmentViewSet, "segment")
router.register("marketing/board", BoardViewSet, "board")
router.register("marketing/stages", StageViewSet, "stage")
router.register("marketing/scoring-rules", ScoringRuleViewSet, "scoring-rule")
router.register("marketing/custom-fields", CustomFieldViewSet, "custom-field")
router.register("marketing/views", SavedViewViewSet, "saved-view")
router.register("marketing/campaigns", EmailCampaignViewSet, "campaign")
router.register("marketing/suppressions", SuppressionViewSet, "suppression")
router.register("marketing/outbox", OutboxViewSet, "outbox")
router.register("marketing/funnels", FunnelViewSet, "funnel")
router.register(r"marketing/funnels/(?P<funnel_id>[0-9]+)/pages", FunnelPageViewSet, "funnel-page")
router.register("marketing/ads/imports", AdImportViewSet, "ad-import")
router.register("marketing/ads", AdCampaignViewSet, "ad-campaign")
router.register("marketing/ad-accounts", AdConnectionViewSet, "ad-connection")
router.register("investors/events", MarketingEventViewSet, "marketing-event")
router.register(r"investors/(?P<investor_id>[0-9]+)/contacts", ContactViewSet, "investor-contact")
router.register("investors/documents", DocumentViewSet, "document")
router.register("investors/document-folders", FolderViewSet, "document-folder")
router.register("investors/document-links", DocumentLinkViewSet, "document-link")
router.register("investors/document-views", DocumentViewViewSet, "document-view")
router.register("investors/rounds", RoundViewSet, "round")
router.register("investors/commitments", CommitmentViewSet, "commitment")
router.register("investors/updates", InvestorUpdateViewSet, "investor-update")
router.register("investors/asks", AskViewSet, "ask")
router.register("investors", InvestorViewSet, "investor")
router.register("interactions", InteractionViewSet, "interaction")
router.register("kpis/locks", MonthLockViewSet, "month-lock")
router.register("kpis/restatements", RestatementViewSet, "restatement")
router.register("kpis", KPIViewSet, "kpi")
router.register("ai/generations", GenerationViewSet, "generation")
router.register("analytics/events", EventViewSet, "event")

urlpatterns = [*paths, *router.urls]
