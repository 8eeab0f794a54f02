from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class TimelineEntrySerializer(serializers.Serializer):
    when = serializers.DateTimeField()
    kind = serializers.CharField(help_text=_("What the feed can be filtered by."))
    title = serializers.CharField()
    text = serializers.CharField()
    who = serializers.CharField(help_text=_("Empty for what nobody did by hand."))
    state = serializers.CharField(help_text=_("The status the lead came to, where it did."))


class TimelinePageSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True, help_text=_("Always null: the feed is read downwards."))
    results = TimelineEntrySerializer(many=True)
