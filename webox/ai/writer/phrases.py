"""Phrases with slots: which of them can be said, and saying them.

"{topic.of}" is a slot and the form it takes, "[vous avez|tu as]" the polite word and the familiar one. "{subject?}"
says nothing: the phrase suits what one learns or is helped with; "{concept?}" only what nobody sells, such as time;
"{thing?}" what one buys or goes to: "{moment?}" an occasion, "{object?}" the others, "{gift?}" those bought to please.
"""

import re
from functools import cached_property

from webox.ai.writer import en, fr
from webox.ai.writer.text import name_of, sentence_case, sentence_of, tidy

LANGUAGES = {"fr": fr, "en": en}
SLOT = re.compile(r"\{(\w+)(?:\.(\w+)|\?)?\}")
# A slot that says something
SPEAKING = re.compile(r"\{\w+(?:\.\w+)?\}")
EITHER = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
FAMILIAR = re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt’", re.IGNORECASE)
POLITE = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)
# Forms that need an article
INSIDE, QUOTED = ("the", "of", "to"), re.compile(r"^\S* ?[«“]")
# After it a capital
SENTENCE_END = re.compile(r"[.!?…] $")
NATURES = ("subject", "concept", "thing", "moment", "object", "gift")
# Under which of their inputs purposes ask for the same thing
TOPICS = ("topic", "product", "topic_or_product", "subject", "title")
AUDIENCES = ("audience", "target_audience")


class Slots:
    """What a brief has to fill phrases with. Facts and prices are given out one at a time, each once."""

    def __init__(self, brief, nature="", **more):
        self.brief, self.language = brief, LANGUAGES[brief.language]
        inputs = brief.inputs | more
        self.topic = name_of(_first(inputs, TOPICS))
        self.audience = name_of(_first(inputs, AUDIENCES))
        self.natures = self.language.grammar.natures(self.topic)
        if nature and nature not in self.natures:
            self.natures = {nature, "object"} if nature == "thing" else {nature}
        self.brand = name_of(brief.brand.name)
        self.offer = sentence_of(brief.brand.offer, 400)
        self.facts = [fact for each in brief.brand.facts if (fact := sentence_of(each, 300))]
        self.prices = [price for each in brief.brand.prices if (price := sentence_of(each, 200))]

    @cached_property
    def forms(self):
        """{slot: {form: text}} of those there are."""
        grammar = self.language.grammar
        forms = {
            "topic": self.topic and grammar.topic_forms(self.topic),
            "audience": self.audience and grammar.audience_forms(self.audience),
            "brand": self.brand and grammar.brand_forms(self.brand),
            "offer": self.offer and {"title": self.offer, "plain": self.offer},
        }
        return {slot: each for slot, each in forms.items() if each}

    @cached_property
    def is_familiar(self):
        """Whether to say tu: in a friendly text of a brand that does so itself."""
        samples = self.brief.brand.samples.replace("'", "’")
        return self.brief.tone == "friendly" and len(FAMILIAR.findall(samples)) > len(POLITE.findall(samples))

    def can_fill(self, phrase):
        return all(self.has(slot) for slot, _form in SLOT.findall(phrase))

    def is_awkward(self, phrase):
        """Whether a topic that is a sentence of its own would stand inside it between quotation marks."""
        filled = [(slot, form) for slot, form in SLOT.findall(phrase) if slot in self.forms and form in INSIDE]
        return any(QUOTED.search(self.forms[slot][form]) for slot, form in filled)

    def has(self, slot):
        if slot in NATURES:
            return slot in self.natures
        if slot in ("fact", "price"):
            return bool(getattr(self, f"{slot}s"))
        return slot in self.forms

    def fill(self, phrase):
        """The phrase as a person reads it."""
        chosen = EITHER.sub(lambda found: found[2 if self.is_familiar else 1], phrase)
        return self.printed(SLOT.sub(self._value, chosen))

    def printed(self, text):
        return self.language.grammar.typeset(sentence_case(tidy(text)))

    def measured(self, phrase):
        """How long it will be, without using up a fact."""
        kept = list(self.facts), list(self.prices)
        length = len(self.fill(phrase))
        self.facts, self.prices = kept
        return length

    def _value(self, found):
        slot, form = found[1], found[2] or "plain"
        if slot in NATURES:
            return ""
        if slot in ("fact", "price"):
            return getattr(self, f"{slot}s").pop(0)
        value = self.forms[slot][form]
        return sentence_case(value) if SENTENCE_END.search(found.string[: found.start()]) else value


def _first(inputs, names):
    return next((inputs[name] for name in names if inputs.get(name)), "")
