from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investors.models.investors import Investor
from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet


class RoundQuerySet(WorkspaceQuerySet):
    def open(self):
        return self.filter(status=Round.Status.OPEN)

    def with_money(self):
        """With what counts of each, as `counted`."""
        return self.prefetch_related(models.Prefetch("commitments", Commitment.objects.counted(), to_attr="counted"))


class Round(WorkspaceOwned, Dated):
    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", pgettext_lazy("round", "Open")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    name = models.CharField(_("name"), max_length=120)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, validators=[MinValueValidator(1)])
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    pre_money = models.DecimalField(_("pre-money valuation"), max_digits=16, decimal_places=2, null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("investors", "round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="round_currency_code",
                violation_error_message=_("Write the currency as three capital letters, such as EUR."),
            ),
            models.CheckConstraint(
                condition=Q(target__gt=0),
                name="round_target_positive",
                violation_error_message=_("A target is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(opened_on=None) | Q(closes_on__gte=models.F("opened_on")),
                name="round_closes_after_it_opens",
                violation_error_message=_("A round closes after it opens."),
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="round_created")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("investors:round-detail", args=[self.pk])


STEPS = ("soft", "hard", "wired")


class CommitmentQuerySet(WorkspaceQuerySet):
    def counted(self):
        """Those of investors that are there; `is_withdrawn` of who only said it, and passed since."""
        has_passed = Q(investor__pipeline_stage=Investor.Stage.PASSED, hard_amount=None, wired_amount=None)
        return self.filter(investor__deleted_at=None).annotate(is_withdrawn=has_passed)


class Commitment(WorkspaceOwned, Dated):
    """What one investor said, signed and paid of a round, each with its day.

    The amounts are steps of the same money: what is wired was committed hard before, and softly before that. Progress
    counts an investor by the furthest step: see the properties.
    """

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="commitments", verbose_name=pgettext_lazy("investors", "round")
    )
    investor = models.ForeignKey(Investor, models.CASCADE, related_name="commitments", verbose_name=_("investor"))
    soft_amount = models.DecimalField(_("soft-circled"), max_digits=14, decimal_places=2, null=True, blank=True)
    soft_on = models.DateField(_("soft-circled on"), null=True, blank=True)
    hard_amount = models.DecimalField(_("signed"), max_digits=14, decimal_places=2, null=True, blank=True)
    hard_on = models.DateField(_("signed on"), null=True, blank=True)
    wired_amount = models.DecimalField(_("wired"), max_digits=14, decimal_places=2, null=True, blank=True)
    wired_on = models.DateField(_("wired on"), null=True, blank=True)
    notes = models.CharField(_("notes"), max_length=250, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "investor"],
                name="commitment_once",
                violation_error_message=_("This investor has a commitment to this round already."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_amount": None}) | Q(**{f"{step}_amount__gte": 0}),
                    name=f"commitment_{step}_positive",
                    violation_error_message=_("An amount cannot be negative."),
                )
                for step in STEPS
            ),
            models.CheckConstraint(
                condition=Q(soft_amount__isnull=False) | Q(hard_amount__isnull=False) | Q(wired_amount__isnull=False),
                name="commitment_has_amount",
                violation_error_message=_("Give at least one amount."),
            ),
        ]

    def __str__(self):
        return f"{self.investor_id} {self.amount}"

    @property
    def step(self):
        """The furthest it has come: "wired", "hard" or "soft"."""
        return next(step for step in reversed(STEPS) if getattr(self, f"{step}_amount") is not None)

    def step_on(self, day):
        """How far it had come by the end of a day; None before its first dated amount."""
        dated = ((step, getattr(self, f"{step}_amount"), getattr(self, f"{step}_on")) for step in reversed(STEPS))
        return next((step for step, amount, on in dated if amount is not None and on and on <= day), None)

    @property
    def amount(self):
        """What counts of it today: the furthest step's."""
        return getattr(self, f"{self.step}_amount")

    def date_amounts(self):
        """Of an amount that has no day it is today; a day without its amount goes."""
        today = self.workspace.day_of(timezone.now())
        for step in STEPS:
            day = getattr(self, f"{step}_on") or today
            setattr(self, f"{step}_on", None if getattr(self, f"{step}_amount") is None else day)
