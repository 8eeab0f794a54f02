from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm import actions
from crm.api.filters import BoardFilterSet, refusals
from crm.board import board_of
from crm.forms.board import LOST_REASONS, MoveForm, StageForms
from crm.forms.leads import LeadToolbar
from crm.models import Lead
from webox.accounts.access import admin_required
from webox.lib.htmx import trigger, wants_fragment
from webox.lib.problems import problem_response

# What a link from the board to another view, or to a page of a column, leaves behind
LEFT_BEHIND = ("view", "cursor", "after", "is_deleted", "ordering")


def filters_of(request):
    return BoardFilterSet(request.GET, Lead.objects.visible_to(request.membership), request=request)


def query_of(request, *without):
    """The filters of the page as a query string."""
    kept = request.GET.copy()
    for name in (*LEFT_BEHIND, *without):
        kept.pop(name, None)
    return kept.urlencode()


def lead_board(request, views):
    """The list of leads as a board; lead_list() calls it for `?view=board`, with the saved views."""
    filters = filters_of(request)
    board = board_of(request, filters)
    columns = board.deal(board.columns(filters.statuses))
    context = {
        "board": board,
        "columns": columns,
        "is_empty": not any(column.count for column in columns),
        "is_filtered": filters.is_narrowing,
        "statuses": filters.statuses,
        "refusals": refusals(filters),
        "board_query": query_of(request),
        "list_query": query_of(request, "as_of", "status"),
        "query_of_today": query_of(request, "as_of"),
        "query_of_all": query_of(request, "status"),
        "list_url": reverse("crm:lead-list"),
        "lost_reasons": LOST_REASONS,
        "may_move": request.membership.can_write and not board.day,
    }
    if wants_fragment(request):
        return render(request, "crm/_board.html", context)
    toolbar = LeadToolbar(request, filters.filters)
    context |= {"toolbar": toolbar, "today": request.workspace.day_of(timezone.now())}
    return render(request, "crm/board.html", context | views)


@require_safe
def board_column(request, status):
    """The next page of a column's cards."""
    filters = filters_of(request)
    board = board_of(request, filters)
    if status not in Lead.Status.values:
        raise Http404
    try:
        cards, after = board.page(status, request.GET.get("after", ""))
    except ValueError as error:
        raise Http404(_("There is no such page.")) from error
    column = {"status": status, "cards": cards, "next": after}
    return render(request, "crm/_board_cards.html", {"column": column, "board_query": query_of(request)})


@require_POST
def lead_move(request, pk):
    """A card was dropped. Answers the card as it is now and the heads of both columns, or why it may not stay there."""
    lead = get_object_or_404(Lead.objects.visible_to(request.membership), pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return problem_response(400, "invalid", next(iter(form.errors.values()))[0])
    before = lead.status
    try:
        lead, is_as_asked = actions.move_lead(lead=lead, by=request.user, **form.cleaned_data)
    except actions.ReasonMissing as error:
        return problem_response(400, "reason_missing", error.message)
    except actions.MovedMeanwhile as error:
        return problem_response(409, "moved_meanwhile", error.message)
    except actions.LeadIsDeleted as error:
        return problem_response(409, "deleted", error.message)
    board = board_of(request, filters_of(request))
    columns = board.columns({before, lead.status})
    card = board.card(board.shown(Lead.objects.visible_to(request.membership)).get(pk=lead.pk))
    context = {"card": card, "columns": columns, "list_query": query_of(request, "as_of", "status")}
    response = render(request, "crm/_board_moved.html", context)
    return response if is_as_asked else trigger(response, "boardChanged")


def lost_form(request, lead, action, error=""):
    """Ask why a lead was lost before it counts as lost, in the modal or on a page of its own."""
    context = {"lead": lead, "action": action, "error": error, "lost_reasons": LOST_REASONS}
    if not request.htmx:
        return render(request, "crm/lost_form.html", context, status=422)
    response = render(request, "crm/_lost_form.html", context, status=422 if error else 200)
    response["HX-Retarget"], response["HX-Reswap"] = "#modal", "innerHTML"
    # The select on the page shows what is, not what was tried.
    return response if error else trigger(response, "leadChanged")


@admin_required
def stage_list(request):
    forms = StageForms(request.POST or None, workspace=request.workspace)
    if forms.is_valid():
        forms.save()
        messages.success(request, _("Saved."))
        return redirect("crm:stage-list")
    return render(request, "crm/stages.html", {"forms": forms}, status=422 if forms.is_bound else 200)
