"""Parts of the page of a drafted campaign: the message as it would arrive, and whom it would reach."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm.segments import describe
from marketing.emails.audience import audience_counts
from marketing.emails.generating.message import campaign_of
from marketing.emails.purposes import CAMPAIGN
from marketing.emails.views.campaigns import readable_preview
from webox.ai.models import Generation
from webox.lib.sandbox import sandboxed_frame


def drafted(request, pk):
    drafts = Generation.objects.visible_to(request.membership).select_related("workspace", "by")
    generation = get_object_or_404(drafts, pk=pk, purpose=CAMPAIGN.name)
    if generation.output is None:
        raise Http404
    return campaign_of(generation, generation.output)


@require_safe
def generated_html(request, pk):
    preview = readable_preview(drafted(request, pk), None)
    return sandboxed_frame(preview.html if preview else "")


@require_safe
def generated_audience(request, pk):
    campaign = drafted(request, pk)
    context = {
        "audience": describe(campaign.workspace, campaign.segment_rules),
        "counts": audience_counts(campaign.workspace, campaign.segment_rules),
    }
    return render(request, "emails/_generated_audience.html", context)
