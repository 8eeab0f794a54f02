import django_filters
from rest_framework import exceptions

from crm import actions
from crm.api.serializers.saved_views import SavedViewSerializer
from crm.models import SavedView
from webox.accounts.api.base import FoundById, ModelViewSet


class SavedViewFilterSet(django_filters.FilterSet):
    class Meta:
        model = SavedView
        fields = ["layout", "is_shared", "is_pinned"]


class SavedViewViewSet(FoundById, ModelViewSet):
    """Views of the leads that you saved, and those that others share.

    What others share is changed by owners and admins of the workspace; `is_default` is everybody's own choice.
    """

    queryset = SavedView.objects.all()
    serializer_class = SavedViewSerializer
    filterset_class = SavedViewFilterSet
    ordering_fields = ["name", "created_at"]
    ordering = ("name", "id")

    def perform_create(self, serializer):
        try:
            serializer.instance = actions.save_view(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )
        except actions.TooManyViews as error:
            raise exceptions.ValidationError({"name": [error.message]}) from error

    def perform_update(self, serializer):
        if set(serializer.validated_data) - {"is_default"}:
            serializer.instance.require_change(self.request.membership)
        serializer.instance = actions.change_view(
            view=serializer.instance, by=self.request.user, **serializer.validated_data
        )

    def perform_destroy(self, view):
        view.require_change(self.request.membership)
        view.delete()
