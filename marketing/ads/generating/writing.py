"""The offline writer of ads: each text is an angle of its own, and fits the platform before it is shown."""

import re
from decimal import Decimal
from functools import partial

from marketing.ads.generating import budget, en, fr
from marketing.ads.generating.schema import ANGLES
from marketing.ads.limits import limit_of
from marketing.ads.models import Platform
from marketing.ads.visuals.layouts import LAYOUTS
from webox.ai.writer import Copy, clip, name_of, sentence_of

WORDS = {"fr": fr, "en": en}
# Alone on an image a headline with one of these says nothing of what is sold.
NEEDS_MORE = ("{brand", "{price", "{fact")


def _bank_of(words):
    """The phrases of a language. Short titles also stand beside the writer's own headlines: one of them fits where
    little room is. Those that name the product or the brand are a kind of their own, to be chosen first."""
    alone = {f"headline.{angle}": _without(words.BANK[f"ads.short.{angle}"], NEEDS_MORE) for angle in ANGLES}
    bank = words.BANK | alone
    named = {
        f"{kind}.named": {
            tone: tuple(each for each in phrases if "{topic" in each or "{brand" in each)
            for tone, phrases in by_tone.items()
        }
        for kind, by_tone in bank.items()
    }
    return bank | named


def _without(by_tone, slots):
    return {
        tone: tuple(each for each in phrases if not any(slot in each for slot in slots))
        for tone, phrases in by_tone.items()
    }


BANKS = {language: _bank_of(words) for language, words in WORDS.items()}
# How many of each a variant has, on platforms that take more than one
COUNTS = {Platform.GOOGLE: {"headlines": 3, "descriptions": 2}}
# A headline of C characters or more may be one of the writer's own
LONG = 45
VISUAL_ANGLES = ("benefit", "question", "pain")
LONGEST_ON_IMAGE = 44
SEGMENTS_NAMED = 1
# A name of the product that leaves room beside it in a short headline, cut before one of these words
SHORT_NAME = 24
JOINT = re.compile(
    r"\s+(?=(?:[dl][’']|(?:à|au|aux|de|du|des|pour|en|avec|sans|et|sur|with|for|of|in|to|and|on|by|from)\b))",
    re.IGNORECASE,
)


def write(brief, random):
    copy = Copy(brief, random, bank=BANKS)
    short = Copy(brief, random, bank=BANKS, topic=short_name(brief.inputs["product"]))
    words = WORDS[brief.language]
    audiences = audiences_of(copy, brief, words)
    return {
        "name": _name(brief, words),
        "variants": [variant_of(copy, short, brief, angle, words) for angle in ANGLES],
        "visuals": visuals_of(copy, short, brief, words, random),
        "audiences": audiences,
        "split": split_of(copy, brief, words, audiences),
    }


def _name(brief, words):
    product = name_of(brief.inputs["product"]) or brief.brand.name
    platform = Platform(brief.inputs["platform"]).label
    return clip(words.NAME.format(product=product, platform=platform), 200)


def variant_of(copy, short, brief, angle, words):
    platform = brief.inputs["platform"]
    writers = {"headlines": _headline, "texts": _text, "descriptions": _description}
    found = {"angle": angle, "call_to_action": words.BUTTONS[brief.inputs["objective"]]}
    for field, writer in writers.items():
        limit = limit_of(platform, field)
        number = COUNTS.get(platform, {}).get(field, 1) if limit else 0
        source = short if field == "headlines" and limit and limit.shown < LONG else copy
        found[field] = _distinct(partial(writer, source, brief, angle, limit.shown), number, limit) if limit else []
    return found


def _distinct(write, number, limit):
    """So many texts: two phrases may read alike once a short name fills them, and platforms refuse that."""
    texts = {}
    for place in range(number * 4):
        text = write(place)
        # Where wide characters count twice, there is less room than the writer thought.
        wide = limit.length(text) - len(text)
        text = clip(text, limit.shown - wide) if len(text) + wide > limit.shown else text
        texts.setdefault(" ".join(text.casefold().split()), text)
        if len(texts) == number:
            break
    return list(texts.values())


def short_name(product):
    """ "Formation en ligne à la lumière naturelle" → "Formation en ligne"."""
    name, *more = JOINT.split(name_of(product))
    for part in more:
        if len(f"{name} {part}") > SHORT_NAME:
            break
        name = f"{name} {part}"
    return name


def _line(copy, kind, most, place):
    """A phrase of a kind; the first one names the product or the brand, if one that fits does."""
    named = copy.lines(f"{kind}.named", 1, most) if not place else []
    return named[0] if named else copy.line(kind, most)


def _headline(copy, brief, angle, most, place):
    if most >= LONG:
        return copy.headline(angle, most)
    return _line(copy, f"ads.short.{angle}", most, place).rstrip(".")


def _text(copy, brief, angle, most, place):
    """An opening, and the ending that the objective asks for where there is room."""
    opening = _line(copy, f"ads.open.{angle}", most, place)
    closing = copy.line(f"ads.close.{brief.inputs['objective']}", most)
    both = f"{opening} {closing}"
    return both if len(both) <= most else opening


def _description(copy, brief, angle, most, place):
    if most < LONG:
        return copy.line("ads.tag", most).rstrip(".")
    return _line(copy, f"ads.open.{angle}", most, place)


def visuals_of(copy, short, brief, words, random):
    layouts = random.sample(list(LAYOUTS), len(VISUAL_ANGLES))
    product = copy.form("topic", "title")
    found = []
    for angle, layout in zip(VISUAL_ANGLES, layouts, strict=True):
        headline = short.headline(angle, LONGEST_ON_IMAGE)
        line = "" if product.casefold() in headline.casefold() else product
        found.append(
            {
                "layout": layout,
                "headline": headline,
                "line": clip(line, 90),
                "button": words.BUTTONS[brief.inputs["objective"]],
                "alt": clip(f"{headline} – {line}" if line else headline, 250),
                "picture": copy.line("ads.picture", 400),
            }
        )
    return found


def audiences_of(copy, brief, words):
    """The audience described, the people of the workspace, and people like them."""
    platform = brief.inputs["platform"]
    named = {
        "topic": name_of(brief.inputs["product"], 60) or brief.brand.name,
        "audience": name_of(brief.inputs.get("audience", ""), 80) or words.ANYONE,
    }
    meant = words.MEANT.get(platform, words.MEANT[""])
    found = [_audience(copy, meant, named)]
    known = best_segments(brief)[:SEGMENTS_NAMED]
    found += [
        _audience(
            copy, words.KNOWN, {"segment": sentence_of(each["name"], 80)}, segment=each["id"], people=each["people"]
        )
        for each in known
    ]
    found += [] if known else [_audience(copy, words.VISITORS, {})]
    return [*found, _audience(copy, words.ALIKE.get(platform, words.ALIKE[""]), named)]


def _audience(copy, words, named, **more):
    name, description, reason = (copy.slots.printed(each.format(**named)) for each in words)
    return {"name": clip(name, 200), "description": description, "reason": reason} | more


def best_segments(brief):
    """The workspace's segments that have anyone an export may name, those whose name fits the wish first."""
    wished = f"{brief.inputs['product']} {brief.inputs.get('audience', '')}".casefold().split()
    stems = {word[:5] for word in wished if len(word) > 3}
    segments = [each for each in brief.context.get("segments", []) if each["people"]]

    def fits(segment):
        return sum(word[:5] in stems for word in segment["name"].casefold().split())

    return sorted(segments, key=lambda each: (-fits(each), -each["people"], each["id"]))


def split_of(copy, brief, words, audiences):
    total, days = Decimal(brief.inputs["budget"]), int(brief.inputs["days"])
    lines = []
    for phase, number, span, amount in budget.plan_of(total, days, len(audiences)):
        name = words.SCALE if number is None else (words.WHOLE if days < budget.SHORTEST else words.TEST)
        audience = "" if number is None else audiences[number]["name"]
        reason = words.SCALE_REASON if number is None else words.TEST_REASON
        lines.append(
            {
                "name": clip(copy.slots.printed(name.format(audience=audience)), 200),
                "phase": phase,
                "audience": number,
                "days": span,
                "amount": str(amount),
                "reason": copy.slots.printed(words.WHOLE_REASON if days < budget.SHORTEST else reason),
            }
        )
    return lines
