"""What investors can be filtered by, on the page and in the API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from investors.models import Investor


class InvestorFilterSet(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_search", label=_("Search"), max_length=100)

    class Meta:
        model = Investor
        fields = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).alive()

    def by_search(self, queryset, name, value):
        return queryset.search(value)
