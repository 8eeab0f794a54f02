import re
from datetime import date

from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.server import Answer, Server

PAGE = 7
# A Performance Max campaign: figures of its own, and no ads
WHOLE = "12"


def failure(status, name, message, details=(), headers=None):
    return Answer(
        {"error": {"code": status, "message": message, "status": name, "details": list(details)}}, status, headers
    )


def ads_failure(message, **code):
    kind = "type.googleapis.com/google.ads.googleads.v24.errors.GoogleAdsFailure"
    details = [{"@type": kind, "errors": [{"errorCode": code, "message": message}], "requestId": "Abc"}]
    return failure(400, "INVALID_ARGUMENT", "Request contains an invalid argument.", details)


class FakeGoogle(Server):
    """The REST face of the Google Ads API: a token exchange, queries in its language, pages and micros."""

    token, refresh_token, developer_token, manager = "ya29.access", "1//refresh", "dev-token", ""
    clicks_without_ads = 0

    def answer(self, asked):
        if asked.path == "/token":
            return self.exchange(asked)
        if asked.headers.get("Authorization") != f"Bearer {self.token}":
            message = "Request had invalid authentication credentials."
            return failure(401, "UNAUTHENTICATED", message)
        if asked.headers.get("developer-token") != self.developer_token:
            return ads_failure("The developer token is not valid.", authenticationError="DEVELOPER_TOKEN_INVALID")
        if asked.headers.get("login-customer-id", "") != self.manager:
            return ads_failure("User doesn't have permission.", authorizationError="USER_PERMISSION_DENIED")
        path = asked.path.removeprefix("/v24/")
        if path == "customers:listAccessibleCustomers":
            return Answer({"resourceNames": [f"customers/{world.ACCOUNT}"]})
        if path.endswith("googleAds:search"):
            return self.search(asked)
        return self.mutate(path, asked.json["operations"][0])

    def exchange(self, asked):
        form = asked.form
        if form["refresh_token"] != self.refresh_token or form["grant_type"] != "refresh_token":
            said = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            return Answer(said, 400)
        return Answer({"access_token": self.token, "expires_in": 3599, "token_type": "Bearer"})

    def search(self, asked):
        query = asked.json["query"]
        source = re.search(r"FROM (\w+)", query)[1]
        if source == "customer_client":
            client = {"id": world.ACCOUNT, "descriptiveName": "Atelier", "currencyCode": "EUR"}
            return Answer({"results": [{"customerClient": client}], "fieldMask": "customerClient.id"})
        first, last = (date.fromisoformat(day) for day in re.findall(r"'(\d{4}-\d\d-\d\d)'", query))
        rows = self.campaign_rows(first, last) if source == "campaign" else self.ad_rows(first, last)
        start = int(asked.json.get("pageToken", 0))
        answer = {"results": rows[start : start + PAGE], "fieldMask": "campaign.id"}
        if start + PAGE < len(rows):
            answer["nextPageToken"] = str(start + PAGE)
        return Answer(answer)

    def ad_rows(self, first, last):
        return [
            {
                "campaign": {"resourceName": f"customers/{world.ACCOUNT}/campaigns/{campaign}", "id": campaign},
                "adGroup": {"id": ad_set, "name": world.NAMES[ad_set], "status": "ENABLED"},
                "adGroupAd": {"status": "ENABLED", "ad": {"id": ad, "type": "RESPONSIVE_SEARCH_AD"}},
                "metrics": metrics([world.figures(day, ad)]),
                "segments": {"date": str(day)},
            }
            for day, campaign, ad_set, ad in world.rows(first, last)
            if campaign != WHOLE
        ]

    def campaign_rows(self, first, last):
        found = {}
        for day, campaign, _ad_set, ad in world.rows(first, last):
            found.setdefault((day, campaign), []).append(world.figures(day, ad))
        return [self.campaign_row(day, campaign, figures) for (day, campaign), figures in found.items()]

    def campaign_row(self, day, campaign, figures):
        more = [{"impressions": 0, "clicks": self.clicks_without_ads, "conversions": 0, "spend": 0, "value": 0}]
        told = {"resourceName": f"customers/{world.ACCOUNT}/campaigns/{campaign}", "id": campaign}
        told |= {"name": world.NAMES[campaign], "status": self.statuses.get(campaign, "ENABLED")}
        told |= {"startDateTime": "2026-10-21 00:00:00"}
        budget = {"amountMicros": "40000000", "explicitlyShared": campaign == WHOLE}
        row = {"campaign": told, "campaignBudget": budget, "segments": {"date": str(day)}}
        return row | {"metrics": metrics(figures + more)}

    def mutate(self, path, operation):
        if path.endswith("campaigns:mutate"):
            name, status = operation["update"]["resourceName"], operation["update"]["status"]
            id = name.rpartition("/")[2]
            if id not in world.CAMPAIGNS or operation["updateMask"] != "status":
                return ads_failure("Resource was not found.", mutateError="RESOURCE_NOT_FOUND")
            self.statuses[id] = status
            return Answer({"results": [{"resourceName": name}]})
        group = operation["create"]["adGroup"].rpartition("/")[2]
        if group not in world.ad_set_ids():
            return ads_failure("Resource was not found.", mutateError="RESOURCE_NOT_FOUND")
        self.pushed.append(operation["create"])
        return Answer(
            {"results": [{"resourceName": f"customers/{world.ACCOUNT}/adGroupAds/{group}~9{len(self.pushed)}"}]}
        )


def metrics(figures):
    """Whole numbers as texts and fractions as numbers, as protobuf writes them in JSON."""
    total = {name: sum(each[name] for each in figures) for name in figures[0]}
    return {
        "impressions": str(total["impressions"]),
        "clicks": str(total["clicks"]),
        "conversions": float(total["conversions"]),
        "conversionsValue": float(total["value"]),
        "costMicros": str(int(total["spend"] * 1_000_000)),
    }
