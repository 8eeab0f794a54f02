from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from crm.models import CustomField


class CustomFieldSerializer(serializers.ModelSerializer):
    key = serializers.CharField(
        required=False, max_length=40, help_text=_("Left out, it is made of the label; it cannot change later.")
    )
    choices = serializers.ListField(child=serializers.CharField(max_length=CustomField.LONGEST_CHOICE), required=False)
    merge_field = serializers.CharField(read_only=True, help_text=_("How an email asks for the value."))

    class Meta:
        model = CustomField
        fields = [
            "id",
            "key",
            "label",
            "kind",
            "choices",
            "is_required",
            "help_text",
            "position",
            "merge_field",
            "archived_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["position", "archived_at", "created_at", "updated_at"]
        # The action checks the whole row.
        validators = []

    def validate_key(self, value):
        if self.instance and value != self.instance.key:
            raise serializers.ValidationError(_("The key of a field cannot change."))
        return value


class FieldOrderSerializer(serializers.Serializer):
    order = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        max_length=CustomField.MOST * 2,
        help_text=_("Ids of fields; those not named come after."),
    )
