from django.urls import NoReverseMatch
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import APIRootView
from rest_framework_simplejwt.views import TokenViewBase

from webox.accounts.api.base import CheckedUpdate, RowPreconditions
from webox.accounts.api.serializers import ProfileSerializer, TokenSerializer
from webox.accounts.models import Profile


class Root(APIRootView):
    """Everything this API answers for the current workspace.

    Send `Authorization: Api-Key …` (Settings, API keys) or `Authorization: Bearer …` (from `auth/token`).
    A person who is in several workspaces names one by its address in `X-Workspace: …`; without it the last used
    one counts. An API key belongs to one workspace and needs no such header.
    """

    def get_view_name(self):
        return "API"

    def get(self, request, *args, **kwargs):
        addresses = {}
        for title, name in self.api_root_dict.items():
            try:
                addresses[title] = reverse(f"{request.resolver_match.namespace}:{name}", request=request)
            except NoReverseMatch:
                continue
        addresses["schema"] = reverse("api-schema", request=request)
        addresses["docs"] = reverse("api-docs", request=request)
        return Response(dict(sorted(addresses.items())))


class TokenView(TokenViewBase):
    """Trade an email and a password for an access and a refresh token."""

    serializer_class = TokenSerializer


class ProfileView(RowPreconditions, CheckedUpdate, RetrieveUpdateAPIView):
    """The person who asks, and the workspaces they belong to."""

    serializer_class = ProfileSerializer
    filter_backends = ()
    viewer_may_write = True

    def get_object(self):
        return Profile.objects.select_related("user").get_or_create(user=self.request.user)[0]
