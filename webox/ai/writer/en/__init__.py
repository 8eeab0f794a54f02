import re

from webox.ai.writer.en import grammar
from webox.ai.writer.en.body import BODY
from webox.ai.writer.en.headlines import BUTTONS, HEADLINES
from webox.ai.writer.en.lists import LISTS, QUESTIONS

BANK = HEADLINES | BUTTONS | BODY | LISTS
# What readers are to do, from how a person puts the goal; the first that matches
GOALS = tuple(
    (goal, re.compile(pattern))
    for goal, pattern in (
        ("sign_up", r"sign.?up|regist|enrol|attend|webinar|workshop|seat|inscri"),
        ("book", r"\bbook|appointment|call\b|consultation|slot|meeting|demo|rendez"),
        ("download", r"download|guide|e-?book|white ?paper|document|pdf|checklist|lead.?magnet|téléchar"),
        ("reply", r"repl|answer|feedback|survey|opinion"),
        ("sell", r"sale|sell|buy|purchas|order|promo|offer|revenue|conver|discount|vente"),
        ("visit", r"visit|come|store|shop|open"),
        ("read", r"read|inform|educat|learn|articl|discover|engage|loyal|nurtur"),
    )
)

__all__ = ["BANK", "GOALS", "QUESTIONS", "grammar"]
