"""Colours that can be read on one another (WCAG 2: a contrast of at least 4.5)."""

ENOUGH = 4.5
WHITE, BLACK = "#ffffff", "#0d1117"


def rgb(color):
    """(31, 111, 235) of "#1f6feb"; of such a triple itself."""
    if not isinstance(color, str):
        return tuple(color)
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def luminance(color):
    """From 0 to 1."""
    parts = [each / 255 for each in rgb(color)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """From 1 to 21."""
    lights = sorted((luminance(one), luminance(other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def ink_on(ground):
    """White or near-black, whichever is read better there."""
    return max(WHITE, BLACK, key=lambda each: contrast(each, ground))
