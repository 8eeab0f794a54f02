"""Only the page itself is at /ads: ad blockers refuse what a page asks for under /ads/."""

from django.urls import path

from marketing.ads.views import (
    audiences,
    campaigns,
    connections,
    creatives,
    detail,
    export,
    images,
    imports,
    pushing,
)

app_name = "ads"

campaign = "advertising/campaigns/<int:pk>"
import_file = "advertising/import/<int:pk>"
creative = "advertising/creatives/<int:pk>"
draft = "advertising/drafts/<int:pk>"

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
    path("advertising/accounts", connections.connection_list, name="connection-list"),
    path("advertising/accounts/connect/<str:adapter>", connections.connection_create, name="connection-create"),
    path("advertising/accounts/<int:pk>/credentials", connections.connection_edit, name="connection-edit"),
    path("advertising/accounts/<int:pk>/test", connections.connection_test, name="connection-test"),
    path("advertising/accounts/<int:pk>/pull", connections.connection_pull, name="connection-pull"),
    path("advertising/accounts/<int:pk>/disconnect", connections.connection_disconnect, name="connection-disconnect"),
    path("advertising/import", imports.import_create, name="import"),
    path(import_file, imports.import_detail, name="import-detail"),
    path(f"{import_file}/preview", imports.import_preview, name="import-preview"),
    path(f"{import_file}/choose", imports.import_choose, name="import-choose"),
    path(f"{import_file}/start", imports.import_start, name="import-start"),
    path(f"{import_file}/progress", imports.import_progress, name="import-progress"),
    path(f"{import_file}/undo", imports.import_undo, name="import-undo"),
    path(f"{import_file}/discard", imports.import_discard, name="import-discard"),
    path(f"{campaign}/creatives/new", creatives.creative_create, name="creative-create"),
    path(f"{creative}/edit", creatives.creative_edit, name="creative-edit"),
    path(f"{creative}/push", pushing.creative_push, name="creative-push"),
    path(f"{creative}/delete", creatives.creative_delete, name="creative-delete"),
    path(f"{creative}/images", creatives.image_add, name="creative-image"),
    path("advertising/images/<int:pk>", images.image, name="image"),
    path("advertising/images/<int:pk>/delete", creatives.image_delete, name="image-delete"),
    path(f"{draft}/cards", creatives.draft_cards_view, name="draft-cards"),
    path(f"{draft}/images/<int:number>", images.draft_visual, name="draft-visual"),
    path("advertising/audiences", audiences.audience_export, name="audience-export"),
    path("advertising/audiences/file", audiences.audience_download, name="audience-download"),
]
