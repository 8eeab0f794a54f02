from contextlib import contextmanager

import django_filters
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins
from rest_framework.decorators import action
from rest_framework.response import Response

from marketing.ads.actions import connections, pulling
from marketing.ads.api.serializers.connections import (
    AdapterSerializer,
    AdConnectionSerializer,
    CredentialsSerializer,
    checked,
)
from marketing.ads.models import AdConnection, Platform
from marketing.ads.providers import ADAPTERS
from webox.accounts.access import require_admin
from webox.accounts.api.base import CreateWithLocation, FoundById, WorkspaceViewSet
from webox.lib.problems import Conflict


class AdConnectionFilterSet(django_filters.FilterSet):
    adapter = django_filters.ChoiceFilter(choices=[(name, name) for name in ADAPTERS])
    platform = django_filters.ChoiceFilter(choices=Platform.choices)

    class Meta:
        model = AdConnection
        fields = []


@contextmanager
def refusals_of_platforms(field="credentials"):
    try:
        yield
    except connections.NotConnected as error:
        raise exceptions.ValidationError({field: [str(error.message)]}) from error


class AdConnectionViewSet(
    FoundById,
    CreateWithLocation,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """Accounts on ad platforms, whose figures come in every hour. Owners and admins connect and disconnect them;
    disconnecting forgets the credentials and keeps the campaigns with their figures."""

    queryset = AdConnection.objects.select_related("workspace")
    serializer_class = AdConnectionSerializer
    filterset_class = AdConnectionFilterSet
    ordering_fields = ["created_at", "pulled_at"]
    ordering = ("-created_at", "-id")

    def create(self, request, *args, **kwargs):
        require_admin(request.membership)
        return super().create(request, *args, **kwargs)

    def perform_create(self, serializer):
        asked, workspace = serializer.validated_data, self.request.workspace
        about = {"workspace": workspace, "adapter": asked["adapter"], "given": asked["credentials"]}
        with refusals_of_platforms():
            account = asked.get("account_id") or self.only_account(about)
            made = connections.connect(by=self.request.user, account_ids=[account], **about)
        serializer.instance = made[0]

    @staticmethod
    def only_account(about):
        accounts = connections.accounts_of(**about)
        if len(accounts) == 1:
            return accounts[0].id
        known = ", ".join(f"{each.id} ({each.name})" for each in accounts[:20]) or "–"
        message = _("These credentials reach several accounts. Choose one of: %(known)s.") % {"known": known}
        raise exceptions.ValidationError({"account_id": [message]})

    def perform_destroy(self, connection):
        require_admin(self.request.membership)
        connections.disconnect(connection=connection, by=self.request.user)

    @extend_schema(responses=AdapterSerializer(many=True), filters=False)
    @action(detail=False, filter_backends=[], pagination_class=None, serializer_class=AdapterSerializer)
    def adapters(self, request):
        """What can be connected, and the credentials each asks for."""
        return Response(AdapterSerializer(ADAPTERS.values(), many=True).data)

    @extend_schema(request=CredentialsSerializer, responses=AdConnectionSerializer, filters=False)
    @action(detail=True, methods=["post"], serializer_class=CredentialsSerializer)
    def credentials(self, request, pk):
        """Put others in place of those we have, once they open the same account; what is not named stays."""
        connection = self.get_object()
        require_admin(request.membership)
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = checked(ADAPTERS[connection.adapter], serializer.validated_data["credentials"], needs_all=False)
        with refusals_of_platforms():
            connections.change_credentials(connection=connection, by=request.user, given=given)
        return self.told(connection)

    @extend_schema(request=None, responses={202: AdConnectionSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def pull(self, request, pk):
        """Have its figures pulled now."""
        connection = self.get_object()
        if not pulling.ask_pull(connection=connection, by=request.user):
            raise Conflict(_("Its figures are being pulled already."), "in_progress")
        return self.told(connection, 202)

    @extend_schema(request=None, responses=AdConnectionSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def test(self, request, pk):
        """Ask the platform for the account; what it says is kept in `error`."""
        connection = self.get_object()
        try:
            connections.test(connection=connection, by=request.user)
        except connections.NotConnected as error:
            raise Conflict(str(error.message), "not_connected") from error
        return self.told(connection)

    @staticmethod
    def told(connection, status=200):
        connection.refresh_from_db()
        return Response(AdConnectionSerializer(connection).data, status=status)
