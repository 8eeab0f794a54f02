import pytest

from webox.lib.contrast import BLACK, WHITE, contrast, ink_on


@pytest.mark.parametrize(
    ("ground", "ink"), [("#0f766e", WHITE), ("#ffe600", BLACK), ("#ffffff", BLACK), ("#000000", WHITE)]
)
def test_ink_can_be_read_on_its_ground(ground, ink):
    assert ink_on(ground) == ink
    assert contrast(ground, ink) >= 4.5


def test_contrast_is_what_wcag_says():
    assert contrast("#ffffff", "#000000") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
