"""What each platform takes: limits.json holds lengths, counts and sizes with their source and the day they were read.

A hard limit is one the platform refuses beyond; past a soft one it takes the text and cuts it from sight.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webox.ai.registry import Problem

LIMITS = json.loads(Path(__file__).with_name("limits.json").read_text(encoding="utf-8"))
# The lists of texts of a creative, as a person reads them, one and many
FIELDS = {
    "headlines": (gettext_lazy("Headline"), gettext_lazy("Headlines")),
    "texts": (gettext_lazy("Text"), gettext_lazy("Texts")),
    "descriptions": (gettext_lazy("Description"), gettext_lazy("Descriptions")),
}
# What the limits of a platform were read for
FORMATS = {
    "google": gettext_lazy("Responsive search ad"),
    "facebook": gettext_lazy("Feed, single image"),
    "instagram": gettext_lazy("Feed and stories, single image"),
    "linkedin": gettext_lazy("Single image ad"),
    "tiktok": gettext_lazy("In-feed image ad"),
    "other": gettext_lazy("Any other network"),
}


@dataclass(frozen=True)
class Limit:
    """Of one field on one platform; None where it sets none."""

    least: int = 0
    most: int | None = None
    soft: int | None = None
    hard: int | None = None
    exclamations: int | None = None
    forbidden: str = ""
    wide_counts_twice: bool = False

    @property
    def shown(self):
        """What a reader sees of it whole."""
        return self.soft or self.hard

    def length(self, text):
        return length(text, self.wide_counts_twice)


def of_platform(platform):
    return LIMITS.get(platform, LIMITS["other"])


def told_of(platform):
    """{"format", "checked", "source", "sizes"} of a platform's limits, as a page says it."""
    limits = of_platform(platform)
    return {
        "format": FORMATS.get(platform, FORMATS["other"]),
        "checked": date.fromisoformat(limits["checked"]),
        "source": limits["source"],
        "sizes": sizes_of(platform),
    }


def limit_of(platform, field):
    """The Limit of a field, or None on a platform that has no such field."""
    limits = of_platform(platform)
    if field not in limits["fields"]:
        return None
    return Limit(**limits["fields"][field], wide_counts_twice=limits.get("wide_counts_twice", False))


def sizes_of(platform):
    """(width, height) of its images, the one shown first in front."""
    return [tuple(size) for size in of_platform(platform)["images"]["sizes"]]


def length(text, wide_counts_twice=False):
    """Characters as platforms count them: Chinese, Japanese and Korean ones fill two places on some."""
    text = unicodedata.normalize("NFC", text)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text) if wide_counts_twice else 0
    return len(text) + wide


def check(platform, creative, path=""):
    """Problems of a creative (an AdCreative, or a dict of its fields) on a platform, in reading order."""
    read = creative.get if isinstance(creative, dict) else lambda name, default: getattr(creative, name, default)
    for field in FIELDS:
        if limit := limit_of(platform, field):
            written = [text for text in read(field, []) if text.strip()]
            yield from _count_problems(field, written, limit, f"{path}/{field}")
            yield from _repeated(platform, field, read(field, []), f"{path}/{field}")
            for number, text in enumerate(read(field, [])):
                yield from problems_of_text(text, limit, f"{path}/{field}/{number}")
    for field in ("name", "landing_url"):
        if limit := limit_of(platform, field):
            yield from problems_of_text(read(field, ""), limit, f"{path}/{field}")


def _count_problems(field, written, limit, path):
    many = FIELDS[field][1]
    if len(written) < limit.least:
        message = _("%(many)s: the platform wants at least %(least)d.")
        yield Problem(path, message % {"many": many, "least": limit.least}, "error")
    if limit.most is not None and len(written) > limit.most:
        message = _("%(many)s: the platform takes at most %(most)d, here are %(number)d.")
        yield Problem(path, message % {"many": many, "most": limit.most, "number": len(written)}, "error")


def _repeated(platform, field, texts, path):
    if field not in of_platform(platform).get("unique", []):
        return
    seen = set()
    for number, text in enumerate(texts):
        folded = " ".join(text.casefold().split())
        if folded and folded in seen:
            yield Problem(f"{path}/{number}", _("“%(text)s” is there twice: change one.") % {"text": text}, "error")
        seen.add(folded)


def problems_of_text(text, limit, path=""):
    """What a platform would refuse or cut in one text."""
    count = limit.length(text)
    if limit.hard and count > limit.hard:
        message = _("%(count)d characters: the platform refuses more than %(most)d. Shorten it by %(over)d.")
        yield Problem(path, message % {"count": count, "most": limit.hard, "over": count - limit.hard}, "error")
    elif limit.soft and count > limit.soft:
        message = _("%(count)d characters: beyond %(most)d the platform may cut it from sight.")
        yield Problem(path, message % {"count": count, "most": limit.soft})
    if limit.exclamations is not None and text.count("!") > limit.exclamations:
        message = (
            _("The platform refuses an exclamation mark here.")
            if not limit.exclamations
            else _("The platform takes one exclamation mark here, no more.")
        )
        yield Problem(path, message, "error")
    if found := [each for each in limit.forbidden if each in text]:
        yield Problem(path, _("The platform refuses “%(mark)s” in a text.") % {"mark": found[0]}, "error")
