"""The Google Ads API over its REST face."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.ads.models.campaigns import Platform, Status
from marketing.ads.providers.base import Account, Campaign, Credential, Named, Refused, Row, Unavailable
from marketing.ads.providers.http import MOST_PAGES, HttpAdapter, retry_after

VERSION = "v24"
MICROS = Decimal(1_000_000)
STATUSES = {"ENABLED": Status.ACTIVE, "PAUSED": Status.PAUSED, "REMOVED": Status.COMPLETED}
MEASURES = (
    "segments.date, metrics.impressions, metrics.clicks, metrics.conversions, metrics.cost_micros, "
    "metrics.conversions_value"
)
OF_CAMPAIGN = (
    "campaign.id, campaign.name, campaign.status, campaign.start_date_time, campaign.end_date_time, "
    "campaign_budget.amount_micros, campaign_budget.explicitly_shared"
)
CAMPAIGNS = "SELECT {campaign}, {measures} FROM campaign WHERE segments.date BETWEEN '{first}' AND '{last}'"
ADS = (
    "SELECT campaign.id, ad_group.id, ad_group.name, ad_group.status, ad_group_ad.ad.id, ad_group_ad.ad.name, "
    "ad_group_ad.ad.type, ad_group_ad.status, {measures} FROM ad_group_ad "
    "WHERE segments.date BETWEEN '{first}' AND '{last}'"
)
CLIENTS = (
    "SELECT customer_client.id, customer_client.descriptive_name, customer_client.currency_code "
    "FROM customer_client WHERE customer_client.manager = FALSE AND customer_client.status = 'ENABLED'"
)


class Google(HttpAdapter):
    name = "google"
    label = "Google Ads"
    platforms = (Platform.GOOGLE,)
    how = gettext_lazy(
        "A developer token comes from the API centre of a manager account; the client and its refresh token from a "
        "project in the Google Cloud console with the Google Ads API switched on."
    )
    how_url = "https://developers.google.com/google-ads/api/docs/get-started/introduction"
    credentials = (
        Credential("developer_token", gettext_lazy("Developer token")),
        Credential("client_id", gettext_lazy("OAuth client number"), is_secret=False),
        Credential("client_secret", gettext_lazy("OAuth client secret")),
        Credential("refresh_token", gettext_lazy("Refresh token")),
        Credential(
            "login_customer_id",
            gettext_lazy("Number of the manager account"),
            is_secret=False,
            is_required=False,
            help=gettext_lazy("When the account is reached through one; with or without dashes."),
        ),
    )
    base_url = "https://googleads.googleapis.com"
    token_url = "https://oauth2.googleapis.com/token"  # noqa: S105  an address
    late_days = 30
    access_token = ""

    def headers(self):
        if not self.access_token:
            return {}
        headers = {
            "Authorization": f"Bearer {self.access_token}",
            "developer-token": self.given["developer_token"],
        }
        if manager := digits(self.given.get("login_customer_id", "")):
            headers["login-customer-id"] = manager
        return headers

    def sign_in(self):
        """Exchange the refresh token for one that lasts an hour."""
        form = {name: self.given[name] for name in ("client_id", "client_secret", "refresh_token")}
        answer = self.ask("POST", self.token_url, data=form | {"grant_type": "refresh_token"})
        self.access_token = answer.get("access_token", "")
        if not self.access_token:
            raise Unavailable(_("%(platform)s gave an answer that cannot be read.") % {"platform": self.label})

    def call(self, method, path, **options):
        if not self.access_token:
            self.sign_in()
        return self.ask(method, f"/{VERSION}/{path}", **options)

    def search(self, customer, query):
        params = {"query": query}
        for _page in range(MOST_PAGES):
            answer = self.call("POST", f"customers/{customer}/googleAds:search", json=params)
            yield from answer.get("results", ())
            if not answer.get("nextPageToken"):
                return
            params["pageToken"] = answer["nextPageToken"]
        raise Unavailable(_("%(platform)s did not come to an end.") % {"platform": self.label})

    def accounts(self):
        manager = digits(self.given.get("login_customer_id", ""))
        if manager:
            roots = [manager]
        else:
            names = self.call("GET", "customers:listAccessibleCustomers").get("resourceNames", ())
            roots = [name.partition("/")[2] for name in names]
        found = {}
        for root in roots:
            for row in self.search(root, CLIENTS):
                client = row["customerClient"]
                id = str(client["id"])
                found[id] = Account(id, client.get("descriptiveName", ""), client.get("currencyCode", ""))
        return list(found.values())

    def pull_metrics(self, account_id, first, last):
        """Of a campaign's day the ads where they add up to it, else the campaign: some kinds have no ads to show."""
        span = {"measures": MEASURES, "first": first, "last": last}
        whole = [row_of(each) for each in self.search(account_id, CAMPAIGNS.format(campaign=OF_CAMPAIGN, **span))]
        campaigns = {row.campaign.id: row.campaign for row in whole}
        parts = {}
        for each in self.search(account_id, ADS.format(**span)):
            campaign = campaigns.get(str(each["campaign"]["id"]))
            if campaign:
                row = row_of(each, campaign)
                parts.setdefault((campaign.id, row.day), []).append(row)
        for row in whole:
            ads = parts.get((row.campaign.id, row.day), ())
            yield from ads if add_up(ads, row) else [row]

    def push_creative(self, account_id, ad_set_id, creative):
        if len(creative.headlines) < 3 or len(creative.descriptions or creative.texts) < 2:
            raise Refused(_("Google wants at least three headlines and two descriptions."))
        texts = {
            "headlines": [{"text": text} for text in creative.headlines[:15]],
            "descriptions": [{"text": text} for text in (creative.descriptions or creative.texts)[:4]],
        }
        ad = {"finalUrls": [creative.landing_url], "responsiveSearchAd": texts}
        group = f"customers/{account_id}/adGroups/{ad_set_id}"
        made = self.mutate(account_id, "adGroupAds", create={"adGroup": group, "status": "PAUSED", "ad": ad})
        return Named(made.rpartition("~")[2], creative.name, Status.PAUSED)

    def pause(self, account_id, campaign_id):
        self.set_status(account_id, campaign_id, "PAUSED")

    def resume(self, account_id, campaign_id):
        self.set_status(account_id, campaign_id, "ENABLED")

    def set_status(self, account_id, campaign_id, status):
        name = f"customers/{account_id}/campaigns/{campaign_id}"
        self.mutate(account_id, "campaigns", update={"resourceName": name, "status": status}, updateMask="status")

    def mutate(self, account_id, kind, **operation):
        """The resource name of what was made or changed."""
        answer = self.call("POST", f"customers/{account_id}/{kind}:mutate", json={"operations": [operation]})
        return answer["results"][0]["resourceName"]

    def fault(self, response, body):
        names = {"platform": self.label}
        if isinstance(body, dict) and body.get("error") == "invalid_grant":
            message = _("%(platform)s no longer accepts the credentials. Connect the account again.")
            return Refused(message % names)
        error = body.get("error") if isinstance(body, dict) else None
        if not isinstance(error, dict):
            return None
        details = [each for each in error.get("details", ()) if isinstance(each, dict)]
        if error.get("status") == "RESOURCE_EXHAUSTED":
            return Unavailable(_("%(platform)s asks us to wait.") % names, delay_in(details) or retry_after(response))
        errors = [each for detail in details for each in detail.get("errors", ())]
        if response.status_code < 500 and response.status_code != 401 and errors:
            text = str(errors[0].get("message") or error.get("message"))[:300]
            return Refused(_("%(platform)s refused: %(said)s") % (names | {"said": text}))
        return None


def digits(text):
    return "".join(each for each in text if each.isdigit())


def row_of(found, campaign=None):
    metrics = found.get("metrics", {})
    ad_group, ad = found.get("adGroup"), found.get("adGroupAd")
    return Row(
        date.fromisoformat(found["segments"]["date"]),
        campaign or campaign_of(found),
        named(ad_group["id"], ad_group["name"], ad_group.get("status")) if ad_group else None,
        named(ad["ad"]["id"], ad["ad"].get("name") or name_of(ad["ad"]), ad.get("status")) if ad else None,
        int(metrics.get("impressions", 0)),
        int(metrics.get("clicks", 0)),
        # JSON's own numbers: written out first, so that 0.1 stays 0.1
        Decimal(str(metrics.get("conversions", 0))),
        Decimal(metrics.get("costMicros", 0)) / MICROS,
        Decimal(str(metrics.get("conversionsValue", 0))),
    )


def named(id, name, status):
    return Named(str(id), name, STATUSES.get(status, Status.PAUSED))


def name_of(ad):
    """Search ads have no name of their own."""
    return f"{ad.get('type', 'AD').replace('_', ' ').capitalize()} {ad['id']}"


def campaign_of(found):
    campaign, budget = found["campaign"], found.get("campaignBudget", {})
    # A shared budget is not this campaign's alone.
    own = budget.get("amountMicros") and not budget.get("explicitlyShared")
    return Campaign(
        str(campaign["id"]),
        campaign["name"],
        STATUSES.get(campaign.get("status"), Status.PAUSED),
        daily_budget=Decimal(budget["amountMicros"]) / MICROS if own else None,
        first_day=day_of(campaign.get("startDateTime")),
        last_day=day_of(campaign.get("endDateTime")),
    )


def day_of(moment):
    """Of "2026-11-21 00:00:00", in the account's own time; campaigns without an end came with one in 2037."""
    return date.fromisoformat(moment[:10]) if moment and moment < "2037" else None


def add_up(ads, whole):
    """Whether the ads are all there is. Shares of conversions are rounded for each ad."""
    names = ("impressions", "clicks", "spend")
    same = all(sum(getattr(ad, name) for ad in ads) == getattr(whole, name) for name in names)
    return bool(ads) and same and abs(sum(ad.conversions for ad in ads) - whole.conversions) < Decimal("0.01")


def delay_in(details):
    """Seconds of a retryDelay such as "30s", wherever Google put it."""
    for detail in details:
        delays = [detail.get("retryDelay")]
        delays += [
            each.get("details", {}).get("quotaErrorDetails", {}).get("retryDelay") for each in detail.get("errors", ())
        ]
        for delay in delays:
            if delay and digits(delay.partition(".")[0]):
                return int(digits(delay.partition(".")[0]))
    return None
