"""How a name that somebody typed stands in a French sentence: its article, its contractions, its elisions."""

import re
import unicodedata

from webox.ai.writer.fr.nouns import (
    ADJECTIVES,
    ASPIRATED,
    CLAUSES,
    DETERMINERS,
    MOMENTS,
    SERVICES,
    THINGS,
    TOOLS,
    gender,
    is_known,
)

FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A plural of people ends before these: « dirigeants de PME », « parents qui travaillent »
STOPS = {
    "de",
    "du",
    "des",
    "d",
    "en",
    "à",
    "au",
    "aux",
    "qui",
    "que",
    "avec",
    "sans",
    "dans",
    "pour",
    "sur",
    "et",
    "ou",
}
ACRONYM = re.compile(r"[A-Z0-9&]{2,}$")


def topic_forms(name):
    """The forms of a topic by the word after the dot of its slot."""
    noun = the(name)
    named = noun if noun.startswith("«") else lowered(name)
    return {"title": name, "plain": lowered(name), "name": named, "the": noun, "of": of(noun), "to": to(noun)}


def audience_forms(name):
    people = the_people(name)
    return {"title": name, "plain": lowered(name), "the": people, "of": of(people), "to": to(people)}


def brand_forms(name):
    at = name if name.lower().startswith("chez ") else f"chez {name}"
    return {"title": name, "plain": name, "the": name, "of": of(name), "to": f"à {name}", "at": at}


def natures(topic):
    """What a topic is: "subject" or "thing", and more closely "concept"; "moment", "object", "gift"."""
    head = _head(topic)
    if head not in THINGS:
        return {"subject"} if head in SERVICES else {"subject", "concept"}
    if head in MOMENTS:
        return {"thing", "moment"}
    return {"thing", "object"} if head in TOOLS else {"thing", "object", "gift"}


def _head(topic):
    for word in re.split(r"[ ’']", topic.lower()):
        if word not in DETERMINERS and word not in ADJECTIVES and word != "l":
            return word
    return ""


def the(name):
    """ "gestion du temps" → "la gestion du temps"; a title that is a sentence of its own goes between « »."""
    plain = lowered(name)
    word = first_word(plain)
    folded = word.lower()
    if not word:
        return quoted(name)
    if plain.startswith(("l’", "L’")) or folded in DETERMINERS:
        return plain
    if folded in CLAUSES or plain.startswith(("s’", "d’", "c’", "j’", "qu’", "n’")):
        return quoted(name)
    if plain[:1].isupper() and not gender(folded):
        return plain
    if _is_plural(folded):
        return f"les {plain}"
    known = gender(folded)
    if not known and _silent(folded) and word == folded:
        return f"l’{plain}"
    if not known:
        return quoted(name)
    return f"l’{plain}" if _silent(folded) else f"{'le' if known == 'm' else 'la'} {plain}"


def the_people(name):
    """ "dirigeant de PME" → "les dirigeants de PME"."""
    plain = name.lower() if name.istitle() and first_word(name) == name else lowered(name)
    word = first_word(plain).lower()
    if not word:
        return f"le public {quoted(name)}"
    if word == "des":
        return "les" + plain[3:]
    if word in DETERMINERS or plain.startswith("l’"):
        return plain
    if word in CLAUSES:
        return f"le public {quoted(name)}"
    if word in ("grand", "public", "jeune") and plain.lower() in ("grand public", "public"):
        return f"le {plain}"
    return f"les {_plural(plain)}"


def of(noun):
    """ "de" with what follows: du, des, d’."""
    first, _space, rest = noun.partition(" ")
    if first in ("le", "les"):
        return f"{'du' if first == 'le' else 'des'} {rest}"
    if first in ("du", "des"):
        return _elided(rest)
    return _elided(noun)


def to(noun):
    first, _space, rest = noun.partition(" ")
    if first in ("le", "les"):
        return f"{'au' if first == 'le' else 'aux'} {rest}"
    if first == "des":
        return f"à des {rest}"
    return f"à {noun}"


def lowered(name):
    """The name inside a sentence: the capital of an ordinary first word goes, that of a name stays."""
    word = first_word(name)
    if not word or not name.startswith(word) or word[1:] != word[1:].lower():
        return name
    if word.lower() in ("l", "d", "s", "c", "j", "qu", "n") and name[len(word) :][:1] in "’'":
        return name[:1].lower() + name[1:]
    # Names rarely are plurals with a lower-case word after them.
    is_plural = _is_plural(word.lower()) and re.match(r" [a-zà-ÿ]", name[len(word) :])
    return name[:1].lower() + name[1:] if is_known(word.lower()) or is_plural else name


def quoted(name):
    """Between French quotation marks; a quotation within becomes an English one."""
    inner = name.replace("«", "“").replace("»", "”").strip()
    return f"« {inner[:1].upper() + inner[1:]} »"


def typeset(text):
    """French typography: curly apostrophes, and spaces that do not break before tall marks and within « »."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r" (?=[:;!?»%€])", "\u00a0", text)
    return re.sub(r"« ", "«\u00a0", text)


def first_word(name):
    found = FIRST.match(name)
    return found[0] if found else ""


def _elided(noun):
    word = first_word(noun)
    return f"d’{noun}" if word and _silent(word.lower()) else f"de {noun}"


def _silent(word):
    """Whether le, la and de lose their vowel before it."""
    first = unicodedata.normalize("NFD", word[:1])[:1]
    if first == "h":
        return word not in ASPIRATED and word.rstrip("s") not in ASPIRATED
    return (first in "aeiouœ" and word not in ("onze", "oui", "onzième")) or word[:1] == "œ"


def _is_plural(word):
    if word in (
        "prix",
        "choix",
        "cours",
        "parcours",
        "temps",
        "corps",
        "poids",
        "devis",
        "avis",
        "mois",
        "bras",
        "vidéos",
    ):
        return word == "vidéos"
    return len(word) > 3 and word.endswith(("s", "x")) and not gender(word) and bool(FIRST.match(word))


def _plural(plain):
    """Of people: every word up to the first preposition."""
    words = plain.split(" ")
    for number, word in enumerate(words):
        if word.lower().rstrip(",") in STOPS or word.lower().startswith(("d’", "qu’", "l’")) or not word.isalpha():
            break
        words[number] = _plural_word(word)
    return " ".join(words)


def _plural_word(word):
    if ACRONYM.match(word) or word.endswith(("s", "x", "z")):
        return word
    if word.endswith(("eau", "eu")):
        return f"{word}x"
    return f"{word[:-2]}aux" if word.endswith("al") else f"{word}s"
