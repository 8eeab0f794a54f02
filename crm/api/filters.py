"""What leads can be filtered by, on the page and in the API alike."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from crm.models import Lead, StatusChange, Tag
from crm.segments import FIELDS, condition_of


class MomentField(forms.CharField):
    """A day (2026-03-14) or a moment (2026-03-14T09:30:00Z); cleans to a date or an aware datetime."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = parse_date(text) or parse_datetime(text.replace(" ", "+"))
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError(_("Write a day such as 2026-03-14, or a moment such as 2026-03-14T09:30:00Z."))
        if isinstance(moment, datetime) and timezone.is_naive(moment):
            return timezone.make_aware(moment, timezone.get_default_timezone())
        return moment


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(django_filters.Filter):
    field_class = MomentField


class OwnerField(forms.RegexField):
    default_error_messages = {"invalid": _("Write the number of a member, “me” or “none”.")}

    def __init__(self, **kwargs):
        super().__init__(regex=r"^(me|none|[0-9]{1,18})$", **kwargs)


@extend_schema_field(OpenApiTypes.STR)
class OwnerFilter(django_filters.Filter):
    field_class = OwnerField


class LeadFilterSet(django_filters.FilterSet):
    """Days are whole days of the workspace: `created_before=2026-03-14` includes what came in that evening."""

    search = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100)
    # Distinct, the default, would compare whole rows; one column cannot double any.
    status = django_filters.MultipleChoiceFilter(choices=Lead.Status, label=_("Status"), distinct=False)
    source = django_filters.CharFilter(label=_("Source"))
    owner = OwnerFilter(method="by_owner", label=_("Owner"))
    tag = django_filters.CharFilter(method="by_tag", label=_("Tag"))
    # Answered by the app that registers this field of segments; nobody came through one that is not there.
    funnel = django_filters.CharFilter(method="by_segment_field", label=_("Funnel"))
    email = django_filters.CharFilter(method="by_email", label=_("Email"))
    created_after = MomentFilter(method="by_start", field_name="created_at", label=_("Created from"))
    created_before = MomentFilter(method="by_end", field_name="created_at", label=_("Created until"))
    updated_after = MomentFilter(method="by_start", field_name="updated_at", label=_("Updated from"))
    updated_before = MomentFilter(method="by_end", field_name="updated_at", label=_("Updated until"))
    # Together: there is one change of status to one of these, from that day, until that one.
    moved_to = django_filters.MultipleChoiceFilter(
        method="by_move", field_name="status", choices=Lead.Status, label=_("Status changed to")
    )
    moved_after = MomentFilter(method="by_move", label=pgettext_lazy("date", "From"))
    moved_before = MomentFilter(method="by_move", label=_("Until"))
    score_min = django_filters.NumberFilter(field_name="score", lookup_expr="gte", label=_("Score from"))
    score_max = django_filters.NumberFilter(field_name="score", lookup_expr="lte", label=_("Score up to"))
    is_deleted = django_filters.BooleanFilter(method="by_deleted", label=_("Deleted"))

    class Meta:
        model = Lead
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        queryset = self.moved(queryset)
        # Deleted leads are seen by who asks for them only.
        return queryset if self.form.cleaned_data.get("is_deleted") is not None else queryset.alive()

    def by_deleted(self, queryset, name, value):
        return queryset.deleted() if value else queryset.alive()

    def by_search(self, queryset, name, value):
        return queryset.search(value)

    def by_owner(self, queryset, name, value):
        if value == "none":
            return queryset.filter(owner=None)
        return queryset.filter(owner=self.request.user.pk if value == "me" else int(value))

    def by_tag(self, queryset, name, value):
        return queryset.tagged(Tag.objects.for_workspace(self.request.workspace).filter(name__iexact=value))

    def by_segment_field(self, queryset, name, value):
        rule = {"field": name, "op": "in", "value": [value]}
        return queryset.filter(condition_of(self.request.workspace, rule)) if name in FIELDS else queryset.none()

    def by_email(self, queryset, name, value):
        return queryset.with_email(value.strip().lower())

    def by_move(self, queryset, name, value):
        """See moved(): the three of them name one change."""
        return queryset

    def moved(self, leads):
        asked = self.form.cleaned_data
        statuses, start, end = (asked.get(f"moved_{part}") for part in ("to", "after", "before"))
        if not statuses and not start and not end:
            return leads
        changes = StatusChange.objects.for_workspace(self.request.workspace).moves()
        if statuses:
            changes = changes.filter(to_status__in=statuses)
        if start:
            changes = self.by_start(changes, "at", start)
        if end:
            changes = self.by_end(changes, "at", end)
        return leads.filter(Exists(changes.filter(lead=OuterRef("pk"))))

    def by_start(self, queryset, name, value):
        return queryset.filter(**{f"{name}__gte": self.moment(value)})

    def by_end(self, queryset, name, value):
        if isinstance(value, datetime):
            return queryset.filter(**{f"{name}__lte": value})
        return queryset.filter(**{f"{name}__lt": self.moment(value + timedelta(days=1))})

    def moment(self, value):
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time.min, self.request.workspace.zone)


def refusals(filterset):
    """The filters that could not be read, in words, for a page that goes on without them."""
    return [
        gettext("%(name)s: %(error)s") % {"name": filterset.form[name].label, "error": error}
        for name, errors in filterset.form.errors.items()
        for error in errors
    ]
