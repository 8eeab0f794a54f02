import json
from datetime import timedelta

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from webox.analytics.actions import record
from webox.analytics.events import is_custom
from webox.analytics.models import Event
from webox.analytics.subjects import require_row
from webox.lib.problems import as_field_errors

LARGEST_PROPERTIES = 8000


class EventSerializer(serializers.ModelSerializer):
    """Programs append events of their own, whose type starts with `custom.`; everything else is read-only."""

    type = serializers.CharField(max_length=64, help_text="Such as custom.order.paid")
    at = serializers.DateTimeField(required=False)
    visitor = serializers.RegexField(r"^[\w-]*\Z", max_length=32, required=False, allow_blank=True)
    lead_id = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**63 - 1)
    subject_type = serializers.CharField(max_length=32, required=False, allow_blank=True)
    subject_id = serializers.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    properties = serializers.DictField(required=False)

    class Meta:
        model = Event
        fields = ["id", "type", "at", "day", "visitor", "lead_id", "subject_type", "subject_id", "properties"]
        read_only_fields = ["day"]

    def validate_type(self, value):
        if not is_custom(value):
            raise serializers.ValidationError(
                _("Write “custom.” and one to four names of small letters, digits and _, such as custom.order.paid.")
            )
        return value

    def validate_at(self, value):
        if value > timezone.now() + timedelta(minutes=5):
            raise serializers.ValidationError(_("An event cannot have happened in the future."))
        if value.year < 1990:
            raise serializers.ValidationError(_("Choose a year from 1990 on."))
        return value

    def validate_properties(self, value):
        if len(json.dumps(value)) > LARGEST_PROPERTIES:
            message = _("The properties are too large: at most %(number)d characters of JSON.")
            raise serializers.ValidationError(message % {"number": LARGEST_PROPERTIES})
        return value

    def validate(self, data):
        workspace = self.context["request"].workspace
        kind, number = data.get("subject_type", ""), data.get("subject_id", 0)
        if bool(kind) != bool(number):
            missing = "subject_id" if kind else "subject_type"
            raise serializers.ValidationError({missing: _("A subject needs both its type and its id.")})
        try:
            if kind:
                require_row(workspace, kind, number)
            if data.get("lead_id"):
                require_row(workspace, "lead", data["lead_id"], field="lead_id")
        except DjangoValidationError as error:
            raise serializers.ValidationError(as_field_errors(error)) from error
        return data

    def create(self, data):
        subject = (data.pop("subject_type", ""), data.pop("subject_id", 0))
        return record(subject=subject if subject[0] else None, **data)


class FigureSerializer(serializers.Serializer):
    value = serializers.FloatField(allow_null=True)
    previous = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True, help_text="0.25 is a quarter more than in the period before")


class OverviewSerializer(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()
    previous_first = serializers.DateField()
    previous_last = serializers.DateField()
    figures = serializers.DictField(child=FigureSerializer())


class PointSerializer(serializers.Serializer):
    start = serializers.DateField()
    count = serializers.IntegerField()


class TimeseriesSerializer(serializers.Serializer):
    metric = serializers.CharField()
    interval = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    total = serializers.IntegerField()
    points = PointSerializer(many=True)
