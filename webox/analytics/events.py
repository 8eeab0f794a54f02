"""The registry of event types. Every app names its own in one events.py and registers them here."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EventType:
    name: str
    label: str
    icon: str = "point"
    # Shown in a lead's timeline
    timeline: bool = True
    # The short name of its daily count in /api/analytics/overview, such as "leads"
    metric: str = ""
    # A property, always a text, by whose values the type is counted too: leads by "source"
    split_by: str = ""
    # Something a person did of their own accord, never a machine: it may say how much they want
    interest: bool = False

    @property
    def split_metric(self):
        return f"{self.name}:{self.split_by}"


TYPES: dict[str, EventType] = {}

# What programs append over the API is kept apart from what WeBox saw itself, so that it cannot forge a rate.
CUSTOM = re.compile(r"custom(\.[a-z0-9_]+){1,4}")
LONGEST = 64


def register(name, label, icon="point", timeline=True, metric="", split_by="", interest=False):
    """Make a type known and return its name. A second registration of the same name is a mistake."""
    if name in TYPES:
        raise ValueError(f"Event type {name} is registered twice.")
    TYPES[name] = EventType(name, label, icon, timeline, metric, split_by, interest)
    return name


def is_custom(name):
    return len(name) <= LONGEST and CUSTOM.fullmatch(name) is not None


def is_known(name):
    return name in TYPES or is_custom(name)


def shows_interest(name):
    return TYPES[name].interest if name in TYPES else is_custom(name)


def splits():
    """Every event type that is counted by a property."""
    return [known for known in TYPES.values() if known.split_by]


def headlines():
    """{short name: event type} of the daily counts an overview shows, in the order the apps registered them."""
    return {known.metric: known.name for known in TYPES.values() if known.metric}


VISIT_STARTED = register("analytics.visit.started", _("Visit started"), "world", metric="visits", interest=True)
