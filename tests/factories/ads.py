from datetime import date
from decimal import Decimal
from itertools import count
from random import Random

from marketing.ads.generating.schema import AdDraft
from marketing.ads.generating.writing import write
from marketing.ads.models import (
    Ad,
    AdCampaign,
    AdConnection,
    AdCreative,
    AdDailyMetric,
    AdImage,
    AdPeriodMetric,
    AdSet,
)
from marketing.ads.visuals import Visual, compose, files
from webox.ai.models import Generation
from webox.ai.registry import Brand, Brief

number = count(1)


def make_ad_campaign(workspace, **fields):
    return AdCampaign.objects.create(workspace=workspace, **{"name": f"Annonce {next(number)}"} | fields)


def make_ad_set(campaign, **fields):
    fields = {"name": f"Groupe {next(number)}", "status": "active"} | fields
    return AdSet.objects.create(workspace=campaign.workspace, campaign=campaign, **fields)


def make_ad(ad_set, **fields):
    fields = {"name": f"Visuel {next(number)}", "status": "active"} | fields
    return Ad.objects.create(workspace=ad_set.workspace, ad_set=ad_set, **fields)


def make_creative(campaign, **fields):
    fields = {"name": f"Création {next(number)}"} | fields
    return AdCreative.objects.create(workspace=campaign.workspace, campaign=campaign, **fields)


def make_day(campaign, day, **fields):
    """The figures of a day; of the ad's own set when only an ad is named."""
    if fields.get("ad"):
        fields.setdefault("ad_set", fields["ad"].ad_set)
    return AdDailyMetric.objects.create(
        workspace=campaign.workspace, campaign=campaign, day=as_day(day), **{"currency": campaign.money} | fields
    )


def make_period(campaign, first, last, **fields):
    return AdPeriodMetric.objects.create(
        workspace=campaign.workspace,
        campaign=campaign,
        first_day=as_day(first),
        last_day=as_day(last),
        **{"currency": campaign.money} | fields,
    )


def as_day(day):
    return date.fromisoformat(day) if isinstance(day, str) else day


def figures(impressions=0, clicks=0, conversions="0", spend="0", value="0"):
    """The five measures as the models call them."""
    return {
        "impressions": impressions,
        "clicks": clicks,
        "conversions": Decimal(conversions),
        "spend": Decimal(spend),
        "conversion_value": Decimal(value),
    }


def make_connection(workspace, adapter="sandbox", given=None, **fields):
    """A connected account; a sandbox unless said otherwise."""
    fields = {"platform": "facebook", "account_id": f"sandbox-{next(number)}", "currency": "EUR"} | fields
    fields.setdefault("memory", {"language": "fr"})
    connection = AdConnection(workspace=workspace, adapter=adapter, **fields)
    connection.keep_credentials({"platform": "facebook"} if given is None else given)
    connection.save()
    return connection


AD_WISH = {
    "platform": "facebook",
    "product": "Formation Marketing",
    "objective": "conversions",
    "audience": "dirigeants de PME",
    "budget": "1000.00",
    "days": 14,
    "landing_url": "https://example.com/formation",
}


def make_ad_image(creative, **fields):
    """A small image in a file of its own."""
    kept = files.keep(compose(Visual("block", 200, 200, "Bonjour")))
    known = vars(kept) | {"alt": "Bonjour", "layout": "block"}
    return AdImage.objects.create(workspace=creative.workspace, creative=creative, **known | fields)


def make_ad_generation(workspace, state="ready", seed=1, **inputs):
    """A draft of ads as the offline writer leaves it, its images not composed yet."""
    wish = AD_WISH | inputs
    brief = Brief(wish, "fr", "friendly", Brand(name=workspace.name), {"segments": []})
    output = AdDraft.model_validate(write(brief, Random(seed))).model_dump(mode="json")
    return Generation.objects.create(
        workspace=workspace,
        purpose="ads.creative",
        prompt_version="1",
        inputs=wish,
        output=output,
        state=state,
        provider="offline",
        language="fr",
        tone="friendly",
    )
