"""How many leads rules name, asked while somebody is still writing them; and finding few among very many."""

from dataclasses import dataclass, field

from crm.models import Lead
from crm.segments.compiler import condition_of

# Counted exactly up to here: beyond, the size says enough, and a count of a million would keep people waiting.
COUNTED = 10_000
# Up to so many are listed by their ids; where there are more, a page in any order is full after a short walk
FEW = 2_000
SHOWN = 5


@dataclass(frozen=True)
class Reach:
    """`number` leads, or more than that; some of them to see whether they are the right ones."""

    number: int
    is_more: bool
    leads: list = field(default_factory=list)


def leads_of(membership, rules):
    """The leads of the rules that a member may see, to be listed in any order. Raises WrongRules."""
    leads = Lead.objects.visible_to(membership).alive()
    return listable(leads, condition_of(membership.workspace, rules, ends_early=True))


def listable(leads, condition):
    """The leads that a condition holds for, for a page of them in some order.

    A database that expects many walks the leads in that order until the page is full; where they are few it would
    walk a million. So few are found first, in any order, and listed by their ids.
    """
    found = leads.filter(condition)
    ids = ids_of(found, FEW)
    return found if len(ids) > FEW else leads.filter(pk__in=ids)


def ids_of(leads, most):
    return list(leads.order_by().values_list("pk", flat=True)[: most + 1])


def reach_of(membership, rules, shown=SHOWN):
    leads = Lead.objects.visible_to(membership).alive()
    found = leads.filter(condition_of(membership.workspace, rules, ends_early=True))
    ids = ids_of(found, COUNTED)
    is_more = len(ids) > COUNTED
    sample = (found if is_more else leads.filter(pk__in=ids)).order_by("-created_at", "-pk")[:shown]
    return Reach(min(len(ids), COUNTED), is_more, list(sample) if ids and shown else [])
