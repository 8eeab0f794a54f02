from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from crm.actions.leads import edit_lead, lock

SNOOZES = ("tomorrow", "next_week")


@transaction.atomic
def snooze(*, lead, by, to):
    """Put off a lead's next step: to tomorrow or to Monday of next week, at the hour it has."""
    lead = lock(lead)
    return edit_lead(lead=lead, by=by, next_step_at=put_off(lead.next_step_at, lead.workspace.zone, to))


def put_off(moment, zone, to):
    """The moment's hour, or nine o'clock where there is none, of tomorrow or of Monday."""
    today = timezone.now().astimezone(zone).date()
    day = today + timedelta(days=1 if to == "tomorrow" else 7 - today.weekday())
    hour = moment.astimezone(zone).time() if moment else datetime.min.time().replace(hour=9)
    return datetime.combine(day, hour, zone)
