"""Claims in a draft that nobody vouched for: amounts, figures, guarantees and testimonials that neither the brand brief
nor the wish holds, and words the brand forbids."""

import re
import unicodedata
from html import unescape

from django.utils.translation import gettext_lazy as _

from webox.ai.paths import leaves
from webox.ai.registry import Problem

# Repetitions have an end, so that no text takes longer to read than its length.
NUMBER = r"(?<!\d)\d{1,12}(?:[ .,'\u00a0\u202f]\d{3}){0,4}(?:[.,]\d{1,6})?"
MONEY = re.compile(rf"(?:[€$£]\s*({NUMBER}))|(?:({NUMBER})\s*(?:€|\$|£|EUR\b|USD\b|CHF\b|GBP\b|euros?\b|dollars?\b))")
# A share, or so many people, firms, sales or years: what a reader takes for a fact
FIGURE = re.compile(
    rf"({NUMBER})\s*(?:\+\s*)?(?:%|(?:[^\W\d_]+\s){{0,2}}?(?:clients?|customers?|utilisateurs?|users?|personnes|people|"
    r"entreprises|companies|businesses|abonnés|subscribers|membres|members|lecteurs|readers|élèves|students|"
    r"participants?|ans\b|années|years|projets|projects|avis|reviews|ventes|sales)\b)",
    re.IGNORECASE,
)
# A promise a line: whoever made it in one form made it in all of them.
PROMISES = (
    r"garanti(?:e|es|s)?\b|guarantee[ds]?\b",
    r"satisfait ou remboursé|money[- ]back",
    r"sans aucun risque|risk[- ]free",
    r"n°\s?1\b|numéro un\b|number one\b|#1\b",
    r"award[- ]winning|primée?s?\b",
)
GUARANTEE = re.compile("|".join(f"({each})" for each in PROMISES), re.IGNORECASE)
TESTIMONIAL = re.compile(r"[«“\"][^«»“”\"]{15,800}[»”\"]\s{0,9}(?:[-—–,(]\s{0,9}){1,9}(?=[A-ZÀ-Ý])")
TAG = re.compile(r"<[^<>]*>")


def claims_in(output, brief):
    """Problems of every text of the output, in reading order; a path has each kind once."""
    vouched = _vouched(brief)
    numbers = {_value(each) for each in re.findall(NUMBER, vouched)}
    promised = {found.lastindex for found in GUARANTEE.finditer(unicodedata.normalize("NFC", vouched))}
    forbidden = [
        (each, re.compile(rf"(?<!\w){re.escape(_folded(each))}(?!\w)"))
        for each in brief.brand.forbidden
        if _folded(each)
    ]
    for path, written in leaves(output):
        if path.endswith(("_css", "/css", "_url", "/url")):
            continue
        text = unescape(TAG.sub(" ", written))
        folded = _folded(text)
        for words, pattern in forbidden:
            if pattern.search(folded):
                yield Problem(path, _("“%(words)s” is on your list of forbidden claims.") % {"words": words}, "error")
        yield from _unvouched(path, text, numbers, promised)


def _unvouched(path, text, numbers, promised):
    amounts = [(match[0], match[1] or match[2]) for match in MONEY.finditer(text)]
    for words, number in amounts:
        if _value(number) not in numbers:
            message = _("“%(words)s” is not among your prices. Add it to the brand brief if it is true.")
            yield Problem(path, message % {"words": words.strip()})
            break
    for match in FIGURE.finditer(text):
        if _value(match[1]) not in numbers:
            message = _("Nothing in the brand brief says “%(words)s”. Add it there if it is true.")
            yield Problem(path, message % {"words": match[0].strip()})
            break
    for found in GUARANTEE.finditer(text):
        if found.lastindex not in promised:
            yield Problem(path, _("“%(words)s” is a promise the brand brief does not make.") % {"words": found[0]})
            break
    if found := TESTIMONIAL.search(text):
        yield Problem(path, _("This reads like a testimonial. Quote only people who said it."))


def _vouched(brief):
    brand = brief.brand
    inputs = [text for _path, text in leaves({key: str(value) for key, value in brief.inputs.items()})]
    return "\n".join([brand.name, brand.offer, *brand.facts, *brand.prices, *inputs])


def _value(number):
    """ "1 490,50", "1,490.50" and "1490.5" are one number."""
    digits = re.sub(r"[ '\u00a0\u202f]", "", number)
    whole, mark, part = re.match(r"(.*?)(?:([.,])(\d{1,2}))?$", digits).groups()
    return float(re.sub(r"[.,]", "", whole) + (f".{part}" if mark else ""))


def _folded(text):
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
