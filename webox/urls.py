from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from webox import api
from webox.accounts.views import choose_language, favicon, healthz, readyz

urlpatterns = [
    path("", include("webox.dashboard.urls")),
    path("", include("webox.accounts.urls")),
    path("", include("webox.ai.urls")),
    path("", include("crm.urls")),
    path("", include("marketing.emails.urls")),
    path("", include("marketing.funnels.urls")),
    path("", include("marketing.ads.urls")),
    path("", include("investors.urls")),
    path("accounts/", include("allauth.urls")),
    path("language", choose_language, name="set_language"),
    path("api/schema", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "api/docs",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="accounts/api_docs.html"),
        name="api-docs",
    ),
    path("api/", include((api.urlpatterns, "api"))),
    path("admin/", admin.site.urls),
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler400 = "webox.accounts.views.bad_request"
handler404 = "marketing.funnels.views.public.not_found"
