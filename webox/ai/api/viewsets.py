from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from webox.accounts.access import require_admin
from webox.accounts.api.base import FoundById, IdempotentPosts, RowPreconditions, WorkspaceViewSet
from webox.ai.actions import configuring, generating, reading
from webox.ai.api.filters import GenerationFilter
from webox.ai.api.serializers import (
    ConfigSerializer,
    EditSerializer,
    GenerationSerializer,
    GenerationSummarySerializer,
    OverrideSerializer,
    RetrySerializer,
    TestedSerializer,
)
from webox.ai.models import AIConfig, Generation
from webox.ai.providers.base import ProviderFailed
from webox.ai.registry import PURPOSES
from webox.lib.problems import Conflict
from webox.lib.vault import Unreadable


@contextmanager
def refusals_of_actions():
    """What an action refuses, as the API says it."""
    try:
        yield
    except generating.SwitchedOff as error:
        raise Conflict(error.message, "switched_off") from error
    except generating.BudgetSpent as error:
        raise Conflict(error.message, "budget_spent") from error
    except (generating.StillWriting, reading.NotReady) as error:
        raise Conflict(error.message, "wrong_state") from error
    except reading.NotAcceptable as error:
        raise Conflict(error.message, "not_acceptable") from error
    except reading.DoesNotFit as error:
        raise exceptions.ValidationError({"value": [error.message]}) from error


def accepted_for_writing(generation, context=None):
    """The answer to a wish: what is written, and where it is watched."""
    location = reverse("api:generation-detail", args=[generation.pk])
    data = GenerationSerializer(generation, context=context or {}).data
    return Response(data, status=status.HTTP_202_ACCEPTED, headers={"Location": location})


class GenerationViewSet(FoundById, mixins.ListModelMixin, mixins.RetrieveModelMixin, WorkspaceViewSet):
    """What was asked of a writer, and its drafts. A list leaves the drafts themselves out."""

    queryset = Generation.objects.select_related("workspace", "by")
    serializer_class = GenerationSerializer
    filterset_class = GenerationFilter
    ordering_fields = ["created_at"]
    ordering = ("-created_at", "-id")

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.defer("output", "marks", "problems") if self.action == "list" else rows

    def get_serializer_class(self):
        return GenerationSummarySerializer if self.action == "list" else super().get_serializer_class()

    def asked(self, serializer_class):
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def draft(self):
        generation = self.get_object()
        if generation.purpose not in PURPOSES:
            raise Conflict(_("What this draft was for is no longer there."), "unknown_purpose")
        return generation

    def answer(self, generation):
        return Response(GenerationSerializer(generation, context=self.get_serializer_context()).data)

    @extend_schema(request=EditSerializer, responses=GenerationSerializer)
    @transaction.atomic
    def partial_update(self, request, pk):
        """Put a value at a path of the draft; it counts as read. What would no longer fit is a 400."""
        generation = self.draft()
        self.check_precondition(generation)
        with refusals_of_actions():
            generation = reading.edit(generation=generation, by=request.user, **self.asked(EditSerializer))
        return self.answer(generation)

    @extend_schema(request=None, responses=GenerationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        """Make the draft object: `subject` and `subject_id` name it. A second time changes nothing."""
        generation = self.draft()
        with refusals_of_actions():
            reading.accept(generation=generation, by=request.user)
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=GenerationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def reject(self, request, pk):
        """Make nothing of it."""
        with refusals_of_actions():
            generation = reading.reject(generation=self.get_object(), by=request.user)
        return self.answer(generation)

    @extend_schema(request=None, responses=GenerationSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Wait no longer: what a worker still brings is thrown away."""
        generation = self.get_object()
        if not generating.cancel(generation=generation, by=request.user):
            raise Conflict(_("It is finished already: there is nothing to cancel."), "wrong_state")
        return self.answer(self.get_object())

    @extend_schema(request=RetrySerializer, responses={202: GenerationSerializer}, filters=False)
    @action(detail=True, methods=["post"], serializer_class=RetrySerializer)
    def retry(self, request, pk):
        """Ask the same again; `provider` "offline" is the way out when a provider is away."""
        generation, asked = self.draft(), self.asked(RetrySerializer)
        with refusals_of_actions():
            again = generating.retry(generation=generation, by=request.user, provider=asked.get("provider", ""))
        return accepted_for_writing(again, self.get_serializer_context())


class SettingsView(RowPreconditions, APIView):
    """One row of AI settings, which is there before it was saved."""

    own = False
    serializer_class = ConfigSerializer

    def get_object(self):
        mine = AIConfig.objects.for_workspace(self.request.workspace).select_related("workspace")
        user = self.request.user if self.own else None
        return mine.filter(user=user).first() or AIConfig(workspace=self.request.workspace, user=user)

    def get_serializer(self, *args, **kwargs):
        return self.serializer_class(*args, **kwargs)

    def answer(self):
        return Response(self.get_serializer(self.get_object()).data)

    @transaction.atomic
    def save(self, action):
        config = self.get_object()
        self.check_precondition(config)
        serializer = self.get_serializer(config, data=self.request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        action(workspace=self.request.workspace, by=self.request.user, **serializer.validated_data)
        return self.answer()


class ConfigView(SettingsView):
    """Who writes for the workspace, in which voice and about what. Only owners and admins change it."""

    @extend_schema(operation_id="ai_config_retrieve", responses=ConfigSerializer)
    def get(self, request):
        return self.answer()

    @extend_schema(operation_id="ai_config_update", request=ConfigSerializer, responses=ConfigSerializer)
    def patch(self, request):
        """Change what is sent. `key` is kept sealed; without one, another provider or address has none."""
        require_admin(request.membership)
        return self.save(configuring.configure)


class OverrideView(SettingsView):
    """What the person who asks wants otherwise for their own drafts; what is empty is the workspace's."""

    own = True
    serializer_class = OverrideSerializer

    @extend_schema(operation_id="ai_override_retrieve", responses=OverrideSerializer)
    def get(self, request):
        return self.answer()

    @extend_schema(operation_id="ai_override_update", request=OverrideSerializer, responses=OverrideSerializer)
    def patch(self, request):
        """Change what is sent, for oneself."""
        return self.save(configuring.override)


class ConnectionTestView(IdempotentPosts, APIView):
    """One cheap request to the provider of the workspace."""

    @extend_schema(operation_id="ai_config_test", request=None, responses=TestedSerializer)
    def post(self, request):
        """`ok` and what answered, or what stands in the way."""
        require_admin(request.membership)
        try:
            detail, ok = configuring.test_connection(workspace=request.workspace, by=request.user), True
        except ProviderFailed as error:
            detail, ok = error.message, False
        except Unreadable:
            detail, ok = _("The key can't be read any more: SECRET_KEY was changed. Type it again."), False
        return Response({"ok": ok, "detail": str(detail)})
