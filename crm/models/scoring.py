from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.leads import Lead, OfLeadQuerySet
from crm.models.pipeline import StatusTotal
from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet

PERCENT = MaxValueValidator(100)


class ScoringQuerySet(WorkspaceQuerySet):
    def of(self, workspace):
        """The settings of a workspace; the standard ones, unsaved, where it has none yet."""
        return self.for_workspace(workspace).first() or Scoring(workspace=workspace)

    def unfinished(self):
        return self.exclude(state=Scoring.State.IDLE)


class Scoring(WorkspaceOwned):
    """How a workspace scores its leads, and how far the counting of everyone anew has come."""

    class State(models.TextChoices):
        IDLE = "idle", _("Done")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")

    # A worker that says nothing for so long is taken for dead.
    SILENCE = timedelta(minutes=2)

    fit_weight = models.PositiveSmallIntegerField(
        _("weight of the fit (%)"),
        default=50,
        validators=[PERCENT],
        help_text=_("The score is so many percent fit; the rest is engagement."),
    )
    # A from the first, B from the second, C below; 1, 2 and 3 likewise
    fit_a = models.PositiveSmallIntegerField(_("A from a fit of"), default=60, validators=[PERCENT])
    fit_b = models.PositiveSmallIntegerField(_("B from a fit of"), default=30, validators=[PERCENT])
    engagement_1 = models.PositiveSmallIntegerField(_("1 from an engagement of"), default=50, validators=[PERCENT])
    engagement_2 = models.PositiveSmallIntegerField(_("2 from an engagement of"), default=15, validators=[PERCENT])
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.IDLE, editable=False)
    # Grows with each order to count everyone anew: the worker of an earlier one steps aside.
    round = models.PositiveIntegerField(_("round"), default=0, editable=False)
    # Leads are counted from the newest down; the last one done
    last_lead_id = models.BigIntegerField(_("last lead counted"), null=True, editable=False)
    done = models.PositiveIntegerField(_("leads done"), default=0, editable=False)
    total = models.PositiveIntegerField(_("leads"), default=0, editable=False)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, editable=False)
    # Of a large workspace: {"A1": 12, …} as counted then
    grid = models.JSONField(_("grid"), default=dict, blank=True, editable=False)
    grid_at = models.DateTimeField(_("grid counted"), null=True, editable=False)

    objects = ScoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring")
        verbose_name_plural = _("scorings")
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="scoring_once"),
            models.CheckConstraint(
                condition=models.Q(fit_a__gt=models.F("fit_b"), engagement_1__gt=models.F("engagement_2")),
                name="scoring_limits_fall",
                violation_error_message=_("A must begin above B, and 1 above 2."),
            ),
        ]

    def __str__(self):
        return f"{self.fit_weight} % · {self.get_state_display()}"

    @property
    def is_counting(self):
        return self.state != self.State.IDLE

    def score(self, fit, engagement):
        return (self.fit_weight * fit + (100 - self.fit_weight) * engagement + 50) // 100

    def cell(self, fit, engagement):
        """The cell of the grid, such as B1."""
        letter = "A" if fit >= self.fit_a else "B" if fit >= self.fit_b else "C"
        number = "1" if engagement >= self.engagement_1 else "2" if engagement >= self.engagement_2 else "3"
        return letter + number


class ScoringRuleQuerySet(WorkspaceQuerySet):
    def active(self):
        return self.filter(is_active=True)


class ScoringRule(WorkspaceOwned, Dated):
    """Points for what a lead is (fit: `rules` of crm.segments), or for what it did (engagement: an event type).

    An event of `points` is worth half after `half_life_days`; all of a rule together never more than `cap`.
    """

    MOST = 50

    class Kind(models.TextChoices):
        FIT = "fit", _("Fit")
        ENGAGEMENT = "engagement", _("Engagement")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    points = models.SmallIntegerField(
        _("points"),
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
        help_text=_("From -100 to 100. Negative points lower the score."),
    )
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    event_type = models.CharField(_("event"), max_length=64, blank=True)
    cap = models.PositiveSmallIntegerField(
        _("at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), PERCENT],
        help_text=_("All events of this rule together count so many points at most."),
    )
    half_life_days = models.PositiveSmallIntegerField(
        _("half gone after (days)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    is_active = models.BooleanField(pgettext_lazy("rule", "active"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ScoringRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring rule")
        verbose_name_plural = _("scoring rules")
        ordering = ["-kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="fit", event_type="")
                | models.Q(kind="engagement", cap__isnull=False, half_life_days__isnull=False)
                & ~models.Q(event_type=""),
                name="scoring_rule_whole",
                violation_error_message=_("A rule of engagement needs an event, a most and a half-life."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_fit(self):
        return self.kind == self.Kind.FIT


class LeadEngagement(WorkspaceOwned):
    """What the events of one rule were worth to a lead at `as_of`, before the cap. It halves from there by itself."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="engagements", verbose_name=_("lead"))
    rule = models.ForeignKey(ScoringRule, models.CASCADE, related_name="engagements", verbose_name=_("rule"))
    value = models.FloatField(_("value"))
    as_of = models.DateTimeField(_("as of"))
    count = models.PositiveIntegerField(_("events"))
    last_at = models.DateTimeField(_("last event"))

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement of a lead")
        verbose_name_plural = _("engagements of leads")
        constraints = [models.UniqueConstraint(fields=["lead", "rule"], name="lead_engagement_once")]

    def __str__(self):
        return f"{self.rule_id} {self.value:.1f}"


class PredictionQuerySet(WorkspaceQuerySet):
    def of(self, workspace):
        """The prediction of a workspace, trained or not; while it is silent, with the leads won and lost by now."""
        found = self.for_workspace(workspace).first() or Prediction(workspace=workspace, trained_at=None)
        if found.is_silent:
            totals = StatusTotal.objects.for_workspace(workspace).by_status()
            found.won, found.lost = totals[Lead.Status.WON][0], totals[Lead.Status.LOST][0]
        return found


class Prediction(WorkspaceOwned):
    """What a workspace's won and lost leads had in common, trained again in place. See crm/scoring/bayes.py."""

    # The fewest won, and the fewest lost, to say anything at all
    FEWEST = 20

    won = models.PositiveIntegerField(_("won"), default=0)
    lost = models.PositiveIntegerField(_("lost"), default=0)
    # {feature: {value: [won, lost]}}; empty while there are too few
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    backtest = models.JSONField(_("back-test"), default=dict, blank=True)
    trained_at = models.DateTimeField(_("trained"), default=timezone.now)
    # Set by the button, cleared by the worker
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        constraints = [models.UniqueConstraint(fields=["workspace"], name="prediction_once")]

    def __str__(self):
        return f"{self.won} / {self.lost}"

    @property
    def missing_won(self):
        """How many more it needs before it speaks."""
        return max(0, self.FEWEST - self.won)

    @property
    def missing_lost(self):
        return max(0, self.FEWEST - self.lost)

    @property
    def is_silent(self):
        return bool(self.missing_won or self.missing_lost or not self.counts)
