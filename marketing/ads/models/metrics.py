from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from marketing.ads.models.campaigns import Ad, AdCampaign, AdSet
from webox.accounts.models import WorkspaceOwned, WorkspaceQuerySet


class MeasuresQuerySet(WorkspaceQuerySet):
    def sums(self):
        """{impressions, clicks, conversions, spend, conversion_value} of these rows; money of one currency only."""
        return self.aggregate(**{name: Sum(name, default=0) for name in Measures.NAMES})


class Measures(WorkspaceOwned):
    """What a platform says happened. Rates are made from sums, never kept."""

    NAMES = ("impressions", "clicks", "conversions", "spend", "conversion_value")

    campaign = models.ForeignKey(AdCampaign, models.CASCADE, related_name="+", verbose_name=_("ad campaign"))
    ad_set = models.ForeignKey(AdSet, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("ad set"))
    ad = models.ForeignKey(Ad, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("ad"))
    currency = models.CharField(_("currency"), max_length=3)
    impressions = models.PositiveBigIntegerField(_("impressions"), default=0)
    clicks = models.PositiveBigIntegerField(_("clicks"), default=0)
    # Google shares a conversion between clicks.
    conversions = models.DecimalField(_("conversions"), max_digits=16, decimal_places=4, default=0)
    spend = models.DecimalField(_("spend"), max_digits=16, decimal_places=4, default=0)
    conversion_value = models.DecimalField(_("conversion value"), max_digits=16, decimal_places=4, default=0)

    objects = MeasuresQuerySet.as_manager()

    class Meta:
        abstract = True


class AdDailyMetric(Measures):
    """One day of a campaign, or of its ad sets, or of its ads: a day of a campaign is kept at one level only, so that
    a sum over the rows counts nothing twice. Whatever brings another level replaces the day."""

    campaign = models.ForeignKey(AdCampaign, models.CASCADE, related_name="days", verbose_name=_("ad campaign"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("daily figures")
        verbose_name_plural = _("daily figures")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "day", "currency"], condition=Q(ad_set=None, ad=None), name="ad_day_of_campaign"
            ),
            models.UniqueConstraint(
                fields=["ad_set", "day", "currency"],
                condition=Q(ad_set__isnull=False, ad=None),
                name="ad_day_of_ad_set",
            ),
            models.UniqueConstraint(
                fields=["ad", "day", "currency"], condition=Q(ad__isnull=False), name="ad_day_of_ad"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "day"], name="ad_day"),
            models.Index(fields=["campaign", "day"], name="ad_day_by_campaign"),
        ]

    def __str__(self):
        return f"{self.campaign_id} {self.day}"


class PeriodQuerySet(MeasuresQuerySet):
    def uncovered(self):
        """Those on whose days the campaign has no daily figures: the others say again what the days say."""
        days = AdDailyMetric.objects.filter(
            campaign=OuterRef("campaign"), day__range=(OuterRef("first_day"), OuterRef("last_day"))
        )
        return self.filter(~Exists(days))


class AdPeriodMetric(Measures):
    """Figures a file gave for several days together: shown beside the days, never booked on one of them."""

    campaign = models.ForeignKey(AdCampaign, models.CASCADE, related_name="periods", verbose_name=_("ad campaign"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a period")
        verbose_name_plural = _("figures of periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=models.F("first_day")), name="ad_period_is_longer_than_a_day"
            )
        ]
        indexes = [models.Index(fields=["campaign", "first_day"], name="ad_period")]

    def __str__(self):
        return f"{self.campaign_id} {self.first_day} – {self.last_day}"
