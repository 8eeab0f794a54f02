"""What can be improved without a model: modest changes that are sure to be right, said as what they are."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from marketing.emails.generating.bank import BANK
from marketing.emails.generating.writing import priced, subjects_of
from marketing.emails.improving import words
from marketing.emails.improving.reading import AWAY, changed_lines, changed_text
from webox.ai.providers.base import Refused
from webox.ai.writer import ANGLES, Copy

SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[^\s])")
KEPT_SENTENCES = 2
NOTES = {
    "fr": {
        "shortened": "Phrases retirées : {sentences}. Mots de remplissage retirés : {fillers}. Rien n’a été réécrit : "
        "relisez ce qui s’enchaîne.",
        "nothing": "Rien à raccourcir sans comprendre le texte : un modèle ferait mieux.",
        "tone": "Changé : formule d’appel, formule de fin, ponctuation et tournures les plus simples. Le reste est de "
        "vous : vous et tu n’ont pas été touchés.",
        "same": "Rien ne trahissait un autre ton, hors ce que seul un modèle saurait réécrire.",
    },
    "en": {
        "shortened": "Sentences taken out: {sentences}. Filler words taken out: {fillers}. Nothing was rewritten: read "
        "how it hangs together.",
        "nothing": "Nothing to shorten without understanding the text: a model would do better.",
        "tone": "Changed: greeting, closing, punctuation and the simplest turns of phrase. The rest is yours.",
        "same": "Nothing gave another tone away, apart from what only a model could rewrite.",
    },
}


def improved(before, change, note):
    """The output of a change of every text."""
    return {
        "note": note,
        "subject": before["subject"],
        "preheader": before["preheader"],
        "html_content": changed_text(before["html_content"], change),
        "text_content": changed_lines(before["text_content"], change),
    }


@dataclass
class Shortener:
    language: str
    sentences: int = 0
    fillers: int = 0
    seen: dict = field(default_factory=dict)

    def __call__(self, text, goes_on_before=False, goes_on_after=False):
        if text not in self.seen:
            self.seen[text] = self.shorter(text, goes_on_after)
        return self.seen[text]

    def shorter(self, text, goes_on_after):
        kept = self.without_extra(SENTENCES.split(text), goes_on_after)
        self.fillers += sum(len(pattern.findall(each)) for each in kept for pattern, _new in self.table)
        return " ".join(words.replaced(each, self.table) for each in kept)

    @property
    def table(self):
        return words.SHORTER[self.language]

    def without_extra(self, sentences, goes_on_after):
        """The first ones, and whatever holds a merge field, a figure, or the beginning of a link."""
        kept = []
        for number, each in enumerate(sentences):
            is_last = number == len(sentences) - 1
            is_needed = AWAY.search(each) or re.search(r"\d|://|@", each) or (goes_on_after and is_last)
            if number < KEPT_SENTENCES or is_needed:
                kept.append(each)
            else:
                self.sentences += 1
        return kept


def write_shorter(brief, random):
    before, change = brief.inputs["before"], Shortener(brief.language)
    output = improved(before, change, "")
    notes = NOTES[brief.language]
    is_changed = change.sentences or change.fillers
    note = notes["shortened"].format(sentences=change.sentences, fillers=change.fillers)
    return output | {"note": note if is_changed else notes["nothing"]}


@dataclass
class Toner:
    language: str
    tone: str
    has_exclaimed: bool = False

    def __call__(self, text, goes_on_before=False, goes_on_after=False):
        language, tone = self.language, self.tone
        if not goes_on_before:
            text, is_greeting = words.GREETING[language].subn(words.GREETINGS[language][tone], text)
            text = words.CLOSING[language].sub(words.CLOSINGS[language][tone], text)
            if is_greeting and "," not in text and tone in words.CALM_TONES:
                text = words.EXCLAIMED.sub(",", text)
        if tone in words.CALM_TONES:
            text = words.EMOJI.sub("", words.replaced(text, words.CALM))
            return words.replaced(text, words.WRITTEN[language]) if tone == "formal" else text
        text = words.replaced(text, words.TALKED[language])
        return self.exclaimed(text, goes_on_after) if tone == "enthusiastic" else text

    def exclaimed(self, text, goes_on_after):
        """The first full sentence ends in an exclamation mark; one is enough."""
        if self.has_exclaimed or goes_on_after or not text.endswith(".") or text.endswith("..") or " " not in text:
            return text
        self.has_exclaimed = True
        return text[:-1] + ("\u00a0!" if self.language == "fr" else "!")


def write_in_tone(brief, random):
    before, language = brief.inputs["before"], brief.language
    output = improved(before, Toner(language, brief.tone), "")
    # Of the text part the same, counted anew
    output["text_content"] = changed_lines(before["text_content"], Toner(language, brief.tone))
    is_changed = any(output[name] != before[name] for name in before)
    return output | {"note": NOTES[language]["tone" if is_changed else "same"]}


def write_subjects(brief, random):
    topic = brief.inputs.get("topic") or re.sub(r"\s*\([^)]*\)$", "", brief.inputs["name"])
    copy = Copy(priced(brief), random, bank=BANK, topic=topic)
    subjects = subjects_of(copy, "newsletter", ANGLES)
    return {"subject": subjects[0], "alternatives": subjects[1:]}


def refuse_to_translate(brief, random):
    raise Refused(
        _(
            "Translating needs a model: the offline writer knows no languages, only phrases. Connect a model in the "
            "settings of AI, then ask again."
        )
    )
