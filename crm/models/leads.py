import time
from datetime import UTC, datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import connections, models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, Membership, User, WorkspaceOwned, WorkspaceQuerySet, person
from webox.lib import trigram
from webox.lib.fields import DayOf, SearchText, fold, one_email


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


class PlacedQuerySet(WorkspaceQuerySet):
    """Cards of a board: each has its place in a column by `rank`, upwards from the top."""

    def below(self, rank, pk):
        """The cards that come after a place in the order of their column."""
        return self.filter(models.Q(rank__gt=rank) | models.Q(pk__gt=pk), rank__gte=rank)

    def above(self, rank, pk):
        return self.filter(models.Q(rank__lt=rank) | models.Q(pk__lt=pk), rank__lte=rank)


class LeadQuerySet(PlacedQuerySet):
    # Up to so many leads a tag is looked up first and the leads after; above, leads are walked and probed.
    RARE = 10_000

    def visible_to(self, membership):
        """The one rule of who sees which lead: everyone of the workspace's, or one's own."""
        leads = super().visible_to(membership)
        return leads.filter(owner=membership.user_id) if membership.sees_own_leads_only else leads

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

    def overdue(self):
        return self.filter(next_step_at__lt=timezone.now())

    def for_list(self):
        return self.select_related("owner").prefetch_related("tags")

    @staticmethod
    def choices_of(workspace, limit=100):
        """{"source": […], "tag": […], "owner": [(id, name), …]}: what a workspace's leads can be picked by, in order,
        in one query.

        Each source is found by one step in the index: DISTINCT would walk every lead.
        """
        table = f"{Lead._meta.db_table} WHERE workspace_id = %s AND deleted_at IS NULL AND source"
        members, users = Membership._meta.db_table, User._meta.db_table
        sql = (
            f"WITH RECURSIVE found(source) AS (SELECT MIN(source) FROM {table} > '' UNION ALL"  # noqa: S608
            f" SELECT (SELECT MIN(source) FROM {table} > found.source) FROM found WHERE found.source IS NOT NULL)"
            " SELECT * FROM (SELECT 'source' AS kind, source AS name, 0 AS id FROM found"
            " WHERE source IS NOT NULL LIMIT %s) AS sources"
            f" UNION ALL SELECT 'tag', name, 0 FROM {Tag._meta.db_table} WHERE workspace_id = %s"
            " UNION ALL SELECT 'owner', COALESCE(NULLIF(TRIM(first_name || ' ' || last_name), ''), email), person.id"
            f" FROM {users} person JOIN {members} member ON member.user_id = person.id WHERE member.workspace_id = %s"
            " ORDER BY 1, 2, 3"
        )
        choices = {"source": [], "tag": [], "owner": []}
        with connections[Lead.objects.db].cursor() as cursor:
            cursor.execute(sql, [workspace.pk, workspace.pk, limit, workspace.pk, workspace.pk])
            for kind, name, pk in cursor.fetchall():
                choices[kind].append((pk, name) if kind == "owner" else name)
        return choices


class OfLeadQuerySet(WorkspaceQuerySet):
    """Of rows that belong to a lead, a member sees those whose lead they see."""

    def visible_to(self, membership):
        rows = super().visible_to(membership)
        return rows.filter(lead__owner=membership.user_id) if membership.sees_own_leads_only else rows


ALIVE = models.Q(deleted_at=None)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def top_rank():
    """Above every card that was put anywhere before now. Ranks ascend downwards; see actions/board.py."""
    return -time.time_ns() // 1000


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
    DECIDED = (Status.WON, Status.LOST)
    # The way to a sale, one stage after the other
    FUNNEL = (*OPEN, Status.WON)

    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    company = models.CharField(_("company"), max_length=160, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    # As last counted. Engagement fades by itself: crm.scoring.now says what the three are at a moment.
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    fit = models.PositiveSmallIntegerField(_("fit"), default=0, editable=False)
    engagement = models.PositiveSmallIntegerField(_("engagement"), default=0, editable=False)
    scored_at = models.DateTimeField(_("scored"), null=True, editable=False)
    # Of an open lead, in percent; nothing while there is too little to learn from
    probability = models.PositiveSmallIntegerField(_("probability (%)"), null=True, editable=False)
    source = models.CharField(_("source"), max_length=80, blank=True)
    source_url = models.URLField(_("source address"), max_length=1000, blank=True)
    estimated_value = models.DecimalField(
        _("estimated value"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="leads", verbose_name=_("tags"))
    notes = models.TextField(_("notes"), blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    owner = person(_("owner"))
    # What the person agreed to, word for word, and where they were: the proof a regulator asks for.
    consent_text = models.TextField(_("consent text"), blank=True)
    consent_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    consent_ip = models.CharField(_("consent network"), max_length=45, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    # When the lead came to its status, and its place among the cards there
    status_since = models.DateTimeField(_("in this status since"), default=timezone.now, editable=False)
    rank = models.BigIntegerField(_("rank"), default=top_rank, editable=False)
    # When somebody last put it elsewhere in its column
    placed_at = models.DateTimeField(_("placed"), null=True, blank=True, editable=False)
    lost_reason = models.CharField(_("reason for the loss"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_at = models.DateTimeField(_("next step due"), null=True, blank=True)
    # The day of its creation where the workspace lives: what cohorts are made of
    created_day = DayOf(source="created_at")
    search_text = SearchText(sources=("first_name", "last_name", "email", "company", "phone"))

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        constraints = [
            # Deleted leads keep their address: the same person coming back is restored, not doubled.
            one_email("workspace", name="lead_email_unique", message=_("A lead with this email exists already.")),
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
            # With what boards sum and lists filter by: of a source, these are counted without reading the leads.
            models.Index(
                fields=["workspace", "source", "-created_at", "-id", "status", "owner", "estimated_value"],
                name="lead_source",
                condition=ALIVE,
            ),
            models.Index(fields=["workspace", "owner", "-created_at", "-id"], name="lead_owner", condition=ALIVE),
            models.Index(fields=["workspace", "-score", "-id"], name="lead_score", condition=ALIVE),
            models.Index(fields=["workspace", "fit", "engagement"], name="lead_grid", condition=ALIVE),
            models.Index(fields=["workspace", "last_name", "id"], name="lead_name", condition=ALIVE),
            models.Index(fields=["workspace", "-updated_at", "-id"], name="lead_updated"),
            models.Index(fields=["workspace", "-created_at", "-id"], name="lead_deleted", condition=~ALIVE),
            models.Index(fields=["workspace", "status", "rank", "id"], name="lead_rank", condition=ALIVE),
            models.Index(
                fields=["workspace", "owner", "next_step_at", "id"],
                name="lead_next_step",
                condition=ALIVE & models.Q(next_step_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name or self.email or f"#{self.pk}"

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_deleted(self):
        return self.deleted_at is not None

    @property
    def is_overdue(self):
        return self.next_step_at is not None and self.next_step_at < timezone.now()

    @property
    def stamp(self):
        """Another one after every move, and after nothing else: ranks also change to make room for other cards."""
        moment = max(self.status_since, self.placed_at or self.status_since)
        return f"{self.status}-{(moment - EPOCH) // timedelta(microseconds=1):x}"

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
    author = person(_("author"))
    created_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        indexes = [models.Index(fields=["lead", "-created_at", "-id"], name="interaction_lead")]

    def __str__(self):
        return self.subject or self.get_interaction_type_display()
