from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from crm.api.filters import BoardFilterSet
from crm.api.own_filters import own_filters
from crm.columns import MOST, offered
from crm.fields import CUSTOM
from crm.models import SavedView


class SavedViewSerializer(serializers.ModelSerializer):
    params = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=1000)),
        required=False,
        help_text=_("The filters of the list of leads, each with its values, and `ordering`."),
    )
    columns = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        max_length=MOST,
        help_text=_("Names of fields, custom.<key> for custom ones; none for the usual columns."),
    )
    is_default = serializers.BooleanField(required=False, help_text=_("Your CRM opens with it."))
    url = serializers.SerializerMethodField(help_text=_("The page that shows it."))

    class Meta:
        model = SavedView
        fields = [
            "id",
            "name",
            "layout",
            "params",
            "columns",
            "is_shared",
            "is_pinned",
            "is_default",
            "owner",
            "url",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["owner", "created_at", "updated_at"]
        # The action checks the whole row.
        validators = []

    @extend_schema_field(serializers.CharField)
    def get_url(self, view):
        return view.get_absolute_url()

    def validate_params(self, params):
        known = set(BoardFilterSet.base_filters) | {"ordering"}
        if any(name.startswith(CUSTOM) for name in params):
            known |= set(own_filters(self.context["request"].workspace))
        for name in params:
            if name not in known:
                message = _("“%(name)s” is not a filter. Known: %(known)s.")
                raise serializers.ValidationError(message % {"name": name, "known": ", ".join(sorted(known))})
        return params

    def validate_columns(self, names):
        known = offered(self.context["request"].workspace)
        for name in names:
            if name not in known:
                message = _("“%(name)s” is not a column. Known: %(known)s.")
                raise serializers.ValidationError(message % {"name": name, "known": ", ".join(known)})
        return list(dict.fromkeys(names))
