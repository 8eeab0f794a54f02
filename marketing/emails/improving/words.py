"""What can be said shorter or in another tone without understanding it: tables of small, safe changes."""

import re

FLAGS = re.IGNORECASE
NOT_DENIED = r"(?<!pas )(?<!plus )(?<!not )(?<!n’t )(?<!n't )"


def table(*pairs):
    return tuple((re.compile(pattern, FLAGS), new) for pattern, new in pairs)


# Words that carry nothing, and long ways to say something short
SHORTER = {
    "fr": table(
        (rf"{NOT_DENIED}\b(?:vraiment|absolument|extrêmement|tout simplement|tout à fait) (?=\w)", ""),
        (r"\b(?:en fait|en effet|bien entendu|bien évidemment|évidemment|à vrai dire), ", ""),
        (r"\bil est important de (?:noter|savoir) que ", ""),
        (r"\b(?:afin|dans le but) de\b", "pour"),
        (r"\bà l[’']heure actuelle\b", "aujourd’hui"),
        (r"\ben ce qui concerne\b", "pour"),
        (r"\bd[’']ores et déjà\b", "déjà"),
    ),
    "en": table(
        (rf"{NOT_DENIED}\b(?:really|very|actually|simply|absolutely|extremely) (?=\w)", ""),
        (r"\b(?:actually|basically|of course|in fact|to be honest), ", ""),
        (r"\b(?:please note|it is important to note) that ", ""),
        (r"\bin order to\b", "to"),
        (r"\bat this point in time\b", "now"),
        (r"\bdue to the fact that\b", "because"),
        (r"\bwith regard to\b", "about"),
    ),
}
# How a message begins and ends in each tone
GREETING = {
    "fr": re.compile(r"^(?:salut|coucou|hello|hey|bonjour|madame, monsieur)(?=[ ,!\u00a0]|$)", FLAGS),
    "en": re.compile(r"^(?:hi there|hi|hey|hello|dear)(?=[ ,!]|$)", FLAGS),
}
GREETINGS = {
    "fr": dict.fromkeys(("professional", "friendly", "enthusiastic", "formal"), "Bonjour"),
    "en": {"professional": "Hello", "friendly": "Hi", "enthusiastic": "Hi", "formal": "Hello"},
}
CLOSING = {
    "fr": re.compile(
        r"^(?:à (?:très |tout )?(?:bientôt|vite)|cordialement|bien à vous|belle journée[^,!.]{0,20}|bonne journée|"
        r"amicalement|au plaisir[^,!.]{0,20}|nous vous prions d[’']agréer[^,!.]{0,60}|"
        r"avec nos respectueuses salutations|bises|on a hâte[^,!.]{0,20})\s?[,!.]",
        FLAGS,
    ),
    "en": re.compile(
        r"^(?:see you (?:very )?soon|best regards|kind regards|regards|cheers|take care|have a lovely day|"
        r"yours (?:faithfully|sincerely)|best wishes|looking forward[^,!.]{0,30}|with our respectful regards)\s?[,!.]",
        FLAGS,
    ),
}
CLOSINGS = {
    "fr": {
        "professional": "Cordialement,",
        "friendly": "À très bientôt,",
        "enthusiastic": "À très vite\u00a0!",
        "formal": "Nous vous prions d’agréer nos salutations distinguées,",
    },
    "en": {
        "professional": "Kind regards,",
        "friendly": "Take care,",
        "enthusiastic": "See you very soon!",
        "formal": "Yours faithfully,",
    },
}
CALM_TONES = ("formal", "professional")
EXCLAIMED = re.compile(r"[ \u00a0]?!+$")
CALM = table((r"[ \u00a0]?!+(?=\s|$)", "."))
TALKED = {"fr": table((r"\bcela\b", "ça")), "en": ()}
WRITTEN = {"fr": table((r"\bça\b", "cela")), "en": ()}
_PAIRS = (
    *(("do not", "don’t"), ("does not", "doesn’t"), ("did not", "didn’t"), ("cannot", "can’t"), ("will not", "won’t")),
    *(("is not", "isn’t"), ("are not", "aren’t"), ("we are", "we’re"), ("you are", "you’re"), ("we will", "we’ll")),
    *(("you will", "you’ll"), ("we have", "we’ve"), ("you have", "you’ve"), ("let us", "let’s"), ("I am", "I’m")),
)
TALKED["en"] = table(*((rf"\b{long}\b", short) for long, short in _PAIRS))
WRITTEN["en"] = table(*((rf"\b{short.replace('’', '[’' + chr(39) + ']')}\b", long) for long, short in _PAIRS))
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f? ?")


def replaced(text, changes):
    """With every change of a table made; what began with a capital still does."""
    began_high = text[:1].isupper()
    for pattern, new in changes:
        text = pattern.sub(lambda found, new=new: _as(found[0], new), text)
    return text[:1].upper() + text[1:] if began_high else text


def _as(old, new):
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
