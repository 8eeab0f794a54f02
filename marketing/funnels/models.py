from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet


class FunnelQuerySet(WorkspaceQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def for_list(self):
        # Counted for the rows shown only: a GROUP BY would count for every funnel before the page is cut.
        pages = FunnelPage.objects.filter(funnel=models.OuterRef("pk")).order_by().values("funnel")
        return self.annotate(
            number_of_pages=models.Subquery(pages.annotate(number=models.Count("pk")).values("number"))
        )


class Funnel(WorkspaceOwned, Dated):
    class Type(models.TextChoices):
        WEBINAR = "webinar", _("Webinar")
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")
        LEAD_MAGNET = "lead_magnet", _("Lead magnet")
        MEMBERSHIP = "membership", _("Membership")
        CONSULTATION = "consultation", _("Consultation")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    funnel_type = models.CharField(_("type"), max_length=14, choices=Type, default=Type.LEAD_MAGNET)
    is_active = models.BooleanField(_("published"), default=False)
    is_template = models.BooleanField(_("template"), default=False)
    consent_text = models.TextField(
        _("consent text"),
        blank=True,
        help_text=_("What a person agrees to when they leave their address, word for word."),
    )
    # Moved by delta in the transaction of the event that moves them; rates are computed from them.
    total_visitors = models.PositiveIntegerField(_("visitors"), default=0, editable=False)
    total_leads = models.PositiveIntegerField(_("leads"), default=0, editable=False)
    total_sales = models.PositiveIntegerField(_("sales"), default=0, editable=False)
    total_revenue = models.DecimalField(_("revenue"), max_digits=14, decimal_places=2, default=0, editable=False)

    objects = FunnelQuerySet.as_manager()

    class Meta:
        verbose_name = _("funnel")
        verbose_name_plural = _("funnels")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "slug"],
                name="funnel_slug_unique",
                violation_error_message=_("Another funnel has this address already."),
            )
        ]
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="funnel_created")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("funnels:funnel-detail", args=[self.pk])

    def public_path(self, workspace_slug):
        """The address of the funnel's first published page, without the host."""
        return reverse("funnels:public-funnel", args=[workspace_slug, self.slug])

    @property
    def conversion_rate(self):
        """Leads per visitor, 0 to 1; None before the first visitor."""
        return self.total_leads / self.total_visitors if self.total_visitors else None


class FunnelPageQuerySet(WorkspaceQuerySet):
    def published(self):
        return self.filter(is_published=True, funnel__is_active=True)

    def in_order(self):
        return self.order_by("order", "pk")

    def without_content(self):
        return self.defer("html_content", "css_content", "js_content")


class FunnelPage(WorkspaceOwned, Dated):
    class Type(models.TextChoices):
        OPTIN = "optin", _("Opt-in")
        VSL = "vsl", _("Video sales letter")
        SALES = "sales", _("Sales")
        CHECKOUT = "checkout", _("Checkout")
        UPSELL = "upsell", _("Upsell")
        DOWNSELL = "downsell", _("Downsell")
        THANK_YOU = "thank_you", _("Thank you")
        WEBINAR = "webinar", _("Webinar")

    funnel = models.ForeignKey(Funnel, models.CASCADE, related_name="pages", verbose_name=_("funnel"))
    name = models.CharField(_("name"), max_length=120)
    page_type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.OPTIN)
    slug = models.SlugField(_("address"), max_length=80)
    html_content = models.TextField(_("HTML"), blank=True)
    css_content = models.TextField(_("CSS"), blank=True)
    js_content = models.TextField(_("JavaScript"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_published = models.BooleanField(_("published"), default=True)
    visitors = models.PositiveIntegerField(_("visitors"), default=0, editable=False)
    conversions = models.PositiveIntegerField(_("conversions"), default=0, editable=False)

    objects = FunnelPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("funnel page")
        verbose_name_plural = _("funnel pages")
        constraints = [
            models.UniqueConstraint(
                fields=["funnel", "slug"],
                name="funnel_page_slug_unique",
                violation_error_message=_("Another page of this funnel has this address already."),
            )
        ]

    def __str__(self):
        return self.name

    def public_path(self, workspace_slug, funnel_slug):
        return reverse("funnels:public-page", args=[workspace_slug, funnel_slug, self.slug])

    @property
    def conversion_rate(self):
        """Conversions per visitor, 0 to 1; None before the first visitor."""
        return self.conversions / self.visitors if self.visitors else None
