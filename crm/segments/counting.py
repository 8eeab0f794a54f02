"""How many leads rules name, asked while somebody is still writing them."""

from dataclasses import dataclass, field

from crm.models import Lead
from crm.segments.compiler import condition_of

# Counted exactly up to here: beyond, the size says enough, and a count of a million would keep people waiting.
COUNTED = 10_000
SHOWN = 5


@dataclass(frozen=True)
class Reach:
    """`number` leads, or more than that; some of them to see whether they are the right ones."""

    number: int
    is_more: bool
    leads: list = field(default_factory=list)


def leads_of(membership, rules):
    """The leads of the rules that a member may see. Raises WrongRules."""
    return Lead.objects.visible_to(membership).alive().filter(condition_of(membership.workspace, rules))


def reach_of(membership, rules, shown=SHOWN):
    leads = leads_of(membership, rules)
    number = leads.order_by()[: COUNTED + 1].values("pk").count()
    # The newest are looked for only where there are any: a walk that finds nobody goes through every lead.
    sample = list(leads.order_by("-created_at", "-pk")[:shown]) if number and shown else []
    return Reach(min(number, COUNTED), number > COUNTED, sample)
