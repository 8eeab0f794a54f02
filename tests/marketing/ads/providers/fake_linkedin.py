import re
from datetime import date
from urllib.parse import unquote

from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.server import Answer, Server

PAGE = 2
STARTED = 1_792_540_800_000  # 2026-10-21, in milliseconds


def failure(status, code, message, headers=None):
    return Answer({"status": status, "code": code, "message": message}, status, headers)


class FakeLinkedIn(Server):
    """The versioned REST API: Rest.li lists in the query, URNs, tokens of pages, dates in three parts."""

    token = "AQX-token"
    most_rows = 15_000

    def answer(self, asked):
        if asked.headers.get("Authorization") != f"Bearer {self.token}":
            message = "The token used in the request has expired"
            return failure(401, "EXPIRED_ACCESS_TOKEN", message)
        if asked.path == "/upload":
            return Answer(status=201)
        if not re.fullmatch(r"20\d{4}", asked.headers.get("LinkedIn-Version", "")):
            return failure(400, "VERSION_MISSING", "A version must be present.")
        if asked.headers.get("X-Restli-Protocol-Version") != "2.0.0":
            return failure(400, "PARAM_INVALID", "Invalid query parameters passed to request")
        path = asked.path.removeprefix("/rest/")
        account = f"adAccounts/{world.ACCOUNT}"
        if path == "adAnalytics":
            return self.report(asked.query)
        if path == "adAccounts":
            row = {"id": int(world.ACCOUNT), "name": "Atelier", "currency": "EUR", "status": "ACTIVE"}
            return self.page(asked, [row])
        if asked.method == "GET" and path == f"{account}/adCampaignGroups":
            return self.page(asked, [self.group(id) for id in world.CAMPAIGNS])
        if asked.method == "GET" and path == f"{account}/adCampaigns":
            rows = [{"id": int(id), "name": world.NAMES[id], "status": "ACTIVE"} for id in sorted(world.ad_set_ids())]
            return self.page(asked, rows)
        if path == "images":
            return Answer({"value": {"uploadUrl": f"{self.url}/upload", "image": "urn:li:image:C4E"}})
        if path == f"{account}/creatives":
            return self.made(asked)
        return self.patched(asked, path.rpartition("/")[2])

    def page(self, asked, rows):
        start = int(asked.params.get("pageToken", "DgGs-0").rpartition("-")[2])
        metadata = {"nextPageToken": f"DgGs-{start + PAGE}"} if start + PAGE < len(rows) else {}
        return Answer({"elements": rows[start : start + PAGE], "metadata": metadata})

    def group(self, id):
        row = {"id": int(id), "name": world.NAMES[id], "status": self.statuses.get(id, "ACTIVE")}
        row |= {"totalBudget": {"amount": "1200.00", "currencyCode": "EUR"}, "runSchedule": {"start": STARTED}}
        return row | {"account": f"urn:li:sponsoredAccount:{world.ACCOUNT}"}

    def report(self, query):
        spans = re.findall(r"\(year:(\d+),month:(\d+),day:(\d+)\)", query)
        accounts = re.search(r"&accounts=List\(([^)]*)\)", query)
        wanted = "pivots=List(CAMPAIGN_GROUP,CAMPAIGN,CREATIVE)" in query and "timeGranularity=DAILY" in query
        # A URN in a list must be encoded, or its colons part it.
        urn = f"urn:li:sponsoredAccount:{world.ACCOUNT}"
        if len(spans) != 2 or not wanted or not accounts or ":" in accounts[1] or unquote(accounts[1]) != urn:
            return failure(400, "PARAM_INVALID", "Invalid query parameters passed to request")
        first, last = (date(*map(int, span)) for span in spans)
        rows = [self.row(*each) for each in world.rows(first, last)]
        return Answer({"paging": {"count": 10, "start": 0, "links": []}, "elements": rows[: self.most_rows]})

    def row(self, day, campaign, ad_set, ad):
        figures = world.figures(day, ad)
        part = {"year": day.year, "month": day.month, "day": day.day}
        return {
            "pivotValues": [
                f"urn:li:sponsoredCampaignGroup:{campaign}",
                f"urn:li:sponsoredCampaign:{ad_set}",
                f"urn:li:sponsoredCreative:{ad}",
            ],
            "dateRange": {"start": part, "end": part},
            **{"impressions": figures["impressions"], "clicks": figures["clicks"]},
            **{"externalWebsiteConversions": figures["conversions"]},
            **{"costInLocalCurrency": f"{figures['spend']}", "conversionValueInLocalCurrency": f"{figures['value']}"},
        }

    def patched(self, asked, id):
        if asked.headers.get("X-RestLi-Method") != "PARTIAL_UPDATE" or id not in world.CAMPAIGNS:
            return failure(404, "NOT_FOUND", "Not Found")
        self.statuses[id] = asked.json["patch"]["$set"]["status"]
        return Answer(status=204)

    def made(self, asked):
        creative = asked.json["creative"]
        if creative["campaign"].rpartition(":")[2] not in world.ad_set_ids():
            return failure(400, "INVALID_VALUE", "Campaign does not exist.")
        self.pushed.append(creative)
        return Answer({"value": {"creative": f"urn:li:sponsoredCreative:9{len(self.pushed)}"}}, 201)
