"""How much is due for a member, for the number beside “Today” on every page: counted once a minute at most."""

from datetime import datetime, time, timedelta

from django.core.cache import cache
from django.utils import timezone

from crm.models import Lead

SECONDS, COUNTED = 60, 99


def due_of(membership):
    """How many leads of the member's have a next step due until tonight, counted up to a hundred."""
    key = _key(membership.workspace_id, membership.user_id)
    number = cache.get(key)
    if number is None:
        workspace = membership.workspace
        day = workspace.day_of(timezone.now()) + timedelta(days=1)
        leads = Lead.objects.visible_to(membership).alive().filter(owner=membership.user_id)
        due = leads.filter(next_step_at__lt=datetime.combine(day, time.min, workspace.zone))
        number = due[: COUNTED + 1].count()
        cache.set(key, number, SECONDS)
    return number


def forget_due(workspace_id, user_id):
    """Count anew when next asked: a step was done or put off."""
    cache.delete(_key(workspace_id, user_id))


def _key(workspace_id, user_id):
    return f"crm.due.{workspace_id}.{user_id}"
