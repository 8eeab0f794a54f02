"""“The platform says, we saw”: clicks beside visits, conversions beside opt-ins, with a sentence on each gap.

A visit is a campaign's when its utm_id is the campaign's number on the platform, or when its utm_campaign is the
campaign's and it came from that platform, by its click id or its source: the same name runs in newsletters and on other
platforms too.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import Lead
from marketing.ads.links import tracking_of, utm_of
from marketing.ads.models import AdCampaign, AdDailyMetric, Platform
from marketing.ads.totals import totals_of_campaign
from marketing.funnels.events import OPTED_IN
from webox.analytics.events import VISIT_STARTED
from webox.analytics.models import Event
from webox.analytics.periods import Period
from webox.analytics.visitors import CLICK_IDS
from webox.lib.lower import Lowered

# An opt-in counts for a visit up to so many days before it, as most platforms count a click.
WINDOW = timedelta(days=30)
META = ("facebook", "fb", "instagram", "ig", "meta", "messenger", "msg", "an", "audience_network", "threads")
SOURCES = {
    Platform.FACEBOOK: META,
    Platform.INSTAGRAM: META,
    Platform.GOOGLE: ("google", "googleads", "google_ads", "adwords", "youtube"),
    Platform.LINKEDIN: ("linkedin", "li"),
    Platform.TIKTOK: ("tiktok", "tt"),
    Platform.OTHER: (),
}
# And what is no ad at all
KNOWN = {source for names in SOURCES.values() for source in names} | {"newsletter", "email"}
SHORT = 3
# Of platforms that are none of ours
OTHER_IDS = ("msclkid",)


@dataclass(frozen=True)
class Reconciliation:
    """Of a campaign over a period, cut at the last day the platform reported."""

    campaign: AdCampaign
    period: Period
    clicks: int
    conversions: object
    visits: int
    visitors: int
    opt_ins: int
    leads: int
    won: int
    won_value: object
    # Of the platform, by their click id, that name no campaign
    unnamed_visits: int
    unnamed_opt_ins: int
    has_figures: bool

    @cached_property
    def is_elsewhere(self):
        """The landing page is on a site WeBox does not serve."""
        host = urlsplit(self.campaign.landing_url).hostname
        return bool(host) and host != urlsplit(settings.SITE_URL).hostname

    @property
    def click_gap(self):
        return self.visits - self.clicks

    @property
    def conversion_gap(self):
        return self.opt_ins - self.conversions

    @property
    def sentences(self):
        """Why the two sides differ, the weightiest first."""
        return [text for text in (self.about_figures(), self.about_clicks(), self.about_conversions()) if text] + (
            [self.about_unnamed()] if self.unnamed_visits else []
        )

    def about_figures(self):
        if not self.has_figures:
            return _("The platform’s figures of these days are not here yet: import a file or connect the account.")
        return ""

    def about_clicks(self):
        if not self.has_figures or self.click_gap == 0:
            return ""
        if not self.visits and self.is_elsewhere:
            return _("The landing page is on another site, so no visit can be seen here.")
        if not self.visits:
            return _("No visit named this campaign: check that the ads lead to the tracked address below.")
        if self.click_gap < 0:
            number = -self.click_gap
            return ngettext(
                "%(n)d click is no visit here: the person left before the page opened, clicked twice within half an "
                "hour, or the parameters were lost on the way.",
                "%(n)d clicks are no visits here: people leave before the page opens, click twice within half an hour, "
                "or the parameters get lost on the way.",
                number,
            ) % {"n": number}
        return ngettext(
            "%(n)d visit more than the platform billed: the same link stands elsewhere too, or somebody came back "
            "through it later.",
            "%(n)d visits more than the platform billed: the same link stands elsewhere too, or people came back "
            "through it later.",
            self.click_gap,
        ) % {"n": self.click_gap}

    def about_conversions(self):
        if not self.has_figures or self.conversion_gap == 0:
            return ""
        if self.conversion_gap < 0:
            return _(
                "The platform claims more conversions than opt-ins that began with its click: it also counts people "
                "who only saw the ad, clicks of up to several weeks ago, and whatever else it was told to count."
            )
        return _(
            "More opt-ins than the platform knows of: without consent, a pixel or conversions sent back to it, it "
            "misses some."
        )

    def about_unnamed(self):
        about = {"n": self.unnamed_visits, "opt_ins": self.unnamed_opt_ins, "platform": self.platform}
        return (
            ngettext(
                "%(n)d more visit with a click id of %(platform)s (%(opt_ins)d opt-ins) names no campaign: it may be "
                "this one’s. The tracked address below says whose.",
                "%(n)d more visits with a click id of %(platform)s (%(opt_ins)d opt-ins) name no campaign: they may be "
                "this one’s. The tracked address below says whose.",
                self.unnamed_visits,
            )
            % about
        )

    @property
    def platform(self):
        return self.campaign.get_platform_display()


def reconciliation_of(campaign, period, membership):
    """Of a member limited to their own leads, the opt-ins of those."""
    reported = AdDailyMetric.objects.filter(campaign=campaign, day__range=(period.first, period.last))
    until = reported.aggregate(last=Max("day"))["last"]
    span = Period(period.first, until) if until else period
    totals = totals_of_campaign(campaign, span if until else period)
    visits = visits_of(campaign, span, membership)
    seen = visits.aggregate(visits=Count("pk"), visitors=Count("visitor", distinct=True))
    opt_ins = opt_ins_of(campaign, span, membership)
    came = opt_ins.aggregate(opt_ins=Count("pk"), leads=Count("lead_id", distinct=True))
    leads = leads_of(campaign, span, membership).filter(status=Lead.Status.WON)
    won = leads.aggregate(won=Count("pk"), won_value=Sum("estimated_value"))
    unnamed = unnamed_visits_of(campaign, span, membership)
    return Reconciliation(
        campaign=campaign,
        period=span,
        clicks=totals.clicks,
        conversions=totals.conversions,
        unnamed_visits=unnamed.count(),
        unnamed_opt_ins=opted_in_after(unnamed, campaign.workspace, span, membership).count(),
        has_figures=not totals.is_empty,
        **seen,
        **came,
        **won,
    )


def visits_of(campaign, period, membership):
    """The visits that name this campaign, as events."""
    names = {utm_of(campaign), campaign.name, slugify(campaign.name), campaign.external_id} - {""}
    ours = Q(named__in={name.lower() for name in names}) & from_platform(campaign)
    if campaign.external_id:
        ours |= Q(numbered=campaign.external_id)
    return visits_in(campaign.workspace, period, membership).filter(ours)


def unnamed_visits_of(campaign, period, membership):
    """Visits with a click id of the platform that say nothing of a campaign."""
    ids = list(tracking_of(campaign.platform).click_ids)
    found = visits_in(campaign.workspace, period, membership)
    return found.filter(named="", numbered="", properties__has_any_keys=ids) if ids else found.none()


def visits_in(workspace, period, membership):
    start, end = period.moments(workspace.zone)
    visits = Event.objects.visible_to(membership).filter(type=VISIT_STARTED, at__gte=start, at__lt=end)
    return visits.annotate(
        named=Lowered(property_of("utm_campaign")),
        numbered=property_of("utm_id"),
        source=property_of("utm_source"),
    )


def property_of(name):
    """A text of the touch; what is missing is empty, since NOT IN of nothing is nothing."""
    return Coalesce(KeyTextTransform(name, "properties"), Value(""), output_field=TextField())


def from_platform(campaign):
    """A condition that holds for visits the platform sent, or that nothing says the contrary of."""
    platform = Platform(campaign.platform)
    mine = OTHER_IDS if platform == Platform.OTHER else tracking_of(platform).click_ids
    foreign = Q(properties__has_any_keys=[name for name in CLICK_IDS if name not in mine])
    if platform == Platform.OTHER:
        return ~Q(source__in=KNOWN) & ~foreign
    named = Q(source="") | Q(source__in=SOURCES[platform])
    for source in SOURCES[platform]:
        # Such as facebook-ads; a short one begins too many words.
        if len(source) > SHORT:
            named |= Q(source__startswith=source)
    return (Q(properties__has_any_keys=list(mine)) | named) & ~foreign


def opt_ins_of(campaign, period, membership):
    """Opt-ins of the period whose visitor came by this campaign, up to WINDOW earlier."""
    earlier = Period(period.first - WINDOW, period.last)
    visits = visits_of(campaign, earlier, membership)
    return opted_in_after(visits, campaign.workspace, period, membership)


def opted_in_after(visits, workspace, period, membership):
    start, end = period.moments(workspace.zone)
    opt_ins = Event.objects.visible_to(membership).filter(type=OPTED_IN, at__gte=start, at__lt=end)
    before = visits.filter(visitor=OuterRef("visitor"), at__lte=OuterRef("at"))
    return opt_ins.exclude(visitor="").filter(Exists(before))


def leads_of(campaign, period, membership):
    """The leads those opt-ins became."""
    ids = opt_ins_of(campaign, period, membership).exclude(lead_id=None).values("lead_id")
    return Lead.objects.visible_to(membership).alive().filter(pk__in=ids)
