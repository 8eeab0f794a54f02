"""Setting text in a box: never cut, lines of about the same length, the spaces of French typography kept together."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from webox.lib.fonts import BOLD
from webox.lib.wrapping import broken, wrapped

NBSP = "\u00a0"
UNBREAKABLE = "\u00a0\u202f"
SMALLEST = 10
# How much of its size a text may lose for lines of about one length
EVENER = 0.8
BEFORE_MARK = re.compile(r" ([:;!?»%€])")
AFTER_MARK = re.compile(r"(«) ")


@lru_cache(maxsize=64)
def font(name, size):
    return ImageFont.truetype(str(name), size)


def cleaned(text):
    """The text as it can be set: characters the font lacks, such as emojis, left out, French spaces unbreakable."""
    text = unicodedata.normalize("NFC", text)
    shown = "".join(each if each in UNBREAKABLE or _has(each) else " " if each.isspace() else "" for each in text)
    shown = re.sub(" {2,}", " ", shown).strip()
    return AFTER_MARK.sub(rf"\1{NBSP}", BEFORE_MARK.sub(rf"{NBSP}\1", shown))


@lru_cache(maxsize=1024)
def _has(character):
    if unicodedata.category(character)[0] in "CZ":
        return False
    face = font(BOLD, 20)
    mask, missing = face.getmask(character), face.getmask("\uffff")
    return (mask.size, bytes(mask)) != (missing.size, bytes(missing))


@dataclass(frozen=True)
class SetText:
    """Lines in a font, and how much room they take."""

    lines: tuple
    font: ImageFont.FreeTypeFont
    leading: float
    width: float

    @property
    def step(self):
        return round(self.font.size * self.leading)

    @property
    def height(self):
        return self.step * len(self.lines)


def fit(text, width, height, *, name=BOLD, largest, leading=1.12):
    """The text as large as it fits into the box; very long words are broken before anything is cut."""
    if not text:
        return SetText((), font(name, SMALLEST), leading, 0)
    low, high, best = SMALLEST, max(int(largest), SMALLEST), None
    while low <= high:
        size = (low + high) // 2
        found = _at(text, width, height, name, size, leading)
        if found:
            best, low = found, size + 1
        else:
            high = size - 1
    return _evener(text, width, height, name, leading, best) if best else _squeezed(text, width, height, name, leading)


def _evener(text, width, height, name, leading, largest):
    """A little smaller, where that spares a line with a single short word."""
    for size in range(largest.font.size, int(largest.font.size * EVENER), -1):
        found = _at(text, width, height, name, size, leading)
        lengths = [found.font.getlength(line) for line in found.lines]
        if min(lengths) >= max(lengths) * 0.5:
            return found
    return largest


def _at(text, width, height, name, size, leading):
    face = font(name, size)
    words = text.split(" ")
    if max(face.getlength(word) for word in words) > width:
        return None
    lines = wrapped(words, face.getlength, width)
    if round(size * leading) * len(lines) > height:
        return None
    return _set(_balanced(words, lines, face, width), face, leading)


def _set(lines, face, leading):
    return SetText(tuple(lines), face, leading, max(face.getlength(line) for line in lines))


def _squeezed(text, width, height, name, leading):
    """Of a text no size fits whole words of: words broken, in the largest size that takes them."""
    for size in range(SMALLEST * 3, 3, -1):
        face = font(name, size)
        measure = face.getlength
        lines = wrapped([part for word in text.split(" ") for part in broken(word, measure, width)], measure, width)
        if round(size * leading) * len(lines) <= height:
            break
    return _set(lines, face, leading)


def _balanced(words, lines, face, width):
    """The same number of lines in the narrowest column, so that none is left with a single word."""
    low, high = max(face.getlength(word) for word in words), width
    for _step in range(8):
        middle = (low + high) / 2
        narrower = wrapped(words, face.getlength, middle)
        if len(narrower) == len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines
