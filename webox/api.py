"""The one page of the API: every viewset and the path it answers at."""

from django.urls import path
from rest_framework.routers import DefaultRouter
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView


class Router(DefaultRouter):
    root_view_name = "root"


router = Router(trailing_slash=False)

urlpatterns = [
    path("auth/token", TokenObtainPairView.as_view(), name="token"),
    path("auth/token/refresh", TokenRefreshView.as_view(), name="token-refresh"),
    *router.urls,
]
