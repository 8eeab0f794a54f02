from investors import actions
from investors.api.filters import InvestorFilterSet
from investors.api.serializers.investors import InvestorSerializer
from investors.models import Investor
from webox.accounts.api.base import FoundById, ModelViewSet


class InvestorViewSet(FoundById, ModelViewSet):
    """Firms and people who may put money into a round. Deleting keeps the row."""

    queryset = Investor.objects.select_related("workspace").prefetch_related("tags")
    serializer_class = InvestorSerializer
    filterset_class = InvestorFilterSet
    ordering_fields = ["created_at", "updated_at", "name"]
    ordering = ("-created_at", "-id")

    def perform_create(self, serializer):
        serializer.instance = actions.create_investor(
            workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
        )

    def perform_update(self, serializer):
        serializer.instance = actions.edit_investor(
            investor=serializer.instance, by=self.request.user, **serializer.validated_data
        )

    def perform_destroy(self, investor):
        actions.delete_investor(investor=investor, by=self.request.user)
