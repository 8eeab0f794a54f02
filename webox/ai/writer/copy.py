"""A piece of copy, composed phrase by phrase from what a person said and what is true of their brand."""

from webox.ai.writer.phrases import LANGUAGES, SPEAKING, Slots
from webox.ai.writer.text import clip

# What a text says after what
FRAMEWORKS = {
    "AIDA": ("attention", "interest", "desire", "action"),
    "PAS": ("problem", "agitation", "solution", "action"),
    "BAB": ("problem", "desire", "solution", "action"),
    "4P": ("promise", "desire", "proof", "action"),
    "FAB": ("offer", "interest", "desire", "action"),
}
# The angles of headlines, each another reason to read on
ANGLES = ("benefit", "pain", "how_to", "question", "objection", "news")
# Of phrases that suit every tone, and of those that suit all but a formal one
ANY, EVERYDAY = "any", "everyday"
# A phrase that speaks of this topic, brand or fact is worth so many that suit anything.
SPECIFIC = 4
# One that has to put the topic between quotation marks, so few.
AWKWARD = 0.02


class Copy:
    """One piece in the language and tone of its brief: the same `random` writes the same, and nothing is said twice.

    What is returned is plain text: who puts it into HTML escapes it. `limit` is the most characters; phrases that fit
    come first, and what cannot fit is cut between words.

    `bank` adds phrases of your own to the ones here: {"fr": {kind: {tone: [phrases]}}, "en": …}, where the tone may be
    "any", or "everyday" for all but formal. Their slots are {topic}, {audience} and {brand} with the forms .title
    .plain .name .the .of .to, and {offer}, {fact}, {price}. A phrase whose slot nobody filled is not chosen: every
    kind needs one without. "{subject?}" and "{thing?}" before a phrase keep it for topics of one nature: what one
    learns or is helped with, or what one buys or goes to; `nature` says which, else the topic tells. `more` are
    inputs under another name, such as topic=….
    """

    def __init__(self, brief, random, bank=None, nature="", **more):
        self.brief, self.random, self.slots = brief, random, Slots(brief, nature, **more)
        self.language = LANGUAGES[brief.language]
        self.own = (bank or {}).get(brief.language, {})
        self.used = set()

    def has(self, slot):
        """Whether there is a topic, an audience, a brand, an offer, a fact or a price left to speak of."""
        return self.slots.has(slot)

    def form(self, slot, form="plain"):
        """A slot as it stands in a sentence; empty when nobody filled it."""
        return self.slots.printed(self.slots.forms[slot][form]) if slot in self.slots.forms else ""

    def say(self, phrase, limit=None):
        """A phrase of your own, filled."""
        text = self.slots.fill(phrase)
        return clip(text, limit) if limit else text

    def line(self, kind, limit=None):
        """One phrase of a kind. Once all were said, they are said again."""
        phrases = self._eligible(kind)
        if not phrases:
            return ""
        fresh = [each for each in phrases if each not in self.used] or phrases
        fitting = [each for each in fresh if not limit or self.slots.measured(each) <= limit]
        fitting = fitting or [each for each in phrases if self.slots.measured(each) <= limit]
        phrase = self._chosen(fitting) if fitting else min(fresh, key=self.slots.measured)
        self.used.add(phrase)
        return self.say(phrase, limit)

    def lines(self, kind, n, limit=None):
        """Up to `n` different phrases of a kind."""
        left = [each for each in self._eligible(kind) if each not in self.used]
        left = [each for each in left if not limit or self.slots.measured(each) <= limit]
        chosen = []
        while left and len(chosen) < n:
            phrase = self._chosen(left)
            left.remove(phrase)
            if self.slots.can_fill(phrase):
                chosen.append(self.slots.fill(phrase))
                self.used.add(phrase)
        return chosen

    def headline(self, angle="", limit=None):
        """A line that makes one read on; `angle` is one of ANGLES."""
        return self.line(f"headline.{angle or self.random.choice(ANGLES)}", limit).rstrip(".")

    def subheadline(self, limit=None):
        return self.line("subheadline", limit)

    def framework(self, *names):
        """A framework to follow, of these or of all."""
        return self.random.choice(names or tuple(FRAMEWORKS))

    def opening(self, framework):
        return self.line(FRAMEWORKS[framework][0])

    def paragraphs(self, framework):
        """One paragraph for each step, the first being its opening."""
        steps = [self.line(step) for step in FRAMEWORKS[framework]]
        return [each for each in steps if each]

    def facts(self, n):
        """Up to `n` facts of the brand as it wrote them, each once in a piece."""
        taken, self.slots.facts = self.slots.facts[:n], self.slots.facts[n:]
        return [self.slots.printed(each) for each in taken]

    def prices(self):
        """The prices of the brand as it wrote them."""
        taken, self.slots.prices = self.slots.prices, []
        return [self.slots.printed(each) for each in taken]

    def bullets(self, n):
        """Facts of the brand first; then what a person can expect of working together, never a figure."""
        facts = self.facts(n - 1 if n > 1 else n)
        return facts + self.lines("bullet", n - len(facts))

    def benefit_questions(self, n):
        """What could get better, asked and not claimed."""
        return self.lines("benefit_question", n)

    def steps(self, n):
        """How it works: a way of going about it, in order."""
        return self.lines("step.first", 1) + self.lines("step", max(n - 2, 0)) + self.lines("step.last", min(1, n - 1))

    def for_whom(self, n):
        return self.lines("for_whom", n)

    def not_for_whom(self, n):
        return self.lines("not_for_whom", n)

    def questions(self, n):
        """[(question, answer)] that people ask before they decide; about the price only when it is known."""
        pairs = [pair for pair in self.language.QUESTIONS if self.slots.can_fill("".join(pair))]
        chosen = self.random.sample(pairs, min(n, len(pairs)))
        return [(self.say(question), self.say(answer)) for question, answer in chosen]

    def call_to_action(self, goal="", limit=None):
        """The words on a button: `goal` is one of goal_of()'s, or what a person wrote."""
        kind = goal if f"button.{goal}" in self.language.BANK else goal_of(goal, self.brief.language)
        return self.line(f"button.{kind}", limit).rstrip(".")

    def closing(self):
        return self.line("closing")

    def _eligible(self, kind):
        """Every phrase of a kind in the tone of the brief that can be filled, in the order of the bank."""
        phrases = []
        for bank in (self.own, self.language.BANK):
            by_tone = bank.get(kind, {})
            suited = (ANY, self.brief.tone) if self.brief.tone == "formal" else (ANY, EVERYDAY, self.brief.tone)
            phrases += [each for tone in suited for each in by_tone.get(tone, ())]
        return [each for each in phrases if self.slots.can_fill(each)]

    def _chosen(self, phrases):
        return self.random.choices(phrases, [self._weight(each) for each in phrases])[0]

    def _weight(self, phrase):
        if self.slots.is_awkward(phrase):
            return AWKWARD
        return SPECIFIC if SPEAKING.search(phrase) else 1


def goal_of(text, language):
    """What a person wants readers to do: sell, sign_up, book, download, reply, read, visit or start."""
    folded = str(text or "").casefold()
    return next((goal for goal, pattern in LANGUAGES[language].GOALS if pattern.search(folded)), "start")
