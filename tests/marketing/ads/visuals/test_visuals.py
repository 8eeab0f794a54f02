import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from marketing.ads.limits import LIMITS, sizes_of
from marketing.ads.visuals import NAMES, Visual, compose
from marketing.ads.visuals.colours import BLACK, WHITE, palette_of
from marketing.ads.visuals.layouts import LAYOUTS
from marketing.ads.visuals.words import cleaned, fit
from webox.lib.contrast import ENOUGH, contrast, rgb

WORDS = {
    "headline": "Et si vous arrêtiez de relancer vos clients ?",
    "line": "Un accompagnement individuel pour les indépendantes.",
    "button": "Réserver un appel",
    "brand": "Atelier Clair",
    "color": "#0f766e",
}


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_every_layout_has_a_name():
    assert set(LAYOUTS) == set(NAMES)
    assert len(LAYOUTS) >= 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_image_has_the_size_asked_for_and_stays_far_below_a_megabyte(layout):
    for size in {size for platform in LIMITS for size in sizes_of(platform)}:
        data = compose(Visual(layout, *size, **WORDS))
        image = opened(data)
        assert (image.format, image.size) == ("PNG", size)
        assert len(data) < 200_000


def test_layouts_look_different_and_the_same_wish_gives_the_same_image():
    images = [compose(Visual(layout, 1080, 1080, **WORDS)) for layout in LAYOUTS]
    assert len(set(images)) == len(LAYOUTS)
    assert compose(Visual("block", 1080, 1080, **WORDS)) == images[list(LAYOUTS).index("block")]
    assert Visual("block", 1080, 1080, **WORDS).key != Visual("block", 1080, 1350, **WORDS).key


@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
@example("Anticonstitutionnellement" * 8, "x" * 200, "y" * 60, "z" * 60)
@example("", "", "", "")
@example("🎉👍", "广告", "", "")
@settings(max_examples=25, deadline=None)
def test_any_words_make_an_image(headline, line, button, brand):
    for layout in LAYOUTS:
        assert opened(compose(Visual(layout, 300, 250, headline, line, button, brand, "#ffcc00"))).size == (300, 250)


@given(st.text(st.characters(codec="latin-1"), max_size=240), st.integers(60, 900), st.integers(60, 600))
@settings(max_examples=150, deadline=None)
def test_no_text_is_cut(text, width, height):
    text = cleaned(text)
    found = fit(text, width, height, largest=120)
    assert "".join(found.lines).replace(" ", "") == text.replace(" ", "")
    if len(text) < 60:
        assert found.height <= height and found.width <= width


def test_lines_are_of_about_one_length_and_french_marks_never_begin_one():
    text = cleaned("Et si vous arrêtiez enfin de relancer tous vos clients ? « Oui » : voici comment")
    found = fit(text, 500, 400, largest=60)
    lengths = [found.font.getlength(line) for line in found.lines]
    assert len(lengths) >= 3 and min(lengths) > max(lengths) * 0.5
    assert not any(line[0] in "?:;!»" or line.endswith("«") for line in found.lines)
    assert cleaned("Prêt ? « Oui » : 20 % 😀") == "Prêt\u00a0? «\u00a0Oui\u00a0»\u00a0: 20\u00a0%"


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
@example("#777777")
@example("#facc15")
@settings(deadline=None)
def test_every_brand_colour_gives_a_palette_one_can_read(colour):
    found = palette_of(colour)
    pairs = [
        (found.on_brand, found.brand),
        (found.brand_on_paper, found.paper),
        (found.on_paper, found.paper),
        (found.on_brand, found.shade),
        (WHITE, found.deep),
    ]
    assert [pair for pair in pairs if contrast(*pair) < ENOUGH] == []


def test_contrast_is_that_of_wcag():
    assert (contrast(WHITE, (0, 0, 0)), contrast(WHITE, WHITE)) == (21, 1)
    assert round(contrast(rgb("#767676"), WHITE), 2) == 4.54
    assert BLACK == (13, 17, 23)
