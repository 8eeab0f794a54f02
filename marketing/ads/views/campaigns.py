from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.ads import actions
from marketing.ads.api.filters import CampaignListFilter
from marketing.ads.forms.campaigns import FIELDS, AdCampaignForm
from marketing.ads.models import AdCampaign, Platform
from marketing.ads.totals import attach_totals, totals_of_all
from marketing.emails.views.answers import go_to
from webox.accounts.access import for_writers
from webox.analytics.period_bar import period_bar, url_with
from webox.analytics.periods import Period, period_from, today_of
from webox.lib.htmx import trigger, wants_fragment
from webox.lib.pagination import ListPage

CARDS = 48


def campaign_of(request, pk):
    campaigns = AdCampaign.objects.for_workspace(request.workspace).select_related("workspace", "connection")
    return get_object_or_404(campaigns, pk=pk)


@require_safe
def campaign_list(request):
    errors = {}
    try:
        period = list_period(request)
    except ValidationError as error:
        period, errors = None, error.message_dict
    context = list_context(request, period) | {"tabs": tabs(request), "spans": spans(request, period, errors)}
    return render(request, "ads/campaigns.html", context)


@require_safe
@vary_on_headers("HX-Request")
def campaign_rows(request):
    """The list alone, asked for where no ad blocker looks; the address bar shows the page's own."""
    page_url = f"{reverse('ads:campaign-list')}?{request.GET.urlencode()}".rstrip("?")
    if not wants_fragment(request):
        return redirect(page_url)
    try:
        period = list_period(request)
    except ValidationError:
        period = None
    response = render(request, "ads/_campaigns.html", list_context(request, period))
    response["HX-Push-Url"] = page_url
    return response


def list_context(request, period):
    workspace = request.workspace
    filter = CampaignListFilter(request.GET, AdCampaign.objects.for_workspace(workspace).select_related("workspace"))
    page = ListPage(request, filter.qs, size=CARDS)
    for name in ("next", "previous"):
        if link := getattr(page, name):
            setattr(page, name, f"{reverse('ads:campaign-rows')}?{urlsplit(link).query}")
    return {
        "filter": filter,
        "page": page,
        "campaigns": attach_totals(page.rows, period),
        "totals": totals_of_all(filter.qs, workspace, period),
        "period": period,
        "is_narrowed": any(request.GET.get(name) for name in ("search", "status", "platform")),
        "query": request.GET.urlencode(),
    }


def list_period(request):
    """The days asked for; None is all there are. Raises ValidationError as period_from() does."""
    asked = {name: request.GET.get(name, "") for name in ("period", "from", "to")}
    return period_from(asked, request.workspace) if any(asked.values()) else None


def tabs(request):
    """All, and each platform with how many campaigns it has."""
    rows = AdCampaign.objects.for_workspace(request.workspace).order_by().values_list("platform")
    counts = dict(rows.annotate(number=Count("pk")))
    chosen = request.GET.get("platform", "")
    found = [("", pgettext("ads", "All"), sum(counts.values()))]
    found += [(platform.value, platform.label, counts.get(platform.value, 0)) for platform in Platform]
    return [
        {
            "label": label,
            "count": number,
            "url": url_with(request, {"cursor", "platform"}, **({"platform": value} if value else {})),
            "active": value == chosen,
        }
        for value, label, number in found
    ]


def spans(request, period, errors):
    """The period bar: all there is, the last so many days, or two days to type."""
    bar = period_bar(request, period or Period.last_days(1, today_of(request.workspace)), errors)
    for preset in bar["presets"]:
        preset["active"] = preset["active"] and period is not None
    everything = {"url": url_with(request, {"from", "to", "period", "cursor"}), "label": _("All time")}
    bar["presets"].insert(0, everything | {"active": period is None and not errors})
    if period is None and not errors:
        for field in bar["days"]:
            field["day"] = ""
    return bar


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_create(request):
    initial = {"platform": request.GET.get("platform", Platform.FACEBOOK)}
    form = AdCampaignForm(request.POST or None, initial=initial, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        campaign = actions.create_campaign(workspace=request.workspace, by=request.user, **fields)
        messages.success(request, _("A draft. Put its tracked address into your ads, then start it."))
        return redirect(campaign)
    return editor(request, form)


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_edit(request, pk):
    campaign = campaign_of(request, pk)
    form = AdCampaignForm(request.POST or None, instance=campaign, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        actions.edit_campaign(campaign=campaign, by=request.user, **fields)
        messages.success(request, _("Saved."))
        return redirect(campaign)
    return editor(request, form, campaign)


def editor(request, form, campaign=None):
    status = 422 if form.errors else 200
    return render(request, "ads/campaign_form.html", {"form": form, "campaign": campaign}, status=status)


@require_POST
def campaign_start(request, pk):
    return moved(request, pk, actions.start_campaign, _("It is running."))


@require_POST
def campaign_pause(request, pk):
    return moved(request, pk, actions.pause_campaign, _("Paused."))


@require_POST
def campaign_complete(request, pk):
    return moved(request, pk, actions.complete_campaign, _("Completed."))


def moved(request, pk, action, message):
    """The card again, for a click on one; the campaign's page for any other."""
    campaign, level = campaign_of(request, pk), "success"
    try:
        campaign = action(campaign=campaign, by=request.user)
    except actions.NotAllowed as error:
        message, level = str(error), "warning"
        campaign.refresh_from_db(fields=["status"])
    if request.htmx and "card" in request.POST:
        try:
            period = list_period(request)
        except ValidationError:
            period = None
        attach_totals([campaign], period)
        return trigger(render(request, "ads/_card.html", {"campaign": campaign}), toast=message, level=level)
    return go_to(request, campaign, message, messages.WARNING if level == "warning" else messages.SUCCESS)


@require_POST
def campaign_duplicate(request, pk):
    copy = actions.duplicate_campaign(campaign=campaign_of(request, pk), by=request.user)
    return go_to(request, copy, _("This is the copy, a draft without figures."))


@require_POST
def campaign_delete(request, pk):
    campaign = campaign_of(request, pk)
    try:
        actions.delete_campaign(campaign=campaign, by=request.user)
    except actions.NotAllowed as error:
        return go_to(request, campaign, str(error), messages.WARNING)
    return go_to(request, "ads:campaign-list", _("Campaign deleted."))
