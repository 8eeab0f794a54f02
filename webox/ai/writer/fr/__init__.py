import re

from webox.ai.writer.fr import grammar
from webox.ai.writer.fr.body import BODY
from webox.ai.writer.fr.headlines import BUTTONS, HEADLINES
from webox.ai.writer.fr.lists import LISTS, QUESTIONS

BANK = HEADLINES | BUTTONS | BODY | LISTS
# What readers are to do, from how a person puts the goal; the first that matches
GOALS = tuple(
    (goal, re.compile(pattern))
    for goal, pattern in (
        ("sign_up", r"inscri|place|participa|webinaire|atelier|sign.?up|regist"),
        ("book", r"rendez|rdv|créneau|appel|consultation|réserv|échange|book|call"),
        ("download", r"téléchar|guide|ebook|livre blanc|document|pdf|checklist|download|lead.?magnet"),
        ("reply", r"répon|avis|retour|sondage|enquête|reply"),
        ("sell", r"vend|vente|achet|achat|command|soldes?|promo|offre|acquisition|revenu|sale|sell|buy|conver"),
        ("visit", r"visit|venir|boutique|magasin|porte|salon|visit"),
        ("read", r"lire|lecture|inform|éduqu|appren|articl|découvr|fidél|engage|read|learn"),
    )
)

__all__ = ["BANK", "GOALS", "QUESTIONS", "grammar"]
