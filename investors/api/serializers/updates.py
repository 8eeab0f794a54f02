from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from investors.actions.updates import MOST_ASKS, MOST_OWN
from investors.api.serializers.fields import OfWorkspaceField
from investors.models import Ask, Investor, InvestorUpdate
from investors.models.kpis import MONTHS, YEARS
from investors.updates.facts import FIGURES
from marketing.emails.models import EmailCampaign

MOST_READERS = 1000


class OwnFigureSerializer(serializers.Serializer):
    label = serializers.CharField(max_length=60)
    value = serializers.CharField(max_length=40)
    before = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class AskSerializer(serializers.ModelSerializer):
    investor = OfWorkspaceField(queryset=Investor.objects.alive(), required=False, allow_null=True)

    class Meta:
        model = Ask
        fields = ["id", "update", "text", "state", "investor", "answer", "created_at", "updated_at"]
        read_only_fields = ["update", "text", "created_at", "updated_at"]


class ReadersSerializer(serializers.Serializer):
    investors = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), min_length=1, max_length=MOST_READERS
    )

    def validate_investors(self, ids):
        mine = Investor.objects.for_workspace(self.context["request"].workspace).alive().filter(pk__in=ids)
        if unknown := sorted({*ids} - {*mine.values_list("pk", flat=True)}):
            raise serializers.ValidationError(
                _("There is no investor %(id)s here.") % {"id": unknown[0]}, code="does_not_exist"
            )
        return ids


class ReadersAnswerSerializer(serializers.Serializer):
    changed = serializers.IntegerField(help_text=gettext_lazy("How many were added or taken off."))
    audience = serializers.IntegerField(help_text=gettext_lazy("People with an address."))
    suppressed = serializers.IntegerField()
    sendable = serializers.IntegerField()


class InvestorUpdateSerializer(serializers.ModelSerializer):
    title = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text=gettext_lazy("The subject of the email. Left empty, it says the month and a figure."),
    )
    year = serializers.IntegerField(validators=YEARS)
    month = serializers.IntegerField(validators=MONTHS)
    state = serializers.ChoiceField(choices=EmailCampaign.Status.choices, read_only=True)
    figures = serializers.MultipleChoiceField(
        choices=list(FIGURES.items()),
        write_only=True,
        required=False,
        help_text=gettext_lazy("Which of the month's figures it tells; all of them, unless you say."),
    )
    own_figures = OwnFigureSerializer(many=True, write_only=True, required=False)
    ask_texts = serializers.ListField(
        child=serializers.CharField(max_length=250), max_length=MOST_ASKS, write_only=True, required=False
    )
    asks = AskSerializer(many=True, read_only=True)
    readers = serializers.IntegerField(
        read_only=True, source="readers_number", help_text=gettext_lazy("How many investors were chosen.")
    )

    class Meta:
        model = InvestorUpdate
        fields = [
            "id",
            "title",
            "year",
            "month",
            "headline",
            "wins",
            "lowlights",
            "next_steps",
            "shows_round",
            "figures",
            "own_figures",
            "ask_texts",
            "metrics",
            "asks",
            "readers",
            "state",
            "campaign",
            "sent_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["metrics", "campaign", "sent_at", "created_at", "updated_at"]

    def validate_own_figures(self, own):
        if len(own) > MOST_OWN:
            raise serializers.ValidationError(_("Give at most %(n)s figures of your own.") % {"n": MOST_OWN})
        return [dict(each) for each in own]

    def fields_of_update(self):
        """What the actions take; what was not sent is left out, but for a whole one (PUT), where it is empty."""
        known = dict(self.validated_data)
        names = {"figures": "figures", "own_figures": "own", "ask_texts": "asks"}
        taken = {to: list(known.pop(name)) for name, to in names.items() if name in known}
        if not self.partial and self.instance:
            known = {"headline": "", "wins": "", "lowlights": "", "next_steps": "", "shows_round": True} | known
            taken = {"figures": list(FIGURES), "own": [], "asks": []} | taken
        return known | taken


class MonthFigureSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    value = serializers.CharField()
    before = serializers.CharField()


class FactsSerializer(serializers.Serializer):
    figures = MonthFigureSerializer(many=True)
    wins = serializers.ListField(child=serializers.CharField())
