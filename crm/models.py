from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import connections, models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet
from webox.lib import trigram
from webox.lib.fields import SearchText, fold


class Tag(WorkspaceOwned):
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                name="tag_name_unique",
                violation_error_message=_("A tag of this name exists already."),
            )
        ]

    def __str__(self):
        return self.name


class LeadQuerySet(WorkspaceQuerySet):
    # Up to so many leads a tag is looked up first and the leads after; above, leads are walked and probed.
    RARE = 10_000

    def alive(self):
        return self.filter(deleted_at=None)

    def deleted(self):
        return self.exclude(deleted_at=None)

    def search(self, text):
        """Leads whose name, email, company or phone contains the text, accents and case aside."""
        return trigram.contains(self, "search_text", fold(text))

    def with_email(self, address):
        """The lead of a normalised address, written as the unique index is, or the index could not be used."""
        return self.exclude(email="").alias(address=Lower("email")).filter(address=address)

    def tagged(self, tags):
        """Leads that carry any of the tags (a Tag queryset)."""
        links = Lead.tags.through.objects.filter(tag__in=list(tags.values_list("pk", flat=True)))
        if links[: self.RARE + 1].count() <= self.RARE:
            return self.filter(pk__in=links.values("lead_id"))
        return self.filter(models.Exists(links.filter(lead=models.OuterRef("pk"))))

    def for_list(self):
        return self.select_related("owner").prefetch_related("tags")

    @staticmethod
    def choices_of(workspace, limit=100):
        """{"source": […], "tag": […]}: what a workspace's leads can be picked by, in order, in one query.

        Each source is found by one step in the index: DISTINCT would walk every lead.
        """
        table = f"{Lead._meta.db_table} WHERE workspace_id = %s AND deleted_at IS NULL AND source"
        sql = (
            f"WITH RECURSIVE found(source) AS (SELECT MIN(source) FROM {table} > '' UNION ALL"  # noqa: S608
            f" SELECT (SELECT MIN(source) FROM {table} > found.source) FROM found WHERE found.source IS NOT NULL)"
            " SELECT * FROM"
            " (SELECT 'source' AS kind, source AS name FROM found WHERE source IS NOT NULL LIMIT %s) AS sources"
            f" UNION ALL SELECT 'tag', name FROM {Tag._meta.db_table} WHERE workspace_id = %s ORDER BY 1, 2"
        )
        choices = {"source": [], "tag": []}
        with connections[Lead.objects.db].cursor() as cursor:
            cursor.execute(sql, [workspace.pk, workspace.pk, limit, workspace.pk])
            for kind, name in cursor.fetchall():
                choices[kind].append(name)
        return choices


ALIVE = models.Q(deleted_at=None)


class Lead(WorkspaceOwned, Dated):
    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        QUALIFIED = "qualified", _("Qualified")
        PROPOSAL = "proposal", _("Proposal")
        NEGOTIATION = "negotiation", _("Negotiation")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    OPEN = (Status.NEW, Status.CONTACTED, Status.QUALIFIED, Status.PROPOSAL, Status.NEGOTIATION)

    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    company = models.CharField(_("company"), max_length=160, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    source = models.CharField(_("source"), max_length=80, blank=True)
    source_url = models.URLField(_("source address"), max_length=1000, blank=True)
    estimated_value = models.DecimalField(
        _("estimated value"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="leads", verbose_name=_("tags"))
    notes = models.TextField(_("notes"), blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    # What the person agreed to, word for word, and where they were: the proof a regulator asks for.
    consent_text = models.TextField(_("consent text"), blank=True)
    consent_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    consent_ip = models.CharField(_("consent network"), max_length=45, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    search_text = SearchText(sources=("first_name", "last_name", "email", "company", "phone"))

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        constraints = [
            # Deleted leads keep their address: the same person coming back is restored, not doubled.
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                condition=~models.Q(email=""),
                name="lead_email_unique",
                violation_error_message=_("A lead with this email exists already."),
            ),
            models.CheckConstraint(
                condition=models.Q(estimated_value__isnull=True) | models.Q(estimated_value__gte=0),
                name="lead_value_positive",
                violation_error_message=_("The estimated value cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(consent_at__isnull=True, consent_text="")
                | models.Q(consent_at__isnull=False) & ~models.Q(consent_text=""),
                name="lead_consent_whole",
                violation_error_message=_("Consent needs both its text and its time."),
            ),
        ]
        # Partial: every list is of leads that are alive, and a deleted row costs them nothing.
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="lead_created", condition=ALIVE),
            models.Index(fields=["workspace", "status", "-created_at", "-id"], name="lead_status", condition=ALIVE),
            models.Index(fields=["workspace", "status", "estimated_value"], name="lead_value", condition=ALIVE),
            models.Index(fields=["workspace", "source", "-created_at", "-id"], name="lead_source", condition=ALIVE),
            models.Index(fields=["workspace", "owner", "-created_at", "-id"], name="lead_owner", condition=ALIVE),
            models.Index(fields=["workspace", "-score", "-id"], name="lead_score", condition=ALIVE),
            models.Index(fields=["workspace", "last_name", "id"], name="lead_name", condition=ALIVE),
            models.Index(fields=["workspace", "-updated_at", "-id"], name="lead_updated"),
            models.Index(fields=["workspace", "-created_at", "-id"], name="lead_deleted", condition=~ALIVE),
        ]

    def __str__(self):
        return self.name or self.email or f"#{self.pk}"

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_deleted(self):
        return self.deleted_at is not None

    def get_absolute_url(self):
        return reverse("crm:lead-detail", args=[self.pk])


class LeadInteraction(WorkspaceOwned):
    class Type(models.TextChoices):
        EMAIL = "email", _("Email")
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        NOTE = "note", _("Note")
        FORM = "form", _("Form")

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="interactions", verbose_name=_("lead"))
    interaction_type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.NOTE)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    content = models.TextField(_("content"), blank=True)
    interaction_metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        indexes = [models.Index(fields=["lead", "-created_at", "-id"], name="interaction_lead")]

    def __str__(self):
        return self.subject or self.get_interaction_type_display()


class StatusChange(WorkspaceOwned):
    """One line of the status ledger: who moved a lead from where to where, and when."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="status_changes", verbose_name=_("lead"))
    # Empty when the lead was created with this status
    from_status = models.CharField(_("from"), max_length=12, choices=Lead.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=12, choices=Lead.Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        indexes = [
            models.Index(fields=["lead", "-at", "-id"], name="status_change_lead"),
            models.Index(fields=["workspace", "to_status", "at"], name="status_change_to"),
        ]

    def __str__(self):
        return f"{self.from_status or '·'} → {self.to_status}"


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
