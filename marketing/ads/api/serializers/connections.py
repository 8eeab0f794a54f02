from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketing.ads.models import AdConnection
from marketing.ads.providers import ADAPTERS


class CredentialsSerializer(serializers.Serializer):
    credentials = serializers.DictField(
        child=serializers.CharField(max_length=4000, allow_blank=True),
        write_only=True,
        help_text=gettext_lazy("What the adapter asks for, by name; sealed, and never shown again."),
    )


class AdConnectionSerializer(serializers.ModelSerializer):
    adapter = serializers.ChoiceField(choices=[(name, name) for name in ADAPTERS])
    platform = serializers.CharField(
        max_length=10, required=False, help_text=gettext_lazy("Of a sandbox; the others know theirs.")
    )
    account_id = serializers.CharField(
        max_length=64, required=False, help_text=gettext_lazy("Needed where the credentials reach several accounts.")
    )
    credentials = CredentialsSerializer().fields["credentials"]
    state = serializers.SerializerMethodField(help_text=gettext_lazy("waiting, running, done or failed."))

    class Meta:
        model = AdConnection
        told = ["account_name", "currency", "state", "error", "pulled_until", "pulled_at", "next_pull_at"]
        fields = ["id", "adapter", "platform", "account_id", "credentials", *told, "created_at", "updated_at"]
        read_only_fields = [*told, "created_at", "updated_at"]
        # The action checks the whole row.
        validators = []

    @extend_schema_field(serializers.ChoiceField(choices=["waiting", "running", "done", "failed"]))
    def get_state(self, connection):
        return connection.state

    def get_fields(self):
        fields = super().get_fields()
        fields["credentials"].required = False
        return fields

    def validate(self, data):
        adapter = ADAPTERS[data["adapter"]]
        given = data.get("credentials", {})
        data["credentials"] = given = checked(adapter, given)
        if platform := data.pop("platform", ""):
            if platform not in adapter.platforms:
                message = _("Choose one of: %(known)s.") % {"known": ", ".join(adapter.platforms)}
                raise serializers.ValidationError({"platform": [message]})
            if len(adapter.platforms) > 1:
                given["platform"] = platform
        return data


def checked(adapter, given, needs_all=True):
    """The credentials an adapter knows, of those given. Raises ValidationError for one it misses or does not know."""
    names = {each.name for each in adapter.credentials}
    if unknown := sorted(set(given) - names):
        message = _("“%(name)s” is not asked for. Known: %(known)s.")
        known = ", ".join(each.name for each in adapter.credentials) or "–"
        raise serializers.ValidationError({"credentials": [message % {"name": unknown[0], "known": known}]})
    missing = [each.name for each in adapter.credentials if each.is_required and not given.get(each.name)]
    if missing and needs_all:
        message = _("Missing: %(names)s.") % {"names": ", ".join(missing)}
        raise serializers.ValidationError({"credentials": [message]})
    return {name: value.strip() for name, value in given.items() if value.strip()}


class CredentialSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    is_secret = serializers.BooleanField()
    is_required = serializers.BooleanField()
    help = serializers.CharField()


class AdapterSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    platforms = serializers.ListField(child=serializers.CharField())
    how = serializers.CharField(help_text=gettext_lazy("Where its credentials come from."))
    how_url = serializers.CharField()
    credentials = CredentialSerializer(many=True)
