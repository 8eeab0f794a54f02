from django.utils.translation import gettext as _
from django_filters import BooleanFilter
from django_filters import rest_framework as django_filters
from rest_framework import filters
from rest_framework.exceptions import ErrorDetail, ValidationError

# What every list understands besides its own filters
COMMON = {"cursor", "limit", "ordering", "search", "format"}


class StrictFilterBackend(django_filters.DjangoFilterBackend):
    """django-filter, but an unknown filter is a 400 naming it: a typing error must not return everything."""

    def filter_queryset(self, request, queryset, view):
        refuse_unknown(request, self.get_filterset_class(view, queryset))
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        refuse_wrong(filterset)
        return filterset.qs


class StrictOrderingFilter(filters.OrderingFilter):
    """`?ordering=-created_at`, limited to the view's `ordering_fields`; anything else is a 400."""

    def get_ordering(self, request, queryset, view):
        asked = [part.strip() for part in request.query_params.get("ordering", "").split(",") if part.strip()]
        allowed = getattr(view, "ordering_fields", None) or []
        for part in asked:
            if part.removeprefix("-") not in allowed:
                message = _("“%(name)s” cannot be ordered by. Choose from: %(choices)s.")
                raise ValidationError({"ordering": message % {"name": part, "choices": ", ".join(allowed)}})
        return asked or super().get_default_ordering(view)

    def get_default_valid_fields(self, queryset, view, context=None):
        return [(name, name) for name in getattr(view, "ordering_fields", None) or []]


def refuse_unknown(request, filterset_class):
    # What only this workspace's rows can be filtered by
    own_names = getattr(filterset_class, "own_names", None)
    known = COMMON | set(names_of(filterset_class)) | set(own_names(request) if own_names else ())
    for name in request.query_params:
        if name not in known:
            message = _("“%(name)s” is not a filter. Known: %(known)s.")
            raise ValidationError({name: message % {"name": name, "known": ", ".join(sorted(known - {"format"}))}})


def refuse_wrong(filterset):
    """A 400 for values that cannot be read. Those of django-filter fail at a message that quotes a percent sign."""
    if not filterset.is_valid():
        errors = filterset.errors.as_data().items()
        said = {
            name: [ErrorDetail(text, error.code) for error in some for text in error.messages] for name, some in errors
        }
        raise ValidationError(said)
    for name, each in filterset.filters.items():
        # django-filter takes what is neither for nothing asked, and would answer with everything.
        if isinstance(each, BooleanFilter) and filterset.data.get(name) and filterset.form.cleaned_data[name] is None:
            raise ValidationError({name: _("Write true or false.")})


def names_of(filterset_class):
    """The query parameters of a filter set: a range answers to `price_min` and `price_max`, not to `price`."""
    for name, each in (filterset_class.base_filters if filterset_class else {}).items():
        suffixes = getattr(each.field_class.widget, "suffixes", [None])
        yield from (f"{name}_{suffix}" if suffix else name for suffix in suffixes)
