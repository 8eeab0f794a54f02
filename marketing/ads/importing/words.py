"""What platforms call things, from aliases.json, in the form in which headers and words are compared."""

import json
import re
from pathlib import Path

from webox.lib.fields import fold

# “(EUR)” at the end of a header, and the clock a column is in
CURRENCY = re.compile(r"\(([A-Z]{3})\)\s*$")
CLOCK = re.compile(r"\((?:[a-z]{2,3}\s)?utc[^)]*\)", re.IGNORECASE)


def bare(text):
    """A header as words: neither currency, clock, accents, case nor punctuation."""
    text = CLOCK.sub(" ", CURRENCY.sub(" ", text))
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


def word(text):
    """A value of a status or result column as its list has it."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


DATA = json.loads(Path(__file__).with_name("aliases.json").read_text(encoding="utf-8"))
# {platform: {locale: {bare header: field}}}
HEADERS = {
    platform: {
        locale: {bare(name): field for field, names in fields.items() for name in names}
        for locale, fields in locales.items()
    }
    for platform, locales in DATA["platforms"].items()
}
# {platform: every bare header in any language}
KNOWN = {platform: set().union(*locales.values()) for platform, locales in HEADERS.items()}
STATUSES = {word(name): status for status, names in DATA["statuses"].items() for name in names}
EMPTY = set(DATA["empty"])
NOT_CONVERSIONS = {word(name) for name in DATA["not_conversions"]}
CURRENCY_WORDS = set(DATA["currency_words"])
GENERATED_WORDS = set(DATA["generated_words"])
TOTAL = re.compile(rf"({'|'.join(DATA['totals'])})\s*:", re.IGNORECASE)
TOTALS = set(DATA["totals"])
MONTHS = {
    name: number
    for names in (*DATA["months"].values(), *DATA["short_months"].values())
    for number, name in enumerate(names.split(), 1)
}


def is_total(text):
    """“Total: Account” in any language; a campaign “Total Wine” is none."""
    return bool(TOTAL.match(text))


def names_of(platform, locale):
    """{bare header: field} of a platform, the language of the file before the others; of all when it is not known."""
    platforms = [platform] if platform in HEADERS else list(HEADERS)
    known = {}
    for name in platforms:
        locales = HEADERS[name]
        for each in (*(locales[key] for key in (locale,) if key in locales), *locales.values()):
            known = {**each, **known}
    return known
