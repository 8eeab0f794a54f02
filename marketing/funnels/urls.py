from django.urls import path

from marketing.funnels.views import drafts, funnels, pages, public

app_name = "funnels"
urlpatterns = [
    path("funnels", funnels.funnel_list, name="funnel-list"),
    path("funnels/new", funnels.funnel_create, name="funnel-create"),
    path("funnels/drafts/<int:pk>/pages/<int:number>", drafts.draft_page, name="draft-page"),
    path("funnels/<int:pk>", funnels.funnel_detail, name="funnel-detail"),
    path("funnels/<int:pk>/edit", funnels.funnel_edit, name="funnel-edit"),
    path("funnels/<int:pk>/link", funnels.funnel_link, name="funnel-link"),
    path("funnels/<int:pk>/publish", funnels.funnel_publish, name="funnel-publish"),
    path("funnels/<int:pk>/duplicate", funnels.funnel_duplicate, name="funnel-duplicate"),
    path("funnels/<int:pk>/delete", funnels.funnel_delete, name="funnel-delete"),
    path("funnels/<int:pk>/pages/new", pages.page_create, name="page-create"),
    path("funnels/<int:pk>/pages/preview", pages.page_preview, name="page-preview-new"),
    path("funnels/<int:pk>/pages/<int:page_pk>", pages.page_edit, name="page-edit"),
    path("funnels/<int:pk>/pages/<int:page_pk>/preview", pages.page_preview, name="page-preview"),
    path("funnels/<int:pk>/pages/<int:page_pk>/move", pages.page_move, name="page-move"),
    path("funnels/<int:pk>/pages/<int:page_pk>/delete", pages.page_delete, name="page-delete"),
    path("p/<slug:workspace>/<slug:funnel>", public.funnel, name="public-funnel"),
    path("p/<slug:workspace>/<slug:funnel>/<slug:page>", public.page, name="public-page"),
]
