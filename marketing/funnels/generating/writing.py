"""A whole funnel written offline, from what a person said and what is true of their brand."""

import re

from marketing.funnels.generating.schema import DESIGNS
from marketing.funnels.generating.words import BANK
from marketing.funnels.models import Funnel
from webox.ai.writer import Copy, clean

Type = Funnel.Type
PAGES = {
    Type.WEBINAR: ("optin", "thank_you", "webinar", "sales", "checkout", "upsell", "thank_you"),
    Type.PRODUCT: ("optin", "vsl", "sales", "checkout", "upsell", "thank_you"),
    Type.SERVICE: ("optin", "vsl", "sales", "checkout", "thank_you"),
    Type.LEAD_MAGNET: ("optin", "thank_you", "sales", "checkout", "upsell", "thank_you"),
    Type.MEMBERSHIP: ("optin", "vsl", "sales", "checkout", "thank_you"),
    Type.CONSULTATION: ("optin", "vsl", "sales", "checkout", "thank_you"),
}


def write(brief, random):
    """A dict of the shape of FunnelDraft."""
    return Writer(brief, random).funnel()


class Writer:
    def __init__(self, brief, random):
        self.brief, self.inputs, self.random = brief, brief.inputs, random
        self.kind = self.inputs.get("funnel_type") or Type.LEAD_MAGNET
        self.copy = Copy(brief, random, bank=BANK)
        self.facts = self.copy.facts(8)
        self.price = clean(self.inputs.get("price"))
        # What the person said is in it: better than anything a bank knows
        self.details = [self.copy.slots.printed(each) for each in details_of(self.inputs.get("details"))]

    def funnel(self):
        copy, types = self.copy, PAGES[self.kind]
        pages = [self.page(kind, number == len(types) - 1) for number, kind in enumerate(types)]
        return {
            "name": copy.form("topic", "title")[:120] or str(Type(self.kind).label),
            "description": self.description(),
            "consent_text": self.naming("brand", "consent"),
            "design": self.random.choice(list(DESIGNS)),
            "pages": pages,
            "footer": self.footer(),
        }

    def description(self):
        """What was asked for, for members: never shown to a visitor."""
        given = [clean(self.inputs.get(name)) for name in ("goal", "budget")]
        french = self.brief.language == "fr"
        names = ("Objectif : ", "Budget : ") if french else ("Goal: ", "Budget: ")
        lines = [name + text for name, text in zip(names, given, strict=True) if text]
        if self.copy.has("audience"):
            lines.insert(0, self.copy.say("Pour {audience.the}" if french else "For {audience.the}"))
        return "\n".join(self.copy.slots.printed(line) for line in lines)[:1000]

    def footer(self):
        address = self.brief.context.get("postal_address", "")
        lines = [clean(line) for line in [self.brief.brand.name, *address.splitlines()]]
        return "\n".join(line for line in lines if line)[:400]

    def page(self, kind, is_last):
        part = {"thank_you": "final" if is_last else "thanks"}.get(kind, kind)
        name = "page.confirmed" if part == "thanks" else f"page.{kind}"
        words = getattr(self, f"{part}_page")()
        return {"type": kind, "name": self.line(name), "slug": ""} | words

    # Pages

    def optin_page(self):
        # With a price, what was said of it is said of what is sold: not of the guide or the webinar before it.
        given = () if self.price and self.kind in (Type.WEBINAR, Type.LEAD_MAGNET) else self.details[:4]
        sections = [
            self.section("benefits", "optin.points_heading", self.points("optin.point", 4, given)),
            *self.for_whom(),
            self.about(self.facts[:2]),
            self.faq(2),
        ]
        return self.hero("optin", button=True, reassurance=True) | {"sections": kept(sections)}

    def thanks_page(self):
        steps = self.section("next_steps", "thanks.heading", self.in_order("thanks.step"))
        words = self.hero("thanks", button=True) | {"sections": [steps]}
        if self.kind == Type.WEBINAR:
            words["subheadline"] += "\n" + self.line("webinar.gap")
        return words

    def webinar_page(self):
        program = [self.item(self.line(f"program.{number}")) for number in range(1, 5)]
        sections = [self.section("program", "program.heading", program), self.promise()]
        return self.hero("webinar", button=True) | {"sections": sections}

    def vsl_page(self):
        return self.hero("vsl", button=True) | {"sections": [self.problem(), self.promise()]}

    def sales_page(self):
        sections = [
            self.problem(),
            self.promise(),
            self.benefits(),
            self.how("how.heading"),
            *self.for_whom(),
            self.about(self.facts),
            self.proof(),
            self.price_section(),
            self.faq(4),
        ]
        return self.hero("sales", button=True, reassurance=True) | {"sections": kept(sections)}

    def checkout_page(self):
        sections = kept([self.price_section(), self.how("checkout.how_heading"), self.faq(2)])
        return self.hero("checkout", button=True, reassurance=True) | {"sections": sections}

    def upsell_page(self):
        words = self.hero("upsell", button=True, reassurance=True) | {"decline": self.line("upsell.decline")}
        slots = self.copy.slots
        slots.prices = [each for each in slots.prices if not self.price or amount_in(self.price) not in amount_in(each)]
        if slots.prices:
            words["subheadline"] += "\n" + self.line("upsell.priced")
        return words | {"sections": [self.section("benefits", "upsell.heading", self.points("upsell.point", 3))]}

    def final_page(self):
        steps = self.section("next_steps", "final.heading", self.in_order("final.step"))
        return self.hero("final") | {"sections": [steps]}

    # Sections

    def problem(self):
        return self.section("problem", "problem.heading", self.points("problem.item", 3), self.line("problem.text"))

    def promise(self):
        return self.section("promise", "promise.heading", [], self.line("promise.text"))

    def benefits(self):
        given = [self.item(each) for each in self.details[:6]]
        items = given if len(given) > 2 else [*given, *map(self.item, self.several("benefit", 4 - len(given)))]
        return self.section("benefits", "benefits.heading", items)

    def how(self, heading):
        return self.section("how", heading, [self.item(self.line(f"how.{number}")) for number in (1, 2, 3)])

    def for_whom(self):
        return [
            self.section("for_whom", "for_whom.heading", self.points("for_whom.item", 3)),
            self.section("not_for", "not_for.heading", self.points("not_for.item", 2)),
        ]

    def about(self, facts):
        text = self.copy.say("{offer}.") if self.copy.has("offer") else ""
        items = [{"title": fact[:160], "text": ""} for fact in facts]
        if not text and not items:
            text = self.line("about.gap")
        return self.section("about", "about.heading", items, text)

    def proof(self):
        return self.section(
            "proof", "proof.heading", [{"title": self.line("proof.who"), "text": self.line("proof.gap")}]
        )

    def price_section(self):
        """None without a price: there is nothing to say of one nobody named."""
        if not self.price:
            return None
        items = [{"title": each[:160], "text": ""} for each in self.details[:6]]
        section = self.section("price", "price.heading", items, self.line("price.text"))
        return section | {"amount": self.copy.slots.printed(self.price)[:60]}

    def faq(self, n):
        own = self.copy.lines(f"faq.{self.kind}", min(n, 2))
        pairs = [self.item(each) for each in [*own, *self.copy.lines("faq", n - len(own))]]
        return self.section("faq", "faq.heading", pairs) if pairs else None

    # Words

    def hero(self, part, *, button=False, reassurance=False):
        words = {
            "kicker": self.line(f"{part}.kicker")[:80],
            "headline": self.naming("topic", f"{part}.headline", 120),
            "subheadline": self.line(f"{part}.sub")[:500],
        }
        if button:
            words["call_to_action"] = self.line(f"{part}.button")
        if reassurance:
            words["reassurance"] = self.line(f"{part}.reassurance")
        return words

    def naming(self, slot, kind, limit=None):
        """A phrase that names the topic or the brand, if there is one: who lands on a page knows nothing else."""
        name, text = self.copy.form(slot, "title").casefold(), self.line(kind, limit)
        another = text if name in text.casefold() else self.line(kind, limit)
        return another if name in another.casefold() else text

    def section(self, kind, heading, items, text=""):
        return {"kind": kind, "heading": self.line(heading)[:160], "text": text, "items": items}

    def line(self, kind, limit=None):
        """One phrase for this type of funnel, else one that suits them all."""
        return self.copy.line(f"{kind}.{self.kind}", limit) or self.copy.line(kind, limit)

    def several(self, kind, n):
        return self.copy.lines(f"{kind}.{self.kind}", n) or self.copy.lines(kind, n)

    def in_order(self, kind):
        """Every phrase of a kind, as the bank has them."""
        phrases = BANK[self.brief.language].get(f"{kind}.{self.kind}") or BANK[self.brief.language][kind]
        return [self.item(self.copy.say(each)) for each in phrases["any"]]

    def points(self, kind, n, given=()):
        more = [] if len(given) > 2 else self.several(kind, n - len(given))
        return [{"title": each[:160], "text": ""} for each in [*given, *more]]

    def item(self, line):
        title, _bar, text = line.partition("|")
        return {"title": title.strip()[:160], "text": self.copy.slots.printed(text)}


def details_of(typed):
    """What is in it, one entry a line, without the dashes and dots of a list."""
    lines = (re.sub(r"^[\s\-–—•*·]+|[\s.;,]+$", "", clean(line)) for line in (typed or "").splitlines())
    return [line[:160] for line in lines if any(each.isalnum() for each in line)]


def amount_in(text):
    return re.sub(r"\D", "", text)


def kept(sections):
    return [section for section in sections if section]
