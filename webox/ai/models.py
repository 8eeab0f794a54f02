from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet
from webox.lib import vault


class Tone(models.TextChoices):
    PROFESSIONAL = "professional", _("Professional")
    FRIENDLY = "friendly", _("Friendly")
    ENTHUSIASTIC = "enthusiastic", _("Enthusiastic")
    FORMAL = "formal", _("Formal")


class AIConfigQuerySet(WorkspaceQuerySet):
    def of_workspace(self, workspace):
        """The workspace's own, without its members' overrides."""
        return self.for_workspace(workspace).filter(user=None)


class AIConfig(WorkspaceOwned, Dated):
    """Who writes for a workspace, in which voice and about what.

    A row with a user is that member's override: what it leaves empty is the workspace's. The brand brief, the budget
    and the switch are the workspace's alone.
    """

    class Provider(models.TextChoices):
        OFFLINE = "offline", _("Offline writer (templates, no key)")
        OPENAI = "openai", _("OpenAI, or a server that speaks its language")
        ANTHROPIC = "anthropic", "Anthropic"
        GOOGLE = "google", "Google Gemini"
        MISTRAL = "mistral", "Mistral"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    is_on = models.BooleanField(_("AI drafts are on"), default=True)
    provider = models.CharField(_("provider"), max_length=10, choices=Provider, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True, help_text=_("As the provider calls it."))
    base_url = models.URLField(
        _("address"), blank=True, help_text=_("Of a server of your own; empty for the provider's.")
    )
    # Sealed by webox.lib.vault; the last characters are kept in the clear so that people tell keys apart.
    sealed_key = models.TextField(editable=False, blank=True)
    key_hint = models.CharField(_("key ends in"), max_length=4, blank=True, editable=False)
    image_model = models.CharField(
        _("model for images"),
        max_length=120,
        blank=True,
        help_text=_("Of a provider with OpenAI's image API. Empty: images are composed from your brand's colour."),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    tone = models.CharField(_("tone"), max_length=12, choices=Tone, blank=True)
    brand_name = models.CharField(_("brand"), max_length=120, blank=True)
    brand_color = models.CharField(_("brand colour"), max_length=7, blank=True, help_text=_("Such as #1f6feb."))
    offer = models.TextField(_("offer"), blank=True, help_text=_("What you sell, to whom, and what they get from it."))
    facts = models.TextField(_("facts"), blank=True, help_text=_("One a line. Only these may be stated as facts."))
    prices = models.TextField(_("prices"), blank=True, help_text=_("One a line, such as “Coaching: 490 €”."))
    forbidden_claims = models.TextField(
        _("forbidden claims"), blank=True, help_text=_("One a line: words or sentences never to write.")
    )
    sample_texts = models.TextField(_("sample texts"), blank=True, help_text=_("In your own voice, to write like you."))
    monthly_budget = models.DecimalField(
        _("monthly budget"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In US dollars, as providers charge. Empty: no limit."),
    )

    objects = AIConfigQuerySet.as_manager()

    class Meta:
        verbose_name = _("AI settings")
        verbose_name_plural = _("AI settings")
        constraints = [
            models.UniqueConstraint(fields=["workspace"], condition=Q(user=None), name="ai_config_once"),
            models.UniqueConstraint(
                fields=["workspace", "user"], condition=Q(user__isnull=False), name="ai_config_once_per_member"
            ),
            models.CheckConstraint(
                condition=Q(brand_color="") | Q(brand_color__regex=r"^#[0-9a-fA-F]{6}$"),
                name="ai_config_color",
                violation_error_message=_("Write the colour as # and six hexadecimal digits, such as #1f6feb."),
            ),
            models.CheckConstraint(
                condition=Q(monthly_budget=None) | Q(monthly_budget__gte=0),
                name="ai_config_budget",
                violation_error_message=_("A budget is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.get_provider_display()} {self.model}".strip()

    @property
    def key(self):
        """The provider's key in the clear. Raises webox.lib.vault.Unreadable."""
        return vault.unseal(self.sealed_key)

    def keep_key(self, key):
        """Seal a key on this row, not yet saved; an empty one is forgotten."""
        self.sealed_key, self.key_hint = vault.seal(key), key[-4:] if len(key) > 12 else ""


class GenerationQuerySet(WorkspaceQuerySet):
    def unfinished(self):
        return self.filter(state__in=Generation.UNFINISHED)

    def cost(self):
        """US dollars of these, as far as prices are known."""
        return self.aggregate(total=Sum("cost"))["total"] or 0


class Generation(WorkspaceOwned):
    """One thing asked of a writer, what it wrote, and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being written")
        READY = "ready", _("To be read")
        FAILED = "failed", _("Failed")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    UNFINISHED = (State.QUEUED, State.RUNNING)

    # Of webox.ai.registry
    purpose = models.CharField(_("purpose"), max_length=40)
    prompt_version = models.CharField(_("version of the prompt"), max_length=20, blank=True)
    inputs = models.JSONField(_("inputs"), default=dict)
    # As the purpose's schema has it; people edit it until it is accepted
    output = models.JSONField(_("output"), null=True, blank=True)
    # Paths in the output nobody has read yet, such as "/pages/0/headline"
    marks = models.JSONField(_("not yet read"), default=list, blank=True)
    # What is wrong with it: [{"path": "/subject", "level": "error" or "warning", "message": …}]
    problems = models.JSONField(_("problems"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    error = models.TextField(_("error"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    # Of the same inputs, asked again
    retry_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="retries", verbose_name=_("again")
    )
    provider = models.CharField(_("provider"), max_length=10, choices=AIConfig.Provider)
    model = models.CharField(_("model"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    tone = models.CharField(_("tone"), max_length=12, choices=Tone)
    # Of the offline writer: the same seed writes the same
    seed = models.PositiveIntegerField(_("seed"), default=0)
    input_tokens = models.PositiveIntegerField(_("tokens read"), default=0)
    output_tokens = models.PositiveIntegerField(_("tokens written"), default=0)
    # US dollars; null where the price of a model is not known
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=6, null=True, blank=True)
    latency_ms = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)
    # Requests made to the provider, in all
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    # How often a provider that was away put it off, and until when
    put_off = models.PositiveSmallIntegerField(default=0, editable=False)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # What accepting it made, such as "emails.emailcampaign" 12
    subject = models.CharField(_("became"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("its id"), null=True, blank=True)

    objects = GenerationQuerySet.as_manager()

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "accepted"]) | Q(output__isnull=False),
                name="generation_ready_has_output",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="generation_created"),
            models.Index(
                fields=["started_at"], name="generation_unfinished", condition=Q(state__in=["queued", "running"])
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("ai:generation-detail", args=[self.pk])

    @property
    def is_unfinished(self):
        return self.state in self.UNFINISHED

    @property
    def is_from_templates(self):
        return self.provider == AIConfig.Provider.OFFLINE
