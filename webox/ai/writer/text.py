"""Texts as people type them, made fit to stand inside a sentence; and sentences made fit to print."""

import re
import unicodedata

# Joins letters of some scripts and parts of emoji; every other invisible character only confuses
KEPT_INVISIBLE = "\u200c\u200d"
END = re.compile(r"[\s.,;:!?…·•–—-]+$")
OPENERS = re.compile(r"^[\s.,;:!?…·•*–—-]+")
# A topic longer than this is a brief, not a name for something
LONGEST = 90


def clean(typed, longest=0):
    """One line of what somebody typed: no control characters, no braces, plain spaces."""
    text = str(typed or "")
    text = "".join(each if _is_visible(each) else " " if each.isspace() or _is_control(each) else "" for each in text)
    text = text.replace("{", "(").replace("}", ")").replace("[", "(").replace("]", ")").replace("|", "/")
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return clip(text, longest) if longest else text


def name_of(typed, longest=LONGEST):
    """What somebody typed, as the name of a thing: without the punctuation around it."""
    text = END.sub("", OPENERS.sub("", clean(typed, longest)))
    return text if any(each.isalnum() for each in text) else ""


def sentence_of(typed, longest=0):
    """What somebody typed, as a sentence that ends where we say: without its last full stop."""
    text = clean(typed, longest)
    return re.sub(r"[\s.;,:]+$", "", text) if any(each.isalnum() for each in text) else ""


def clip(text, limit):
    """At most `limit` characters, cut between words where there are any, without a mark left hanging."""
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    words = cut.rpartition(" ")[0] if " " in cut else ""
    return END.sub("", words or text[:limit]) or text[:limit]


def tidy(text):
    """No two marks where a slot's own met the sentence's, no space too many."""
    text = re.sub(r"\s+([.,…])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    text = re.sub(r"([.!?…]+)(\s*)\.(?!\w)", r"\1", text)
    text = re.sub(r"[.,;:]+(\s*)([!?])", r"\1\2", text)
    return re.sub(r"([!?])\s*\1+", r"\1", text)


def sentence_case(text):
    """With a capital first, except for names that are written otherwise, such as iPhone."""
    first = re.match(r"\w+", text)
    if not first or any(each.isupper() for each in first[0]):
        return text
    return text[:1].upper() + text[1:]


def _is_visible(character):
    return character in KEPT_INVISIBLE or unicodedata.category(character)[0] not in "ZC"


def _is_control(character):
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Zs")
