from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from crm.models import Operation, OperationRow
from crm.operations.kinds import PARAMS


class OperationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Operation
        fields = [
            "id",
            "kind",
            "state",
            "by",
            "params",
            "total",
            "done",
            "created_count",
            "updated_count",
            "unchanged_count",
            "refused_count",
            "can_be_undone",
            "undone_count",
            "conflict_count",
            "undone_at",
            "undone_by",
            "problem",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields

    params = serializers.DictField(read_only=True)
    can_be_undone = serializers.BooleanField(read_only=True)


class OperationRowSerializer(serializers.ModelSerializer):
    before = serializers.DictField(read_only=True, allow_null=True)
    after = serializers.DictField(read_only=True, allow_null=True)
    conflict = serializers.DictField(
        read_only=True, allow_null=True, help_text=_("What was edited since and stays: {field: what it is now}.")
    )
    cells = serializers.ListField(read_only=True, allow_null=True)

    class Meta:
        model = OperationRow
        fields = ["id", "number", "lead", "outcome", "before", "after", "reason", "cells", "undo", "conflict"]
        read_only_fields = fields


class BulkSerializer(serializers.Serializer):
    action = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in PARAMS])
    params = serializers.DictField(
        default=dict,
        help_text=_(
            "set_status: status, reason; set_owner: owner (the number of a member, or null); set_field: field, value; "
            "add_tags and remove_tags: tags; delete: nothing."
        ),
    )
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=1000,
        help_text=_("At most 1000."),
    )
    filter = serializers.DictField(
        required=False, help_text=_("The filters of the list, such as {“status”: [“new”], “tag”: “salon”}.")
    )
    expected_count = serializers.IntegerField(
        required=False, min_value=0, help_text=_("With `filter`: how many leads you expect. Another number is a 409.")
    )

    def validate(self, attrs):
        if ("ids" in attrs) == ("filter" in attrs):
            raise serializers.ValidationError({"ids": _("Give either `ids` or `filter`.")})
        if "filter" in attrs and "expected_count" not in attrs:
            raise serializers.ValidationError({"expected_count": _("Say how many leads the filter finds.")})
        return attrs
