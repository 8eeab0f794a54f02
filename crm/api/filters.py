"""What leads can be filtered by, on the page and in the API alike."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.api.ledger import DeletedFilter, LedgerFilters, MomentFilter, OwnerFilter
from crm.api.own_filters import OwnFieldFilters
from crm.api.segments import SegmentFilter
from crm.fields import CUSTOM
from crm.models import Lead, Tag
from crm.scoring.now import scored_between
from crm.segments import FIELDS, condition_of


class LeadFilterSet(OwnFieldFilters, LedgerFilters):
    """Days are whole days of the workspace: `created_before=2026-03-14` includes what came in that evening."""

    search = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100)
    # Distinct, the default, would compare whole rows; one column cannot double any.
    status = django_filters.MultipleChoiceFilter(choices=Lead.Status, label=_("Status"), distinct=False)
    source = django_filters.CharFilter(label=_("Source"))
    owner = OwnerFilter(method="by_owner", label=_("Owner"))
    tag = django_filters.CharFilter(method="by_tag", label=_("Tag"))
    # Answered by the app that registers this field of segments; nobody came through one that is not there.
    funnel = django_filters.CharFilter(method="by_segment_field", label=_("Funnel"), max_length=20)
    segment = SegmentFilter(label=_("Segment"))
    email = django_filters.CharFilter(method="by_email", label=_("Email"))
    created_after = MomentFilter(method="by_start", field_name="created_at", label=_("Created from"))
    created_before = MomentFilter(method="by_end", field_name="created_at", label=_("Created until"))
    updated_after = MomentFilter(method="by_start", field_name="updated_at", label=_("Updated from"))
    updated_before = MomentFilter(method="by_end", field_name="updated_at", label=_("Updated until"))
    # Scores are what they are now, not what they were when last counted.
    score_min = django_filters.NumberFilter(method="by_least", field_name="score", label=_("Score from"))
    score_max = django_filters.NumberFilter(method="by_most", field_name="score", label=_("Score up to"))
    fit_min = django_filters.NumberFilter(method="by_least", field_name="fit", label=_("Fit from"))
    fit_max = django_filters.NumberFilter(method="by_most", field_name="fit", label=_("Fit up to"))
    engagement_min = django_filters.NumberFilter(method="by_least", field_name="engagement", label=_("Engagement from"))
    engagement_max = django_filters.NumberFilter(method="by_most", field_name="engagement", label=_("Engagement up to"))
    source_empty = django_filters.BooleanFilter(method="by_empty", field_name="source", label=_("Without a source"))
    next_step_after = MomentFilter(method="by_start", field_name="next_step_at", label=_("Next step from"))
    next_step_before = MomentFilter(method="by_end", field_name="next_step_at", label=_("Next step until"))
    overdue = django_filters.BooleanFilter(method="by_overdue", label=_("Next step overdue"))
    is_deleted = DeletedFilter(method="by_deleted", label=_("Deleted"))

    class Meta:
        model = Lead
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        queryset = self.stood(self.moved(queryset))
        # Deleted leads are seen by who asks for them only.
        return queryset if self.form.cleaned_data.get("is_deleted") else queryset.alive()

    def by_empty(self, queryset, name, value):
        return queryset.filter(**{name: ""}) if value else queryset.exclude(**{name: ""})

    def by_overdue(self, queryset, name, value):
        return queryset.overdue() if value else queryset.exclude(next_step_at__lt=timezone.now())

    def by_least(self, queryset, name, value):
        return scored_between(queryset, self.request.workspace, name, least=value)

    def by_most(self, queryset, name, value):
        return scored_between(queryset, self.request.workspace, name, most=value)

    def by_search(self, queryset, name, value):
        return queryset.search(value)

    def by_tag(self, queryset, name, value):
        return queryset.tagged(Tag.objects.for_workspace(self.request.workspace).filter(name__iexact=value))

    def by_segment_field(self, queryset, name, value):
        rule = {"field": name, "op": "in", "value": [value]}
        return queryset.filter(condition_of(self.request.workspace, rule)) if name in FIELDS else queryset.none()

    def by_email(self, queryset, name, value):
        return queryset.with_email(value.strip().lower())


class BoardFilterSet(LeadFilterSet):
    """Of a board: `status` chooses columns, and `as_of` a past day. Leads deleted since then stood on it."""

    as_of = django_filters.DateFilter(
        method="by_day", label=_("As of"), error_messages={"invalid": _("Write a day such as 2026-03-14.")}
    )

    # What leaves no card out
    HARMLESS = {"view", "saved", "columns", "status", "as_of", "is_deleted", "ordering"}
    HARMLESS |= {"cursor", "limit", "format", "after"}

    def filter_queryset(self, queryset):
        asked = self.form.cleaned_data
        self.statuses, self.day = asked.pop("status", []), asked.get("as_of")
        asked["is_deleted"] = "any" if self.day else ""
        return super().filter_queryset(queryset)

    def by_day(self, queryset, name, value):
        return queryset

    @property
    def is_narrowing(self):
        return any(value for name, value in self.data.items() if name not in self.HARMLESS)


def refusals(filterset):
    """The filters that could not be read, in words, for a page that goes on without them."""
    unknown = gettext("“%(name)s” is no field in use: the list goes on without it.")
    return [unknown % {"name": name.removeprefix(CUSTOM)} for name in getattr(filterset, "unknown", ())] + [
        gettext("%(name)s: %(error)s") % {"name": filterset.form[name].label, "error": error}
        for name, errors in filterset.form.errors.items()
        for error in errors
    ]
