from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet
from webox.ai.models import Generation


class Platform(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    GOOGLE = "google", "Google"
    LINKEDIN = "linkedin", "LinkedIn"
    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    OTHER = "other", _("Other")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")


class AdCampaign(WorkspaceOwned, Dated):
    """A campaign on a platform. Its figures are its AdDailyMetric rows, never kept beside them."""

    class Objective(models.TextChoices):
        AWARENESS = "awareness", _("Awareness")
        TRAFFIC = "traffic", _("Traffic")
        ENGAGEMENT = "engagement", _("Engagement")
        LEADS = "leads", _("Leads")
        CONVERSIONS = "conversions", _("Conversions")
        SALES = "sales", _("Sales")

    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform, default=Platform.FACEBOOK)
    objective = models.CharField(_("objective"), max_length=12, choices=Objective, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    ad_copy = models.TextField(_("text of the ad"), blank=True)
    headline = models.CharField(_("headline"), max_length=255, blank=True)
    image_url = models.URLField(_("address of the image"), max_length=500, blank=True)
    video_url = models.URLField(_("address of the video"), max_length=500, blank=True)
    landing_url = models.URLField(_("where a click leads"), max_length=2048, blank=True)
    target_audience = models.TextField(_("audience"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("Empty: the workspace's."))
    daily_budget = models.DecimalField(_("daily budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    total_budget = models.DecimalField(_("total budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    start_date = models.DateField(_("first day"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    # What arrives as utm_campaign from its clicks; empty: the slug of its name
    utm_campaign = models.CharField(_("utm_campaign"), max_length=120, blank=True)
    # What the platform calls it; a campaign of ours alone has neither
    account = models.CharField(_("account"), max_length=255, blank=True)
    external_id = models.CharField(_("number on the platform"), max_length=64, blank=True)
    # Through which it is read and steered; a campaign outlives it
    connection = models.ForeignKey(
        "AdConnection",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("connected through"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("ad campaign")
        verbose_name_plural = _("ad campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "platform", "external_id"],
                condition=~Q(external_id=""),
                name="ad_campaign_external_once",
                violation_error_message=_("Another campaign has this number already."),
            ),
            models.CheckConstraint(
                condition=Q(start_date=None) | Q(end_date=None) | Q(end_date__gte=models.F("start_date")),
                name="ad_campaign_dates",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=(Q(daily_budget=None) | Q(daily_budget__gte=0))
                & (Q(total_budget=None) | Q(total_budget__gte=0)),
                name="ad_campaign_budgets",
                violation_error_message=_("A budget is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
                name="ad_campaign_currency",
                violation_error_message=_("Write the currency as three capital letters, such as EUR."),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="ad_campaign_created"),
            models.Index(fields=["workspace", "platform", "name"], name="ad_campaign_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("ads:campaign-detail", args=[self.pk])

    @property
    def money(self):
        """The currency its budgets and figures are in."""
        return self.currency or self.workspace.currency


class AdSet(WorkspaceOwned, Dated):
    """What Google calls an ad group, and LinkedIn called a campaign until it renamed its levels."""

    campaign = models.ForeignKey(AdCampaign, models.CASCADE, related_name="ad_sets", verbose_name=_("ad campaign"))
    name = models.CharField(_("name"), max_length=255)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    target_audience = models.TextField(_("audience"), blank=True)
    daily_budget = models.DecimalField(_("daily budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    external_id = models.CharField(_("number on the platform"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("ad set")
        verbose_name_plural = _("ad sets")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "external_id"], condition=~Q(external_id=""), name="ad_set_external_once"
            )
        ]
        indexes = [models.Index(fields=["campaign", "name"], name="ad_set_name")]

    def __str__(self):
        return self.name


class AdCreative(WorkspaceOwned, Dated):
    """What people see: texts of which the platform picks, and images. Limits: marketing/ads/limits.json."""

    campaign = models.ForeignKey(AdCampaign, models.CASCADE, related_name="creatives", verbose_name=_("ad campaign"))
    name = models.CharField(_("name"), max_length=255)
    # Lists of texts; a platform without one of them ignores it
    headlines = models.JSONField(_("headlines"), default=list, blank=True)
    texts = models.JSONField(_("texts"), default=list, blank=True)
    descriptions = models.JSONField(_("descriptions"), default=list, blank=True)
    call_to_action = models.CharField(_("call to action"), max_length=40, blank=True)
    landing_url = models.URLField(_("where a click leads"), max_length=2048, blank=True)
    generation = models.ForeignKey(
        Generation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        verbose_name = _("creative")
        verbose_name_plural = _("creatives")

    def __str__(self):
        return self.name


class AdImage(WorkspaceOwned):
    """An image of a creative, in DATA_DIR/creatives under a name of ours."""

    creative = models.ForeignKey(
        AdCreative, models.CASCADE, null=True, blank=True, related_name="images", verbose_name=_("creative")
    )
    # Until it is accepted, an image belongs to the generation that made it.
    generation = models.ForeignKey(
        Generation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("generation")
    )
    stored = models.CharField(_("stored as"), max_length=80, unique=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("size"))
    layout = models.CharField(_("layout"), max_length=20, blank=True)
    alt = models.CharField(_("description for who does not see it"), max_length=255, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("image of an ad")
        verbose_name_plural = _("images of ads")

    def __str__(self):
        return f"{self.width} × {self.height}"

    @property
    def path(self):
        return settings.DATA_DIR / "creatives" / self.stored


class Ad(WorkspaceOwned, Dated):
    ad_set = models.ForeignKey(AdSet, models.CASCADE, related_name="ads", verbose_name=_("ad set"))
    creative = models.ForeignKey(
        AdCreative, models.SET_NULL, null=True, blank=True, related_name="ads", verbose_name=_("creative")
    )
    name = models.CharField(_("name"), max_length=255)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    external_id = models.CharField(_("number on the platform"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("ad")
        verbose_name_plural = _("ads")
        constraints = [
            models.UniqueConstraint(
                fields=["ad_set", "external_id"], condition=~Q(external_id=""), name="ad_external_once"
            )
        ]
        indexes = [models.Index(fields=["ad_set", "name"], name="ad_name")]

    def __str__(self):
        return self.name
