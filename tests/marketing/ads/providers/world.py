"""What the platforms of these tests know: one account with two campaigns, and the figures of every ad and day."""

from datetime import date, timedelta
from decimal import Decimal

ACCOUNT = "1234567890"
TODAY = date(2026, 11, 20)
# Campaign, its ad sets, their ads
CAMPAIGNS = {"11": {"21": ["31", "32"], "22": ["33"]}, "12": {"23": ["34"]}}
NAMES = {"11": "Prospection d’hiver", "12": "Notoriété", "21": "Intérêts", "22": "Similaires", "23": "Région"}
NAMES |= {"31": "Visuel A", "32": "Visuel B", "33": "Vidéo", "34": "Bannière"}
FIRST = TODAY - timedelta(days=30)


def days(first, last):
    first, last = max(first, FIRST), min(last, TODAY)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def rows(first, last):
    """(day, campaign, ad set, ad) that the account has figures of."""
    for day in days(first, last):
        for campaign, ad_sets in CAMPAIGNS.items():
            for ad_set, ads in ad_sets.items():
                yield from ((day, campaign, ad_set, ad) for ad in ads)


def figures(day, ad):
    """{impressions, clicks, conversions, spend, value}"""
    number = int(ad) * 7 + day.day
    conversions = number % 4
    return {
        "impressions": 1000 + number,
        "clicks": 10 + number % 9,
        "conversions": conversions,
        "spend": Decimal(number * 13 % 5000) / 100,
        "value": Decimal(conversions * 60),
    }


def ad_set_ids():
    return {ad_set for ad_sets in CAMPAIGNS.values() for ad_set in ad_sets}
