from contextlib import contextmanager

import django_filters
from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.serializers import EmailField, Serializer

from investors.actions import updates as actions
from investors.api.serializers.updates import (
    AskSerializer,
    FactsSerializer,
    InvestorUpdateSerializer,
    ReadersAnswerSerializer,
    ReadersSerializer,
)
from investors.forms.updates import month_of
from investors.models import Ask, InvestorUpdate
from investors.purposes import UPDATE
from investors.updates.audience import recipients_of
from investors.updates.facts import ROUND, metrics_of, shown, wins_of
from investors.updates.letter import preview_of
from marketing.emails.api.serializers import PreviewSerializer, ScheduleSerializer
from marketing.emails.api.viewsets import refusals_of_actions as refusals_of_campaigns
from marketing.emails.audience import counts_among, skipping
from webox.accounts.api.base import CheckedUpdate, FoundById, ModelViewSet, WorkspaceViewSet
from webox.ai.api.generating import GenerateView
from webox.lib.problems import Conflict

WHOLE = {"min_value": 1, "max_value": 2**63 - 1, "decimal_places": 0, "max_digits": 19}


class UpdateFilterSet(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), **WHOLE)
    month = django_filters.NumberFilter(label=gettext_lazy("Month"), **WHOLE)
    is_sent = django_filters.BooleanFilter(
        field_name="sent_at", lookup_expr="isnull", exclude=True, label=gettext_lazy("Sent")
    )
    search = django_filters.CharFilter(
        field_name="title", lookup_expr="icontains", label=gettext_lazy("Search"), max_length=100
    )


class AskFilterSet(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=Ask.State, label=gettext_lazy("State"))
    update = django_filters.NumberFilter(label=gettext_lazy("Update"), **WHOLE)
    investor = django_filters.NumberFilter(label=gettext_lazy("Answered by"), **WHOLE)


class UpdateTestSerializer(Serializer):
    to = EmailField(help_text=gettext_lazy("Who gets the test."))


@contextmanager
def refusals_of_actions():
    try:
        with refusals_of_campaigns():
            yield
    except actions.UpdateWasSent as error:
        raise Conflict(error.message, "sent") from error


class InvestorUpdateViewSet(FoundById, ModelViewSet):
    """Updates to investors. Sending one makes an email campaign: its report is that of `campaign`."""

    queryset = InvestorUpdate.objects.all()
    serializer_class = InvestorUpdateSerializer
    filterset_class = UpdateFilterSet
    ordering_fields = ["created_at", "updated_at"]
    ordering = ("-year", "-month", "-id")

    def get_queryset(self):
        alive = Count("investors", filter=Q(investors__deleted_at=None))
        rows = super().get_queryset().select_related("campaign", "workspace", "created_by")
        return rows.annotate(readers_number=alive).prefetch_related(Prefetch("asks", Ask.objects.order_by("pk")))

    def perform_create(self, serializer):
        with refusals_of_actions():
            made = actions.create_update(
                workspace=self.request.workspace, by=self.request.user, **serializer.fields_of_update()
            )
        serializer.instance = self.get_queryset().get(pk=made.pk)

    def perform_update(self, serializer):
        update = serializer.instance
        with refusals_of_actions():
            actions.edit_update(update=update, by=self.request.user, **serializer.fields_of_update())
        serializer.instance = self.get_queryset().get(pk=update.pk)

    def perform_destroy(self, update):
        with refusals_of_actions():
            actions.delete_update(update=update, by=self.request.user)

    def asked(self, serializer_class):
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def done(self, action, status_code=status.HTTP_200_OK, **arguments):
        with refusals_of_actions():
            action(update=self.get_object(), by=self.request.user, **arguments)
        return Response(self.get_serializer(self.get_object()).data, status=status_code)

    @extend_schema(request=None, responses={202: InvestorUpdateSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def send(self, request, pk):
        """Send it now to the contacts of the chosen investors; from then on it stays as it is."""
        return self.done(actions.send_update, status.HTTP_202_ACCEPTED)

    @extend_schema(request=ScheduleSerializer, responses=InvestorUpdateSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def schedule(self, request, pk):
        """Send it at a moment in the future; who gets it is looked up then."""
        self.get_object()
        return self.done(actions.schedule_update, at=self.asked(ScheduleSerializer)["scheduled_at"])

    @extend_schema(request=None, responses=InvestorUpdateSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def unschedule(self, request, pk):
        """Make a scheduled one a draft again."""
        return self.done(actions.unschedule_update)

    @extend_schema(request=UpdateTestSerializer, responses={204: None}, filters=False)
    @action(detail=True, methods=["post"])
    def test(self, request, pk):
        """Send it to one address, outside its report."""
        update, asked = self.get_object(), self.asked(UpdateTestSerializer)
        with refusals_of_actions():
            actions.send_test(update=update, to=asked["to"], by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=PreviewSerializer, filters=False)
    @action(detail=True)
    def preview(self, request, pk):
        """The message as somebody would read it about whom nothing is known."""
        update = self.get_object()
        seen = preview_of(update, actions.asks_of(update))
        headers = [{"name": name, "value": value} for name, value in seen.headers]
        return Response(PreviewSerializer({**vars(seen), "headers": headers}).data)

    @extend_schema(request=ReadersSerializer, responses=ReadersAnswerSerializer, filters=False)
    @action(detail=True, methods=["post"], url_path="readers/add")
    def add_readers(self, request, pk):
        """Add investors to those who get it. Doing it twice changes nothing."""
        return self.changed_readers(actions.add_investors)

    @extend_schema(request=ReadersSerializer, responses=ReadersAnswerSerializer, filters=False)
    @action(detail=True, methods=["post"], url_path="readers/remove")
    def remove_readers(self, request, pk):
        """Take investors off."""
        return self.changed_readers(actions.remove_investors)

    def changed_readers(self, action):
        update, asked = self.get_object(), self.asked(ReadersSerializer)
        with refusals_of_actions():
            changed = action(update=update, investors=asked["investors"], by=self.request.user)
        counts = counts_among(skipping(update.workspace, recipients_of(update)))
        return Response(ReadersAnswerSerializer({"changed": changed} | counts).data)

    @extend_schema(
        responses=FactsSerializer,
        filters=False,
        parameters=[OpenApiParameter("period", OpenApiTypes.STR, required=True, description="Such as 2026-03.")],
    )
    @action(detail=False, filter_backends=[], pagination_class=None)
    def facts(self, request):
        """A month's figures beside those of the month before, and wins to choose from."""
        try:
            year, month = month_of(request.query_params.get("period", ""))
            metrics = metrics_of(request.membership, year, month)
            wins = wins_of(request.membership, year, month)
        except ValueError:
            raise exceptions.ValidationError({"period": _("Write a month such as 2026-03.")}) from None
        figures = [shown(each) | {"name": each["name"]} for each in metrics if each["name"] != ROUND]
        return Response(FactsSerializer({"figures": figures, "wins": wins}).data)


class UpdateGenerateView(GenerateView):
    """Draft an investor update from the facts of a month and notes; accepting it makes a draft to send."""

    purpose = UPDATE.name


class AskViewSet(FoundById, mixins.ListModelMixin, mixins.RetrieveModelMixin, CheckedUpdate, WorkspaceViewSet):
    """What updates asked of their readers, until somebody did it. They are written with their update."""

    queryset = Ask.objects.select_related("investor")
    serializer_class = AskSerializer
    filterset_class = AskFilterSet
    ordering = ("-created_at", "-id")

    def perform_update(self, serializer):
        ask = serializer.instance
        known = {name: getattr(ask, name) for name in ("state", "investor", "answer")} | serializer.validated_data
        serializer.instance = actions.settle_ask(ask=ask, by=self.request.user, **known)
