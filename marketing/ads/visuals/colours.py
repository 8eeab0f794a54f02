"""Colours of an image from one brand colour, with the contrast that reading needs (WCAG 2: at least 4.5)."""

import colorsys
from dataclasses import dataclass

from webox.lib.contrast import ENOUGH, contrast, rgb

DEFAULT = "#2457d6"
WHITE, BLACK = (255, 255, 255), (13, 17, 23)


def mix(one, other, share):
    """`share` of the other colour in the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def ink_on(ground):
    """White or near-black, whichever is read better there; black where neither is enough."""
    ink = max(WHITE, BLACK, key=lambda each: contrast(each, ground))
    return ink if contrast(ink, ground) >= ENOUGH else (0, 0, 0)


def readable(colour, ground):
    """The colour, darkened or lightened as far as reading it on that ground needs."""
    towards = ink_on(ground)
    for share in range(0, 101, 4):
        found = mix(colour, towards, share / 100)
        if contrast(found, ground) >= ENOUGH:
            return found
    return towards


def beside(colour):
    """A neighbour on the colour wheel; of yellows the warmer one, as the other looks poisonous."""
    hue, light, depth = colorsys.rgb_to_hls(*(each / 255 for each in colour))
    turn = -28 if 35 < hue * 360 < 100 else 28
    return tuple(round(each * 255) for each in colorsys.hls_to_rgb((hue + turn / 360) % 1, light, depth))


@dataclass(frozen=True)
class Palette:
    brand: tuple
    on_brand: tuple
    # A shade of the brand for shapes on it, a second colour beside it, and both ends of the scale
    shade: tuple
    accent: tuple
    paper: tuple
    deep: tuple
    # The brand as text on paper, and text in general there
    brand_on_paper: tuple
    on_paper: tuple


def palette_of(colour):
    brand = rgb(colour or DEFAULT)
    on_brand = ink_on(brand)
    away = BLACK if on_brand == WHITE else WHITE
    paper = mix(brand, WHITE, 0.93)
    deep = mix(brand, BLACK, 0.78)
    return Palette(
        brand=brand,
        on_brand=on_brand,
        # Away from the ink, so that text stays readable across the edge of a shape
        shade=mix(brand, away, 0.16),
        accent=mix(beside(brand), WHITE, 0.12),
        paper=paper,
        deep=deep,
        brand_on_paper=readable(brand, paper),
        on_paper=mix(brand, BLACK, 0.88),
    )
