"""Images of ads composed here, with no key and no network: words, a brand colour, a layout and a size make a PNG."""

import hashlib
import io
import json
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from marketing.ads.visuals.colours import palette_of
from marketing.ads.visuals.layouts import LAYOUTS, Canvas
from marketing.ads.visuals.words import cleaned

# Another look of the same words is another image: raised whenever a layout changes.
VERSION = 1
NAMES = {
    "block": _("Colour block"),
    "split": _("Two halves"),
    "diagonal": _("Diagonal"),
    "frame": _("Frame"),
    "big_type": _("Big type"),
    "card": _("Card"),
}


@dataclass(frozen=True)
class Visual:
    """What an image says and how it looks."""

    layout: str
    width: int
    height: int
    headline: str
    line: str = ""
    button: str = ""
    brand: str = ""
    color: str = ""

    @property
    def key(self):
        """The same for the same image."""
        words = json.dumps([VERSION, asdict(self)], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


def compose(visual):
    """The bytes of a PNG."""
    canvas = Canvas(
        width=visual.width,
        height=visual.height,
        palette=palette_of(visual.color),
        headline=cleaned(visual.headline) or cleaned(visual.brand),
        line=cleaned(visual.line),
        button=cleaned(visual.button),
        brand=cleaned(visual.brand),
    )
    LAYOUTS[visual.layout](canvas)
    out = io.BytesIO()
    canvas.image.save(out, "PNG")
    return out.getvalue()
