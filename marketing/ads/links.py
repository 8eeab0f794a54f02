"""The address an ad leads to, with what tells its clicks apart here, written as each platform fills it in.

Read in November 2026: Meta Business Help “URL dynamic parameters”, Google Ads Help “ValueTrack parameters”, Microsoft
Learn “Dynamic UTM tracking” (LinkedIn sets its own on the campaign), TikTok Ads Help “URL macros”.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from marketing.ads.models import Platform

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "utm_id")
# A macro is replaced only where it stands as the platform writes it.
AS_WRITTEN = "{}_."


@dataclass(frozen=True)
class Tracking:
    """`macros` go into the address; `dynamic` is set beside it, on the platform's own page."""

    source: str
    medium: str
    macros: dict
    click_ids: tuple
    hint: str
    dynamic: tuple = ()


META = {"utm_content": "{{ad.id}}", "utm_term": "{{adset.id}}", "utm_id": "{{campaign.id}}"}
META_HINT = _("Meta adds fbclid by itself. Paste the address as the website URL of the ad.")
TRACKING = {
    Platform.FACEBOOK: Tracking("facebook", "paid_social", META, ("fbclid",), META_HINT),
    Platform.INSTAGRAM: Tracking("instagram", "paid_social", META, ("fbclid",), META_HINT),
    Platform.GOOGLE: Tracking(
        "google",
        "cpc",
        {"utm_content": "{creative}", "utm_term": "{keyword}", "utm_id": "{campaignid}"},
        ("gclid", "gbraid", "wbraid"),
        _(
            "With auto-tagging on, Google adds gclid by itself, gbraid or wbraid on iOS. Paste the address as the final"
            " URL of the ad."
        ),
    ),
    Platform.LINKEDIN: Tracking(
        "linkedin",
        "paid_social",
        {},
        ("li_fat_id",),
        _(
            "LinkedIn adds li_fat_id by itself once enhanced conversion tracking is on. Add on the campaign, under "
            "“URL parameters”, what it fills in itself:"
        ),
        (("utm_id", "CAMPAIGN_GROUP_ID"), ("utm_term", "CAMPAIGN_ID"), ("utm_content", "CREATIVE_ID")),
    ),
    Platform.TIKTOK: Tracking(
        "tiktok",
        "paid_social",
        {"utm_content": "__CID__", "utm_term": "__AID__", "utm_id": "__CAMPAIGN_ID__"},
        ("ttclid",),
        _("TikTok adds ttclid by itself. Paste the address as the destination page of the ad."),
    ),
    Platform.OTHER: Tracking("", "cpc", {}, (), _("Write the name of the platform as the source.")),
}


def tracking_of(platform):
    return TRACKING[Platform(platform)]


def utm_of(campaign):
    """What arrives as utm_campaign from its clicks."""
    return campaign.utm_campaign or slugify(campaign.name) or f"ads-{campaign.pk}"


def parameters_of(campaign, **chosen):
    """{utm parameter: value} of an ad of the campaign; `chosen` replaces some, an empty one leaves it out."""
    tracking = tracking_of(campaign.platform)
    values = {"utm_source": tracking.source, "utm_medium": tracking.medium, "utm_campaign": utm_of(campaign)}
    values |= tracking.macros | chosen
    return {name: values[name] for name in UTM if values.get(name)}


def tracked(address, parameters):
    """The address with these parameters. Its own query and fragment stay; a parameter it has already is replaced."""
    parts = urlsplit(address.strip())
    own = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in parameters]
    query = [f"{quote(name, safe='[]')}={quote(value, safe='{}_.~:/')}" for name, value in (*own, *parameters.items())]
    return urlunsplit(parts._replace(query="&".join(query)))


def link_of(campaign, address="", **chosen):
    """The tracked address of a campaign, or nothing while no landing page is known."""
    address = address or campaign.landing_url
    return tracked(address, parameters_of(campaign, **chosen)) if address else ""
