"""The images of a draft: composed of its words and the brand, or painted by a model where the settings name one."""

from marketing.ads.limits import sizes_of
from marketing.ads.models import AdImage
from marketing.ads.visuals import Visual, files
from marketing.ads.visuals.painting import Painter, ProviderFailed, can_paint, size_for

PROMPT = "{picture}. For an ad of {product}. No words, letters, logos or watermarks in the image."


def visual_of(picture, brand, size):
    """What one entry of a draft's `visuals` looks like in a size."""
    width, height = size
    words = {name: picture[name] for name in ("layout", "headline", "line", "button")}
    return Visual(width=width, height=height, brand=brand.name, color=brand.color, **words)


def painted_of(generation):
    """{number: AdImage} of the images a model painted for a draft."""
    rows = AdImage.objects.for_workspace(generation.workspace).filter(generation=generation, creative=None)
    return {image.order: image for image in rows if image.path.exists()}


def compose_all(output, brief):
    """Compose every image in every size ahead of time, so that pages and acceptance find them ready."""
    for picture in output["visuals"]:
        for size in sizes_of(brief.inputs["platform"]):
            files.draft_of(visual_of(picture, brief.brand, size))


def paint_all(generation, output, brief, voice):
    """Paint what the settings name a model for. Returns why it was not done, or an empty text."""
    if not can_paint(voice) or generation.provider != voice.provider:
        return ""
    painter, size = Painter(voice), sizes_of(brief.inputs["platform"])[0]
    painted = []
    try:
        for picture in output["visuals"]:
            prompt = PROMPT.format(picture=picture["picture"] or picture["headline"], product=brief.inputs["product"])
            painted.append(painter.paint(prompt, *size_for(*size)))
    except ProviderFailed as error:
        return str(error.message)
    forget_painted(generation)
    for number, data in enumerate(painted):
        kept = files.keep(data)
        AdImage.objects.create(
            workspace=generation.workspace,
            generation=generation,
            order=number,
            alt=output["visuals"][number]["alt"][:255],
            **vars(kept),
        )
    return ""


def forget_painted(generation):
    """Of an earlier try of the same draft."""
    rows = AdImage.objects.for_workspace(generation.workspace).filter(generation=generation, creative=None)
    for image in rows:
        image.path.unlink(missing_ok=True)
    rows.delete()


def file_of(picture, brand, size, painted=None):
    """The path of an image in a size, cut from a painted one where there is one."""
    if painted is None:
        return files.draft_of(visual_of(picture, brand, size))
    width, height = size
    path = files.folder() / "drafts" / f"{painted.sha256}-{width}x{height}.jpg"
    return files.cached(path, lambda: files.cut_to(painted.path, width, height))
