from django.urls import path

from marketing.emails import tracking
from marketing.emails.views import campaigns, generated, outbox, public, reports, sending, suppressions

app_name = "emails"

campaign = "email-marketing/campaigns/<int:pk>"

urlpatterns = [
    path("email-marketing", campaigns.campaign_list, name="campaign-list"),
    path("email-marketing/campaigns/new", campaigns.campaign_create, name="campaign-create"),
    path("email-marketing/campaigns/check", campaigns.campaign_check, name="campaign-check"),
    path(campaign, campaigns.campaign_detail, name="campaign-detail"),
    path(f"{campaign}/edit", campaigns.campaign_edit, name="campaign-edit"),
    path(f"{campaign}/check", campaigns.campaign_check, name="campaign-check"),
    path(f"{campaign}/preview", campaigns.campaign_preview, name="campaign-preview"),
    path(f"{campaign}/preview/html", campaigns.campaign_preview_html, name="campaign-preview-html"),
    path(f"{campaign}/test", sending.campaign_test, name="campaign-test"),
    path(f"{campaign}/send", sending.campaign_send, name="campaign-send"),
    path(f"{campaign}/schedule", sending.campaign_schedule, name="campaign-schedule"),
    path(f"{campaign}/unschedule", sending.campaign_unschedule, name="campaign-unschedule"),
    path(f"{campaign}/pause", sending.campaign_pause, name="campaign-pause"),
    path(f"{campaign}/resume", sending.campaign_resume, name="campaign-resume"),
    path(f"{campaign}/duplicate", sending.campaign_duplicate, name="campaign-duplicate"),
    path(f"{campaign}/delete", sending.campaign_delete, name="campaign-delete"),
    path(f"{campaign}/live", reports.campaign_live, name="campaign-live"),
    path(f"{campaign}/deliveries", reports.delivery_list, name="delivery-list"),
    path(f"{campaign}/deliveries/decide", reports.delivery_decide, name="delivery-decide"),
    path("email-marketing/drafts/<int:pk>/html", generated.generated_html, name="generated-html"),
    path("email-marketing/drafts/<int:pk>/audience", generated.generated_audience, name="generated-audience"),
    path("email-marketing/improvements/<int:pk>/html", generated.improved_html, name="improved-html"),
    path("email-marketing/improvements/<int:pk>/put-back", generated.improvement_put_back, name="improved-put-back"),
    path("email-marketing/suppressions", suppressions.suppression_list, name="suppression-list"),
    path("email-marketing/suppressions/new", suppressions.suppression_create, name="suppression-create"),
    path("email-marketing/suppressions/<int:pk>/delete", suppressions.suppression_delete, name="suppression-delete"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>", outbox.outbox_message, name="outbox-message"),
    path("outbox/<int:pk>/html", outbox.outbox_html, name="outbox-html"),
    path("outbox/<int:pk>/download", outbox.outbox_download, name="outbox-download"),
    # The middleware answers these two before they are resolved; here they have their names.
    path("e/o/<str:token>.gif", tracking.open_pixel, name="open"),
    path("e/c/<str:token>", tracking.click, name="click"),
    path("e/u/<str:token>", public.unsubscribe, name="unsubscribe"),
    path("e/u/<str:token>/subscribe", public.resubscribe, name="resubscribe"),
    path("e/v/<str:token>", public.view_in_browser, name="view"),
]
