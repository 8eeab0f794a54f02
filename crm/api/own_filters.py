"""Filters of the fields a workspace gave its leads, by their kind.

custom.budget=5 (repeated: any of them), custom.budget_min=5, custom.budget_max=9, custom.budget_empty=true
"""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, In, LessThanOrEqual
from django.utils.translation import gettext as _

from crm.fields import CUSTOM, holding, lead_fields
from webox.lib.jsonvalue import JSONDay, JSONNumber

RANGED = {"number": JSONNumber, "date": JSONDay}


class ValueField(forms.CharField):
    """One value of a field, as a person or a program writes it."""

    def __init__(self, *, lead_field, **kwargs):
        self.lead_field = lead_field
        super().__init__(**kwargs)

    def clean(self, value):
        return self.lead_field.parse(value) if value else None


class ValuesField(forms.Field):
    widget = forms.SelectMultiple

    def __init__(self, *, lead_field, **kwargs):
        self.lead_field = lead_field
        super().__init__(**kwargs)

    def clean(self, texts):
        texts = [text for text in texts or [] if text]
        if len(texts) > 100:
            raise ValidationError(_("Choose at most 100 values."))
        values = [self.lead_field.parse(text) for text in texts]
        # One of several choices is asked for by itself.
        return [one for value in values for one in (value if isinstance(value, list) else [value]) if one is not None]


class OwnFilter(django_filters.Filter):
    """`lead_field` is the field of the registry."""

    def __init__(self, lead_field, label, **kwargs):
        super().__init__(label=label, lead_field=lead_field, **kwargs)
        self.lead_field = lead_field


class OneOf(OwnFilter):
    field_class = ValuesField

    def filter(self, queryset, values):
        return queryset.filter(holding(self.lead_field, values)) if values else queryset


class Bound(OwnFilter):
    field_class = ValueField
    comparison = GreaterThanOrEqual

    def filter(self, queryset, value):
        if value is None:
            return queryset
        typed = RANGED[self.lead_field.kind]("custom_fields", self.lead_field.key)
        return queryset.filter(self.comparison(typed, Value(value)))


class From(Bound):
    pass


class UpTo(Bound):
    comparison = LessThanOrEqual


class Empty(django_filters.BooleanFilter):
    def __init__(self, lead_field, label):
        super().__init__(label=label)
        self.lead_field = lead_field

    def filter(self, queryset, value):
        if value is None:
            return queryset
        text = Coalesce(KeyTextTransform(self.lead_field.key, "custom_fields"), Value(""), output_field=TextField())
        is_empty = Q(In(text, ["", "[]"]))
        return queryset.filter(is_empty if value else ~is_empty)


def filters_of(field):
    """{name: Filter} of one field."""
    label = field.label
    found = {field.name: OneOf(field, label), f"{field.name}_empty": Empty(field, _("%s empty") % label)}
    if field.kind in RANGED:
        found[f"{field.name}_min"] = From(field, _("%s from") % label)
        found[f"{field.name}_max"] = UpTo(field, _("%s up to") % label)
    return found


class OwnFieldFilters:
    """Mixed into a filter set of leads: the filters of the workspace's own fields, looked up where one is asked for.

    `unknown` are the names that no field in use answers to; the API refuses them before it comes here.
    """

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        asked = [name for name in self.data if name.startswith(CUSTOM)]
        if asked:
            known = own_filters(self.request.workspace)
            for name, each in known.items():
                each.parent, each.model = self, self._meta.model
                self.filters[name] = each
            asked = [name for name in asked if name not in known and self.data.get(name)]
        self.unknown = asked

    @classmethod
    def own_names(cls, request):
        asks = any(name.startswith(CUSTOM) for name in request.query_params)
        return own_filters(request.workspace) if asks else ()


def own_filters(workspace):
    own = [field for field in lead_fields(workspace).values() if field.is_custom]
    return {name: each for field in own for name, each in filters_of(field).items()}
