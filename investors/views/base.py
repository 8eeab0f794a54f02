"""What the pages of investors share: finding the row, forms in the modal or on a page, and the answer to a change."""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from investors import actions
from investors.models import Investor
from webox.lib.htmx import close_modal, trigger


def investor_of(request, pk):
    investors = Investor.objects.visible_to(request.membership).select_related("workspace")
    return get_object_or_404(investors.for_list(), pk=pk)


def refusing_deleted(view):
    """Say so when an investor was deleted meanwhile, in another tab or by another member."""

    @wraps(view)
    def guarded(request, pk, *args):
        try:
            return view(request, pk, *args)
        except actions.InvestorIsDeleted as error:
            if request.htmx:
                return trigger(HttpResponse(status=409), toast=error.message, level="error")
            messages.error(request, error.message)
            return redirect("investors:investor-list")

    return guarded


def form_page(request, form, title, investor=None, **context):
    """A form in the modal or on a page of its own, sent back to where it was asked for."""
    back = investor.get_absolute_url() if investor else reverse("investors:investor-list")
    context = {"back": back, "action": request.get_full_path()} | context
    context |= {"form": form, "title": title, "investor": investor}
    template = "investors/_form.html" if request.htmx else "investors/form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def saved(request, back, toast=""):
    """The answer to a form that was saved: pages draw anew what it changed."""
    toast = toast or _("Saved.")
    if request.htmx:
        return close_modal("investorChanged", "investorsChanged", "nextStepChanged", "boardChanged", toast=toast)
    messages.success(request, toast)
    return redirect(back)


def moved(request, investor, *, toast="", level="success"):
    """The answer to a change of one investor. The facts are drawn anew even after a refusal."""
    toast = toast or _("Stage: %(stage)s.") % {"stage": investor.get_pipeline_stage_display()}
    if request.htmx:
        return trigger(HttpResponse(status=204), "investorChanged", "closeModal", toast=toast, level=level)
    messages.add_message(request, getattr(messages, level.upper()), toast)
    return redirect(investor)
