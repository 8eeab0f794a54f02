from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from investors.api.serializers.fields import ContactsField, MomentField
from investors.models import Interaction, MarketingEvent


class InvestorInteractionSerializer(serializers.ModelSerializer):
    date = MomentField(required=False)
    participants = ContactsField(required=False, help_text=_("Contacts of the investor."))

    class Meta:
        model = Interaction
        fields = [
            "id",
            "investor",
            "type",
            "date",
            "day",
            "subject",
            "content",
            "participants",
            "outcome",
            "author",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["investor", "day", "author", "created_at", "updated_at"]


class SummarySerializer(serializers.Serializer):
    """Of the interactions that the filters find. Notes and what is only planned are no contact: see `last`."""

    count = serializers.IntegerField()
    by_type = serializers.DictField(child=serializers.IntegerField())
    first = serializers.DateTimeField(allow_null=True)
    last = serializers.DateTimeField(allow_null=True)
    days_since = serializers.IntegerField(allow_null=True, help_text=_("Days since the last one."))


class OfInvestorSerializer(serializers.Serializer):
    """The page of an investor's interactions, with what they come to."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    summary = SummarySerializer()
    results = InvestorInteractionSerializer(many=True)


class MarketingEventSerializer(serializers.ModelSerializer):
    contacts = ContactsField(required=False)

    class Meta:
        model = MarketingEvent
        fields = [
            "id",
            "name",
            "date",
            "place",
            "attendees_count",
            "contacts",
            "notes",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["created_at", "updated_at"]
