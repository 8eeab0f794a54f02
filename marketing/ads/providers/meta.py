"""Meta's Marketing API: campaigns, ad sets and ads of Facebook and Instagram."""

import base64
import hashlib
import hmac
import json
import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.ads.models.campaigns import AdCampaign, Platform, Status
from marketing.ads.providers.base import Account, Campaign, Credential, Named, Refused, Row, Unavailable
from marketing.ads.providers.http import MOST_PAGES, HttpAdapter, said

Objective = AdCampaign.Objective
VERSION = "v25.0"
PAGE = 200
FIELDS = (
    "campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,date_start,impressions,inline_link_clicks,spend,"
    "actions,action_values"
)
OF_CAMPAIGN = "id,name,effective_status,objective,daily_budget,lifetime_budget,start_time,stop_time"
# Without naming them, figures of ads that were deleted since are left out, and the past would shrink.
EVERY_AD = [
    *("ACTIVE", "PAUSED", "PENDING_REVIEW", "DISAPPROVED", "PREAPPROVED", "PENDING_BILLING_INFO", "CAMPAIGN_PAUSED"),
    *("ARCHIVED", "ADSET_PAUSED", "IN_PROCESS", "WITH_ISSUES", "DELETED"),
]
STATUSES = {"ACTIVE": Status.ACTIVE, "IN_PROCESS": Status.ACTIVE, "WITH_ISSUES": Status.ACTIVE}
STATUSES |= {"DELETED": Status.COMPLETED, "ARCHIVED": Status.COMPLETED}
OBJECTIVES = {
    "OUTCOME_AWARENESS": Objective.AWARENESS,
    "OUTCOME_TRAFFIC": Objective.TRAFFIC,
    "OUTCOME_ENGAGEMENT": Objective.ENGAGEMENT,
    "OUTCOME_LEADS": Objective.LEADS,
    "OUTCOME_SALES": Objective.SALES,
}
# Of each kind the first name that is there: the others say the same conversions again.
PURCHASE = ("omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase")
CONVERSIONS = (
    PURCHASE,
    ("lead", "offsite_conversion.fb_pixel_lead"),
    ("omni_complete_registration", "complete_registration", "offsite_conversion.fb_pixel_complete_registration"),
)
TOO_MANY = {4, 17, 32, 341, 613, *range(80000, 80015)}
PASSING = {1, 2}
ENDED = {102, 190, 463, 467}
# Money comes in the smallest unit of a currency, which for these is the whole.
WHOLE = {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"}


class Meta(HttpAdapter):
    name = "meta"
    label = "Meta"
    platforms = (Platform.FACEBOOK,)
    how = gettext_lazy(
        "In the business settings, make a system user with access to the ad account and generate a token with the "
        "rights ads_read and ads_management."
    )
    how_url = "https://developers.facebook.com/docs/marketing-api/get-started"
    credentials = (
        Credential("access_token", gettext_lazy("Access token")),
        Credential("app_secret", gettext_lazy("App secret"), is_required=False, help=gettext_lazy("Signs requests.")),
        Credential(
            "page_id",
            gettext_lazy("Number of the Facebook page"),
            is_secret=False,
            is_required=False,
            help=gettext_lazy("In whose name new ads appear; only needed to send creatives."),
        ),
    )
    base_url = "https://graph.facebook.com"

    def headers(self):
        return {"Authorization": f"Bearer {self.given['access_token']}"}

    def get(self, path, **params):
        return self.ask("GET", f"/{VERSION}/{path}", params=params | self.proof())

    def post(self, path, **data):
        return self.ask("POST", f"/{VERSION}/{path}", data=data | self.proof())

    def proof(self):
        secret, token = self.given.get("app_secret"), self.given["access_token"]
        if not secret:
            return {}
        return {"appsecret_proof": hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()}

    def every(self, path, **params):
        """Rows of every page. The cursor is followed, not `next`: that address holds the token."""
        for _page in range(MOST_PAGES):
            answer = self.get(path, limit=PAGE, **params)
            yield from answer.get("data", ())
            paging = answer.get("paging", {})
            after = paging.get("cursors", {}).get("after")
            if not paging.get("next") or not after or after == params.get("after"):
                return
            params["after"] = after
        raise Unavailable(_("%(platform)s did not come to an end.") % {"platform": self.label})

    def accounts(self):
        rows = self.every("me/adaccounts", fields="account_id,name,currency")
        return [Account(row["account_id"], row.get("name", ""), row.get("currency", "")) for row in rows]

    def pull_metrics(self, account_id, first, last):
        campaigns = self.campaigns(account_id)
        rows = self.every(
            f"act_{account_id}/insights",
            level="ad",
            time_increment=1,
            time_range=json.dumps({"since": str(first), "until": str(last)}),
            filtering=json.dumps([{"field": "ad.effective_status", "operator": "IN", "value": EVERY_AD}]),
            fields=FIELDS,
        )
        for row in rows:
            campaign = campaigns.get(row["campaign_id"])
            yield Row(
                date.fromisoformat(row["date_start"]),
                campaign or Campaign(row["campaign_id"], row["campaign_name"], Status.COMPLETED),
                Named(row["adset_id"], row["adset_name"]),
                Named(row["ad_id"], row["ad_name"]),
                int(row.get("impressions", 0)),
                int(row.get("inline_link_clicks", 0)),
                sum((first_of(row.get("actions"), names) for names in CONVERSIONS), Decimal(0)),
                Decimal(row.get("spend", 0)),
                first_of(row.get("action_values"), PURCHASE),
            )

    def campaigns(self, account_id):
        account = self.get(f"act_{account_id}", fields="currency")
        unit = Decimal(1) if account.get("currency") in WHOLE else Decimal("0.01")
        rows = self.every(f"act_{account_id}/campaigns", fields=OF_CAMPAIGN)
        return {row["id"]: campaign_of(row, unit) for row in rows}

    def push_creative(self, account_id, ad_set_id, creative):
        page = self.given.get("page_id")
        if not page:
            raise Refused(_("Give this account the number of the Facebook page in whose name its ads appear."))
        link = {"link": creative.landing_url, "message": first_text(creative.texts)}
        link |= {"name": first_text(creative.headlines), "description": first_text(creative.descriptions)}
        if creative.images:
            link["image_hash"] = self.upload(account_id, creative.images[0])
        # People write what a button says; Meta takes the names of its own.
        if re.fullmatch(r"[A-Z_]+", creative.call_to_action):
            link["call_to_action"] = {"type": creative.call_to_action, "value": {"link": creative.landing_url}}
        story = json.dumps({"page_id": page, "link_data": {key: text for key, text in link.items() if text}})
        made = self.post(f"act_{account_id}/adcreatives", name=creative.name, object_story_spec=story)
        ad = self.post(
            f"act_{account_id}/ads",
            name=creative.name,
            adset_id=ad_set_id,
            creative=json.dumps({"creative_id": made["id"]}),
            status="PAUSED",
        )
        return Named(ad["id"], creative.name, Status.PAUSED)

    def upload(self, account_id, image):
        answer = self.post(f"act_{account_id}/adimages", bytes=base64.b64encode(image).decode())
        return next(iter(answer["images"].values()))["hash"]

    def pause(self, account_id, campaign_id):
        self.post(campaign_id, status="PAUSED")

    def resume(self, account_id, campaign_id):
        self.post(campaign_id, status="ACTIVE")

    def fault(self, response, body):
        error = body.get("error") if isinstance(body, dict) else None
        if not isinstance(error, dict):
            return None
        code, names = error.get("code"), {"platform": self.label, "said": said(body)}
        if code in TOO_MANY:
            return Unavailable(_("%(platform)s asks us to wait.") % names, regained_in(response))
        if code in PASSING or error.get("is_transient"):
            return Unavailable(_("%(platform)s is out of order: %(said)s") % names)
        if code in ENDED:
            message = _("%(platform)s no longer accepts the credentials. Connect the account again.")
            return Refused(message % names)
        return None


def campaign_of(row, unit):
    return Campaign(
        row["id"],
        row["name"],
        STATUSES.get(row.get("effective_status"), Status.PAUSED),
        objective=OBJECTIVES.get(row.get("objective"), ""),
        daily_budget=Decimal(row["daily_budget"]) * unit if row.get("daily_budget") else None,
        total_budget=Decimal(row["lifetime_budget"]) * unit if row.get("lifetime_budget") else None,
        first_day=day_of(row.get("start_time")),
        last_day=day_of(row.get("stop_time")),
    )


def day_of(moment):
    return date.fromisoformat(moment[:10]) if moment else None


def first_of(actions, names):
    """The value of the first of these kinds of action that is there."""
    found = {each["action_type"]: each["value"] for each in actions or ()}
    return next((Decimal(found[name]) for name in names if name in found), Decimal(0))


def first_text(texts):
    return texts[0] if texts else ""


def regained_in(response):
    """Seconds until we may ask again, of the header that counts use; None without it."""
    try:
        usage = json.loads(response.headers.get("X-Business-Use-Case-Usage", "{}"))
        minutes = max(each.get("estimated_time_to_regain_access", 0) for of in usage.values() for each in of)
    except (ValueError, AttributeError, TypeError):
        return None
    return minutes * 60 or None
