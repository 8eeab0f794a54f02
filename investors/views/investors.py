from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crm.api.filters import refusals
from investors import actions
from investors.actions.moving import MANY
from investors.api.filters import InvestorFilterSet
from investors.forms.investors import InvestorForm, InvestorToolbar, ManyForm, OwnerForm
from investors.kpis import COUNTED, numbers_of
from investors.models import Investor
from investors.timeline import FEED
from investors.views.base import form_page, investor_of, moved, refusing_deleted
from investors.views.board import investor_board
from webox.accounts.access import for_writers
from webox.lib.htmx import close_modal, go, wants_fragment
from webox.lib.ids import is_id
from webox.lib.pagination import MAXIMUM, ListPage

# What a query may have and still show every investor
UNFILTERED = {"cursor", "ordering", "view"}


# The list


@require_safe
@vary_on_headers("HX-Request")
def investor_list(request):
    if request.GET.get("view") == "board":
        return investor_board(request)
    filters = InvestorFilterSet(request.GET, Investor.objects.visible_to(request.membership), request=request)
    ordering = request.GET.get("ordering", "")
    page = ListPage(
        request,
        filters.qs.for_list(),
        ordering=(ordering if ordering in InvestorToolbar.ORDERINGS and ordering else "-created_at",),
    )
    context = {
        "page": page,
        "refusals": refusals(filters),
        "is_filtered": any(value for name, value in request.GET.items() if name not in UNFILTERED),
        "now": timezone.now(),
    }
    if wants_fragment(request):
        return render(request, "investors/_investors.html", context)
    context |= {"toolbar": InvestorToolbar(request, filters.filters), "tabs": stage_tabs(request)}
    return render(request, "investors/investor_list.html", context)


def stage_tabs(request):
    """Everyone and each stage, with how many investors that is: radio buttons of the toolbar."""
    alive = Investor.objects.visible_to(request.membership).alive()
    numbers = dict(alive.order_by().values_list("pipeline_stage").annotate(Count("pk")))
    chosen = request.GET.getlist("stage")
    tabs = [("", _("All"), sum(numbers.values()), not chosen)]
    tabs += [(each.value, each.label, numbers.get(each.value, 0), each.value in chosen) for each in Investor.Stage]
    return [dict(zip(("value", "label", "count", "active"), tab, strict=True)) for tab in tabs]


@for_writers
def investor_many(request, kind):
    """The form of one change to the ticked investors, and the change."""
    ids = [pk for pk in (request.POST or request.GET).getlist("ids") if is_id(pk)][:MAXIMUM]
    if kind not in MANY:
        raise Http404
    rows = Investor.objects.visible_to(request.membership).alive().filter(pk__in=ids).select_related("workspace")
    form = ManyForm(kind, request.workspace, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = actions.change_many(
                investors=rows,
                by=request.user,
                kind=kind,
                value=form.cleaned_data.get("value"),
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            done = ngettext("%(number)d investor changed.", "%(number)d investors changed.", number)
            return close_modal("investorsChanged", toast=done % {"number": number})
    context = {"form": form, "rows": rows, "kind": kind, "title": ManyForm.TITLES[kind], "danger": kind == "delete"}
    context["action"] = reverse("investors:investor-many", args=[kind])
    return render(request, "investors/_many_form.html", context, status=422 if form.is_bound else 200)


# One investor


@require_safe
def investor_detail(request, pk):
    investor = investor_of(request, pk)
    context = facts_of(request, investor) | timeline_of(request, investor)
    return render(request, "investors/investor_detail.html", context | {"kpis": kpis_of(investor)})


@require_safe
def investor_facts(request, pk):
    return render(request, "investors/_facts.html", facts_of(request, investor_of(request, pk)))


@require_safe
def investor_kpis(request, pk):
    investor = investor_of(request, pk)
    return render(request, "investors/_kpi_strip.html", {"investor": investor, "kpis": kpis_of(investor)})


@require_safe
def investor_timeline(request, pk):
    context = timeline_of(request, investor_of(request, pk))
    template = "investors/_timeline_items.html" if request.GET.get("after") else "investors/_timeline.html"
    return render(request, template, context)


def facts_of(request, investor):
    commitments = list(investor.commitments.select_related("round").order_by("-round__created_at"))
    return {
        "investor": investor,
        "stages": Investor.Stage.choices,
        "owner_form": OwnerForm(request.workspace, investor, auto_id="id_set_%s"),
        "contacts": investor.contacts.order_by("-is_primary", "name", "pk"),
        "commitments": commitments,
        "next_stage": investor.next_stage,
        "is_overdue": bool(investor.next_step_at and investor.next_step_at < timezone.now()),
    }


def timeline_of(request, investor):
    kind = request.GET.get("kind", "")
    try:
        timeline = FEED.page_of(investor, request.GET.get("after", ""), kinds=[kind] if kind else [])
    except ValidationError as error:
        raise Http404(error.messages[0]) from error
    return {"investor": investor, "timeline": timeline, "timeline_kind": kind, "timeline_kinds": FEED.kinds.items()}


def kpis_of(investor):
    """This month and this year of one investor: {"month", "year", "numbers": [(name, label, of month, of year)]}"""
    today = investor.workspace.day_of(timezone.now())
    months = numbers_of(investor.workspace, today.year, [investor.pk]).get(investor.pk, {})
    labels = {"rdv_count": _("Meetings"), "pitchs": _("Pitches"), "closings": _("Closings")}
    numbers = [
        {
            "label": labels[name],
            "month": months[today.month][name] if today.month in months else None,
            "year": sum(cells[name].value for cells in months.values()),
        }
        for name in COUNTED
    ]
    return {"day": today, "numbers": numbers}


# Changing


@for_writers
def investor_create(request):
    form = InvestorForm(request.POST or None, workspace=request.workspace, initial={"owner": request.user})
    investor = form.save_by(request.user) if form.is_valid() else None
    if investor:
        messages.success(request, pgettext("investor", "%(name)s was added.") % {"name": investor})
        return go(request, investor.get_absolute_url())
    return form_page(request, form, _("New investor"), size="lg")


@for_writers
@refusing_deleted
def investor_edit(request, pk):
    investor = investor_of(request, pk)
    form = InvestorForm(request.POST or None, instance=investor, workspace=request.workspace)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("Saved."))
        return go(request, investor.get_absolute_url())
    return form_page(request, form, _("Edit the investor"), investor, size="lg")


@require_POST
@refusing_deleted
def investor_next_stage(request, pk):
    """One step further, or the list of what is missing for it with the way to each."""
    investor = investor_of(request, pk)
    try:
        investor = actions.move_to_next_stage(investor=investor, by=request.user, seen=request.POST.get("seen", ""))
    except actions.MovedMeanwhile as error:
        return moved(request, investor, toast=error.message, level="warning")
    except actions.CannotMove as error:
        if not error.missing:
            return moved(request, investor, toast=error.message, level="warning")
        context = {"investor": investor, "missing": error.missing, "next_stage": investor.next_stage}
        if not request.htmx:
            return render(request, "investors/missing.html", context, status=422)
        response = render(request, "investors/_missing.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#modal", "innerHTML"
        return response
    return moved(request, investor)


@require_POST
@refusing_deleted
def investor_owner(request, pk):
    investor = investor_of(request, pk)
    form = OwnerForm(request.workspace, investor, request.POST)
    if not form.is_valid():
        return moved(request, investor, toast=form.errors["owner"][0], level="error")
    investor = actions.edit_investor(investor=investor, by=request.user, owner=form.cleaned_data["owner"])
    return moved(request, investor, toast=_("Owner: %(owner)s.") % {"owner": investor.owner or _("nobody")})


@require_POST
def investor_delete(request, pk):
    investor = actions.delete_investor(investor=investor_of(request, pk), by=request.user)
    messages.success(
        request, pgettext("investor", "%(name)s was deleted. You find it under “Deleted”.") % {"name": investor}
    )
    return go(request, reverse("investors:investor-list"))


@require_POST
def investor_restore(request, pk):
    investor = actions.restore_investor(investor=investor_of(request, pk), by=request.user)
    messages.success(request, _("%(name)s is back.") % {"name": investor})
    return go(request, investor.get_absolute_url())
