"""Spans of whole days in a workspace's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

PRESETS = {"7": _("Last 7 days"), "30": _("Last 30 days"), "90": _("Last 90 days")}
LONGEST = 1100
NOT_A_DATE = gettext_noop("“%(text)s” is not a date. Write it as 2026-01-31.")


@dataclass(frozen=True)
class Period:
    """The days `first` to `last`, both included."""

    first: date
    last: date

    def __len__(self):
        return (self.last - self.first).days + 1

    def days(self):
        return [self.first + timedelta(days=n) for n in range(len(self))]

    def previous(self):
        """As many days, ending the day before this period begins."""
        return Period(self.first - timedelta(days=len(self)), self.first - timedelta(days=1))

    def spans(self, most=92):
        """Its days one by one, or its weeks from Monday to Sunday when there are too many days to draw."""
        if len(self) <= most:
            return [Period(day, day) for day in self.days()]
        spans, first = [], self.first
        while first <= self.last:
            last = min(first + timedelta(days=6 - first.weekday()), self.last)
            spans.append(Period(first, last))
            first = last + timedelta(days=1)
        return spans

    def moments(self, zone):
        """The moment the period begins and the moment after its end, in a time zone."""
        end = self.last + timedelta(days=1)
        return datetime.combine(self.first, time.min, zone), datetime.combine(end, time.min, zone)

    @classmethod
    def last_days(cls, number, today):
        """`number` days that end today."""
        return cls(today - timedelta(days=number - 1), today)


def today_of(workspace):
    return workspace.day_of(timezone.now())


def period_from(params, workspace, default=30):
    """The period a query string asks for: `period=7|30|90`, or `from` and `to` (either may be left out).

    Raises ValidationError({field: …}) naming what cannot be read.
    """
    today = today_of(workspace)
    if not params.get("from") and not params.get("to"):
        preset = params.get("period") or str(default)
        if preset not in PRESETS and preset != str(default):
            message = _("“%(text)s” is not a period. Choose from: %(choices)s.")
            raise ValidationError({"period": message % {"text": preset, "choices": ", ".join(PRESETS)}})
        return Period.last_days(int(preset), today)
    last = day_from(params, "to") or today
    first = day_from(params, "from") or last - timedelta(days=default - 1)
    if first > last:
        raise ValidationError({"from": _("The first day is after the last one.")})
    if (last - first).days >= LONGEST:
        raise ValidationError({"from": _("Ask for at most %(number)d days at once.") % {"number": LONGEST}})
    return Period(first, last)


def day_from(params, name):
    text = params.get(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError({name: _(NOT_A_DATE) % {"text": text[:40]}}) from None
    # Before the first or after the last representable year there is no previous period to compare with.
    if not 1990 <= day.year <= 2200:
        raise ValidationError({name: _("Choose a year from 1990 to 2200.")})
    return day


def change(now, before):
    """How much more than before, as a fraction (0.25 is a quarter more); None when there is nothing to compare."""
    return (now - before) / before if before and now is not None else None
