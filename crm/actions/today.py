from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from crm.actions.leads import edit_lead, lock

SNOOZES = ("tomorrow", "next_week")


@transaction.atomic
def snooze(*, lead, by, to):
    """Put off a lead's next step: to tomorrow or to Monday of next week, at the hour it has."""
    lead = lock(lead)
    zone = lead.workspace.zone
    today = timezone.now().astimezone(zone).date()
    day = today + timedelta(days=1 if to == "tomorrow" else 7 - today.weekday())
    hour = lead.next_step_at.astimezone(zone).time() if lead.next_step_at else datetime.min.time().replace(hour=9)
    return edit_lead(lead=lead, by=by, next_step_at=datetime.combine(day, hour, zone))
