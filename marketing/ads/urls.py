"""Only the page itself is at /ads: ad blockers refuse what a page asks for under /ads/."""

from django.urls import path

from marketing.ads.views import campaigns

app_name = "ads"

campaign = "advertising/campaigns/<int:pk>"

urlpatterns = [
    path("ads", campaigns.campaign_list, name="campaign-list"),
    path("advertising/campaigns", campaigns.campaign_list, name="campaign-rows"),
    path(campaign, campaigns.campaign_detail, name="campaign-detail"),
]
