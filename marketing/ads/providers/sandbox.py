"""A platform that is not there: simulated day by day, the same figures for the same account, ad and day.

It has budgets, quieter weekends, a learning phase, and conversions that arrive up to three days after their click, so
that pulling a day again changes it. A paused campaign spends nothing. What was done to it stands in `memory`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketing.ads.models.campaigns import AdCampaign, Platform, Status
from marketing.ads.providers.base import Account, Adapter, Campaign, Named, Refused, Row

# Monday to Sunday; never above 1, so that a day stays within its budget
WEEKDAYS = (0.95, 1.0, 1.0, 0.97, 0.9, 0.7, 0.75)
LEARNING_DAYS = 7
# Days from a click to its conversion: most come at once
LAGS = (0, 0, 0, 0, 1, 1, 2, 3)
# An account comes with a past to look at.
PAST = timedelta(days=60)
HOURS = [timedelta(hours=hour) for hour in range(24)]


@dataclass(frozen=True)
class Plan:
    """A campaign as it would do on average."""

    names: dict
    objective: str
    budget: Decimal
    cpm: float
    ctr: float
    rate: float  # of clicks that become conversions
    value: Decimal  # of a conversion
    ad_sets: tuple  # ({language: name}, share of the budget)


PLANS = {
    "1": Plan(
        {"fr": "Prospection", "en": "Prospecting"},
        AdCampaign.Objective.CONVERSIONS,
        *(Decimal(40), 7.5, 0.012, 0.03, Decimal(60)),
        (({"fr": "Centres d’intérêt", "en": "Interests"}, 0.6), ({"fr": "Audience similaire", "en": "Lookalike"}, 0.4)),
    ),
    "2": Plan(
        {"fr": "Reciblage", "en": "Retargeting"},
        AdCampaign.Objective.SALES,
        *(Decimal(15), 11.0, 0.022, 0.08, Decimal(60)),
        (({"fr": "Visiteurs, 30 jours", "en": "Visitors, 30 days"}, 1.0),),
    ),
    "3": Plan(
        {"fr": "Notoriété", "en": "Awareness"},
        AdCampaign.Objective.AWARENESS,
        *(Decimal(20), 3.2, 0.0045, 0.008, Decimal(60)),
        (({"fr": "Région", "en": "Region"}, 0.5), ({"fr": "Toute la France", "en": "Whole country"}, 0.5)),
    ),
}
ADS = {"1": {"fr": "Visuel A", "en": "Image A"}, "2": {"fr": "Visuel B", "en": "Image B"}}


class Sandbox(Adapter):
    name = "sandbox"
    label = gettext_lazy("Sandbox")
    platforms = (Platform.FACEBOOK, Platform.GOOGLE, Platform.LINKEDIN, Platform.INSTAGRAM, Platform.TIKTOK)
    how = gettext_lazy("A simulated account: no key, no money, every feature.")
    late_days = max(LAGS)

    def __init__(self, given, memory=None, now=None):
        super().__init__(given, memory)
        self.now = now or timezone.now()
        self.language = self.memory.setdefault("language", "en")
        self.memory.setdefault("opened", str(self.now.date() - PAST))

    def accounts(self):
        platform = Platform(self.given.get("platform") or Platform.FACEBOOK)
        name = _("Sandbox %(platform)s") % {"platform": platform.label}
        return [Account(f"sandbox-{platform}", name)]

    def pull_metrics(self, account_id, first, last):
        for number, plan in PLANS.items():
            campaign = self.campaign(account_id, number, plan)
            ad_sets = self.ad_sets(campaign, plan)
            for offset in range((last - first).days + 1):
                day = first + timedelta(days=offset)
                for ad_set, share, ads in ad_sets:
                    yield from self.day_of_set(day, campaign, plan, ad_set, share, ads)

    def push_creative(self, account_id, ad_set_id, creative):
        known = (self.ad_sets(self.campaign(account_id, *each), each[1]) for each in PLANS.items())
        if ad_set_id not in {ad_set.id for ad_sets in known for ad_set, _share, _ads in ad_sets}:
            raise Refused(_("The sandbox knows no ad set %(id)s.") % {"id": ad_set_id})
        pushed = self.memory.setdefault("ads", [])
        ad = {"id": f"{ad_set_id}-p{len(pushed) + 1}", "ad_set": ad_set_id, "name": creative.name}
        pushed.append(ad | {"since": self.now.isoformat()})
        return Named(ad["id"], ad["name"])

    def pause(self, account_id, campaign_id):
        self.require_campaign(account_id, campaign_id)
        if not self.is_paused(campaign_id):
            self.pauses(campaign_id).append([self.now.isoformat(), None])

    def resume(self, account_id, campaign_id):
        self.require_campaign(account_id, campaign_id)
        if self.is_paused(campaign_id):
            self.pauses(campaign_id)[-1][1] = self.now.isoformat()

    def require_campaign(self, account_id, id):
        if id not in {f"{account_id}-{number}" for number in PLANS}:
            raise Refused(_("The sandbox knows no campaign %(id)s.") % {"id": id})

    def pauses(self, campaign_id):
        return self.memory.setdefault("pauses", {}).setdefault(campaign_id, [])

    def is_paused(self, campaign_id):
        spans = self.memory.get("pauses", {}).get(campaign_id)
        return bool(spans) and spans[-1][1] is None

    def campaign(self, account_id, number, plan):
        id = f"{account_id}-{number}"
        return Campaign(
            id,
            plan.names[self.language],
            Status.PAUSED if self.is_paused(id) else Status.ACTIVE,
            objective=plan.objective,
            daily_budget=plan.budget,
            first_day=date.fromisoformat(self.memory["opened"]),
        )

    def ad_sets(self, campaign, plan):
        """[(ad set, share of the budget, [(ad, since)])]"""
        opened = datetime.combine(campaign.first_day, time(), UTC)
        found = []
        for place, (names, share) in enumerate(plan.ad_sets, 1):
            ad_set = Named(f"{campaign.id}-{place}", names[self.language])
            ads = [(Named(f"{ad_set.id}-{ad}", names[self.language]), opened) for ad, names in ADS.items()]
            for each in self.memory.get("ads", []):
                if each["ad_set"] == ad_set.id:
                    ads.append((Named(each["id"], each["name"]), datetime.fromisoformat(each["since"])))
            found.append((ad_set, share, ads))
        return found

    def day_of_set(self, day, campaign, plan, ad_set, share, ads):
        running = [(ad, since) for ad, since in ads if since.date() <= day]
        for ad, since in running:
            hours = self.hours_run(campaign, since, day)
            if hours:
                yield self.row(day, campaign, plan, ad_set, ad, since, share / len(running) * hours / 24)

    def hours_run(self, campaign, since, day):
        """Hours of the day that have begun, after the ad was there, while the campaign was not paused."""
        midnight = datetime.combine(day, time(), UTC)
        spans = [
            (datetime.fromisoformat(start), datetime.fromisoformat(end) if end else self.now)
            for start, end in self.memory.get("pauses", {}).get(campaign.id, [])
        ]
        begun = [midnight + hour for hour in HOURS if since <= midnight + hour < self.now]
        return sum(not any(start <= hour < end for start, end in spans) for hour in begun)

    def row(self, day, campaign, plan, ad_set, ad, since, share):
        # Everything is drawn in one order, so that a later pull of the day draws the same.
        random = Random(f"{ad.id}|{day}")  # noqa: S311  variety, not secrecy
        spent, shown, liked, luck = (random.uniform(*span) for span in ((0.85, 1), (0.9, 1.1), (0.8, 1.2), (0, 1)))
        learned = 0.55 + 0.45 * min((day - since.date()).days / LEARNING_DAYS, 1)
        spend = Decimal(float(plan.budget) * share * WEEKDAYS[day.weekday()] * spent).quantize(Decimal("0.01"))
        impressions = int(float(spend) / plan.cpm * 1000 * shown)
        clicks = int(impressions * plan.ctr * learned * liked + luck)
        bought = int(clicks * plan.rate * learned + random.random())
        age = (self.now.date() - day).days
        arrived = sum(random.choice(LAGS) <= age for _each in range(bought))
        return Row(day, campaign, ad_set, ad, impressions, clicks, Decimal(arrived), spend, arrived * plan.value)
