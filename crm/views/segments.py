from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crm import actions
from crm.forms.segments import SegmentForm, builder_of, read_rules
from crm.models import Lead, Segment
from crm.segments import WrongRules, describe, describe_all, explain, reach_of, uses_of
from webox.accounts.access import for_writers
from webox.lib.htmx import close_modal, go, wants_fragment
from webox.lib.ids import is_id
from webox.lib.pagination import ListPage

# How many leads a search offers to be explained
OFFERED = 8


def segment_of(request, pk):
    return get_object_or_404(Segment.objects.visible_to(request.membership), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def segment_list(request):
    segments = Segment.objects.visible_to(request.membership).select_related("created_by")
    if text := request.GET.get("search", "").strip().replace("\0", "")[:100]:
        segments = segments.filter(name__icontains=text)
    page = ListPage(request, segments, ordering=("name", "id"))
    words = describe_all(request.workspace, [segment.rules for segment in page.rows])
    context = {"page": page, "rows": list(zip(page.rows, words, strict=True)), "search": text}
    return render(request, "crm/_segments.html" if wants_fragment(request) else "crm/segment_list.html", context)


@for_writers
@require_http_methods(["GET", "POST"])
def segment_create(request):
    """On its own page, or in a dialog over the rules somebody is writing elsewhere."""
    rules = request.GET.get("rules") or request.GET.get("segment_rules")
    initial = {"rules": rules} if rules else {}
    form = SegmentForm(request.POST or None, workspace=request.workspace, initial=initial)
    return segment_form(request, form, _("New segment"))


@for_writers
@require_http_methods(["GET", "POST"])
def segment_edit(request, pk):
    form = SegmentForm(request.POST or None, instance=segment_of(request, pk), workspace=request.workspace)
    return segment_form(request, form, _("Edit the segment"))


def segment_form(request, form, title):
    segment = form.save_by(request.user) if form.is_valid() else None
    if segment and request.htmx:
        return close_modal(toast=_("Saved under “Segments”."))
    if segment:
        messages.success(request, _("Saved."))
        return redirect("crm:segment-detail", segment.pk)
    context = {"form": form, "title": title, "segment": form.instance}
    if wants_fragment(request):
        context["action"] = reverse("crm:segment-create")
        return render(request, "crm/_segment_save.html", context, status=422 if form.errors else 200)
    context["builder"] = builder_of(request.workspace)
    return render(request, "crm/segment_form.html", context, status=422 if form.errors else 200)


@require_POST
def segment_preview(request):
    """Whom the rules that are being written name."""
    try:
        rules = read_rules(request.POST.get("rules") or request.POST.get("segment_rules") or "")
        context = {"reach": reach_of(request.membership, rules)}
    except WrongRules as error:
        context = {"path": error.path, "error": error.text}
    except ValidationError as error:
        context = {"error": error.messages[0]}
    return render(request, "crm/_segment_reach.html", context)


@require_safe
def segment_detail(request, pk):
    segment = segment_of(request, pk)
    words = describe(request.workspace, segment.rules)
    context = {"segment": segment, "words": words, "uses": uses_of(segment)}
    return render(request, "crm/segment_detail.html", context)


@require_safe
def segment_count(request, pk):
    segment = segment_of(request, pk)
    short = "short" in request.GET
    try:
        context = {"reach": reach_of(request.membership, segment.rules, shown=0 if short else 5)}
    except WrongRules as error:
        context = {"error": error.messages[0]}
    context |= {"segment": segment, "short": short}
    return render(request, "crm/_segment_reach.html", context)


@require_safe
@vary_on_headers("HX-Request")
def segment_why(request, pk):
    """Pick a lead, and see rule by rule why it is in the segment or out."""
    segment = segment_of(request, pk)
    leads = Lead.objects.visible_to(request.membership)
    number = request.GET.get("lead", "")
    context = {"segment": segment, "search": request.GET.get("search", "").strip().replace("\0", "")[:100]}
    if number:
        lead = get_object_or_404(leads.for_list(), pk=number if is_id(number) else 0)
        try:
            tree = explain(lead, segment.rules)
            context |= {"lead": lead, "tree": tree, "is_in": tree.holds and not lead.is_deleted}
        except WrongRules as error:
            context |= {"lead": lead, "error": error.messages[0]}
    else:
        found = leads.alive().search(context["search"]) if context["search"] else leads.alive()
        context["leads"] = found.order_by("-created_at", "-pk")[:OFFERED]
    if wants_fragment(request):
        return render(request, "crm/_segment_why.html", context)
    return render(request, "crm/segment_why.html", context)


@for_writers
@require_http_methods(["GET", "POST"])
def segment_delete(request, pk):
    segment = segment_of(request, pk)
    if request.method == "POST":
        actions.delete_segment(segment=segment, by=request.user)
        messages.success(request, _("%(name)s was deleted. Its leads stay.") % {"name": segment})
        return go(request, reverse("crm:segment-list"))
    return render(request, "crm/_segment_delete.html", {"segment": segment})
