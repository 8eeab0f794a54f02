"""How an image is laid out. Each layout is a function of a Canvas; all of them work at any of the platforms' sizes."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from marketing.ads.visuals.colours import Palette, mix, readable
from marketing.ads.visuals.words import fit
from webox.lib.fonts import MEDIUM

# Shapes are drawn so many times larger and made small again: Pillow draws hard edges.
FINE = 3


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top


class Canvas:
    """An image being made, its words, and what a layout draws with."""

    def __init__(self, *, width, height, palette: Palette, headline, line, button, brand):
        self.width, self.height, self.colours = width, height, palette
        self.headline, self.line, self.button, self.brand = headline, line, button, brand
        self.image = Image.new("RGB", (width, height), palette.brand)
        self.draw = ImageDraw.Draw(self.image)
        # The measure of margins and small print: of the short side, a little more on long images
        self.unit = (width * height) ** 0.5 / 100

    @property
    def is_wide(self):
        return self.width > self.height * 1.2

    @property
    def safe(self):
        """Where words may stand: on tall images platforms lay their own buttons over top and bottom."""
        margin = self.unit * 7.5
        is_tall = self.height > self.width * 1.6
        top, bottom = (self.height * 0.14, self.height * 0.2) if is_tall else (margin, margin)
        return Box(margin, top, self.width - margin, self.height - bottom)

    def fill(self, colour):
        self.draw.rectangle((0, 0, self.width, self.height), fill=colour)

    def shape(self, kind, points, colour, **more):
        """A shape with soft edges: kind is a method of ImageDraw, points are in pixels of the image."""
        xs, ys = points[0::2], points[1::2]
        left, top = max(int(min(xs)) - 2, 0), max(int(min(ys)) - 2, 0)
        right, bottom = min(int(max(xs)) + 3, self.width), min(int(max(ys)) + 3, self.height)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
        offsets = (left, top) * (len(points) // 2)
        moved = [(value - offset) * FINE for value, offset in zip(points, offsets, strict=True)]
        more = {name: value * FINE for name, value in more.items()}
        getattr(ImageDraw.Draw(mask), kind)(moved, fill=255, **more)
        size = (right - left, bottom - top)
        self.image.paste(colour, (left, top, right, bottom), mask.resize(size, Image.Resampling.BOX))

    def disc(self, x, y, radius, colour):
        self.shape("ellipse", [x - radius, y - radius, x + radius, y + radius], colour)

    def rounded(self, box, radius, colour):
        self.shape("rounded_rectangle", [box.left, box.top, box.right, box.bottom], colour, radius=radius)

    def write(self, text, left, top, ink, right=None):
        """Lines from a corner on; between left and right they are centred."""
        for number, words in enumerate(text.lines):
            x = left if right is None else (left + right - text.font.getlength(words)) / 2
            # From the middle of its step, so that the room above and below a line is the same
            y = top + text.step * (number + 0.5)
            self.draw.text((x, y), words, font=text.font, fill=ink, anchor="lm")

    def name(self, box, ink, top=True, right=False):
        """The brand in small print in a corner of the box."""
        if not self.brand:
            return
        text = fit(self.brand, box.width * 0.8, self.unit * 4.5, largest=self.unit * 3.4)
        x = box.right - text.width if right else box.left
        self.write(text, x, box.top if top else box.bottom - text.height, ink)

    def stack(self, box, ink, soft, button, on_button, *, centred=False, place=0.5, largest=14):
        """Headline, line and button below each other in a box, as large as they fit; `place` 0 is its top."""
        gap = self.unit * 2.6
        right = box.right if centred else None
        pill = self._pill_of(box)
        rest = box.height - (pill[1] + gap * 1.3 if pill else 0)
        line = fit(self.line, box.width, rest * 0.34, name=MEDIUM, largest=self.unit * 4.3, leading=1.3)
        rest -= line.height + gap if line.lines else 0
        headline = fit(self.headline, box.width, rest, largest=self.unit * largest, leading=1.1)
        used = box.height - rest + headline.height
        top = box.top + (box.height - used) * place
        self.write(headline, box.left, top, ink, right)
        top += headline.height + gap
        if line.lines:
            self.write(line, box.left, top, soft, right)
            top += line.height + gap
        if pill:
            top += gap * 0.3
            left = box.left if not centred else (box.left + box.right - pill[0]) / 2
            self.rounded(Box(left, top, left + pill[0], top + pill[1]), pill[1] / 2, button)
            self.write(pill[2], left, top + (pill[1] - pill[2].height) / 2, on_button, left + pill[0])

    def _pill_of(self, box):
        """(width, height, text) of the button, or None without one."""
        if not self.button:
            return None
        height = self.unit * 8.6
        text = fit(self.button, box.width - height * 1.1, height * 0.6, largest=self.unit * 3.7)
        return min(text.width + height * 1.1, box.width), height, text


def block(canvas):
    """One colour from edge to edge, large rings behind the words."""
    colours, width, height = canvas.colours, canvas.width, canvas.height
    reach = min(width, height)
    for radius, colour in ((0.62, colours.shade), (0.44, colours.brand), (0.3, colours.shade)):
        canvas.disc(width * 0.98, height * 0.98, reach * radius, colour)
    box, ink = canvas.safe, colours.on_brand
    canvas.name(box, ink)
    words = Box(box.left, box.top + canvas.unit * 9, box.left + box.width * 0.9, box.bottom)
    canvas.stack(words, ink, ink, ink, readable(colours.brand, ink), place=0.55)


def split(canvas):
    """Words on paper, a field of dots beside or above them."""
    colours, width, height = canvas.colours, canvas.width, canvas.height
    canvas.fill(colours.paper)
    safe = canvas.safe
    if canvas.is_wide:
        edge = width * 0.66
        field = Box(edge, 0, width, height)
        words = Box(safe.left, safe.top, edge - safe.left * 0.8, safe.bottom)
    else:
        edge = safe.top + (safe.bottom - safe.top) * 0.3
        field = Box(0, 0, width, edge)
        words = Box(safe.left, edge + canvas.unit * 6, safe.right, safe.bottom)
    canvas.draw.rectangle((field.left, field.top, field.right, field.bottom), fill=colours.brand)
    _dots(canvas, field)
    ink = colours.on_brand
    if canvas.is_wide:
        canvas.name(words, colours.brand_on_paper)
        words = Box(words.left, words.top + canvas.unit * 8, words.right, words.bottom)
    else:
        corner = Box(safe.left, safe.top, safe.right, edge)
        canvas.name(corner, ink)
    canvas.stack(words, colours.on_paper, colours.on_paper, colours.brand, ink, place=0.5)


def _dots(canvas, field):
    """Rows of dots that grow away from the words, a disc before them."""
    step = canvas.unit * 6.2
    colours = canvas.colours
    columns, rows = int(field.width / step) + 1, int(field.height / step) + 1
    for column in range(columns):
        for row in range(rows):
            share = (column / max(columns - 1, 1) + row / max(rows - 1, 1)) / 2
            x, y = field.left + step * (column + 0.6), field.top + step * (row + 0.6)
            # Under the brand's name, at the top left, they fade out.
            if share > 0.3 and x < field.right and y < field.bottom:
                canvas.disc(x, y, step * 0.3 * (share - 0.2), colours.shade)
    radius = min(field.width, field.height) * 0.3
    x = field.left + field.width * (0.5 if canvas.is_wide else 0.82)
    canvas.disc(x, field.top + field.height * 0.56, radius, colours.accent)
    canvas.disc(x - radius * 0.42, field.top + field.height * 0.56 + radius * 0.42, radius * 0.55, colours.deep)


def frame(canvas):
    """A frame in the brand's colour that its name interrupts; words in the middle."""
    colours, unit = canvas.colours, canvas.unit
    canvas.fill(colours.paper)
    edge, thick = unit * 4, unit * 1.1
    tall = canvas.height > canvas.width * 1.6
    top = canvas.safe.top - unit * 4 if tall else edge
    bottom = canvas.safe.bottom + unit * 4 if tall else canvas.height - edge
    outer = Box(edge, top, canvas.width - edge, bottom)
    canvas.rounded(outer, unit * 3, colours.brand)
    inner = Box(outer.left + thick, outer.top + thick, outer.right - thick, outer.bottom - thick)
    canvas.rounded(inner, unit * 2.2, colours.paper)
    if canvas.brand:
        text = fit(canvas.brand, outer.width * 0.6, unit * 4.6, largest=unit * 3.4)
        middle = (outer.left + outer.right) / 2
        gap = Box(middle - text.width / 2 - unit * 2, outer.top, middle + text.width / 2 + unit * 2, outer.top + thick)
        canvas.draw.rectangle((gap.left, gap.top - 1, gap.right, gap.bottom + 1), fill=colours.paper)
        canvas.write(text, outer.left, outer.top + thick / 2 - text.height / 2, colours.brand_on_paper, outer.right)
    words = Box(inner.left + unit * 5, inner.top + unit * 6, inner.right - unit * 5, inner.bottom - unit * 5)
    canvas.stack(words, colours.on_paper, colours.on_paper, colours.brand, colours.on_brand, centred=True)


def diagonal(canvas):
    """Dark ground, a band of colour across the corner."""
    colours, width, height = canvas.colours, canvas.width, canvas.height
    canvas.fill(colours.deep)
    if canvas.is_wide:
        canvas.shape("polygon", [width * 0.74, 0, width, 0, width, height, width * 0.56, height], colours.brand)
        canvas.shape("polygon", [width * 0.9, 0, width, 0, width, height * 0.62], colours.accent)
        words = Box(canvas.safe.left, canvas.safe.top, width * 0.55, canvas.safe.bottom)
    else:
        low = canvas.safe.bottom
        edge = height * 0.68 if height <= width * 1.6 else low
        points = [0, edge + height * 0.16, width, edge - height * 0.04, width, height, 0, height]
        canvas.shape("polygon", points, colours.brand)
        points = [width * 0.52, height, width, edge + height * 0.14, width, height]
        canvas.shape("polygon", points, colours.accent)
        words = Box(canvas.safe.left, canvas.safe.top, canvas.safe.right, edge - height * 0.05)
    ink = (255, 255, 255)
    canvas.name(words, mix(colours.deep, ink, 0.86))
    words = Box(words.left, words.top + canvas.unit * 8, words.right, words.bottom)
    canvas.stack(words, ink, mix(colours.deep, ink, 0.88), ink, colours.deep, place=0.4)


def big_type(canvas):
    """The headline as large as the image takes it; everything else is small print."""
    colours, unit, box = canvas.colours, canvas.unit, canvas.safe
    canvas.fill(colours.paper)
    canvas.draw.rectangle((0, 0, canvas.width, unit * 2.2), fill=colours.brand)
    foot = unit * 6
    line = fit(canvas.line, box.width, box.height * 0.2, name=MEDIUM, largest=unit * 4.3, leading=1.3)
    bar = unit * 1.2
    below = line.height + foot + unit * 9
    headline = fit(canvas.headline, box.width, box.height - below, largest=unit * 21, leading=1.04)
    free = box.height - below - headline.height
    top = box.top + free * 0.4
    canvas.write(headline, box.left, top, colours.brand_on_paper)
    top += headline.height + unit * 2.4
    canvas.draw.rectangle((box.left, top, box.left + unit * 14, top + bar), fill=colours.on_paper)
    canvas.write(line, box.left, top + bar + unit * 2.4, colours.on_paper)
    _foot(canvas, Box(box.left, box.bottom - foot, box.right, box.bottom))


def _foot(canvas, box):
    """Brand on the left, what to do on the right."""
    ink = canvas.colours.on_paper
    half = box.width * 0.48
    brand = fit(canvas.brand, half, box.height, largest=canvas.unit * 3.4)
    canvas.write(brand, box.left, box.bottom - brand.height, ink)
    arrow = f"{canvas.button}\u00a0→" if canvas.button else ""
    button = fit(arrow, half, box.height, largest=canvas.unit * 3.4)
    canvas.write(button, box.right - button.width, box.bottom - button.height, canvas.colours.brand_on_paper)


def card(canvas):
    """A white card on the colour, words in its middle."""
    colours, unit, box = canvas.colours, canvas.unit, canvas.safe
    canvas.disc(0, canvas.height, min(canvas.width, canvas.height) * 0.55, colours.shade)
    canvas.disc(canvas.width, 0, min(canvas.width, canvas.height) * 0.4, colours.accent)
    drop = Box(box.left + unit * 1.2, box.top + unit * 1.2, box.right + unit * 1.2, box.bottom + unit * 1.2)
    canvas.rounded(drop, unit * 3.4, colours.deep)
    canvas.rounded(box, unit * 3.4, (255, 255, 255))
    inner = Box(box.left + unit * 6, box.top + unit * 6, box.right - unit * 6, box.bottom - unit * 6)
    if canvas.brand:
        text = fit(canvas.brand, inner.width, unit * 4.5, largest=unit * 3.4)
        canvas.write(text, inner.left, inner.top, colours.brand_on_paper, inner.right)
        inner = Box(inner.left, inner.top + unit * 7, inner.right, inner.bottom)
    canvas.stack(inner, colours.on_paper, colours.on_paper, colours.brand, colours.on_brand, centred=True)


LAYOUTS = {each.__name__: each for each in (block, split, diagonal, frame, big_type, card)}
