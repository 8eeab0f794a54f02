from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crm import actions
from crm.forms.leads import members_of
from crm.forms.today import NextStepForm
from crm.models import Lead
from crm.views.leads import lead_of, refusing_deleted
from webox.accounts.access import for_writers
from webox.lib.htmx import close_modal, trigger, wants_fragment
from webox.lib.ids import is_id

SHOWN = 50


@require_safe
@vary_on_headers("HX-Request")
def today(request):
    member = member_of(request)
    leads = Lead.objects.visible_to(request.membership).alive().filter(owner=member)
    sections = sections_of(request, leads, member, reverse("crm:lead-list"))
    context = {"sections": sections, "member": member, "is_me": member == request.user}
    context |= {"done_url": "crm:next-step", "snooze_url": "crm:next-step-snooze"}
    if wants_fragment(request):
        return render(request, "crm/_today.html", context)
    members = members_of(request.workspace) if request.membership.can_administer else []
    return render(request, "crm/today.html", context | {"members": members})


def member_of(request):
    """Whose day it is: one's own, or for owners and admins that of the member who is asked for."""
    asked = request.GET.get("member", "")
    if not asked or asked == str(request.user.pk):
        return request.user
    if not request.membership.can_administer or not is_id(asked):
        raise Http404
    return get_object_or_404(members_of(request.workspace), pk=asked)


def sections_of(request, rows, member, list_url):
    """Overdue, today, the next seven days: the first of each, and the way to all of them in the list of such rows."""
    now, day = timezone.now(), request.workspace.day_of(timezone.now())
    tomorrow, later = (datetime.combine(day + timedelta(days=n), time.min, request.workspace.zone) for n in (1, 8))
    owner = "me" if member == request.user else member.pk
    parts = [
        (_("Overdue"), "overdue", rows.filter(next_step_at__lt=now), {"overdue": "true"}),
        (
            _("Today"),
            "today",
            rows.filter(next_step_at__gte=now, next_step_at__lt=tomorrow),
            {"next_step_after": day, "next_step_before": day, "overdue": "false"},
        ),
        (
            _("Next 7 days"),
            "later",
            rows.filter(next_step_at__gte=tomorrow, next_step_at__lt=later),
            {"next_step_after": day + timedelta(days=1), "next_step_before": day + timedelta(days=7)},
        ),
    ]
    sections = []
    for label, name, part, filters in parts:
        found = list(part.order_by("next_step_at", "pk")[: SHOWN + 1])
        url = f"{list_url}?{urlencode({'owner': owner} | filters)}"
        sections.append({"label": label, "name": name, "leads": found[:SHOWN], "more": len(found) > SHOWN, "url": url})
    return sections


@for_writers
@refusing_deleted
def next_step(request, pk):
    """The step is done, or another one comes: what is next, and when."""
    lead = lead_of(request, pk)
    initial = {"next_step": lead.next_step, "next_step_at": lead.next_step_at} if "edit" in request.GET else {}
    form = NextStepForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit_lead(lead=lead, by=request.user, **form.cleaned_data)
        return stepped(request, _("Saved.") if form.cleaned_data["next_step_at"] else _("Done."), close=True)
    context = {
        "form": form,
        "lead": lead,
        "action": reverse("crm:next-step", args=[pk]),
        "title": _("Next step") if initial else _("Done – what comes next?"),
        "intro": lead.next_step if not initial else "",
    }
    template = "crm/_next_step_form.html" if request.htmx else "crm/next_step_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
@refusing_deleted
def next_step_snooze(request, pk):
    lead, to = lead_of(request, pk), request.POST.get("to")
    if to not in actions.SNOOZES:
        return HttpResponseBadRequest()
    lead = actions.snooze(lead=lead, by=request.user, to=to)
    return stepped(request, _("%(name)s: put off.") % {"name": lead})


def stepped(request, toast, close=False):
    if not request.htmx:
        messages.success(request, toast)
        return redirect("crm:today")
    if close:
        return close_modal("nextStepChanged", "leadChanged", toast=toast)
    return trigger(HttpResponse(status=204), "nextStepChanged", "leadChanged", toast=toast)
