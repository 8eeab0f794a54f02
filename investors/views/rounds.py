from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from investors import actions
from investors.forms.rounds import CommitmentForm, RoundForm
from investors.models import Commitment, Investor, Round
from investors.rounds import current_round, progress_of
from investors.views.base import form_page, investor_of, refusing_deleted, saved
from webox.accounts.access import for_writers
from webox.lib.htmx import go
from webox.lib.pagination import ListPage


def round_of(request, pk):
    return get_object_or_404(Round.objects.visible_to(request.membership).select_related("workspace"), pk=pk)


def commitment_of(request, pk):
    commitments = Commitment.objects.visible_to(request.membership)
    return get_object_or_404(commitments.select_related("investor", "round", "workspace"), pk=pk)


@require_safe
def round_list(request):
    page = ListPage(request, Round.objects.visible_to(request.membership).with_money())
    rows = [(each, progress_of(each)) for each in page.rows]
    return render(request, "investors/round_list.html", {"page": page, "rows": rows})


@require_safe
def round_detail(request, pk):
    round = round_of(request, pk)
    commitments = Commitment.objects.counted().filter(round=round).select_related("investor")
    round.counted = commitments = sorted(commitments, key=lambda each: (-each.amount, each.investor.name, each.pk))
    today = request.workspace.day_of(timezone.now())
    context = {
        "round": round,
        "progress": progress_of(round),
        "commitments": commitments,
        "unsigned": [each for each in commitments if each.step == "soft" and not each.is_withdrawn],
        "unpaid": [each for each in commitments if each.step == "hard"],
        "days_left": (round.closes_on - today).days if round.closes_on else None,
    }
    return render(request, "investors/round_detail.html", context)


@for_writers
def round_create(request):
    first = Round(workspace=request.workspace, currency=request.workspace.currency)
    form = RoundForm(request.POST or None, instance=first)
    round = form.save_by(request.user) if form.is_valid() else None
    if round:
        messages.success(request, _("“%(round)s” was added.") % {"round": round})
        return go(request, round.get_absolute_url())
    return form_page(request, form, _("New round"), size="lg", back=reverse("investors:round-list"))


@for_writers
def round_edit(request, pk):
    round = round_of(request, pk)
    form = RoundForm(request.POST or None, instance=round)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("Saved."))
        return go(request, round.get_absolute_url())
    return form_page(request, form, _("Edit the round"), size="lg", back=round.get_absolute_url())


@require_POST
def round_delete(request, pk):
    round = round_of(request, pk)
    try:
        actions.delete_round(round=round, by=request.user)
    except actions.RoundHasMoney as error:
        messages.error(request, error.message)
        return redirect(round)
    messages.success(request, _("“%(round)s” was deleted.") % {"round": round})
    return redirect("investors:round-list")


# Commitments


@for_writers
@refusing_deleted
def commitment_create(request, pk):
    """Of an investor; with `?stage=` it is moved there once the commitment is written down."""
    investor = investor_of(request, pk)
    stage = request.GET.get("stage", "")
    return commitment_form(request, investor, stage=stage if stage in Investor.Stage.values else "")


def commitment_form(request, investor, *, stage="", action=None, intro=""):
    """The form itself, and what happens when it is sent; `action` where it is shown in answer to something else."""
    round = current_round(request.workspace)
    if round is None:
        context = {"investor": investor, "action": action}
        return render(request, f"investors/{'_' if request.htmx else ''}round_missing.html", context)
    asked = None if action or request.method != "POST" else request.POST
    commitment = Commitment(workspace=request.workspace, investor=investor)
    form = CommitmentForm(asked, instance=commitment, initial={"round": round, "soft_amount": investor.check_size})
    if form.is_valid() and form.save_by(request.user):
        if not stage:
            return saved(request, investor)
        try:
            actions.move_investor(investor=investor, stage=stage, by=request.user)
        except actions.CommitmentMissing as error:
            return saved(request, investor, error.message)
        return saved(request, investor, _("Saved. Stage: %(stage)s.") % {"stage": Investor.Stage(stage).label})
    title = _("Commitment of %(name)s") % {"name": investor}
    return form_page(request, form, title, investor, intro=intro, **({"action": action} if action else {}))


@for_writers
@refusing_deleted
def round_commitment_create(request, pk):
    round = round_of(request, pk)
    commitment = Commitment(workspace=request.workspace, round=round)
    form = CommitmentForm(request.POST or None, instance=commitment)
    if form.is_valid() and form.save_by(request.user):
        return saved(request, round)
    return form_page(request, form, _("Commitment to %(round)s") % {"round": round}, back=round.get_absolute_url())


@for_writers
@refusing_deleted
def commitment_edit(request, pk):
    commitment = commitment_of(request, pk)
    form = CommitmentForm(request.POST or None, instance=commitment)
    if form.is_valid() and form.save_by(request.user):
        return saved(request, commitment.round)
    names = {"name": commitment.investor, "round": commitment.round}
    delete_url = reverse("investors:commitment-delete", args=[pk])
    back = commitment.round.get_absolute_url()
    return form_page(request, form, _("%(name)s · %(round)s") % names, back=back, delete_url=delete_url)


@require_POST
@refusing_deleted
def commitment_delete(request, pk):
    commitment = commitment_of(request, pk)
    actions.delete_commitment(commitment=commitment, by=request.user)
    return saved(request, commitment.round, _("Deleted."))
