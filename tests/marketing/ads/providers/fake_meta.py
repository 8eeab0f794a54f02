import json
from datetime import date

from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.server import Answer, Server

PAGE = 7


def error(code, message, status=400, headers=None, **more):
    said = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC"} | more
    return Answer({"error": said}, status, headers)


class FakeMeta(Server):
    """Graph API: pages of a few rows behind cursors, numbers as texts, faults with their codes."""

    token = "EAAB-token"
    currency = "EUR"

    def answer(self, asked):
        if asked.headers.get("Authorization") != f"Bearer {self.token}":
            return error(190, "Error validating access token: Session has expired", 400, error_subcode=463)
        path = asked.path.removeprefix("/v25.0/")
        account = f"act_{world.ACCOUNT}"
        if path == "me/adaccounts":
            row = {"account_id": world.ACCOUNT, "id": account, "name": "Atelier", "currency": self.currency}
            return self.page(asked, [row])
        if path == account:
            return Answer({"id": account, "currency": self.currency})
        if path == f"{account}/campaigns":
            return self.page(asked, [self.campaign(id) for id in world.CAMPAIGNS])
        if path == f"{account}/insights":
            return self.insights(asked)
        if asked.method == "POST" and path in world.CAMPAIGNS:
            self.statuses[path] = asked.form["status"]
            return Answer({"success": True})
        if asked.method == "POST" and path.startswith(account):
            return self.made(path.partition("/")[2], asked.form)
        message = f"Unsupported request. Object with ID '{path}' does not exist"
        return error(100, message, error_subcode=33)

    def page(self, asked, rows):
        start = int(asked.params.get("after", 0))
        end = start + PAGE
        paging = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(rows):
            paging["next"] = f"{self.url}{asked.target}&after={end}&access_token={self.token}"
        return Answer({"data": rows[start:end], "paging": paging})

    def campaign(self, id):
        status = self.statuses.get(id, "ACTIVE")
        row = {"id": id, "name": world.NAMES[id], "effective_status": status, "objective": "OUTCOME_SALES"}
        return row | {"daily_budget": "4000", "start_time": "2026-10-21T00:00:00+0200"}

    def insights(self, asked):
        if (asked.params["level"], asked.params["time_increment"]) != ("ad", "1"):
            return error(100, "Invalid parameter")
        span = json.loads(asked.params["time_range"])
        first, last = date.fromisoformat(span["since"]), date.fromisoformat(span["until"])
        return self.page(asked, [self.row(*each) for each in world.rows(first, last)])

    def row(self, day, campaign, ad_set, ad):
        figures = world.figures(day, ad)
        bought, value = str(figures["conversions"]), str(figures["value"])
        kinds = ("purchase", "omni_purchase", "offsite_conversion.fb_pixel_purchase")
        actions = [{"action_type": "link_click", "value": str(figures["clicks"])}]
        row = {
            **{"campaign_id": campaign, "campaign_name": world.NAMES[campaign]},
            **{"adset_id": ad_set, "adset_name": world.NAMES[ad_set], "ad_id": ad, "ad_name": world.NAMES[ad]},
            **{"date_start": str(day), "date_stop": str(day), "impressions": str(figures["impressions"])},
            **{"inline_link_clicks": str(figures["clicks"]), "spend": f"{figures['spend']:.2f}"},
        }
        if figures["conversions"]:
            actions += [{"action_type": kind, "value": bought} for kind in kinds]
            row["action_values"] = [{"action_type": kind, "value": value} for kind in kinds]
        return row | {"actions": actions}

    def made(self, kind, form):
        if kind == "adimages":
            return Answer({"images": {"bytes": {"hash": "f00d", "url": "https://example.com/i.png"}}})
        if kind == "ads" and form["adset_id"] not in world.ad_set_ids():
            return error(100, "Invalid parameter", error_user_msg="This ad set does not exist.")
        self.pushed.append((kind, form))
        return Answer({"id": f"9{len(self.pushed)}"})
