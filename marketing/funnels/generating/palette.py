"""Colours of a page from one brand colour, each text on its ground with a contrast people can read (WCAG 2, 4.5)."""

import colorsys
from dataclasses import dataclass

from webox.lib.contrast import ENOUGH, WHITE, contrast, luminance, rgb

INK = "#111827"
DEFAULT = "#1d4ed8"


@dataclass(frozen=True)
class Palette:
    """Each is a variable of the style sheet: `on_deep` is --on-deep."""

    accent: str  # of buttons and large areas: the brand's own colour
    on_accent: str  # text on it
    accent_text: str  # of links and small headings on any light ground
    tint: str  # the palest ground, cool and warm
    tint_warm: str
    line: str  # borders on the tint
    deep: str  # a dark ground of the same hue, and where it is lit
    glow: str
    on_deep: str  # texts on these two, from strong to coloured
    calm_on_deep: str
    soft_on_deep: str
    deep_button: str
    on_deep_button: str


def palette_of(color):
    """`color` as #rrggbb; the house's own when a workspace has none."""
    # A button is seen on white, too, where its own colour is nearly that
    accent = until_readable((color or DEFAULT).lower(), WHITE, step=-0.01, enough=1.3)
    on_accent = INK if contrast(WHITE, accent) < ENOUGH <= contrast(INK, accent) else WHITE
    accent = until_readable(accent, on_accent, step=-0.01)
    tint_warm = mixed(accent, "#f5efe6", 0.06)
    deep = until_readable(mixed(accent, INK, 0.3), WHITE, step=-0.01, enough=13)
    glow = until_readable(mixed(accent, deep, 0.5), WHITE, step=-0.01, enough=8.5)
    is_seen_on_deep = contrast(accent, glow) >= 1.5 and contrast(accent, deep) >= 2
    return Palette(
        accent=accent,
        on_accent=on_accent,
        accent_text=until_readable(accent, min(tint_warm, mixed(accent, WHITE, 0.07), key=luminance), step=-0.01),
        tint=mixed(accent, WHITE, 0.07),
        tint_warm=tint_warm,
        line=mixed(accent, WHITE, 0.2),
        deep=deep,
        glow=glow,
        on_deep=WHITE,
        calm_on_deep=mixed(WHITE, deep, 0.85),
        soft_on_deep=until_readable(mixed(accent, WHITE, 0.5), glow, step=0.01),
        deep_button=accent if is_seen_on_deep else WHITE,
        on_deep_button=on_accent if is_seen_on_deep else INK,
    )


def until_readable(color, ground, *, step, enough=ENOUGH):
    """The colour nearest to it, darker (a negative step) or lighter, that can be read on that ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parts_of(color))
    while contrast(color, ground) < enough and 0 < lightness + step < 1:
        lightness += step
        color = hex_of(colorsys.hls_to_rgb(hue, lightness, saturation))
    return color


def mixed(color, other, share):
    """So much of the first in the second."""
    return hex_of([a * share + b * (1 - share) for a, b in zip(parts_of(color), parts_of(other), strict=True)])


def parts_of(color):
    return [each / 255 for each in rgb(color)]


def hex_of(parts):
    return "#" + "".join(f"{round(max(0, min(1, each)) * 255):02x}" for each in parts)
