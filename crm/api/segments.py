"""Filters that name segments."""

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from crm.models import Segment
from crm.segments import condition_of, listable
from webox.lib.ids import is_id


def segments_of(request):
    return Segment.objects.visible_to(request.membership) if request else Segment.objects.none()


class SegmentChoiceField(django_filters.fields.ModelChoiceField):
    default_error_messages = {"invalid_choice": _("There is no such segment. It may have been deleted.")}

    def clean(self, value):
        """The condition of the segment; rules that became wrong since they were saved are refused with their place."""
        if value and not is_id(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        segment = super().clean(value)
        return condition_of(segment.workspace, segment.rules) if segment else None


@extend_schema_field(OpenApiTypes.INT)
class SegmentFilter(django_filters.ModelChoiceFilter):
    """Leads in a segment, by its number."""

    field_class = SegmentChoiceField

    def __init__(self, **kwargs):
        super().__init__(queryset=segments_of, **kwargs)

    def filter(self, queryset, condition):
        return queryset if condition is None else listable(queryset, condition)


class SegmentFilterSet(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=100)

    class Meta:
        model = Segment
        fields = []
