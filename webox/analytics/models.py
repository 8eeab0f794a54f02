from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import WorkspaceOwned, WorkspaceQuerySet
from webox.analytics.events import TYPES


class EventQuerySet(WorkspaceQuerySet):
    # Set by the app that knows leads: membership -> a queryset of the ids of those a member sees.
    leads_seen_by = None

    def visible_to(self, membership):
        events = super().visible_to(membership)
        if not membership.sees_own_leads_only:
            return events
        return events.filter(models.Q(lead_id=None) | models.Q(lead_id__in=EventQuerySet.leads_seen_by(membership)))

    def of_lead(self, lead_id):
        return self.filter(lead_id=lead_id)

    def of_visitor(self, visitor):
        # An empty visitor would match everything that has none.
        return self.filter(visitor=visitor) if visitor else self.none()


class Event(WorkspaceOwned):
    """Something that happened, kept for ever: appended by analytics.actions.record(), never edited.

    It names its subjects by id without foreign keys: deleting a lead must neither fail nor erase history.
    """

    type = models.CharField(_("type"), max_length=64)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # The day in the workspace's time zone at the time: its zone may change, history may not.
    day = models.DateField(_("day"))
    visitor = models.CharField(_("visitor"), max_length=32, blank=True)
    lead_id = models.BigIntegerField(_("lead"), null=True, blank=True)
    subject_type = models.CharField(_("subject type"), max_length=32, blank=True)
    subject_id = models.BigIntegerField(_("subject"), default=0)
    properties = models.JSONField(_("properties"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["workspace", "type", "at"], name="event_type_at"),
            models.Index(fields=["workspace", "at", "id"], name="event_at"),
            models.Index(
                fields=["workspace", "lead_id", "at"],
                name="event_lead",
                condition=models.Q(lead_id__isnull=False),
            ),
            models.Index(fields=["workspace", "subject_type", "subject_id", "type", "at"], name="event_subject"),
            models.Index(fields=["workspace", "visitor", "at"], name="event_visitor", condition=~models.Q(visitor="")),
        ]

    def __str__(self):
        return f"{self.type} {self.at:%Y-%m-%d %H:%M}"


class DailyCountQuerySet(WorkspaceQuerySet):
    def total(self, metric, first, last, subject=("", 0)):
        """The sum of a metric over the days `first` to `last`, both included."""
        rows = self.filter(metric=metric, day__range=(first, last), subject_type=subject[0], subject_id=subject[1])
        return rows.aggregate(total=models.Sum("count"))["total"] or 0

    def in_period(self, metrics, period, subject=("", 0)):
        return self.filter(
            metric__in=metrics,
            day__range=(period.first, period.last),
            subject_type=subject[0],
            subject_id=subject[1],
        )

    def series(self, metric, period, subject=("", 0)):
        """{day: count} with every day of the period, in order."""
        return self.series_of([metric], period, subject)[metric]

    def series_of(self, metrics, period, subject=("", 0)):
        """{metric: {day: count}} in one query, every day of the period in order."""
        series = {metric: dict.fromkeys(period.days(), 0) for metric in metrics}
        rows = self.in_period(metrics, period, subject).values_list("metric", "day", "count")
        for metric, day, count in rows:
            series[metric][day] += count
        return series

    def totals(self, metrics, period, subject=("", 0)):
        """{metric: sum over the period} in one query, 0 for a metric without a row."""
        rows = self.in_period(metrics, period, subject).values("metric").annotate(total=models.Sum("count"))
        return dict.fromkeys(metrics, 0) | {row["metric"]: row["total"] for row in rows}

    def split(self, event_type, period):
        """[(value, total)] of the property an event type is split by (its name), the most frequent first."""
        metric = TYPES[event_type].split_metric
        rows = self.filter(metric=metric, day__range=(period.first, period.last)).values_list("subject_type")
        return list(rows.annotate(total=models.Sum("count")).order_by("-total", "subject_type"))


class DailyCount(WorkspaceOwned):
    """How many events of a type a day had: in all (no subject), for each subject, for each value of its split."""

    day = models.DateField(_("day"))
    metric = models.CharField(_("metric"), max_length=64)
    # Of a type's split (metric `type:property`) this is the value of the property.
    subject_type = models.CharField(_("subject type"), max_length=100, blank=True)
    subject_id = models.BigIntegerField(_("subject"), default=0)
    count = models.BigIntegerField(_("count"), default=0)

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "metric", "subject_type", "subject_id", "day"], name="daily_count_once"
            )
        ]

    def __str__(self):
        return f"{self.day} {self.metric} {self.count}"


class VisitorLead(WorkspaceOwned):
    """A visitor turned out to be a lead. Appended, so that a wrong guess can be told apart later."""

    visitor = models.CharField(_("visitor"), max_length=32)
    lead_id = models.BigIntegerField(_("lead"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("stitched visitor")
        verbose_name_plural = _("stitched visitors")
        constraints = [models.UniqueConstraint(fields=["workspace", "visitor", "lead_id"], name="visitor_lead_once")]
        indexes = [models.Index(fields=["workspace", "lead_id"], name="visitor_lead")]

    def __str__(self):
        return f"{self.visitor} → #{self.lead_id}"
