"""Which leads a change of many is about: those that were ticked, or all that a filter finds."""

from django.http import QueryDict

from crm.models import Lead

MOST_TICKED = 1_000
# What a list has in its address that chooses no lead
NO_FILTERS = {"cursor", "limit", "ordering", "view", "saved", "columns", "format"}

# How the list of leads reads its filters, which stand above the actions: see crm.api.finding.
FOUND_BY = {}


def filter_of(query):
    """The filters alone of a list's query string, in one order."""
    data = QueryDict(query, mutable=True)
    for name in set(data) & NO_FILTERS:
        del data[name]
    for name in [name for name, values in data.lists() if not any(values)]:
        del data[name]
    return data.urlencode()


def by_filter(membership, query):
    """The leads a list shows its member for this query string. Raises ValidationError for what cannot be read."""
    return FOUND_BY["list"](membership, query)


def select_ids(membership, ids):
    """The selection of ticked leads, as an operation keeps it, and how many they are."""
    found = Lead.objects.visible_to(membership).alive().filter(pk__in=list(ids)[:MOST_TICKED])
    ids = sorted(found.values_list("pk", flat=True))
    return {"ids": ids}, len(ids)


def select_filter(membership, query, before=None):
    """The selection of everybody a filter finds up to the lead `before`, and how many they are, exactly.

    Without `before` the newest lead there is: who comes in later was not counted and is not swept in.
    """
    query = filter_of(query)
    if before is None:
        before = Lead.objects.for_workspace(membership.workspace).order_by("-pk").values_list("pk", flat=True).first()
    leads = by_filter(membership, query).filter(pk__lte=before or 0)
    return {"filter": query, "before": before or 0}, leads.order_by().count()


def next_ids(membership, selection, done, size):
    """The ids that follow what is done."""
    if "ids" in selection:
        return selection["ids"][done : done + size]
    leads = by_filter(membership, selection["filter"])
    leads = leads.filter(pk__lte=selection["before"], pk__gt=selection.get("after", 0)).order_by("pk")
    return list(leads.values_list("pk", flat=True)[:size])
