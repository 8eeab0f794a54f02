from contextlib import contextmanager

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.response import Response

from crm import actions
from crm.api.serializers.fields import CustomFieldSerializer, FieldOrderSerializer
from crm.models import CustomField
from webox.accounts.access import require_admin
from webox.accounts.api.base import FoundById, ModelViewSet


class CustomFieldFilterSet(django_filters.FilterSet):
    is_archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = CustomField
        fields = ["kind"]


@contextmanager
def refusals_of_definitions():
    try:
        yield
    except actions.TooManyFields as error:
        raise exceptions.ValidationError({"label": [error.message]}) from error
    except actions.ValuesStay as error:
        raise exceptions.ValidationError({"kind": [error.message]}) from error


class CustomFieldViewSet(FoundById, ModelViewSet):
    """The fields a workspace gave its leads, archived ones too. Only owners and admins change them.

    Leads have the values in `custom_fields` under `key`, and are filtered by `custom.<key>` (several: any of them),
    `custom.<key>_empty` and, numbers and dates, `custom.<key>_min` and `custom.<key>_max`. Deleting archives: leads
    keep their values, and no new ones are taken until it is restored.
    """

    queryset = CustomField.objects.all()
    serializer_class = CustomFieldSerializer
    filterset_class = CustomFieldFilterSet
    ordering_fields = ["position", "label", "created_at"]
    ordering = ("position", "id")

    def perform_create(self, serializer):
        require_admin(self.request.membership)
        with refusals_of_definitions():
            serializer.instance = actions.create_field(
                workspace=self.request.workspace, by=self.request.user, **serializer.validated_data
            )

    def perform_update(self, serializer):
        require_admin(self.request.membership)
        with refusals_of_definitions():
            serializer.instance = actions.change_field(
                field=serializer.instance, by=self.request.user, **serializer.validated_data
            )

    def perform_destroy(self, field):
        require_admin(self.request.membership)
        actions.archive_field(field=field, by=self.request.user)

    @extend_schema(request=None, responses=CustomFieldSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def restore(self, request, pk):
        """Take values for an archived field again."""
        field = self.get_object()
        require_admin(self.request.membership)
        return Response(self.get_serializer(actions.restore_field(field=field, by=request.user)).data)

    @extend_schema(request=FieldOrderSerializer, responses=CustomFieldSerializer(many=True), filters=False)
    @action(
        detail=False, methods=["post"], serializer_class=FieldOrderSerializer, filter_backends=[], pagination_class=None
    )
    def order(self, request):
        """Put the fields in an order."""
        require_admin(self.request.membership)
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        order = serializer.validated_data["order"]
        actions.order_fields(workspace=request.workspace, by=request.user, order=order)
        rows = self.get_queryset().order_by("position", "pk")
        return Response(CustomFieldSerializer(rows, many=True).data)
