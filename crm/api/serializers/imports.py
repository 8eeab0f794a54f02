import json

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from crm.api.serializers.leads import MemberField
from crm.importing.mapping import MODES
from crm.models import Lead, Operation, OperationRow


class MappingField(serializers.DictField):
    """A form sends it as JSON in one text."""

    def get_value(self, dictionary):
        return dictionary.get(self.field_name, serializers.empty)

    def to_internal_value(self, data):
        try:
            return super().to_internal_value(json.loads(data) if isinstance(data, str) else data)
        except ValueError as error:
            raise serializers.ValidationError(_("Write JSON such as {“E-mail”: “email”}.")) from error


class ImportSerializer(serializers.Serializer):
    file = serializers.FileField(max_length=500, help_text=_("CSV or XLSX."))
    mapping = MappingField(
        child=serializers.CharField(allow_blank=True),
        required=False,
        help_text=_("JSON {“header”: “field”}; headers left out are not imported. Without it the likeliest is taken."),
    )
    mode = serializers.ChoiceField(choices=list(MODES.items()), required=False)
    match_key = serializers.CharField(required=False, help_text=_("email, phone, id or custom.<key>."))
    dry_run = serializers.BooleanField(default=False, help_text=_("Answer what would change, and write nothing."))
    day_first = serializers.BooleanField(required=False, help_text=_("Whether 04/03/2026 is in March."))
    clear = serializers.BooleanField(required=False, help_text=_("An empty cell empties the field."))
    tags = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=100)
    owner = MemberField(required=False, allow_null=True)
    source = serializers.CharField(required=False, allow_blank=True, max_length=80)
    status = serializers.ChoiceField(choices=Lead.Status.choices, required=False)
    no_mail = serializers.BooleanField(required=False, help_text=_("None of these people wants emails."))
    encoding = serializers.ChoiceField(choices=["utf-8", "utf-16", "cp1252", "latin-1", "mac_roman"], required=False)
    delimiter = serializers.ChoiceField(choices=[",", ";", "\t", "|"], required=False)
    sheet = serializers.CharField(required=False, max_length=255)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A form sends what a browser would; what it leaves out was not answered with no.
        for name in ("day_first", "clear", "no_mail"):
            self.fields[name].default_empty_html = serializers.empty


class TriedRowSerializer(serializers.ModelSerializer):
    row = serializers.IntegerField(source="number")
    # Of a lead that would be new there is no id yet.
    lead = serializers.SerializerMethodField()

    class Meta:
        model = OperationRow
        fields = ["row", "outcome", "lead", "before", "after"]

    def get_lead(self, row) -> int | None:
        return None if row.outcome == OperationRow.Outcome.CREATED else row.lead_id


class RefusedRowSerializer(serializers.ModelSerializer):
    row = serializers.IntegerField(source="number")
    cells = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = OperationRow
        fields = ["row", "reason", "cells"]


class CountsSerializer(serializers.Serializer):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    restored = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()


class TrialSerializer(serializers.Serializer):
    """What an import would do. `tried` rows were looked at, all of the file where `is_whole`."""

    mapping = serializers.DictField(child=serializers.CharField())
    total = serializers.IntegerField()
    tried = serializers.IntegerField()
    is_whole = serializers.BooleanField()
    counts = CountsSerializer()
    changes = TriedRowSerializer(many=True)
    refused = RefusedRowSerializer(many=True)


class StartedImportSerializer(serializers.ModelSerializer):
    mapping = serializers.SerializerMethodField()

    class Meta:
        model = Operation
        fields = ["id", "kind", "state", "total", "mapping"]

    def get_mapping(self, operation) -> dict[str, str]:
        return mapping_of(operation)


def mapping_of(operation):
    """{header: field}"""
    return dict(zip(operation.file.headers, operation.params["targets"], strict=True))
