from contextlib import contextmanager

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from crm.models import Lead
from marketing.emails import actions
from marketing.emails.api.filters import CampaignFilter, DeliveryFilter, OutboxFilter, SuppressionFilter
from marketing.emails.api.serializers import (
    CampaignStatsSerializer,
    CampaignSummarySerializer,
    DeliverySerializer,
    EmailCampaignSerializer,
    OutboxMessageSerializer,
    OutboxReadingSerializer,
    PreviewSerializer,
    ScheduleSerializer,
    SuppressionSerializer,
    TestSerializer,
    errors_of,
)
from marketing.emails.compile import preview, problems_of
from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression
from marketing.emails.report import report_of
from webox.accounts.api.base import CreateWithLocation, FoundById, ModelViewSet, WorkspaceViewSet
from webox.lib.liquid import TemplateError
from webox.lib.problems import Conflict


@contextmanager
def refusals_of_actions():
    """What an action refuses, as the API says it: which field, and what to do."""
    try:
        yield
    except actions.NotAllowed as error:
        raise Conflict(str(error), "wrong_state") from error
    except actions.CampaignInvalid as error:
        raise exceptions.ValidationError(errors_of(error.problems)) from error
    except actions.SendFailed as error:
        detail = exceptions.ErrorDetail(str(error), code="send_failed")
        raise exceptions.ValidationError({"to": [detail]}) from error


class EmailCampaignViewSet(ModelViewSet):
    """Email campaigns. A list leaves the content out; rates are null until something was delivered."""

    queryset = EmailCampaign.objects.all()
    serializer_class = EmailCampaignSerializer
    filterset_class = CampaignFilter
    ordering_fields = ["created_at", "updated_at", "name"]
    ordering = ("-created_at", "-id")

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        rows = EmailCampaign.objects.for_workspace(self.request.workspace).select_related("workspace")
        return rows.defer("html_content", "text_content") if self.action == "list" else rows

    def get_serializer_class(self):
        return CampaignSummarySerializer if self.action == "list" else super().get_serializer_class()

    def get_object(self):
        # Filters are for lists; a campaign is found by its id alone.
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def perform_create(self, serializer):
        with refusals_of_actions():
            serializer.instance = actions.create_campaign(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        with refusals_of_actions():
            if serializer.instance.other_audience:
                raise actions.NotAllowed(_("This campaign is not written here: change it where it is written."))
            serializer.instance = actions.edit_campaign(
                campaign=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, campaign):
        with refusals_of_actions():
            actions.delete_campaign(campaign=campaign, by=self.request.user)

    def moved(self, move, status_code=status.HTTP_200_OK, **arguments):
        with refusals_of_actions():
            campaign = move(campaign=self.get_object(), by=self.request.user, **arguments)
        return self.answer(campaign, status_code)

    def answer(self, campaign, status_code=status.HTTP_200_OK):
        data = EmailCampaignSerializer(campaign, context=self.get_serializer_context()).data
        return Response(data, status=status_code)

    def asked(self, serializer_class):
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    @extend_schema(request=None, responses={202: EmailCampaignSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def send(self, request, pk):
        """Freeze the audience and send, now; the workers do it, `stats` shows how far they are."""
        return self.moved(actions.start_campaign, status.HTTP_202_ACCEPTED)

    @extend_schema(request=ScheduleSerializer, responses=EmailCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"], serializer_class=ScheduleSerializer)
    def schedule(self, request, pk):
        """Send at a moment in the future; the audience is chosen then."""
        self.get_object()  # a stranger's campaign has no opinion on the body
        return self.moved(actions.schedule_campaign, at=self.asked(ScheduleSerializer)["scheduled_at"])

    @extend_schema(request=None, responses=EmailCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def unschedule(self, request, pk):
        """Make a scheduled campaign a draft again."""
        return self.moved(actions.unschedule_campaign)

    @extend_schema(request=None, responses=EmailCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def pause(self, request, pk):
        """Stop sending; what was handed over already still arrives."""
        return self.moved(actions.pause_campaign)

    @extend_schema(request=None, responses=EmailCampaignSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def resume(self, request, pk):
        """Go on sending to the same frozen audience."""
        return self.moved(actions.resume_campaign)

    @extend_schema(request=None, responses={201: EmailCampaignSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def duplicate(self, request, pk):
        """A new draft with the same content and audience."""
        with refusals_of_actions():
            copy = actions.duplicate_campaign(campaign=self.get_object(), by=request.user)
        response = self.answer(copy, status.HTTP_201_CREATED)
        response["Location"] = f"{request.path.rsplit('/', 2)[0]}/{copy.pk}"
        return response

    @extend_schema(request=TestSerializer, responses={204: None}, filters=False)
    @action(detail=True, methods=["post"], serializer_class=TestSerializer)
    def test(self, request, pk):
        """Send the campaign to one address, outside its ledger and its figures."""
        campaign, asked = self.get_object(), self.asked(TestSerializer)
        with refusals_of_actions():
            actions.send_test(campaign=campaign, to=asked["to"], lead=asked.get("lead"), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        responses=PreviewSerializer,
        filters=False,
        parameters=[OpenApiParameter("lead", OpenApiTypes.INT, description="Whose merge fields to fill in.")],
    )
    @action(detail=True, serializer_class=PreviewSerializer)
    def preview(self, request, pk):
        """The message as one lead would read it, or as somebody about whom nothing is known."""
        campaign, lead = self.get_object(), None
        if text := request.query_params.get("lead"):
            if not text.isdecimal():
                raise exceptions.ValidationError({"lead": _("Write the number of a lead.")})
            lead = get_object_or_404(Lead.objects.visible_to(request.membership).alive(), pk=text)
        try:
            seen = preview(campaign, lead)
        except (TemplateError, ValueError) as error:
            raise exceptions.ValidationError(errors_of(problems_of(campaign))) from error
        headers = [{"name": name, "value": value} for name, value in seen.headers]
        return Response(PreviewSerializer({**vars(seen), "headers": headers}).data)

    @extend_schema(responses=CampaignStatsSerializer, filters=False)
    @action(detail=True, serializer_class=CampaignStatsSerializer)
    def stats(self, request, pk):
        """The account of the campaign: where everyone of its audience stands, and what came back."""
        campaign = self.get_object()
        return Response(CampaignStatsSerializer(stats_of(campaign)).data)

    @extend_schema(responses=DeliverySerializer(many=True))
    @action(
        detail=True,
        queryset=Delivery.objects.all(),
        serializer_class=DeliverySerializer,
        filterset_class=DeliveryFilter,
        ordering_fields=["id"],
        ordering=("id",),
    )
    def deliveries(self, request, pk):
        """One row per person of the frozen audience."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_object().deliveries.visible_to(request.membership)))
        return self.get_paginated_response(DeliverySerializer(rows, many=True).data)


def stats_of(campaign):
    report = report_of(campaign)
    named = ["audience", "sent", "skipped", "bounced", "failed", "uncertain", "pending", "is_balanced", "links"]
    handed_over = report.sent + report.bounced
    return {name: getattr(report, name) for name in named} | {
        "status": campaign.status,
        "opened": campaign.total_opened,
        "clicked": campaign.total_clicked,
        "machine_opened": campaign.total_machine_opened,
        "machine_clicked": campaign.total_machine_clicked,
        "unsubscribed": campaign.total_unsubscribed,
        "open_rate": campaign.open_rate,
        "click_rate": campaign.click_rate,
        "bounce_rate": report.bounced / handed_over if handed_over else None,
        "unsubscribe_rate": campaign.total_unsubscribed / report.sent if report.sent else None,
        "reasons": [
            {"state": state, "reason": code, "text": text, "count": n} for state, code, text, n in report.reasons
        ],
        "days": [
            {"day": day, "opens": opens, "clicks": clicks}
            for day, opens, clicks in zip(report.days, report.opens, report.clicks, strict=True)
        ],
    }


class SuppressionViewSet(
    FoundById,
    CreateWithLocation,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """Addresses the workspace never writes to. Taking one off lets campaigns reach it again."""

    queryset = Suppression.objects.all()
    serializer_class = SuppressionSerializer
    filterset_class = SuppressionFilter
    ordering_fields = ["created_at", "email"]
    ordering = ("-created_at", "-id")

    def perform_create(self, serializer):
        fields = {"reason": Suppression.Reason.MANUAL} | serializer.validated_data
        serializer.instance = actions.suppress(workspace=self.request.workspace, by=self.request.user, **fields)

    def perform_destroy(self, suppression):
        actions.unsuppress(suppression=suppression, by=self.request.user)


class OutboxViewSet(FoundById, mixins.ListModelMixin, mixins.RetrieveModelMixin, WorkspaceViewSet):
    """Messages kept instead of sent, while no mail server is configured. Account mail is not among them."""

    queryset = OutboxMessage.objects.all()
    serializer_class = OutboxMessageSerializer
    filterset_class = OutboxFilter
    ordering = ("-created_at", "-id")

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if self.detail else rows.defer("raw")

    def get_serializer_class(self):
        return OutboxReadingSerializer if self.detail else OutboxMessageSerializer
