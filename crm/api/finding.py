"""What the list of leads would show for a query string, for those who change or take along all of it."""

from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.api.filters import LeadFilterSet
from crm.models import Lead
from crm.operations.selecting import NO_FILTERS


def filters_by(membership, query):
    """The filter set of a query string, whose `qs` are the leads. Raises ValidationError by name."""
    data = QueryDict(query)
    request = SimpleNamespace(workspace=membership.workspace, user=membership.user, membership=membership, GET=data)
    filters = LeadFilterSet(data, Lead.objects.visible_to(membership), request=request)
    if unknown := sorted(set(data) - set(filters.filters) - NO_FILTERS):
        raise ValidationError({unknown[0]: _("“%(name)s” is not a filter.") % {"name": unknown[0]}})
    if not filters.is_valid():
        raise ValidationError(filters.form.errors.as_data())
    return filters


def found_by(membership, query):
    return filters_by(membership, query).qs
