from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crm.forms.segments import builder_of
from crm.models import Lead
from marketing.emails import actions, compile
from marketing.emails.api.filters import CampaignFilter
from marketing.emails.audience import audience_counts, counts_of, in_words
from marketing.emails.forms import CampaignForm
from marketing.emails.improving.accepting import last_improvement
from marketing.emails.models import Delivery, EmailCampaign
from marketing.emails.report import report_of
from marketing.emails.starter import merge_buttons, starter_content
from marketing.emails.views.answers import go_to
from marketing.emails.views.chart import opens_and_clicks
from webox.accounts.access import for_writers
from webox.lib.htmx import wants_fragment
from webox.lib.ids import is_id
from webox.lib.liquid import TemplateError
from webox.lib.pagination import ListPage
from webox.lib.sandbox import sandboxed_frame

# A preview offers this many people to be seen as
OFFERED = 8


def campaign_of(request, pk):
    return get_object_or_404(EmailCampaign.objects.for_workspace(request.workspace), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def campaign_list(request):
    filter = CampaignFilter(
        request.GET, EmailCampaign.objects.for_workspace(request.workspace).defer("html_content", "text_content")
    )
    context = {"filter": filter, "page": ListPage(request, filter.qs)}
    return render(request, "emails/_campaigns.html" if wants_fragment(request) else "emails/campaigns.html", context)


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_create(request):
    workspace = request.workspace
    form = CampaignForm(request.POST or None, initial=starter_content(workspace), workspace=workspace)
    if request.method == "POST" and form.is_valid():
        campaign = actions.create_campaign(workspace=workspace, by=request.user, **form.fields_of_campaign())
        return saved(request, campaign)
    return editor(request, form)


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_edit(request, pk):
    campaign = campaign_of(request, pk)
    if campaign.other_audience:
        return go_to(request, campaign.other_audience.url(campaign), _("This campaign is written here."), messages.INFO)
    started = _("This campaign has started: duplicate it to change its content.")
    if request.method == "GET" and not campaign.is_editable:
        return go_to(request, campaign, started, messages.WARNING)
    form = CampaignForm(request.POST or None, instance=campaign, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_campaign(campaign=campaign, by=request.user, **form.fields_of_campaign())
            return saved(request, campaign)
        except actions.NotEditable as error:
            form.add_error(None, str(error))
    return editor(request, form)


def saved(request, campaign):
    target = "emails:campaign-preview" if "preview" in request.POST else "emails:campaign-detail"
    return go_to(request, reverse(target, args=[campaign.pk]), _("Saved."))


def editor(request, form):
    context = {
        "form": form,
        "campaign": form.instance,
        "merge_buttons": merge_buttons(request.workspace),
        "builder": builder_of(request.workspace, with_segments=True),
    }
    return render(request, "emails/campaign_form.html", context, status=422 if form.errors else 200)


@require_POST
def campaign_check(request, pk=None):
    """What stands in the way of the campaign as it is typed, and whom it would reach."""
    stored = campaign_of(request, pk) if pk else None
    form = CampaignForm(request.POST, instance=stored, workspace=request.workspace)
    draft = form.as_draft()
    context = {
        "problems": compile.problems_of(draft),
        "warnings": compile.warnings_of(draft),
        "counts": audience_counts(request.workspace, draft.segment_rules),
    }
    return render(request, "emails/_check.html", context)


@require_safe
def campaign_detail(request, pk):
    campaign = campaign_of(request, pk)
    context = {"campaign": campaign, "audience": in_words(campaign)}
    if campaign.other_audience:
        context["audience_url"] = campaign.other_audience.url(campaign)
    if campaign.is_editable:
        context |= {
            "problems": compile.problems_of(campaign),
            "warnings": compile.warnings_of(campaign),
            "counts": counts_of(campaign),
            "improvement": last_improvement(campaign),
        }
        return render(request, "emails/campaign_draft.html", context)
    report = report_of(campaign)
    context |= {"report": report, "chart": opens_and_clicks(campaign, report), "reasons": reasons_of(report)}
    return render(request, "emails/campaign_report.html", context)


def reasons_of(report):
    return [
        {
            "state": Delivery.State(state).label,
            "text": text,
            "number": number,
            "query": urlencode({"state": state, "reason": code}),
        }
        for state, code, text, number in report.reasons
    ]


@require_safe
@vary_on_headers("HX-Request")
def campaign_preview(request, pk):
    campaign = campaign_of(request, pk)
    leads = Lead.objects.visible_to(request.membership).alive()
    if campaign.other_audience:
        leads = leads.none()
    text = request.GET.get("search", "").strip().replace("\0", "")
    found = (leads.search(text) if text else leads).order_by("-created_at", "-id")[:OFFERED]
    if wants_fragment(request):
        return render(request, "emails/_preview_leads.html", {"campaign": campaign, "leads": found})
    lead = chosen_lead(request)
    html_url = reverse("emails:campaign-preview-html", args=[campaign.pk])
    context = {
        "campaign": campaign,
        "lead": lead,
        "html_url": f"{html_url}?lead={lead.pk}" if lead else html_url,
        "leads": found,
        "preview": readable_preview(campaign, lead),
        "problems": compile.problems_of(campaign),
    }
    return render(request, "emails/campaign_preview.html", context)


@require_safe
def campaign_preview_html(request, pk):
    preview = readable_preview(campaign_of(request, pk), chosen_lead(request))
    return sandboxed_frame(preview.html if preview else "")


def readable_preview(campaign, lead):
    """The preview, or None for a draft that can't be read yet: its problems say why."""
    try:
        return compile.preview(campaign, lead)
    except (TemplateError, ValueError):
        return None


def chosen_lead(request):
    pk = request.GET.get("lead", "")
    if not pk:
        return None
    leads = Lead.objects.visible_to(request.membership).alive()
    return get_object_or_404(leads, pk=pk if is_id(pk) else 0)
