from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from investors.api.serializers.fields import OfWorkspaceField
from investors.models import Commitment, Investor, Round
from investors.models.rounds import STEPS
from investors.rounds import progress_of


def money(**options):
    return serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True, **options)


class ProgressSerializer(serializers.Serializer):
    soft = money(help_text=_("Soft-circled, and neither signed nor wired."))
    hard = money(help_text=_("Signed, and not wired."))
    wired = money()
    secured = money(help_text=_("Signed or wired."))
    total = money()
    missing = money(help_text=_("Of the target, still to be signed."))
    investors = serializers.IntegerField()
    is_oversubscribed = serializers.BooleanField()


class RoundSerializer(serializers.ModelSerializer):
    class Meta:
        model = Round
        fields = [
            "id",
            "name",
            "target",
            "currency",
            "status",
            "opened_on",
            "closes_on",
            "pre_money",
            "notes",
            "progress",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["created_at", "updated_at"]
        extra_kwargs = {"currency": {"required": False}}
        # The action checks the whole row.
        validators = []

    progress = serializers.SerializerMethodField()

    def get_progress(self, round) -> ProgressSerializer:
        return ProgressSerializer(progress_of(round)).data

    def validate_currency(self, value):
        return value.upper()


class CommitmentSerializer(serializers.ModelSerializer):
    """An amount that is not null counts from its day on; of the three the furthest is `amount`."""

    round = OfWorkspaceField(queryset=Round.objects.all())
    investor = OfWorkspaceField(queryset=Investor.objects.alive())
    step = serializers.ChoiceField(choices=STEPS, read_only=True, help_text=_("How far it has come."))
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True)
    currency = serializers.CharField(source="round.currency", read_only=True)

    class Meta:
        model = Commitment
        fields = [
            "id",
            "round",
            "investor",
            *(f"{step}_{what}" for step in STEPS for what in ("amount", "on")),
            "step",
            "amount",
            "currency",
            "notes",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["created_at", "updated_at"]
        validators = []

    def validate(self, values):
        if self.instance and any(
            name in values and values[name] != getattr(self.instance, name) for name in ("round", "investor")
        ):
            raise serializers.ValidationError(_("A commitment keeps its round and its investor: delete it instead."))
        return values
