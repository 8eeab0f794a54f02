"""Only the page itself is at /ads: ad blockers refuse what a page asks for under /ads/."""

from django.urls import path

from marketing.ads.views import campaigns, detail, export

app_name = "ads"

campaign = "advertising/campaigns/<int:pk>"

urlpatterns = [
    path("ads", campaigns.campaign_list, name="campaign-list"),
    path("advertising/campaigns", campaigns.campaign_rows, name="campaign-rows"),
    path("advertising/campaigns/new", campaigns.campaign_create, name="campaign-create"),
    path("advertising/campaigns/export.<str:format>", export.campaign_export, name="campaign-export"),
    path(campaign, detail.campaign_detail, name="campaign-detail"),
    path(f"{campaign}/edit", campaigns.campaign_edit, name="campaign-edit"),
    path(f"{campaign}/start", campaigns.campaign_start, name="campaign-start"),
    path(f"{campaign}/pause", campaigns.campaign_pause, name="campaign-pause"),
    path(f"{campaign}/complete", campaigns.campaign_complete, name="campaign-complete"),
    path(f"{campaign}/duplicate", campaigns.campaign_duplicate, name="campaign-duplicate"),
    path(f"{campaign}/delete", campaigns.campaign_delete, name="campaign-delete"),
    path(f"{campaign}/link", detail.campaign_link, name="campaign-link"),
    path(f"{campaign}/reconciliation", detail.campaign_reconciliation, name="campaign-reconciliation"),
    path(f"{campaign}/leads", detail.campaign_leads, name="campaign-leads"),
]
