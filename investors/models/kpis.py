from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investors.models.interactions import Interaction
from investors.models.investors import Investor
from webox.accounts.models import Dated, WorkspaceOwned, person

YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]
MONTHS = [MinValueValidator(1), MaxValueValidator(12)]
# More than any team meets, and what every database can keep and add up
COUNTS = [MaxValueValidator(1_000_000)]
# What each number counts; the names are those of the API
COUNTED = {
    "rdv_count": Interaction.Type.MEETING,
    "pitchs": Interaction.Type.PITCH,
    "closings": Interaction.Type.CLOSING,
}


def count(verbose_name, **options):
    return models.PositiveIntegerField(verbose_name, null=True, blank=True, validators=COUNTS, **options)


class KPI(WorkspaceOwned, Dated):
    """What people say of one investor's month, beside what its interactions say.

    `rdv_count`, `pitchs` and `closings` are the manual values: null where nobody set one, and then the derived number
    counts. The derived ones are never stored but for a locked month, whose numbers of then are kept in `locked_…`.
    investors.kpis reads the two together.
    """

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="kpis", verbose_name=_("investor"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(_("month"), validators=MONTHS)
    rdv_count = count(_("meetings"))
    pitchs = count(_("pitches"))
    closings = count(_("closings"))
    locked_rdv_count = count(_("meetings when locked"), editable=False)
    locked_pitchs = count(_("pitches when locked"), editable=False)
    locked_closings = count(_("closings when locked"), editable=False)
    note = models.CharField(_("note"), max_length=250, blank=True)
    by = person(_("by"))

    class Meta:
        verbose_name = _("KPI")
        verbose_name_plural = _("KPIs")
        constraints = [
            models.UniqueConstraint(
                fields=["investor", "year", "month"],
                name="kpi_once",
                violation_error_message=_("This investor has KPIs of this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="kpi_month",
                violation_error_message=_("A month goes from 1 to 12."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="kpi_year",
                violation_error_message=_("A year goes from 2000 to 2100."),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "year", "month"], name="kpi_month_of")]

    def __str__(self):
        return f"{self.investor_id} {self.year}-{self.month:02}"


class MonthLock(WorkspaceOwned):
    """A month that was reported: its numbers stand, and what changes later is told as a restatement."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(_("month"), validators=MONTHS)
    at = models.DateTimeField(_("locked"), default=timezone.now)
    by = person(_("by"))

    class Meta:
        verbose_name = _("locked month")
        verbose_name_plural = _("locked months")
        constraints = [models.UniqueConstraint(fields=["workspace", "year", "month"], name="month_lock_once")]

    def __str__(self):
        return f"{self.year}-{self.month:02}"


class Restatement(WorkspaceOwned):
    """A number of a locked month that an interaction of that month changed afterwards."""

    class Change(models.TextChoices):
        LOGGED = "logged", _("Interaction logged")
        EDITED = "edited", _("Interaction corrected")
        DELETED = "deleted", _("Interaction deleted")
        INVESTOR_DELETED = "investor_deleted", _("Investor deleted")
        INVESTOR_RESTORED = "investor_restored", _("Investor restored")

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="restatements", verbose_name=_("investor"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    # One of COUNTED
    field = models.CharField(_("number"), max_length=10)
    before = models.PositiveIntegerField(_("before"))
    after = models.PositiveIntegerField(_("after"))
    change = models.CharField(_("what happened"), max_length=17, choices=Change)
    interaction = models.ForeignKey(
        Interaction, models.SET_NULL, null=True, related_name="+", verbose_name=_("interaction")
    )
    # What it was about, also once it is deleted
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = person(_("by"))

    class Meta:
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        indexes = [models.Index(fields=["workspace", "year", "month"], name="restatement_month")]

    def __str__(self):
        return f"{self.year}-{self.month:02} {self.field}: {self.before} → {self.after}"


class KPITarget(WorkspaceOwned):
    """What a workspace means to reach in a year, all investors together."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    rdv_count = count(_("meetings"))
    pitchs = count(_("pitches"))
    closings = count(_("closings"))

    class Meta:
        verbose_name = _("target of a year")
        verbose_name_plural = _("targets of a year")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "year"],
                name="kpi_target_once",
                violation_error_message=_("This year has a target already."),
            )
        ]

    def __str__(self):
        return str(self.year)
