from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.leads import Lead, OfLeadQuerySet
from webox.accounts.models import WorkspaceOwned, WorkspaceQuerySet, person
from webox.lib.fields import DayOf


class StageQuerySet(WorkspaceQuerySet):
    def by_status(self):
        """{status: Stage} of one workspace, in the order of the pipeline."""
        found = {stage.status: stage for stage in self}
        return {status: found.get(status) or Stage.standard(status) for status in Lead.Status.values}


class Stage(WorkspaceOwned):
    """What a workspace expects of a status. Its row is also the lock on the order of that column's cards."""

    # (days a lead is expected to stay, how many of a hundred such leads are won)
    STANDARD = {
        Lead.Status.NEW: (2, 5),
        Lead.Status.CONTACTED: (7, 10),
        Lead.Status.QUALIFIED: (14, 25),
        Lead.Status.PROPOSAL: (14, 50),
        Lead.Status.NEGOTIATION: (21, 75),
        Lead.Status.WON: (None, 100),
        Lead.Status.LOST: (None, 0),
    }

    status = models.CharField(_("status"), max_length=12, choices=Lead.Status)
    expected_days = models.PositiveSmallIntegerField(
        _("expected days"), null=True, blank=True, help_text=_("After so many days a card turns yellow, then red.")
    )
    probability = models.PositiveSmallIntegerField(_("probability (%)"), validators=[MaxValueValidator(100)])

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "status"], name="stage_once"),
            models.CheckConstraint(condition=models.Q(probability__lte=100), name="stage_probability_percent"),
        ]

    def __str__(self):
        return self.get_status_display()

    @classmethod
    def standard(cls, status, **fields):
        days, probability = cls.STANDARD[status]
        return cls(status=status, expected_days=days, probability=probability, **fields)


class StatusChangeQuerySet(OfLeadQuerySet):
    def moves(self):
        return self.filter(kind=StatusChange.Kind.MOVED)

    def decisions(self):
        """Moves to won or lost that nobody took back: at most one of a lead."""
        return self.moves().filter(stands=True, to_status__in=Lead.DECIDED)

    def stays(self):
        """Moves that ended a lead's last stay in a stage: at most one of a lead and a stage."""
        return self.moves().filter(is_last_stay=True)

    def standing_on(self, day):
        """The line that held for each lead at the end of a day of the workspace."""
        held = self.filter(day__lte=day).filter(models.Q(until_day=None) | models.Q(until_day__gt=day))
        return held.exclude(to_status="")

    def standing_at(self, moment):
        """The line that held for each lead at a moment; a lead that was deleted then has none."""
        held = self.filter(at__lte=moment).filter(models.Q(until=None) | models.Q(until__gt=moment))
        return held.exclude(to_status="")


class StatusChange(WorkspaceOwned):
    """One line of the pipeline ledger: what a lead was and became (status and value), by whom, when and why.

    The lines of a lead follow each other without a gap: each holds from `at` until `until`, the open one has none.
    Written by crm.actions.ledger alone, never edited but for what later lines say of earlier ones: `until`, `stands`
    and `is_last_stay`.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("Created")
        MOVED = "moved", _("Moved")
        VALUED = "valued", _("Value changed")
        DELETED = "deleted", pgettext_lazy("ledger", "Deleted")
        RESTORED = "restored", _("Restored")
        ASSIGNED = "assigned", _("Owner changed")

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="status_changes", verbose_name=_("lead"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.MOVED)
    # Empty when the lead was created or restored with this line
    from_status = models.CharField(_("from"), max_length=12, choices=Lead.Status, blank=True)
    # Empty when the lead was deleted
    to_status = models.CharField(_("to"), max_length=12, choices=Lead.Status, blank=True)
    from_value = models.DecimalField(_("value before"), max_digits=12, decimal_places=2, null=True, blank=True)
    to_value = models.DecimalField(_("value after"), max_digits=12, decimal_places=2, null=True, blank=True)
    by = person(_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    day = DayOf(source="at")
    until_day = DayOf(source="until")
    cohort = models.DateField(_("day the lead was created"), null=True, blank=True, editable=False)
    # The stage that was the furthest the lead had ever come to, with this line
    furthest = models.CharField(_("furthest stage"), max_length=12, choices=Lead.Status, blank=True)
    # Of a move to won or lost: nobody took it back. Of any move: the lead has not left that same stage again since.
    # So each lead counts once in what a period decided, and once in how long a stage takes.
    stands = models.BooleanField(_("not taken back"), default=True)
    is_last_stay = models.BooleanField(_("last stay in the stage"), default=True)
    # Of a move: how long the lead was in the status it left, and how old it was
    seconds_in_from = models.BigIntegerField(_("seconds in the status before"), null=True, blank=True)
    age_seconds = models.BigIntegerField(_("seconds since the lead was created"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # As they were then: a figure of last month must not change when a lead gets a new owner today.
    source = models.CharField(_("source"), max_length=80, blank=True)
    owner = person(_("owner"))

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=models.Q(until=None), name="status_change_one_open")
        ]
        indexes = [
            models.Index(fields=["lead", "-at", "-id"], name="status_change_lead"),
            models.Index(fields=["workspace", "to_status", "at"], name="status_change_to"),
            models.Index(fields=["workspace", "kind", "at"], name="status_change_kind"),
            models.Index(fields=["workspace", "cohort"], name="status_change_cohort"),
        ]

    def __str__(self):
        return f"{self.from_status or '·'} → {self.to_status or '·'}"


class StatusTotalQuerySet(WorkspaceQuerySet):
    def by_status(self):
        """{status: (number, value)} of one workspace's totals, every status present."""
        rows = self.values_list("status", "count", "cents")
        found = {status: (number, Decimal(cents) / 100) for status, number, cents in rows}
        return {status: found.get(status, (0, Decimal(0))) for status in Lead.Status.values}


class StatusTotal(WorkspaceOwned):
    """How many leads that are not deleted stand at a status, and their estimated value. See crm/totals.py."""

    status = models.CharField(_("status"), max_length=12, choices=Lead.Status)
    count = models.BigIntegerField(_("number"), default=0)
    cents = models.BigIntegerField(_("value in cents"), default=0)

    objects = StatusTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("status total")
        verbose_name_plural = _("status totals")
        constraints = [models.UniqueConstraint(fields=["workspace", "status"], name="status_total_once")]

    def __str__(self):
        return f"{self.status} {self.count}"


class PipelineTotal(WorkspaceOwned):
    """One number of the statistics, of one day: kept by triggers, so that a page sums days and never walks leads.

    See crm/statistics/rollup.py for what each measure counts, and what `value` is in each dimension.
    """

    class Measure(models.TextChoices):
        CREATED = "created", _("leads by the day they were created and the status they have")
        STANDING = "standing", _("leads that came to a status and that left it")
        REACHED = "reached", _("leads that came to a furthest stage and that went beyond")
        DECIDED = "decided", _("leads won and lost")
        STAYED = "stayed", _("stays in a stage that ended")

    class Dimension(models.TextChoices):
        ALL = "", _("all")
        SOURCE = "source", _("source")
        OWNER = "owner", _("owner")
        BOTH = "both", _("owner and source")
        COHORT = "cohort", _("day of creation")
        REASON = "reason", _("reason for the loss")
        BUCKET = "bucket", _("duration")

    measure = models.CharField(_("measure"), max_length=8, choices=Measure)
    dimension = models.CharField(_("dimension"), max_length=8, choices=Dimension, blank=True)
    day = models.DateField(_("day"))
    value = models.CharField(_("value"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Lead.Status)
    count = models.BigIntegerField(_("number"), default=0)
    # Of them, how many have a value of their own: what an average is divided by
    valued = models.BigIntegerField(_("with a value"), default=0)
    cents = models.BigIntegerField(_("value in cents"), default=0)
    seconds = models.BigIntegerField(_("seconds"), default=0)

    class Meta:
        verbose_name = _("pipeline total")
        verbose_name_plural = _("pipeline totals")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "measure", "dimension", "day", "value", "status"], name="pipeline_total_once"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "measure", "dimension", "value", "day"], name="pipeline_total_value")
        ]

    def __str__(self):
        return f"{self.measure} {self.day} {self.status} {self.count}"
