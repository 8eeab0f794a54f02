from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.api.filters import refusals
from crm.views.board import query_of
from investors import actions
from investors.board import BoardFilterSet, board_of
from investors.forms.investors import REASONS, InvestorToolbar, MoveForm
from investors.models import Investor
from investors.views.base import investor_of, moved, refusing_deleted
from investors.views.rounds import commitment_form
from webox.lib.htmx import trigger, wants_fragment
from webox.lib.problems import problem_response


def filters_of(request):
    return BoardFilterSet(request.GET, Investor.objects.visible_to(request.membership), request=request)


def investor_board(request):
    """The list of investors as a board; investor_list() calls it for `?view=board`."""
    filters = filters_of(request)
    board = board_of(request, filters)
    columns = board.deal(board.columns(filters.stages))
    context = {
        "board": board,
        "columns": columns,
        "round": board.round,
        "is_empty": not any(column.count for column in columns),
        "is_filtered": filters.is_narrowing,
        "statuses": filters.stages,
        "refusals": refusals(filters),
        "board_query": query_of(request),
        "list_query": query_of(request, "as_of", "stage"),
        "query_of_today": query_of(request, "as_of"),
        "query_of_all": query_of(request, "stage"),
        "list_url": reverse("investors:investor-list"),
        "reasons": REASONS,
        "may_move": request.membership.can_write and not board.day,
    }
    if wants_fragment(request):
        return render(request, "investors/_board.html", context)
    context |= {"toolbar": InvestorToolbar(request, filters.filters, board)}
    context |= {"today": request.workspace.day_of(timezone.now())}
    return render(request, "investors/board.html", context)


@require_safe
def board_column(request, status):
    """The next page of a column's cards."""
    board = board_of(request, filters_of(request))
    if status not in Investor.Stage.values:
        raise Http404
    try:
        cards, after = board.page(status, request.GET.get("after", ""))
    except ValueError as error:
        raise Http404(_("There is no such page.")) from error
    column = {"status": status, "cards": cards, "next": after}
    context = {"column": column, "round": board.round, "board_query": query_of(request)}
    return render(request, "investors/_board_cards.html", context)


@require_POST
def investor_move(request, pk):
    """A card was dropped. Answers the card as it is now and the heads of both columns, or why it may not stay there."""
    investor = get_object_or_404(Investor.objects.visible_to(request.membership).select_related("workspace"), pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return problem_response(400, "invalid", next(iter(form.errors.values()))[0])
    before, asked = investor.pipeline_stage, dict(form.cleaned_data)
    try:
        investor, is_as_asked = actions.move_investor(
            investor=investor, stage=asked.pop("status"), by=request.user, **asked
        )
    except actions.ReasonMissing as error:
        return problem_response(400, "reason_missing", error.message)
    except actions.CommitmentMissing as error:
        return ask_commitment(request, error)
    except actions.MovedMeanwhile as error:
        return problem_response(409, "moved_meanwhile", error.message)
    except actions.InvestorIsDeleted as error:
        return problem_response(409, "deleted", error.message)
    board = board_of(request, filters_of(request))
    columns = board.columns({before, investor.pipeline_stage})
    card = board.card(board.shown(Investor.objects.visible_to(request.membership)).get(pk=investor.pk))
    context = {"card": card, "columns": columns, "list_query": query_of(request, "as_of", "stage")}
    response = render(request, "investors/_board_moved.html", context | {"round": board.round})
    return response if is_as_asked else trigger(response, "boardChanged")


@require_POST
@refusing_deleted
def investor_stage(request, pk):
    """The stage was chosen on the investor's page."""
    investor = investor_of(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return moved(request, investor, toast=next(iter(form.errors.values()))[0], level="error")
    stage, reason = form.cleaned_data["status"], form.cleaned_data["reason"]
    try:
        investor, _is_as_asked = actions.move_investor(
            investor=investor, stage=stage, by=request.user, reason=reason, seen=form.cleaned_data["seen"]
        )
    except actions.ReasonMissing as error:
        return ask_reason(request, investor, error.message if "reason" in request.POST else "")
    except actions.CommitmentMissing as error:
        return ask_commitment(request, error)
    except actions.MovedMeanwhile as error:
        return moved(request, investor, toast=error.message, level="warning")
    return moved(request, investor)


def ask_reason(request, investor, error):
    """Why somebody passed, before they count as passed: in the modal or on a page of its own."""
    context = {"investor": investor, "action": request.path, "error": error, "reasons": REASONS}
    if not request.htmx:
        return render(request, "investors/reason_form.html", context, status=422)
    response = render(request, "investors/_reason_form.html", context, status=422 if error else 200)
    response["HX-Retarget"], response["HX-Reswap"] = "#modal", "innerHTML"
    # The select on the page shows what is, not what was tried.
    return response if error else trigger(response, "investorChanged")


def ask_commitment(request, refusal):
    """The form of what is missing, which moves the investor once it is saved."""
    url = reverse("investors:investor-commitment", args=[refusal.investor.pk])
    url = f"{url}?{urlencode({'stage': refusal.stage})}"
    if not request.htmx:
        return redirect(url)
    response = commitment_form(request, refusal.investor, stage=refusal.stage, action=url, intro=refusal.message)
    response["HX-Retarget"], response["HX-Reswap"] = "#modal", "innerHTML"
    return trigger(response, "investorChanged")
