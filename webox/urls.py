from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from webox import api
from webox.accounts.views import healthz, readyz

urlpatterns = [
    path("", include("webox.dashboard.urls")),
    path("", include("webox.accounts.urls")),
    path("", include("crm.urls")),
    path("", include("marketing.emails.urls")),
    path("", include("marketing.funnels.urls")),
    path("accounts/", include("allauth.urls")),
    path("language", login_not_required(set_language), name="set_language"),
    path("api/schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/", include((api.urlpatterns, "api"))),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler400 = "webox.accounts.views.bad_request"
