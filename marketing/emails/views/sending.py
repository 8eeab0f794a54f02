from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.models import Lead
from marketing.emails import actions
from marketing.emails.audience import counts_of
from marketing.emails.compile import problems_of, warnings_of
from marketing.emails.forms import ScheduleForm, TestForm
from marketing.emails.models import EmailCampaign
from marketing.emails.views.answers import go_to
from marketing.emails.views.campaigns import campaign_of
from webox.accounts.access import for_writers
from webox.lib.htmx import close_modal


def add_problems(form, problems):
    """Put each problem at its field, or above the form when the field is on another page."""
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_send(request, pk):
    campaign = campaign_of(request, pk)
    if campaign.frozen_at or campaign.status == EmailCampaign.Status.ACTIVE:
        # The second click of a double click, or a page left open: it is what was wanted, and it is done.
        return go_to(request, campaign, _("This campaign has started already."), messages.INFO)
    problems = problems_of(campaign)
    if request.method == "POST":
        try:
            actions.start_campaign(campaign=campaign, by=request.user)
            return go_to(request, campaign)
        except actions.NotAllowed as error:
            return go_to(request, campaign, str(error), messages.WARNING)
        except actions.CampaignInvalid as error:
            problems = error.problems
    context = {
        "campaign": campaign,
        "counts": counts_of(campaign),
        "problems": problems,
        "warnings": warnings_of(campaign),
    }
    return render(request, "emails/_send.html", context, status=422 if request.method == "POST" else 200)


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_schedule(request, pk):
    campaign = campaign_of(request, pk)
    initial = {"scheduled_at": campaign.scheduled_at}
    form = ScheduleForm(request.POST or None, initial=initial, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            actions.schedule_campaign(campaign=campaign, at=form.cleaned_data["scheduled_at"], by=request.user)
            return go_to(request, campaign, _("Scheduled."))
        except actions.NotAllowed as error:
            return go_to(request, campaign, str(error), messages.WARNING)
        except actions.CampaignInvalid as error:
            add_problems(form, error.problems)
    context = {"campaign": campaign, "form": form}
    return render(request, "emails/_schedule.html", context, status=422 if form.errors else 200)


@for_writers
@require_http_methods(["GET", "POST"])
def campaign_test(request, pk):
    campaign = campaign_of(request, pk)
    initial = {"to": request.user.email, "lead": request.GET.get("lead")}
    form = TestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        lead = None
        if form.cleaned_data["lead"]:
            lead = get_object_or_404(Lead.objects.visible_to(request.membership), pk=form.cleaned_data["lead"])
        to = form.cleaned_data["to"]
        try:
            actions.send_test(campaign=campaign, to=to, lead=lead, by=request.user)
            return close_modal(toast=_("Test sent to %(to)s.") % {"to": to})
        except actions.SendFailed as error:
            form.add_error("to", str(error))
        except actions.CampaignInvalid as error:
            add_problems(form, error.problems)
    context = {"campaign": campaign, "form": form}
    return render(request, "emails/_test.html", context, status=422 if form.errors else 200)


@require_POST
def campaign_unschedule(request, pk):
    return moved(request, pk, actions.unschedule_campaign, _("Back to draft: it is not sent by itself any more."))


@require_POST
def campaign_pause(request, pk):
    return moved(request, pk, actions.pause_campaign, _("Paused. Messages already on their way still arrive."))


@require_POST
def campaign_resume(request, pk):
    return moved(request, pk, actions.resume_campaign, "")


def moved(request, pk, action, message):
    campaign = campaign_of(request, pk)
    try:
        action(campaign=campaign, by=request.user)
    except actions.NotAllowed as error:
        return go_to(request, campaign, str(error), messages.WARNING)
    return go_to(request, campaign, message)


@require_POST
def campaign_duplicate(request, pk):
    campaign = campaign_of(request, pk)
    try:
        copy = actions.duplicate_campaign(campaign=campaign, by=request.user)
    except actions.NotAllowed as error:
        return go_to(request, campaign, str(error), messages.WARNING)
    return go_to(request, reverse("emails:campaign-edit", args=[copy.pk]), _("A copy, ready to be changed."))


@require_POST
def campaign_delete(request, pk):
    campaign = campaign_of(request, pk)
    try:
        actions.delete_campaign(campaign=campaign, by=request.user)
    except actions.NotAllowed as error:
        return go_to(request, campaign, str(error), messages.WARNING)
    return go_to(request, "emails:campaign-list", _("Campaign deleted."))
