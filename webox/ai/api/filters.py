import json

import django_filters
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from webox.ai.models import Generation
from webox.ai.months import last_months, month_name, span_of
from webox.ai.registry import PURPOSES


def purposes():
    return [(name, each.label) for name, each in PURPOSES.items()]


class GenerationFilter(django_filters.FilterSet):
    """`month` is such as 2026-03, where the workspace lives."""

    search = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=100)
    state = django_filters.ChoiceFilter(choices=Generation.State.choices, label=_("State"), empty_label=_("Any state"))
    purpose = django_filters.ChoiceFilter(choices=purposes, label=_("Purpose"), empty_label=_("Any purpose"))
    month = django_filters.ChoiceFilter(method="by_month", label=_("Month"), empty_label=_("Any month"))

    class Meta:
        model = Generation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        months = last_months(self.request.workspace)[::-1] if self.request else []
        self.filters["month"].extra["choices"] = [(f"{each:%Y-%m}", month_name(each)) for each in months]

    def by_text(self, queryset, name, text):
        # SQLite keeps an “é” of a JSON value escaped, PostgreSQL as itself.
        escaped = json.dumps(text)[1:-1]
        queryset = queryset.annotate(asked=Cast("inputs", TextField()))
        told = Q(asked__icontains=text) | Q(asked__icontains=escaped) | Q(model__icontains=text)
        people = Q(by__first_name__icontains=text) | Q(by__last_name__icontains=text) | Q(by__email__icontains=text)
        return queryset.filter(told | people)

    def by_month(self, queryset, name, value: str):
        start, end = span_of(self.request.workspace, value)
        return queryset.filter(created_at__gte=start, created_at__lt=end)
