from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from marketing.funnels.document import document_of
from marketing.funnels.generating.rendering import pages_of
from marketing.funnels.models import Funnel, FunnelPage
from marketing.funnels.views.sandbox import PREVIEW_POLICY, sandboxed
from webox.ai.actions.generating import brief_of
from webox.ai.models import Generation


@require_safe
def draft_page(request, pk, number):
    """A page of a draft as a visitor would see it, with what is still to be written marked in it."""
    drafts = Generation.objects.visible_to(request.membership).select_related("workspace", "by")
    generation = get_object_or_404(drafts, pk=pk, purpose="funnels.funnel", output__isnull=False)
    draft, language = generation.output, generation.language
    if number >= len(draft["pages"]):
        raise Http404
    # One that is left out is looked at, too; it leads to what follows it.
    draft = draft | {"pages": [page | {"is_shown": True} for page in draft["pages"]]}
    page = pages_of(draft, brand=brief_of(generation).brand, language=language, shows_gaps=True)[number]
    funnel = Funnel(workspace=generation.workspace, consent_text=draft["consent_text"])
    with translation.override(language):
        document = document_of(FunnelPage(funnel=funnel, **page), language=language, action="#")
    return sandboxed(document, policy=PREVIEW_POLICY, language=language)
