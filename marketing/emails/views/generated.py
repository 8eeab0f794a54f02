"""Parts of the pages of drafts: the message as it would arrive, whom it would reach; and the way back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.segments import describe
from marketing.emails.audience import audience_counts
from marketing.emails.generating.message import campaign_of
from marketing.emails.improving.accepting import put_back
from marketing.emails.models import EmailCampaign
from marketing.emails.purposes import CAMPAIGN, IMPROVEMENTS
from marketing.emails.views.answers import go_to
from marketing.emails.views.campaigns import readable_preview
from webox.accounts.access import for_writers
from webox.ai.actions.reading import NotAcceptable
from webox.ai.models import Generation
from webox.lib.sandbox import UNREAD, sandboxed_frame


def draft_of(request, pk, *purposes):
    drafts = Generation.objects.visible_to(request.membership).select_related("workspace", "by")
    generation = get_object_or_404(drafts, pk=pk, purpose__in=purposes)
    if generation.output is None:
        raise Http404
    return generation


def drafted(request, pk):
    generation = draft_of(request, pk, CAMPAIGN.name)
    return campaign_of(generation, generation.output)


@require_safe
def generated_html(request, pk):
    preview = readable_preview(drafted(request, pk), None)
    return sandboxed_frame(preview.html if preview else "", UNREAD)


@require_safe
def generated_audience(request, pk):
    campaign = drafted(request, pk)
    context = {
        "audience": describe(campaign.workspace, campaign.segment_rules),
        "counts": audience_counts(campaign.workspace, campaign.segment_rules),
    }
    return render(request, "emails/_generated_audience.html", context)


@require_safe
def improved_html(request, pk):
    """The message as an improvement leaves it; with ?before as it was."""
    generation = draft_of(request, pk, *IMPROVEMENTS)
    content = generation.inputs["before"]
    if "before" not in request.GET:
        content = {name: generation.output.get(name, content[name]) for name in content}
    preview = readable_preview(EmailCampaign(workspace=generation.workspace, **content), None)
    return sandboxed_frame(preview.html if preview else "", UNREAD)


@for_writers
@require_POST
def improvement_put_back(request, pk):
    generation = draft_of(request, pk, *IMPROVEMENTS)
    if generation.state != Generation.State.ACCEPTED:
        raise Http404
    try:
        campaign = put_back(generation=generation, by=request.user)
    except NotAcceptable as error:
        return go_to(request, generation, error.problems[0]["message"], messages.WARNING)
    return go_to(request, campaign, _("Put back: the campaign says what it said before."))
