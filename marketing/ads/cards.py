"""An ad as it looks on its platform, near enough to judge words and image together."""

from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from django.urls import reverse

from marketing.ads.generating.budget import per_day, total_of
from marketing.ads.generating.drawing import painted_of, visual_of
from marketing.ads.limits import sizes_of
from marketing.ads.models import Platform

# Which of ads/_ad_*.html shows a platform's ad
LOOKS = {Platform.GOOGLE: "search", Platform.TIKTOK: "tall", Platform.LINKEDIN: "linkedin"}


@dataclass(frozen=True)
class Card:
    platform: str
    brand: str
    headlines: list = field(default_factory=list)
    text: str = ""
    descriptions: list = field(default_factory=list)
    button: str = ""
    host: str = ""
    image_url: str = ""
    alt: str = ""

    @property
    def template(self):
        return f"ads/_ad_{LOOKS.get(self.platform, 'feed')}.html"

    @property
    def headline(self):
        return self.headlines[0] if self.headlines else ""

    @property
    def description(self):
        return self.descriptions[0] if self.descriptions else ""

    @property
    def initial(self):
        return self.brand[:1].upper()


def host_of(address):
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def card_of(creative, platform, brand):
    """Of an AdCreative whose images are at hand."""
    images = sorted(creative.images.all(), key=lambda each: (each.order, each.pk))
    square = [each for each in images if each.width == each.height]
    image = next(iter(square if platform == Platform.GOOGLE and square else images), None)
    return Card(
        platform=platform,
        brand=brand,
        headlines=creative.headlines,
        text=(creative.texts or [""])[0],
        descriptions=creative.descriptions,
        button=creative.call_to_action,
        host=host_of(creative.landing_url),
        image_url=reverse("ads:image", args=[image.pk]) if image else "",
        alt=image.alt if image else "",
    )


def draft_visual_url(generation, number, picture, brand, size, painted=None):
    """Another address whenever the image would be another."""
    mark = painted.sha256[:12] if painted else visual_of(picture, brand, size).key[:12]
    address = reverse("ads:draft-visual", args=[generation.pk, number])
    return "{}?size={}x{}&v={}".format(address, *size, mark)


def draft_visuals(generation, output, brand):
    """[{"picture", "url", "card_url", "sizes": [(label, url)], "is_painted"}] of the images of a draft."""
    sizes, painted = sizes_of(generation.inputs["platform"]), painted_of(generation)
    is_search, found = generation.inputs["platform"] == Platform.GOOGLE, []
    for number, picture in enumerate(output["visuals"]):
        row = painted.get(number)
        urls = [
            ("{} × {}".format(*size), draft_visual_url(generation, number, picture, brand, size, row)) for size in sizes
        ]
        # Search shows a small square, everything else the first size.
        shown = next((n for n, size in enumerate(sizes) if is_search and size[0] == size[1]), 0)
        drawn = {"picture": picture, "url": urls[0][1], "card_url": urls[shown][1], "sizes": urls}
        found.append(drawn | {"is_painted": row is not None})
    return found


def draft_cards(generation, output, brand, visuals=None):
    """A Card for each variant of a draft, with the image it will have."""
    visuals = visuals if visuals is not None else draft_visuals(generation, output, brand)
    return [
        Card(
            platform=generation.inputs["platform"],
            brand=brand.name,
            headlines=variant["headlines"],
            text=(variant["texts"] or [""])[0],
            descriptions=variant["descriptions"],
            button=variant["call_to_action"],
            host=host_of(generation.inputs.get("landing_url") or ""),
            image_url=visuals[number % len(visuals)]["card_url"],
            alt=visuals[number % len(visuals)]["picture"]["alt"],
        )
        for number, variant in enumerate(output["variants"])
    ]


@dataclass(frozen=True)
class Sum:
    """What the parts of a budget come to, altogether and a day."""

    total: Decimal
    budget: Decimal
    per_day: list
    currency: str


def sum_of(generation, output):
    split = output["split"]
    days = [per_day(share["amount"], share["days"]) for share in split]
    return Sum(total_of(split), Decimal(generation.inputs["budget"]), days, generation.workspace.currency)
