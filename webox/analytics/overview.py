"""The figures of a workspace over a period, beside those of the period before; read from the daily counts alone."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from webox.analytics.events import headlines, is_known
from webox.analytics.models import DailyCount
from webox.analytics.periods import change

INTERVALS = ("day", "week", "month")


def overview(workspace, period):
    """{short name: {"value", "previous", "change"}} of every headline, and "conversion": opt-ins per visit."""
    names = headlines()
    counts = DailyCount.objects.for_workspace(workspace)
    now = counts.totals(list(names.values()), period)
    before = counts.totals(list(names.values()), period.previous())
    figures = {name: compared(now[metric], before[metric]) for name, metric in names.items()}
    opt_ins, visits = figures.get("opt_ins"), figures["visits"]
    if opt_ins:
        figures["conversion"] = compared(
            ratio(opt_ins["value"], visits["value"]), ratio(opt_ins["previous"], visits["previous"])
        )
    return figures


def compared(now, before):
    return {"value": now, "previous": before, "change": change(now, before)}


def ratio(part, whole):
    return part / whole if whole else None


def metric_named(text):
    """The event type behind a short name ("leads") or its own name. Raises ValidationError({"metric": …})."""
    names = headlines()
    if not text:
        raise ValidationError(
            {"metric": _("Say which metric you want, such as %(names)s.") % {"names": ", ".join(names)}}
        )
    metric = names.get(text, text)
    if not is_known(metric):
        message = _("“%(text)s” is not a metric. Choose from %(names)s, or an event type.")
        raise ValidationError({"metric": message % {"text": text[:64], "names": ", ".join(names)}})
    return metric


def timeseries(workspace, metric, period, interval="day", subject=("", 0)):
    """[(first day of the interval, count)] over the period, zeros included. Weeks start on Monday."""
    if interval not in INTERVALS:
        message = _("“%(text)s” is not an interval. Choose from: %(choices)s.")
        raise ValidationError({"interval": message % {"text": interval[:20], "choices": ", ".join(INTERVALS)}})
    points = {}
    for day, count in DailyCount.objects.for_workspace(workspace).series(metric, period, subject).items():
        start = start_of(day, interval)
        points[start] = points.get(start, 0) + count
    return list(points.items())


def start_of(day, interval):
    if interval == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day
