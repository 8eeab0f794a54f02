"""The registry of event types. Every app names its own in one events.py and registers them here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EventType:
    name: str
    label: str
    icon: str = "point"
    # Shown in a lead's timeline
    timeline: bool = True


TYPES: dict[str, EventType] = {}


def register(name, label, icon="point", timeline=True):
    """Make a type known and return its name. A second registration of the same name is a mistake."""
    if name in TYPES:
        raise ValueError(f"Event type {name} is registered twice.")
    TYPES[name] = EventType(name, label, icon, timeline)
    return name


VISIT_STARTED = register("analytics.visit.started", _("Visit started"), "world")
