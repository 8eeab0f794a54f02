"""Images of ads, for members alone: those of creatives, and those of drafts, composed when they are asked for."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketing.ads.generating.drawing import file_of, painted_of
from marketing.ads.limits import sizes_of
from marketing.ads.models import AdImage
from marketing.ads.visuals.files import TYPES
from webox.ai.models import Generation
from webox.ai.voice import voice_of

# What lies under an address never changes: a draft's address names what is on the image.
KEPT = "private, max-age=31536000, immutable"


@require_safe
def image(request, pk):
    row = get_object_or_404(AdImage.objects.visible_to(request.membership), pk=pk)
    return shown(row.path)


@require_safe
def draft_visual(request, pk, number):
    """One image of a draft in one of the sizes of its platform (`size=1080x1080`, else the first)."""
    drafts = Generation.objects.visible_to(request.membership).filter(purpose="ads.creative")
    generation = get_object_or_404(drafts.select_related("workspace", "by"), pk=pk)
    pictures = (generation.output or {}).get("visuals", [])
    sizes = {"{}x{}".format(*size): size for size in sizes_of(generation.inputs["platform"])}
    size = sizes.get(request.GET.get("size", next(iter(sizes))))
    if number >= len(pictures) or size is None:
        raise Http404
    brand = voice_of(generation.workspace, generation.by).brand
    return shown(file_of(pictures[number], brand, size, painted_of(generation).get(number)))


def shown(path):
    try:
        content = path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=TYPES[path.suffix])
    response["Cache-Control"] = KEPT
    return response
