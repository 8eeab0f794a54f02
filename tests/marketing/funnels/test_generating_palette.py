import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing.funnels.generating.palette import palette_of
from webox.lib.contrast import contrast

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
# Of the style sheets: greys on a tinted ground
GREYS = {"#374151": "tint", "#5b6472": "tint", "#48423a": "tint_warm", "#655d52": "tint_warm"}


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1f6feb", "#1f6feb") == 1


@given(COLORS)
def test_whatever_the_brand_every_text_can_be_read_on_its_ground(color):
    palette = palette_of(color)
    pairs = [
        (palette.on_accent, palette.accent),
        *[(palette.accent_text, ground) for ground in ("#ffffff", "#fbf8f3", palette.tint, palette.tint_warm)],
        *[(text, palette.deep) for text in (palette.on_deep, palette.calm_on_deep, palette.soft_on_deep)],
        *[(text, palette.glow) for text in (palette.on_deep, palette.calm_on_deep, palette.soft_on_deep)],
        (palette.on_deep_button, palette.deep_button),
        *[(grey, getattr(palette, ground)) for grey, ground in GREYS.items()],
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@given(COLORS)
def test_a_button_stands_out_from_the_dark_ground_it_is_on(color):
    palette = palette_of(color)
    assert contrast(palette.deep_button, palette.deep) >= 2
    assert contrast(palette.accent, "#ffffff") >= 1.3


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert palette_of("#1F6FEB").accent == "#1f6feb"
    assert palette_of("#1f6feb").on_accent == "#ffffff"
    assert (palette_of("#ffd400").accent, palette_of("#ffd400").on_accent) == ("#ffd400", "#111827")
    assert palette_of("").accent == "#1d4ed8"
