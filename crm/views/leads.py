from functools import wraps

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crm import actions
from crm.api.filters import LeadFilterSet, refusals
from crm.columns import columns_of, names_in, rows_of
from crm.fields import LeadField, lead_fields
from crm.forms.leads import InteractionForm, LeadForm, LeadToolbar, OwnerForm, StatusForm
from crm.models import Lead
from crm.scoring.now import with_scores
from crm.statistics import totals_seen_by
from crm.timeline import KINDS, page_of
from crm.views.board import lead_board, lost_form
from crm.views.saved_views import views_context
from webox.accounts.access import for_writers
from webox.lib.htmx import go, trigger, wants_fragment
from webox.lib.pagination import ListPage


def lead_of(request, pk):
    leads = Lead.objects.visible_to(request.membership)
    return get_object_or_404(leads.select_related("owner").prefetch_related("tags"), pk=pk)


def refusing_deleted(view):
    """Say so when a lead was deleted meanwhile, in another tab or by another member."""

    @wraps(view)
    def guarded(request, pk):
        try:
            return view(request, pk)
        except actions.LeadIsDeleted as error:
            if request.htmx:
                return trigger(HttpResponse(status=409), toast=error.message, level="error")
            messages.error(request, error.message)
            return redirect("crm:lead-detail", pk)

    return guarded


# The list

# What a query may have and still show every lead
UNFILTERED = {"cursor", "ordering", "view", "saved", "columns"}


@require_safe
@vary_on_headers("HX-Request")
def lead_list(request):
    is_fragment = wants_fragment(request)
    views = {} if is_fragment else views_context(request)
    if views and not request.GET and (start := next((view for view in views["views"] if view.is_default), None)):
        return redirect(start)
    if request.GET.get("view") == "board":
        return lead_board(request, views)
    filters = LeadFilterSet(request.GET, Lead.objects.visible_to(request.membership), request=request)
    ordering = request.GET.get("ordering", "")
    page = ListPage(
        request,
        with_scores(filters.qs.for_list()),
        ordering=(ordering if ordering in LeadToolbar.ORDERINGS and ordering else "-created_at",),
    )
    columns = columns_of(request.workspace, names_in(request.GET))
    context = {
        "page": page,
        "columns": columns,
        "rows": rows_of(page.rows, columns),
        "refusals": refusals(filters),
        "is_filtered": any(value for name, value in request.GET.items() if name not in UNFILTERED),
        "list_url": reverse("crm:lead-list"),
    }
    if is_fragment:
        return render(request, "crm/_leads.html", context)
    # Counts are for the page: a search asks for its rows alone.
    context |= {"toolbar": LeadToolbar(request, filters.filters), "tabs": status_tabs(request)}
    return render(request, "crm/lead_list.html", context | views)


def status_tabs(request):
    """Everyone and each status, with how many leads that is: radio buttons of the toolbar."""
    totals = totals_seen_by(request.membership)
    chosen = request.GET.getlist("status")
    tabs = [("", _("All"), sum(number for number, _value in totals.values()), not chosen)]
    tabs += [(status.value, status.label, totals[status][0], status.value in chosen) for status in Lead.Status]
    return [
        {"value": value, "label": label, "count": intcomma(number), "active": active}
        for value, label, number, active in tabs
    ]


# One lead


@require_safe
def lead_detail(request, pk):
    lead = lead_of(request, pk)
    context = facts_of(request, lead) | timeline_of(request, lead) | {"interaction_form": InteractionForm()}
    return render(request, "crm/lead_detail.html", context)


@require_safe
def lead_facts(request, pk):
    return render(request, "crm/_lead_facts.html", facts_of(request, lead_of(request, pk)))


@require_safe
def lead_timeline(request, pk):
    context = timeline_of(request, lead_of(request, pk))
    return render(request, "crm/_timeline_items.html" if request.GET.get("after") else "crm/_timeline.html", context)


def facts_of(request, lead):
    return {
        "lead": lead,
        "status_form": StatusForm(initial={"status": lead.status}, auto_id="id_set_%s"),
        "owner_form": OwnerForm(request.workspace, lead, auto_id="id_set_%s"),
        "own_values": own_values(lead),
    }


def own_values(lead):
    """[(label, text)] of the workspace's fields a lead has a value of, and of what forms left under other names."""
    own = [field for field in lead_fields(lead.workspace).values() if field.is_custom]
    keys = {field.key for field in own}
    left = [(key, value) for key, value in lead.custom_fields.items() if key not in keys]
    values = [(field, field.show(field.read(lead))) for field in own]
    shown = [
        {"label": field.label, "text": text, "href": field.read(lead) if field.kind == "url" else ""}
        for field, text in values
        if text
    ]
    return shown + [{"label": key, "text": LeadField(key, key, "text").show(value)} for key, value in left]


def timeline_of(request, lead):
    kind = request.GET.get("kind", "")
    try:
        timeline = page_of(lead, request.GET.get("after", ""), kinds=[kind] if kind else [])
    except ValidationError as error:
        raise Http404(error.messages[0]) from error
    return {"lead": lead, "timeline": timeline, "timeline_kind": kind, "timeline_kinds": KINDS.items()}


# Changing


@for_writers
def lead_create(request):
    form = LeadForm(request.POST or None, workspace=request.workspace, initial={"owner": request.user})
    lead = form.save_by(request.user) if form.is_valid() else None
    if lead:
        messages.success(request, _("%(name)s was added.") % {"name": lead})
        return go(request, lead.get_absolute_url())
    return lead_form(request, form, _("New lead"), reverse("crm:lead-create"))


@for_writers
@refusing_deleted
def lead_edit(request, pk):
    lead = lead_of(request, pk)
    url = lead.get_absolute_url()
    form = LeadForm(request.POST or None, instance=lead, workspace=request.workspace)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("Saved."))
        return go(request, url)
    return lead_form(request, form, _("Edit the lead"), reverse("crm:lead-edit", args=[pk]), url)


def lead_form(request, form, title, action, back=None):
    context = {"form": form, "title": title, "action": action, "back": back or reverse("crm:lead-list")}
    template = "crm/_lead_form.html" if request.htmx else "crm/lead_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
@refusing_deleted
def lead_status(request, pk):
    lead = lead_of(request, pk)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return changed(request, pk, toast=form.errors["status"][0], level="error")
    status, reason = form.cleaned_data["status"], form.cleaned_data["reason"]
    if status == Lead.Status.LOST != lead.status and not reason:
        error = actions.ReasonMissing().message if "reason" in request.POST else ""
        return lost_form(request, lead, request.path, error)
    lead = actions.change_status(lead=lead, status=status, by=request.user, reason=reason)
    return changed(request, pk, toast=_("Status: %(status)s.") % {"status": lead.get_status_display()})


@require_POST
@refusing_deleted
def lead_assign(request, pk):
    lead = lead_of(request, pk)
    form = OwnerForm(request.workspace, lead, request.POST)
    if not form.is_valid():
        return changed(request, pk, toast=form.errors["owner"][0], level="error")
    lead = actions.assign(lead=lead, owner=form.cleaned_data["owner"], by=request.user)
    return changed(request, pk, toast=_("Owner: %(owner)s.") % {"owner": lead.owner or _("nobody")})


def changed(request, pk, *, toast, level="success"):
    if request.htmx:
        # The facts are drawn anew even after a refusal: a select must show what is, not what was tried.
        return trigger(HttpResponse(status=204), "leadChanged", "closeModal", toast=toast, level=level)
    messages.add_message(request, getattr(messages, level.upper()), toast)
    return redirect("crm:lead-detail", pk)


@require_POST
def lead_delete(request, pk):
    lead = actions.delete_lead(lead=lead_of(request, pk), by=request.user)
    messages.success(request, _("%(name)s was deleted. You find it under “Deleted”.") % {"name": lead})
    return go(request, reverse("crm:lead-list"))


@require_POST
def lead_restore(request, pk):
    lead = actions.restore_lead(lead=lead_of(request, pk), by=request.user)
    messages.success(request, _("%(name)s is back.") % {"name": lead})
    return go(request, lead.get_absolute_url())


@require_POST
@refusing_deleted
def interaction_create(request, pk):
    lead = lead_of(request, pk)
    form = InteractionForm(request.POST)
    if form.is_valid():
        actions.add_interaction(lead=lead, by=request.user, **form.cleaned_data)
        if not request.htmx:
            messages.success(request, _("Added to the timeline."))
            return redirect(lead)
        context = {"lead": lead, "interaction_form": InteractionForm()}
        response = render(request, "crm/_interaction_form.html", context)
        return trigger(response, "timelineChanged", toast=_("Added to the timeline."))
    context = {"lead": lead, "interaction_form": form}
    if request.htmx:
        return render(request, "crm/_interaction_form.html", context, status=422)
    context = facts_of(request, lead) | timeline_of(request, lead) | context
    return render(request, "crm/lead_detail.html", context, status=422)
