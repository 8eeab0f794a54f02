from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Lead, OfLeadQuerySet
from marketing.emails.recipients import AUDIENCES, LEADS
from webox.accounts.models import Dated, Workspace, WorkspaceOwned, WorkspaceQuerySet, person


class EmailCampaignQuerySet(WorkspaceQuerySet):
    def due(self, now):
        return self.filter(status=EmailCampaign.Status.SCHEDULED, scheduled_at__lte=now)


class EmailCampaign(WorkspaceOwned, Dated):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        ACTIVE = "active", _("Sending")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")

    name = models.CharField(_("name"), max_length=120)
    subject = models.CharField(_("subject"), max_length=250)
    preheader = models.CharField(
        _("preheader"), max_length=250, blank=True, help_text=_("The line an inbox shows beside the subject.")
    )
    html_content = models.TextField(_("HTML or MJML"), blank=True)
    text_content = models.TextField(_("text"), blank=True, help_text=_("Left empty, it is made from the HTML."))
    from_name = models.CharField(_("sender name"), max_length=120, blank=True)
    from_email = models.EmailField(_("sender address"), blank=True)
    reply_to = models.EmailField(_("reply to"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    segment_rules = models.JSONField(_("audience"), default=dict, blank=True)
    # Leads by their rules, or people of an app above: see marketing.emails.recipients
    audience_kind = models.CharField(_("kind of audience"), max_length=20, default=LEADS, editable=False)
    scheduled_at = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    # The audience is frozen once, when sending starts; a resumed campaign keeps it.
    frozen_at = models.DateTimeField(_("audience frozen"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    pause_reason = models.CharField(_("why it paused"), max_length=250, blank=True, editable=False)
    created_by = person(_("author"))
    # Counters, moved by delta in the transaction of the deliveries they count. Opens and clicks are human ones.
    total_recipients = models.PositiveIntegerField(_("audience"), default=0, editable=False)
    total_sent = models.PositiveIntegerField(_("sent"), default=0, editable=False)
    total_skipped = models.PositiveIntegerField(_("skipped"), default=0, editable=False)
    total_bounced = models.PositiveIntegerField(_("bounced"), default=0, editable=False)
    total_failed = models.PositiveIntegerField(_("failed"), default=0, editable=False)
    total_uncertain = models.PositiveIntegerField(_("uncertain"), default=0, editable=False)
    total_opened = models.PositiveIntegerField(_("opened"), default=0, editable=False)
    total_clicked = models.PositiveIntegerField(_("clicked"), default=0, editable=False)
    total_machine_opened = models.PositiveIntegerField(_("opened by machines"), default=0, editable=False)
    total_machine_clicked = models.PositiveIntegerField(_("clicked by machines"), default=0, editable=False)
    total_unsubscribed = models.PositiveIntegerField(_("unsubscribed"), default=0, editable=False)
    # Sent by an earlier system: how many is known, who they were is not, so there are no deliveries.
    totals_only = models.BooleanField(_("only its totals are known"), default=False, editable=False)

    objects = EmailCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(scheduled_at__isnull=False),
                name="campaign_scheduled_has_time",
                violation_error_message=_("A scheduled campaign needs a date and time."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["completed"]) | Q(frozen_at__isnull=False),
                name="campaign_completed_was_frozen",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="campaign_created"),
            models.Index(fields=["status", "scheduled_at"], name="campaign_status"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("emails:campaign-detail", args=[self.pk])

    @property
    def total_done(self):
        return self.total_sent + self.total_skipped + self.total_bounced + self.total_failed + self.total_uncertain

    @property
    def total_pending(self):
        return self.total_recipients - self.total_done

    @property
    def total_delivered(self):
        # A receiving server's acceptance is the last a sender is told, unless it bounces later.
        return self.total_sent

    @property
    def open_rate(self):
        """People who opened per message delivered, 0 to 1; None before the first."""
        return self.total_opened / self.total_delivered if self.total_delivered else None

    @property
    def click_rate(self):
        """People who clicked per message delivered, 0 to 1; None before the first."""
        return self.total_clicked / self.total_delivered if self.total_delivered else None

    @property
    def is_editable(self):
        return self.status in (self.Status.DRAFT, self.Status.SCHEDULED)

    @property
    def other_audience(self):
        """The registered Audience of a campaign to people who are no leads; None for leads.

        An audience nobody registered any more is a KeyError: its rules, which it has not, would name every lead.
        """
        return None if self.audience_kind == LEADS else AUDIENCES[self.audience_kind]


class DeliveryQuerySet(OfLeadQuerySet):
    def visible_to(self, membership):
        """As of leads; messages to people who are none are seen by every member."""
        rows = WorkspaceQuerySet.visible_to(self, membership)
        if not membership.sees_own_leads_only:
            return rows
        return rows.filter(Q(lead__owner=membership.user_id) | Q(recipient__isnull=False))


class Delivery(WorkspaceOwned):
    """One message to one person: the ledger row that is the guard against sending twice."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        DEFERRED = "deferred", _("Deferred")
        BOUNCED = "bounced", _("Bounced")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Skipped")
        UNCERTAIN = "uncertain", _("Uncertain")

    # Not yet decided: the rows a worker may still claim, or holds
    OPEN = (State.PENDING, State.DEFERRED, State.SENDING)

    campaign = models.ForeignKey(EmailCampaign, models.CASCADE, related_name="deliveries", verbose_name=_("campaign"))
    # The lead may be erased; that a message went to an address stays true.
    lead = models.ForeignKey(Lead, models.SET_NULL, null=True, related_name="+", verbose_name=_("lead"))
    # Who it was for, if no lead, and what the message says of them, as it was when the audience was frozen
    recipient = models.CharField(_("recipient"), max_length=40, null=True, editable=False)  # noqa: DJ001  once, if any
    merge = models.JSONField(_("merge fields"), null=True, editable=False)
    email = models.EmailField(_("email"), max_length=254)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    clicked_at = models.DateTimeField(_("clicked"), null=True, blank=True)
    machine_opened_at = models.DateTimeField(_("opened by a machine"), null=True, blank=True)
    machine_clicked_at = models.DateTimeField(_("clicked by a machine"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "lead"], name="delivery_once"),
            models.UniqueConstraint(
                fields=["campaign", "recipient"],
                condition=Q(recipient__isnull=False),
                name="delivery_recipient_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "id"],
                name="delivery_open",
                condition=Q(state__in=["pending", "deferred"]),
            ),
            models.Index(fields=["claim", "claimed_at"], name="delivery_claim", condition=Q(state="sending")),
            models.Index(fields=["campaign", "state", "id"], name="delivery_state"),
            models.Index(fields=["lead"], name="delivery_lead"),
        ]

    def __str__(self):
        return f"{self.email} {self.state}"

    @property
    def addressee(self):
        """The person whose merge fields the message shows: the lead, None if erased, or one made of what was kept."""
        return self.lead if self.merge is None else Lead(workspace=self.workspace, email=self.email, **self.merge)


class Link(WorkspaceOwned):
    """A web address in a campaign. A click token names it by number; the address itself is only here."""

    campaign = models.ForeignKey(EmailCampaign, models.CASCADE, related_name="links", verbose_name=_("campaign"))
    number = models.PositiveSmallIntegerField(_("number"))
    url = models.TextField(_("address"))
    clicks = models.PositiveIntegerField(_("clicks"), default=0, editable=False)
    machine_clicks = models.PositiveIntegerField(_("clicks by machines"), default=0, editable=False)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="link_number_unique"),
            models.CheckConstraint(
                condition=Q(url__startswith="http://") | Q(url__startswith="https://"),
                name="link_is_web_address",
            ),
        ]

    def __str__(self):
        return self.url


class OfAddressQuerySet(WorkspaceQuerySet):
    """Of rows that name an address (`address_column`), a member sees those of the leads they see."""

    address_column = "email"

    def visible_to(self, membership):
        rows = super().visible_to(membership)
        if not membership.sees_own_leads_only:
            return rows
        leads = Lead.objects.visible_to(membership).alias(address=Lower("email"))
        return rows.filter(Exists(leads.filter(address=Lower(OuterRef(self.address_column)))))


class SuppressionQuerySet(OfAddressQuerySet):
    def of(self, email):
        # Written as the unique index is, or the index could not be used.
        return self.alias(address=Lower("email")).filter(address=email.lower())


class Suppression(WorkspaceOwned):
    """An address this workspace must not write to."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        BOUNCED = "bounced", pgettext_lazy("reason", "Bounced")
        COMPLAINED = "complained", _("Complained")
        MANUAL = "manual", _("Added by hand")

    email = models.EmailField(_("email"), max_length=254)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, default=Reason.MANUAL)
    detail = models.CharField(_("detail"), max_length=250, blank=True)
    campaign = models.ForeignKey(
        EmailCampaign, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("campaign")
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                name="suppression_once",
                violation_error_message=_("This address is on the list already."),
            )
        ]
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="suppression_created")]

    def __str__(self):
        return self.email


class OutboxMessageQuerySet(OfAddressQuerySet):
    address_column = "recipient"


class OutboxMessage(models.Model):
    """A message kept instead of sent, because no mail server is configured. Account mail has no workspace."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("workspace")
    )
    sender = models.CharField(_("from"), max_length=320)
    recipient = models.CharField(_("to"), max_length=320)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    raw = models.BinaryField(_("message"))
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="outbox_created")]

    def __str__(self):
        return f"{self.recipient}: {self.subject}"


class IngestedSpool(models.Model):
    """A tracking spool file whose hits are in the database; written in the same transaction as they are."""

    name = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("ingested spool file")
        verbose_name_plural = _("ingested spool files")

    def __str__(self):
        return self.name
