from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investors.models.investors import Investor
from investors.models.kpis import MONTHS, YEARS
from marketing.emails.models import EmailCampaign
from webox.accounts.models import Dated, WorkspaceOwned, person


class InvestorUpdate(WorkspaceOwned, Dated):
    """The letter of a month to investors. Sending it makes a campaign of marketing.emails, which counts and tracks."""

    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    month = models.PositiveSmallIntegerField(_("month"), validators=MONTHS)
    headline = models.TextField(_("in a sentence"), blank=True)
    # [{"name": "rdv_count", "label": "Meetings", "value": "12", "before": "9"}] as they were when it was written
    metrics = models.JSONField(_("figures"), default=list, blank=True)
    wins = models.TextField(_("wins"), blank=True)
    lowlights = models.TextField(_("what went wrong, and the remedy"), blank=True)
    next_steps = models.TextField(_("the next thirty days"), blank=True)
    shows_round = models.BooleanField(_("shows where the round stands"), default=True)
    investors = models.ManyToManyField(Investor, blank=True, related_name="updates", verbose_name=_("investors"))
    campaign = models.OneToOneField(
        EmailCampaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="investor_update",
        editable=False,
        verbose_name=_("campaign"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    created_by = person(_("author"))

    class Meta:
        verbose_name = _("investor update")
        verbose_name_plural = _("investor updates")
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="investor_update_month",
                violation_error_message=_("A month goes from 1 to 12."),
            )
        ]
        indexes = [models.Index(fields=["workspace", "-year", "-month", "-id"], name="investor_update_month_of")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("investors:update-detail", args=[self.pk])

    @property
    def first_day(self):
        """Of its month."""
        return date(self.year, self.month, 1)

    @property
    def state(self):
        """That of its campaign; a draft before there is one."""
        if self.campaign:
            return EmailCampaign.Status(self.campaign.status)
        return EmailCampaign.Status.COMPLETED if self.sent_at else EmailCampaign.Status.DRAFT

    @property
    def is_editable(self):
        return self.sent_at is None and (self.campaign is None or self.campaign.is_editable)


class Ask(WorkspaceOwned, Dated):
    """Something an update asked of its readers, until somebody did it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("ask", "Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    update = models.ForeignKey(InvestorUpdate, models.CASCADE, related_name="asks", verbose_name=_("update"))
    text = models.CharField(_("what is asked"), max_length=250)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    # Who answered it
    investor = models.ForeignKey(
        Investor, models.SET_NULL, null=True, blank=True, related_name="asks", verbose_name=_("answered by")
    )
    answer = models.CharField(_("answer"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")

    def __str__(self):
        return self.text
