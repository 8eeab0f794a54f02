"""What investors and their interactions can be filtered by, on the page and in the API alike."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema_field

from crm.api.ledger import DeletedFilter, MomentFilter, OfWorkspace, OwnerFilter
from crm.models import Tag
from investors.api.behind import BehindFigures
from investors.models import Interaction, Investor, MarketingEvent
from investors.standing import has_committed


class TextsField(forms.MultipleChoiceField):
    """Texts of any kind: `?tag=a&tag=b`."""

    def valid_value(self, value):
        return len(value) <= 100


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class TextsFilter(django_filters.Filter):
    field_class = TextsField


class InvestorFilterSet(BehindFigures):
    """Days are whole days of the workspace: `created_before=2026-03-14` includes who was added that evening."""

    search = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100)
    # Distinct, the default, would compare whole rows; one column cannot double any.
    stage = django_filters.MultipleChoiceFilter(
        field_name="pipeline_stage", choices=Investor.Stage, label=_("Stage"), distinct=False
    )
    client_type = django_filters.MultipleChoiceFilter(choices=Investor.ClientType, label=_("Type"), distinct=False)
    relation = django_filters.MultipleChoiceFilter(choices=Investor.Relation, label=_("Relation"), distinct=False)
    rating_min = django_filters.NumberFilter(
        field_name="rating", lookup_expr="gte", label=_("Rating from"), min_value=1, max_value=5, decimal_places=0
    )
    rating_max = django_filters.NumberFilter(
        field_name="rating", lookup_expr="lte", label=_("Rating up to"), min_value=1, max_value=5, decimal_places=0
    )
    check_size_min = django_filters.NumberFilter(
        field_name="check_size", lookup_expr="gte", label=_("Check size from"), max_digits=14, decimal_places=2
    )
    check_size_max = django_filters.NumberFilter(
        field_name="check_size", lookup_expr="lte", label=_("Check size up to"), max_digits=14, decimal_places=2
    )
    owner = OwnerFilter(method="by_owner", label=_("Owner"))
    tag = TextsFilter(method="by_tag", label=_("Tag"))
    email = django_filters.CharFilter(lookup_expr="iexact", label=_("Email"))
    is_active = django_filters.BooleanFilter(label=pgettext_lazy("investor", "Active"))
    overdue = django_filters.BooleanFilter(method="by_overdue", label=_("Next step overdue"))
    next_step_empty = django_filters.BooleanFilter(
        field_name="next_step_at", lookup_expr="isnull", label=_("Without a next step")
    )
    next_step_after = MomentFilter(method="by_start", field_name="next_step_at", label=_("Next step from"))
    next_step_before = MomentFilter(method="by_end", field_name="next_step_at", label=_("Next step until"))
    last_interaction_after = MomentFilter(
        method="by_start", field_name="last_interaction_at", label=_("Last interaction from")
    )
    last_interaction_before = MomentFilter(
        method="by_end", field_name="last_interaction_at", label=_("Last interaction until")
    )
    last_interaction_empty = django_filters.BooleanFilter(
        field_name="last_interaction_at", lookup_expr="isnull", label=_("Without an interaction")
    )
    has_commitment = django_filters.BooleanFilter(method="by_commitment", label=_("Has committed money"))
    stage_since_before = MomentFilter(method="by_end", field_name="stage_since", label=_("In this stage since"))
    created_after = MomentFilter(method="by_start", field_name="created_at", label=_("Created from"))
    created_before = MomentFilter(method="by_end", field_name="created_at", label=_("Created until"))
    updated_after = MomentFilter(method="by_start", field_name="updated_at", label=_("Updated from"))
    updated_before = MomentFilter(method="by_end", field_name="updated_at", label=_("Updated until"))
    is_deleted = DeletedFilter(method="by_deleted", label=_("Deleted"))

    class Meta:
        model = Investor
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        # Deleted investors are seen by who asks for them only.
        return queryset if self.form.cleaned_data.get("is_deleted") else queryset.alive()

    def by_search(self, queryset, name, value):
        return queryset.search(value)

    def by_tag(self, queryset, name, value):
        named = Q()
        for each in value:
            named |= Q(name__iexact=each)
        return queryset.tagged(Tag.objects.for_workspace(self.request.workspace).filter(named)) if value else queryset

    def by_overdue(self, queryset, name, value):
        return queryset.overdue() if value else queryset.exclude(next_step_at__lt=timezone.now())

    def by_commitment(self, queryset, name, value):
        return queryset.filter(has_committed() if value else ~has_committed())


class InvestorSearchSet(InvestorFilterSet):
    q = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100, required=True)


class InteractionFilterSet(OfWorkspace):
    search = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100)
    investor = django_filters.NumberFilter(
        label=_("Investor"), min_value=1, max_value=2**63 - 1, decimal_places=0, max_digits=19
    )
    type = django_filters.MultipleChoiceFilter(choices=Interaction.Type, label=_("Type"), distinct=False)
    author = OwnerFilter(method="by_owner", field_name="author", label=_("Author"))
    planned = django_filters.BooleanFilter(method="by_planned", label=_("Planned"))
    date_after = MomentFilter(method="by_start", field_name="date", label=pgettext_lazy("date", "From"))
    date_before = MomentFilter(method="by_end", field_name="date", label=_("Until"))

    class Meta:
        model = Interaction
        fields = []

    def by_planned(self, queryset, name, value):
        return queryset.filter(date__gt=timezone.now()) if value else queryset.happened()

    def by_search(self, queryset, name, value):
        return queryset.filter(Q(subject__icontains=value) | Q(content__icontains=value) | Q(outcome__icontains=value))


class MarketingEventFilterSet(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100)
    date_after = django_filters.DateFilter(field_name="date", lookup_expr="gte", label=pgettext_lazy("date", "From"))
    date_before = django_filters.DateFilter(field_name="date", lookup_expr="lte", label=_("Until"))

    class Meta:
        model = MarketingEvent
        fields = []

    def by_search(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(place__icontains=value))
