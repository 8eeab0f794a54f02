import django_filters
from django.utils.translation import gettext_lazy as _

from investors import actions
from investors.api.refusals import refusals_of_actions
from investors.api.serializers.rounds import CommitmentSerializer, RoundSerializer
from investors.models import Commitment, Round
from investors.models.rounds import STEPS
from webox.accounts.api.base import FoundById, ModelViewSet

AN_ID = {"min_value": 1, "max_value": 2**63 - 1, "decimal_places": 0, "max_digits": 19}


class RoundFilterSet(django_filters.FilterSet):
    status = django_filters.MultipleChoiceFilter(choices=Round.Status, label=_("Status"), distinct=False)

    class Meta:
        model = Round
        fields = []


class CommitmentFilterSet(django_filters.FilterSet):
    round = django_filters.NumberFilter(label=_("Round"), **AN_ID)
    investor = django_filters.NumberFilter(label=_("Investor"), **AN_ID)
    step = django_filters.ChoiceFilter(
        method="by_step", choices=[("soft", _("soft-circled")), ("hard", _("signed")), ("wired", _("wired"))]
    )

    class Meta:
        model = Commitment
        fields = []

    def by_step(self, queryset, name, value):
        further = STEPS[STEPS.index(value) + 1 :]
        none_further = {f"{step}_amount": None for step in further}
        return queryset.filter(**none_further).exclude(**{f"{value}_amount": None})


class RoundViewSet(FoundById, ModelViewSet):
    """What is raised, and how much of it is soft-circled, signed and wired.

    A round that has commitments is not deleted (409): cancel it.
    """

    queryset = Round.objects.with_money()
    serializer_class = RoundSerializer
    filterset_class = RoundFilterSet
    ordering_fields = ["created_at", "updated_at", "name"]
    ordering = ("-created_at", "-id")

    def perform_create(self, serializer):
        workspace = self.request.workspace
        self.save(serializer, Round(workspace=workspace, currency=workspace.currency))

    def perform_update(self, serializer):
        self.save(serializer, serializer.instance)

    def save(self, serializer, round):
        serializer.instance = actions.save_round(round=round, by=self.request.user, **serializer.validated_data)

    def perform_destroy(self, round):
        with refusals_of_actions():
            actions.delete_round(round=round, by=self.request.user)


class CommitmentViewSet(FoundById, ModelViewSet):
    """What one investor said, signed and paid of a round: one row for the two, an amount and a day for each step."""

    queryset = Commitment.objects.counted().select_related("round")
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilterSet
    ordering_fields = ["created_at", "updated_at"]
    ordering = ("-created_at", "-id")

    def perform_create(self, serializer):
        self.save(serializer, Commitment(workspace=self.request.workspace))

    def perform_update(self, serializer):
        self.save(serializer, serializer.instance)

    def save(self, serializer, commitment):
        with refusals_of_actions():
            serializer.instance = actions.save_commitment(
                commitment=commitment, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, commitment):
        with refusals_of_actions():
            actions.delete_commitment(commitment=commitment, by=self.request.user)
