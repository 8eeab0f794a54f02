"""When people of a workspace read their mail."""

from collections import Counter

from marketing.emails.events import OPENED
from webox.analytics.models import Event

# The latest opens say enough, however many there are.
LOOKED_AT = 5_000
NEEDED = 100
TUESDAY, MORNING = 1, 10


def best_time(workspace):
    """{"weekday" from Monday 0, "hour", "opens", "of_day", "of_hour"}: where most of the latest opens by people fell on
    the clock of the workspace, else the rule of thumb; "opens" tells which."""
    rows = Event.objects.for_workspace(workspace).filter(type=OPENED).order_by("-at")
    opened = [at.astimezone(workspace.zone) for at in rows.values_list("at", flat=True)[:LOOKED_AT]]
    if len(opened) < NEEDED:
        return {"weekday": TUESDAY, "hour": MORNING, "opens": len(opened), "of_day": 0, "of_hour": 0}
    days, hours = Counter(at.weekday() for at in opened), Counter(at.hour for at in opened)
    day, hour = _most(days), _most(hours)
    return {"weekday": day, "hour": hour, "opens": len(opened), "of_day": days[day], "of_hour": hours[hour]}


def _most(counts):
    """Of equals the earliest, so that two looks at the same opens agree."""
    return min(counts, key=lambda each: (-counts[each], each))
