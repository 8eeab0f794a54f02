"""LinkedIn's Marketing API. What it calls a campaign group is a campaign here, as in its Campaign Manager since 2025,
and what it calls a campaign is an ad set."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.ads.models.campaigns import AdCampaign, Platform, Status
from marketing.ads.providers.base import Account, Campaign, Credential, Named, Refused, Row, Unavailable
from marketing.ads.providers.http import MOST_PAGES, HttpAdapter

Objective = AdCampaign.Objective
# A version answers for a year.
VERSION = "202606"
PAGE = 500
# A report has no pages and no more rows than these; a longer one is cut without a word.
MOST_ROWS = 15_000
FIELDS = (
    "pivotValues,dateRange,impressions,clicks,costInLocalCurrency,externalWebsiteConversions,"
    "conversionValueInLocalCurrency"
)
STATUSES = {"ACTIVE": Status.ACTIVE, "PAUSED": Status.PAUSED, "DRAFT": Status.DRAFT}
STATUSES |= dict.fromkeys(("ARCHIVED", "CANCELED", "COMPLETED", "REMOVED", "PENDING_DELETION"), Status.COMPLETED)
OBJECTIVES = {
    "BRAND_AWARENESS": Objective.AWARENESS,
    "WEBSITE_VISIT": Objective.TRAFFIC,
    "WEBSITE_TRAFFIC": Objective.TRAFFIC,
    "ENGAGEMENT": Objective.ENGAGEMENT,
    "VIDEO_VIEW": Objective.ENGAGEMENT,
    "LEAD_GENERATION": Objective.LEADS,
    "WEBSITE_CONVERSION": Objective.CONVERSIONS,
}


class LinkedIn(HttpAdapter):
    name = "linkedin"
    label = "LinkedIn"
    platforms = (Platform.LINKEDIN,)
    how = gettext_lazy(
        "In the developer portal, give an app the Advertising API and generate a token with the rights rw_ads and "
        "r_ads_reporting. A token lasts two months."
    )
    how_url = "https://learn.microsoft.com/linkedin/marketing/quick-start"
    credentials = (
        Credential("access_token", gettext_lazy("Access token")),
        Credential(
            "organization_id",
            gettext_lazy("Number of the company page"),
            is_secret=False,
            is_required=False,
            help=gettext_lazy("In whose name new ads appear; only needed to send creatives."),
        ),
    )
    base_url = "https://api.linkedin.com"
    late_days = 30

    def headers(self):
        return {
            "Authorization": f"Bearer {self.given['access_token']}",
            "LinkedIn-Version": VERSION,
            "X-Restli-Protocol-Version": "2.0.0",
        }

    def get(self, path, query):
        # Lists and records keep their brackets and commas: what httpx would encode, LinkedIn would not read.
        return self.ask("GET", f"/rest/{path}?{query}")

    def every(self, path, query):
        page, token = f"{query}&pageSize={PAGE}", ""
        for _page in range(MOST_PAGES):
            answer = self.get(path, page + (f"&pageToken={quote(token, safe='')}" if token else ""))
            yield from answer.get("elements", ())
            token = answer.get("metadata", {}).get("nextPageToken")
            if not token:
                return
        raise Unavailable(_("%(platform)s did not come to an end.") % {"platform": self.label})

    def accounts(self):
        rows = self.every("adAccounts", "q=search&search=(status:(values:List(ACTIVE)))")
        return [Account(str(row["id"]), row.get("name", ""), row.get("currency", "")) for row in rows]

    def pull_metrics(self, account_id, first, last):
        account = f"adAccounts/{account_id}"
        campaigns = {str(row["id"]): campaign_of(row) for row in self.every(f"{account}/adCampaignGroups", "q=search")}
        ad_sets = {str(row["id"]): named(row) for row in self.every(f"{account}/adCampaigns", "q=search")}
        for row in self.report(account_id, first, last):
            group, ad_set, ad = (urn.rpartition(":")[2] for urn in row["pivotValues"])
            yield Row(
                day_of(row["dateRange"]["start"]),
                campaigns.get(group) or Campaign(group, group, Status.COMPLETED),
                ad_sets.get(ad_set) or Named(ad_set, ad_set, Status.COMPLETED),
                # Ads have no names on LinkedIn.
                Named(ad, _("Ad %(id)s") % {"id": ad}),
                int(row.get("impressions", 0)),
                int(row.get("clicks", 0)),
                Decimal(str(row.get("externalWebsiteConversions", 0))),
                Decimal(row.get("costInLocalCurrency") or 0),
                Decimal(row.get("conversionValueInLocalCurrency") or 0),
            )

    def report(self, account_id, first, last):
        """Its rows; a span with too many for one answer is asked in halves."""
        query = (
            "q=statistics&pivots=List(CAMPAIGN_GROUP,CAMPAIGN,CREATIVE)&timeGranularity=DAILY"
            f"&dateRange=(start:{written(first)},end:{written(last)})"
            f"&accounts=List({quote(f'urn:li:sponsoredAccount:{account_id}', safe='')})&fields={FIELDS}"
        )
        rows = self.get("adAnalytics", query).get("elements", [])
        if len(rows) < MOST_ROWS or first == last:
            return rows
        middle = first + (last - first) // 2
        return self.report(account_id, first, middle) + self.report(account_id, middle + timedelta(days=1), last)

    def push_creative(self, account_id, ad_set_id, creative):
        author = self.given.get("organization_id")
        if not author:
            raise Refused(_("Give this account the number of the company page in whose name its ads appear."))
        author = f"urn:li:organization:{author}"
        article = {"source": creative.landing_url, "title": (creative.headlines or ("",))[0]}
        article["description"] = (creative.descriptions or ("",))[0]
        if creative.images:
            article["thumbnail"] = self.upload(author, creative.images[0])
        post = {
            "adContext": {"dscAdAccount": f"urn:li:sponsoredAccount:{account_id}", "dscStatus": "ACTIVE"},
            "author": author,
            "commentary": (creative.texts or ("",))[0],
            "visibility": "PUBLIC",
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
            "content": {"article": {name: text for name, text in article.items() if text}},
        }
        made = self.ask(
            "POST",
            f"/rest/adAccounts/{account_id}/creatives?action=createInline",
            json={
                "creative": {
                    "inlineContent": {"post": post},
                    "campaign": f"urn:li:sponsoredCampaign:{ad_set_id}",
                    "intendedStatus": "DRAFT",
                }
            },
        )
        return Named(made["value"]["creative"].rpartition(":")[2], creative.name, Status.DRAFT)

    def upload(self, owner, image):
        asked = {"initializeUploadRequest": {"owner": owner}}
        place = self.ask("POST", "/rest/images?action=initializeUpload", json=asked)["value"]
        self.ask("PUT", place["uploadUrl"], content=image)
        return place["image"]

    def pause(self, account_id, campaign_id):
        self.set_status(account_id, campaign_id, "PAUSED")

    def resume(self, account_id, campaign_id):
        self.set_status(account_id, campaign_id, "ACTIVE")

    def set_status(self, account_id, campaign_id, status):
        path = f"/rest/adAccounts/{account_id}/adCampaignGroups/{campaign_id}"
        patch = {"patch": {"$set": {"status": status}}}
        self.ask("POST", path, json=patch, headers={"X-RestLi-Method": "PARTIAL_UPDATE"})


def named(row):
    return Named(str(row["id"]), row["name"], STATUSES.get(row.get("status"), Status.PAUSED))


def campaign_of(row):
    schedule = row.get("runSchedule", {})
    return Campaign(
        str(row["id"]),
        row["name"],
        STATUSES.get(row.get("status"), Status.PAUSED),
        objective=OBJECTIVES.get(row.get("objectiveType"), ""),
        daily_budget=amount_of(row.get("dailyBudget")),
        total_budget=amount_of(row.get("totalBudget")),
        first_day=day_at(schedule.get("start")),
        last_day=day_at(schedule.get("end")),
    )


def amount_of(money):
    return Decimal(money["amount"]) if money else None


def day_at(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date() if milliseconds else None


def day_of(parts):
    return date(parts["year"], parts["month"], parts["day"])


def written(day):
    return f"(year:{day.year},month:{day.month},day:{day.day})"
