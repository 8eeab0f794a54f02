from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.emails.actions import mark_uncertain_as
from marketing.emails.api.filters import DeliveryFilter
from marketing.emails.models import Delivery, EmailCampaign
from marketing.emails.report import counted, reason_text
from marketing.emails.views.answers import go_to
from marketing.emails.views.campaigns import campaign_of
from webox.lib.htmx import wants_fragment
from webox.lib.ids import is_id
from webox.lib.pagination import ListPage


@require_safe
def campaign_live(request, pk):
    """The part of a sending campaign's page that asks for itself every second."""
    campaign = campaign_of(request, pk)
    compact = "compact" in request.GET
    template = "emails/_progress.html" if compact else "emails/_live.html"
    context = {"campaign": campaign, "compact": compact, "account": counted(campaign)}
    response = render(request, template, context)
    if campaign.status != EmailCampaign.Status.ACTIVE:
        # It ended or was paused since the last second: other parts of the page changed with it.
        if compact:
            response["HX-Trigger"] = "campaignsChanged"
        else:
            response["HX-Refresh"] = "true"
    return response


@require_safe
@vary_on_headers("HX-Request")
def delivery_list(request, pk):
    campaign = campaign_of(request, pk)
    filter = DeliveryFilter(request.GET, campaign.deliveries.visible_to(request.membership).select_related("lead"))
    page = ListPage(request, filter.qs, ordering=("id",))
    for delivery in page.rows:
        delivery.why = reason_text(delivery.reason)
    context = {
        "campaign": campaign,
        "filter": filter,
        "page": page,
        "reason": reason_text(request.GET.get("reason", "")),
        "deciding": request.GET.get("state") == Delivery.State.UNCERTAIN,
    }
    return render(request, "emails/_deliveries.html" if wants_fragment(request) else "emails/deliveries.html", context)


@require_POST
def delivery_decide(request, pk):
    """Settle uncertain rows by a person's word: the ticked ones, or every one of the campaign."""
    campaign = campaign_of(request, pk)
    deliveries = Delivery.objects.visible_to(request.membership).filter(campaign=campaign)
    if "all" not in request.POST:
        ticked = [value for value in request.POST.getlist("ids") if is_id(value)]
        deliveries = deliveries.filter(pk__in=ticked)
    as_sent = request.POST.get("as") == "sent"
    decided = mark_uncertain_as(deliveries=deliveries, as_sent=as_sent, by=request.user)
    if not decided:
        return go_to(request, campaign, _("Tick the messages you know about first."), messages.WARNING)
    if as_sent:
        message = ngettext("%(n)s message now counts as sent.", "%(n)s messages now count as sent.", decided)
    else:
        message = ngettext("%(n)s message now counts as failed.", "%(n)s messages now count as failed.", decided)
    return go_to(request, campaign, message % {"n": decided})
