from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters

from webox.analytics.events import is_known
from webox.analytics.models import Event


class EventFilter(filters.FilterSet):
    type = filters.CharFilter(method="of_types", help_text="One type, several separated by commas, or repeated.")
    lead_id = filters.NumberFilter()
    visitor = filters.CharFilter()
    subject_type = filters.CharFilter()
    subject_id = filters.NumberFilter()
    at = filters.IsoDateTimeFromToRangeFilter()

    class Meta:
        model = Event
        fields = []

    def of_types(self, queryset, name, value):
        asked = [part.strip() for text in self.data.getlist(name) for part in text.split(",") if part.strip()]
        for text in asked:
            if not is_known(text):
                raise ValidationError({name: _("“%(text)s” is not an event type.") % {"text": text[:64]}})
        return queryset.filter(type__in=asked)
