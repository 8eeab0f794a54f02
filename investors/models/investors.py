from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import Tag
from crm.models.leads import PlacedQuerySet, top_rank
from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet, person
from webox.lib.fields import DayOf, SearchText, fold, one_email

ALIVE = models.Q(deleted_at=None)


class InvestorQuerySet(PlacedQuerySet):
    def alive(self):
        return self.filter(deleted_at=None)

    def deleted(self):
        return self.exclude(deleted_at=None)

    def search(self, text):
        """Investors of whom the name, email, place or a contact contains the text, accents and case aside."""
        people = Contact.objects.filter(models.Q(name__icontains=text) | models.Q(email__icontains=text))
        is_named = models.Q(search_text__contains=fold(text))
        return self.filter(is_named | models.Exists(people.filter(investor=models.OuterRef("pk"))))

    def tagged(self, tags):
        """Investors that carry any of the tags (a Tag queryset)."""
        return self.filter(pk__in=Investor.tags.through.objects.filter(tag__in=tags).values("investor_id"))

    def overdue(self):
        return self.filter(next_step_at__lt=timezone.now())

    def for_list(self):
        return self.select_related("owner").prefetch_related("tags")


class Investor(WorkspaceOwned, Dated):
    """A firm or a person who may put money into a round."""

    class Stage(models.TextChoices):
        IDENTIFIED = "identified", _("Identified")
        CONTACTED = "contacted", _("Contacted")
        MEETING = "meeting", _("Meeting")
        DUE_DILIGENCE = "due_diligence", _("Due diligence")
        TERM_SHEET = "term_sheet", _("Term sheet")
        COMMITTED = "committed", _("Committed")
        CLOSED = "closed", _("Closed")
        PASSED = "passed", _("Passed")

    class ClientType(models.TextChoices):
        ANGEL = "angel", _("Business angel")
        SYNDICATE = "syndicate", _("Syndicate")
        VC = "vc", _("Venture capital")
        MICRO_VC = "micro_vc", _("Micro VC")
        CVC = "cvc", _("Corporate venture capital")
        FAMILY_OFFICE = "family_office", _("Family office")
        ACCELERATOR = "accelerator", _("Accelerator")
        GROWTH = "growth", _("Growth or private equity")
        CROWDFUNDING = "crowdfunding", _("Crowdfunding")
        BANK = "bank", _("Bank or debt")
        PUBLIC = "public", _("Public fund or grant")
        STRATEGIC = "strategic", _("Strategic")
        LP = "lp", _("Limited partner")
        OTHER = "other", _("Other")

    class Relation(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        EXISTING = "existing", _("Shareholder")
        ADVISOR = "advisor", _("Adviser")

    # The way to a wire, one stage after the other; who passed left it
    FUNNEL = (
        Stage.IDENTIFIED,
        Stage.CONTACTED,
        Stage.MEETING,
        Stage.DUE_DILIGENCE,
        Stage.TERM_SHEET,
        Stage.COMMITTED,
        Stage.CLOSED,
    )
    OPEN = FUNNEL[:-1]

    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    pipeline_stage = models.CharField(_("stage"), max_length=14, choices=Stage, default=Stage.IDENTIFIED)
    client_type = models.CharField(_("type"), max_length=14, choices=ClientType, default=ClientType.OTHER)
    relation = models.CharField(_("relation"), max_length=8, choices=Relation, default=Relation.PROSPECT)
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    # In the currency of the workspace
    check_size = models.DecimalField(
        _("check size"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    intro_by = models.CharField(_("introduced by"), max_length=160, blank=True)
    no_reason = models.CharField(_("reason for no"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_at = models.DateTimeField(_("next step due"), null=True, blank=True)
    owner = person(_("owner"))
    is_active = models.BooleanField(_("active"), default=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="investors", verbose_name=_("tags"))
    notes = models.TextField(_("notes"), blank=True)
    # The date of the last interaction that is not a note, or of the last view of a shared document
    last_interaction_at = models.DateTimeField(_("last interaction"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    # Its place among the cards of its column, upwards from the top
    rank = models.BigIntegerField(_("rank"), default=top_rank, editable=False)
    search_text = SearchText(sources=("name", "email", "place", "intro_by"))

    objects = InvestorQuerySet.as_manager()

    class Meta:
        verbose_name = _("investor")
        verbose_name_plural = _("investors")
        constraints = [
            # Deleted ones keep their address: the same one coming back is restored, not doubled.
            one_email(
                "workspace", name="investor_email_unique", message=_("An investor with this email exists already.")
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)),
                name="investor_rating_one_to_five",
                violation_error_message=_("A rating goes from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=models.Q(check_size=None) | models.Q(check_size__gte=0),
                name="investor_check_positive",
                violation_error_message=_("A check size cannot be negative."),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="investor_created", condition=ALIVE),
            models.Index(fields=["workspace", "pipeline_stage", "rank", "id"], name="investor_stage", condition=ALIVE),
            models.Index(fields=["workspace", "name", "id"], name="investor_name", condition=ALIVE),
            models.Index(
                fields=["workspace", "owner", "next_step_at", "id"],
                name="investor_next_step",
                condition=ALIVE & models.Q(next_step_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("investors:investor-detail", args=[self.pk])

    @property
    def is_deleted(self):
        return self.deleted_at is not None

    @property
    def next_stage(self):
        """The stage after this one on the way to a wire; None at its end and for who passed."""
        if self.pipeline_stage not in self.OPEN:
            return None
        return self.FUNNEL[self.FUNNEL.index(self.pipeline_stage) + 1]


class Contact(WorkspaceOwned, Dated):
    """Somebody of an investor's firm."""

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="contacts", verbose_name=_("investor"))
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    is_primary = models.BooleanField(_("main contact"), default=False)
    wants_updates = models.BooleanField(_("gets investor updates"), default=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            one_email(
                "investor", name="contact_email_once", message=_("This investor has a contact with this email already.")
            ),
            models.UniqueConstraint(
                fields=["investor"], condition=models.Q(is_primary=True), name="contact_one_primary"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "name", "id"], name="contact_name")]

    def __str__(self):
        return self.name


class StageChangeQuerySet(WorkspaceQuerySet):
    def moves(self):
        return self.exclude(from_stage="").exclude(to_stage="")

    def standing_on(self, day):
        """The line that held for each investor at the end of a day of the workspace."""
        held = self.filter(day__lte=day).filter(models.Q(until_day=None) | models.Q(until_day__gt=day))
        return held.exclude(to_stage="")


class StageChange(WorkspaceOwned):
    """One line of the ledger: the stage an investor left and came to, by whom, when and why.

    The lines of an investor follow each other without a gap: each holds from `at` until `until`, the open one has none.
    Written by investors.actions.ledger alone.
    """

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="stage_changes", verbose_name=_("investor"))
    # Empty when the investor was created or restored with this line
    from_stage = models.CharField(_("from"), max_length=14, choices=Investor.Stage, blank=True)
    # Empty when the investor was deleted
    to_stage = models.CharField(_("to"), max_length=14, choices=Investor.Stage, blank=True)
    by = person(_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    day = DayOf(source="at")
    until_day = DayOf(source="until")
    # How long the investor was in the stage before
    seconds_in_from = models.BigIntegerField(_("seconds in the stage before"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        constraints = [
            models.UniqueConstraint(fields=["investor"], condition=models.Q(until=None), name="stage_change_one_open")
        ]
        indexes = [
            models.Index(fields=["investor", "-at", "-id"], name="stage_change_investor"),
            models.Index(fields=["workspace", "day"], name="stage_change_day"),
        ]

    def __str__(self):
        return f"{self.from_stage or '·'} → {self.to_stage or '·'}"
