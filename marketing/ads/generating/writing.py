"""The offline writer of ads: each text is an angle of its own, and fits the platform before it is shown."""

from decimal import Decimal

from marketing.ads.generating import budget, en, fr
from marketing.ads.generating.schema import ANGLES
from marketing.ads.limits import limit_of
from marketing.ads.models import Platform
from marketing.ads.visuals.layouts import LAYOUTS
from webox.ai.writer import Copy, clip, name_of, sentence_of

WORDS = {"fr": fr, "en": en}
# Short titles also stand beside the writer's own headlines: one of them fits where little room is.
BANKS = {
    language: words.BANK | {f"headline.{angle}": words.BANK[f"ads.short.{angle}"] for angle in ANGLES}
    for language, words in WORDS.items()
}
# How many of each a variant has, on platforms that take more than one
COUNTS = {Platform.GOOGLE: {"headlines": 3, "descriptions": 2}}
# A headline of C characters or more may be one of the writer's own
LONG = 45
VISUAL_ANGLES = ("benefit", "question", "pain")
LONGEST_ON_IMAGE = 44
SEGMENTS_NAMED = 1


def write(brief, random):
    copy = Copy(brief, random, bank=BANKS)
    words = WORDS[brief.language]
    audiences = audiences_of(copy, brief, words)
    return {
        "name": _name(brief, words),
        "variants": [variant_of(copy, brief, angle, words) for angle in ANGLES],
        "visuals": visuals_of(copy, brief, words, random),
        "audiences": audiences,
        "split": split_of(copy, brief, words, audiences),
    }


def _name(brief, words):
    product = name_of(brief.inputs["product"]) or brief.brand.name
    platform = Platform(brief.inputs["platform"]).label
    return clip(words.NAME.format(product=product, platform=platform), 200)


def variant_of(copy, brief, angle, words):
    platform = brief.inputs["platform"]
    writers = {"headlines": _headline, "texts": _text, "descriptions": _description}
    found = {"angle": angle, "call_to_action": words.BUTTONS[brief.inputs["objective"]]}
    for field, writer in writers.items():
        limit = limit_of(platform, field)
        number = COUNTS.get(platform, {}).get(field, 1) if limit else 0
        found[field] = [writer(copy, brief, angle, limit.shown) for _each in range(number)]
    return found


def _headline(copy, brief, angle, most):
    if most >= LONG:
        return copy.headline(angle, most)
    return copy.line(f"ads.short.{angle}", most).rstrip(".")


def _text(copy, brief, angle, most):
    """An opening, and the ending that the objective asks for where there is room."""
    opening = copy.line(f"ads.open.{angle}", most)
    closing = copy.line(f"ads.close.{brief.inputs['objective']}", most)
    both = f"{opening} {closing}"
    return both if len(both) <= most else opening


def _description(copy, brief, angle, most):
    if most < LONG:
        return copy.line("ads.tag", most).rstrip(".")
    return copy.line(f"ads.open.{angle}", most)


def visuals_of(copy, brief, words, random):
    layouts = random.sample(list(LAYOUTS), len(VISUAL_ANGLES))
    product = copy.form("topic", "title")
    found = []
    for angle, layout in zip(VISUAL_ANGLES, layouts, strict=True):
        headline = copy.headline(angle, LONGEST_ON_IMAGE)
        line = product if product and product.casefold() not in headline.casefold() else ""
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
