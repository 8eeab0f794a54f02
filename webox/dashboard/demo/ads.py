"""Three ad campaigns with sixty days of figures that stand to the visits of the demo as a platform's do to one's own:
somewhat more clicks than visits, conversions counted its own way."""

import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urljoin

from django.conf import settings

from marketing.ads.models import Ad, AdCampaign, AdCreative, AdDailyMetric, AdSet
from marketing.funnels.events import OPTED_IN
from webox.analytics.events import VISIT_STARTED

DAYS = 60
CENT = Decimal("0.01")
# `sources` are the visits' utm_source; `clicks` a day where there are none. `parts` share the figures of a day.
CAMPAIGNS = [
    {
        "sources": ("google",),
        "ctr": 0.041,
        "cpc": 0.62,
        "claims": 0.08,
        "shared": 0.85,
        "value": 19,
        "campaign": {
            "name": "Guide lumière · Recherche Lyon",
            "platform": "google",
            "objective": "leads",
            "status": "active",
            "description": "Celles et ceux qui cherchent déjà : cours photo, lumière naturelle, photographe à Lyon.",
            "target_audience": "Lyon et 30 km autour, mots-clés exacts et expressions",
            "headline": "Le guide de la lumière",
            "ad_copy": "34 pages pour photographier à la lumière naturelle. Gratuit, par e-mail.",
            "landing_url": "/p/atelier-lumiere/guide-lumiere",
            "utm_campaign": "guide-lumiere",
            "account": "Atelier Lumière",
            "external_id": "20418837741",
            "daily_budget": Decimal(4),
        },
        "left": 30,
        "budget": 320,
        "sets": [("Cours photo Lyon", 0.62, []), ("Lumière naturelle", 0.38, [])],
        "creatives": [
            {
                "name": "Annonce responsive · Guide",
                "headlines": [
                    "Guide photo gratuit",
                    "La lumière naturelle, enfin",
                    "34 pages, 12 exercices",
                    "Atelier photo à Lyon",
                    "Vos portraits, sans flash",
                ],
                "descriptions": [
                    "Recevez le guide par e-mail et réussissez vos photos à la lumière du jour.",
                    "Douze exercices à faire chez soi, avec l’appareil que vous avez déjà.",
                ],
            }
        ],
    },
    {
        "sources": ("facebook", "instagram"),
        "ctr": 0.0135,
        "cpc": 0.34,
        "claims": 0.12,
        "value": 17,
        "campaign": {
            "name": "Guide lumière · Prospection",
            "platform": "facebook",
            "objective": "leads",
            "status": "active",
            "description": "Parents et amateurs de photo qui ne nous connaissent pas encore.",
            "target_audience": "25–50 ans, Rhône-Alpes, intérêts : photographie, jeunes parents",
            "headline": "Vos photos, à la lumière du jour",
            "ad_copy": "Le même salon, la même fenêtre, et des portraits qui n’ont plus rien à voir.",
            "landing_url": "/p/atelier-lumiere/guide-lumiere",
            "utm_campaign": "guide-lumiere",
            "account": "Atelier Lumière",
            "external_id": "120211845506330214",
            "daily_budget": Decimal(3),
        },
        "left": 21,
        "budget": 150,
        "sets": [
            ("Parents 28–45", 0.58, [("Fenêtre · carrousel", 0.6), ("Avant / après", 0.4)]),
            ("Amateurs de photo", 0.42, [("Exercice 1 · vidéo", 0.55), ("Avant / après", 0.45)]),
        ],
        "creatives": [
            {
                "name": "Avant / après",
                "headlines": ["Même fenêtre, autre photo"],
                "texts": [
                    "Un mètre de côté, et le visage s’éclaire. Le guide gratuit montre où se placer, pièce par pièce, "
                    "avec douze exercices à faire ce week-end."
                ],
                "descriptions": ["34 pages, par e-mail"],
                "call_to_action": "Télécharger",
            },
            {
                "name": "Fenêtre · carrousel",
                "headlines": ["Le guide de la lumière naturelle"],
                "texts": ["Votre fenêtre est un studio. On vous montre comment l’allumer."],
                "descriptions": ["Gratuit"],
                "call_to_action": "Télécharger",
            },
        ],
    },
    {
        "sources": (),
        "clicks": (1, 9),
        "ctr": 0.0048,
        "cpc": 4.35,
        "claims": 0.03,
        "value": 290,
        "campaign": {
            "name": "Formation portrait · Entreprises",
            "platform": "linkedin",
            "objective": "leads",
            "status": "paused",
            "description": "Responsables communication qui font eux-mêmes les portraits de leurs équipes.",
            "target_audience": "Communication et RH, entreprises de 20 à 200 personnes, Lyon et Grenoble",
            "headline": "Des portraits d’équipe, sans studio",
            "ad_copy": "Une journée pour apprendre à photographier vos collègues à la lumière de vos bureaux.",
            "landing_url": "https://atelier-lumiere.example/formation-portrait",
            "utm_campaign": "portrait-entreprise",
            "account": "Atelier Lumière SARL",
            "external_id": "613004821",
        },
        "left": 0,
        "budget": 1800,
        "sets": [],
        "creatives": [
            {
                "name": "Portraits d’équipe",
                "headlines": ["Vos portraits d’équipe, à la lumière de vos bureaux, en une seule journée de formation"],
                "texts": [
                    "Trombinoscope dépareillé ? En une journée, deux personnes de votre équipe apprennent à faire des "
                    "portraits nets, doux et cohérents, avec la lumière de vos bureaux. Programme et dates sur la page."
                ],
                "descriptions": ["Une journée, à Lyon ou chez vous"],
                "call_to_action": "En savoir plus",
            }
        ],
    },
]


def save(stage):
    """After the visits are told: the figures follow them."""
    dice = random.Random(2026)  # noqa: S311
    for script in CAMPAIGNS:
        first = stage.today - timedelta(days=DAYS)
        ended = stage.today - timedelta(days=1 if script["sources"] else 18)
        campaign = AdCampaign.objects.create(
            workspace=stage.workspace,
            created_by=stage.members[0],
            start_date=first,
            end_date=stage.today + timedelta(days=script["left"]),
            total_budget=Decimal(script["budget"]),
            created_at=stage.at(DAYS + 1, 9, 12),
            **script["campaign"] | {"landing_url": urljoin(settings.SITE_URL, script["campaign"]["landing_url"])},
        )
        parts = structure(campaign, script)
        clicks, opt_ins = seen(stage, script)
        days = [first + timedelta(days=n) for n in range((ended - first).days + 1)]
        rows = [row for day in days for row in figures(dice, campaign, script, parts, day, clicks[day], opt_ins[day])]
        AdDailyMetric.objects.bulk_create(rows, batch_size=500)


def structure(campaign, script):
    """Its sets, ads and creatives: [(ad set, ad, share of the figures)]."""
    about = {"workspace": campaign.workspace}
    creatives = AdCreative.objects.bulk_create(
        AdCreative(campaign=campaign, **about, **fields) for fields in script["creatives"]
    )
    by_name = {creative.name: creative for creative in creatives}
    parts = []
    for name, share, ads in script["sets"]:
        ad_set = AdSet.objects.create(campaign=campaign, name=name, status=campaign.status, **about)
        for title, part in ads:
            creative = by_name.get(title)
            ad = Ad.objects.create(ad_set=ad_set, name=title, status=campaign.status, creative=creative, **about)
            parts.append((ad_set, ad, share * part))
        if not ads:
            parts.append((ad_set, None, share))
    return parts or [(None, None, 1)]


def seen(stage, script):
    """({day: visits}, {day: opt-ins}) of the platform's sources, as the demo told them."""
    visitors, visits, opt_ins = set(), Counter(), Counter()
    for event in sorted(stage.events, key=lambda event: event.at):
        if event.type == VISIT_STARTED:
            about = event.properties
            is_ours = about.get("utm_campaign") == script["campaign"]["utm_campaign"]
            if is_ours and about.get("utm_source") in script["sources"]:
                visitors.add(event.visitor)
                visits[event.day] += 1
        elif event.type == OPTED_IN and event.visitor in visitors:
            opt_ins[event.day] += 1
    return visits, opt_ins


def figures(dice, campaign, script, parts, day, visits, opt_ins):
    """The rows of a day, one for each part."""
    if script["sources"]:
        clicks, converted = visits + dice.choice([0, 1, 1, 2, 3]), opt_ins + (dice.random() < script["claims"])
    else:
        clicks = dice.randint(*script["clicks"])
        converted = int(dice.random() < clicks * script["claims"])
    shares = [share for _ad_set, _ad, share in parts]
    clicked = Counter(dice.choices(range(len(parts)), shares, k=clicks))
    won = Counter(dice.choices(range(len(parts)), shares, k=converted))
    for place, (ad_set, ad, _share) in enumerate(parts):
        # Google shares a conversion between the clicks before it.
        conversions = Decimal(str(won[place] * script.get("shared", 1))).quantize(CENT)
        spend = Decimal(str(clicked[place] * script["cpc"] * dice.uniform(0.8, 1.25))).quantize(CENT)
        yield AdDailyMetric(
            workspace=campaign.workspace,
            campaign=campaign,
            ad_set=ad_set,
            ad=ad,
            day=day,
            currency=campaign.workspace.currency,
            impressions=int((clicked[place] + dice.random() / 2) / script["ctr"] * dice.uniform(0.8, 1.2)),
            clicks=clicked[place],
            conversions=conversions,
            spend=spend,
            conversion_value=conversions * script["value"],
        )
