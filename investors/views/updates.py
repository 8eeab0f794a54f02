"""Updates to investors: written with the month's facts beside them, given readers, sent, answered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from investors.actions import updates as actions
from investors.forms.updates import AskForm, ReadersForm, UpdateForm, month_of
from investors.models import Ask, Investor, InvestorUpdate
from investors.updates.audience import recipients_of
from investors.updates.facts import FIGURES, ROUND, metrics_of, month_before, shown, shown_round, wins_of
from investors.updates.letter import campaign_of, lines_of, preview_of
from marketing.emails.actions import CampaignInvalid, NotAllowed, SendFailed
from marketing.emails.audience import counts_among, skipping
from marketing.emails.compile import preview, problems_of
from marketing.emails.forms import ScheduleForm, TestForm
from marketing.emails.views.answers import go_to
from marketing.emails.views.sending import add_problems
from webox.accounts.access import for_writers
from webox.lib.htmx import close_modal, wants_fragment
from webox.lib.ids import is_id
from webox.lib.pagination import ListPage
from webox.lib.sandbox import sandboxed_frame

REFUSALS = (actions.UpdateWasSent, NotAllowed)


def update_of(request, pk):
    rows = InvestorUpdate.objects.visible_to(request.membership).select_related("workspace", "campaign", "created_by")
    return get_object_or_404(rows, pk=pk)


def refused(request, update, error):
    return go_to(request, update, error.message, messages.WARNING)


@require_safe
@vary_on_headers("HX-Request")
def update_list(request):
    asks = Count("asks"), Count("asks", filter=Q(asks__state=Ask.State.OPEN))
    rows = InvestorUpdate.objects.visible_to(request.membership).select_related("campaign")
    rows = rows.annotate(asks_number=asks[0], asks_open=asks[1])
    page = ListPage(request, rows, ordering=("-year", "-month", "-id"))
    template = "investors/_updates.html" if wants_fragment(request) else "investors/update_list.html"
    return render(request, template, {"page": page})


# Writing


def facts_of(request, year, month, figures, written=""):
    """The figures of a month with their ticks, where the round stands, and wins not written yet."""
    metrics = metrics_of(request.membership, year, month)
    rows = [(each["name"], shown(each)) for each in metrics if each["name"] != ROUND]
    there = lines_of(written)
    return {
        "figures": [row | {"name": name, "ticked": name in figures} for name, row in rows],
        "round": shown_round(metrics),
        "wins": [win for win in wins_of(request.membership, year, month) if win not in there],
    }


@for_writers
@require_safe
def update_facts(request):
    """What another month says, while an update is written."""
    asked = request.GET.get("period", "")
    try:
        year, month = month_of(asked)
        facts = facts_of(request, year, month, request.GET.getlist("figures"), request.GET.get("wins", ""))
    except ValueError:
        facts = {}
    return render(request, "investors/_update_facts.html", {"facts": facts})


@for_writers
@require_http_methods(["GET", "POST"])
def update_create(request):
    today = request.workspace.day_of(timezone.now())
    year, month = month_before(today.year, today.month)
    initial = {"period": f"{year}-{month:02}", "figures": [*FIGURES]}
    return editor(request, InvestorUpdate(workspace=request.workspace), initial, actions.create_update)


@for_writers
@require_http_methods(["GET", "POST"])
def update_edit(request, pk):
    update = update_of(request, pk)
    if not update.is_editable:
        return refused(request, update, actions.UpdateWasSent())
    return editor(request, update, {}, actions.edit_update)


def editor(request, update, initial, action):
    data = request.POST or None
    period = (data or {}).get("period") or initial.get("period") or f"{update.year}-{update.month:02}"
    form = UpdateForm(data, instance=update, initial=initial, workspace=request.workspace)
    if period in dict(form.fields["period"].choices):
        written = data.get("wins", "") if data else update.wins
        figures = data.getlist("figures") if data else form.initial["figures"]
        facts = facts_of(request, *month_of(period), figures, written)
        form.fields["suggestions"].choices = [(win, win) for win in facts["wins"]]
    else:
        facts = {}
    if data is not None and form.is_valid():
        subject = {"update": update} if update.pk else {"workspace": request.workspace}
        try:
            saved = action(by=request.user, **subject, **form.fields_of_update())
            return go_to(request, saved, _("Saved."))
        except actions.UpdateWasSent as error:
            return refused(request, update, error)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "facts": facts, "update": update}
    return render(request, "investors/update_form.html", context, status=422 if form.errors else 200)


# Looking at it


@require_safe
@vary_on_headers("HX-Request")
def update_detail(request, pk):
    update = update_of(request, pk)
    context = {"update": update, "asks": update.asks.select_related("investor").order_by("pk")}
    if not update.is_editable:
        return sent(request, update, context)
    recipients = recipients_of(update)
    reached = {each.id.partition("/")[0] for each in recipients}
    readers = update.investors.alive()
    context |= {
        "problems": problems_of(campaign_of(update, actions.asks_of(update))),
        "counts": counts_among(skipping(request.workspace, recipients)),
        "readers": readers.count(),
        "unreached": readers.exclude(pk__in=reached).order_by("name", "pk")[:10],
    }
    return render(request, "investors/update_draft.html", context)


def sent(request, update, context):
    if update.campaign:
        rows = update.campaign.deliveries.visible_to(request.membership)
        page = context["page"] = ListPage(request, rows, ordering=("id",))
        readers = Investor.objects.for_workspace(request.workspace).in_bulk(
            {int(each.recipient.partition("/")[0]) for each in page.rows}
        )
        for each in page.rows:
            each.investor = readers.get(int(each.recipient.partition("/")[0]))
    if wants_fragment(request):
        return render(request, "investors/_update_readers.html", context)
    return render(request, "investors/update_sent.html", context)


@require_safe
def update_preview_html(request, pk):
    update = update_of(request, pk)
    if update.campaign and not update.is_editable:
        return sandboxed_frame(preview(update.campaign).html)
    return sandboxed_frame(preview_of(update, actions.asks_of(update)).html)


# Who gets it


@for_writers
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "POST"])
def update_readers(request, pk):
    update = update_of(request, pk)
    if not update.is_editable:
        return refused(request, update, actions.UpdateWasSent())
    form = ReadersForm(request.POST or request.GET or {}, workspace=request.workspace)
    investors = Investor.objects.visible_to(request.membership)
    found = form.matching(investors).exclude(updates=update) if form.is_valid() else investors.none()
    if request.method == "POST":
        return changed_readers(request, update, found)
    if wants_fragment(request) and "after" not in request.GET:
        return render(request, "investors/_update_matching.html", {"matching": found.count()})
    page = ListPage(request, update.investors.alive(), ordering=("name", "id"))
    context = {"update": update, "form": form, "matching": found.count(), "page": page}
    return render(request, "investors/update_readers.html", context)


def changed_readers(request, update, found):
    here = reverse("investors:update-readers", args=[update.pk])
    try:
        if "remove" in request.POST:
            ticked = [value for value in request.POST.getlist("ids") if is_id(value)]
            number = actions.remove_investors(update=update, investors=ticked, by=request.user)
            text = ngettext("%(n)s investor taken off.", "%(n)s investors taken off.", number)
        else:
            chosen = found.values_list("pk", flat=True)
            number = actions.add_investors(update=update, investors=chosen, by=request.user)
            text = ngettext("%(n)s investor added.", "%(n)s investors added.", number)
    except actions.UpdateWasSent as error:
        return refused(request, update, error)
    return go_to(request, here, text % {"n": number})


# Sending


@for_writers
@require_http_methods(["GET", "POST"])
def update_send(request, pk):
    update = update_of(request, pk)
    if not update.is_editable:
        # The second click of a double click: it is what was wanted, and it is done.
        return go_to(request, update, _("This update has been sent already."), messages.INFO)
    problems = problems_of(campaign_of(update, actions.asks_of(update)))
    if request.method == "POST":
        try:
            actions.send_update(update=update, by=request.user)
            return go_to(request, update)
        except REFUSALS as error:
            return refused(request, update, error)
        except CampaignInvalid as error:
            problems = error.problems
    counts = counts_among(skipping(request.workspace, recipients_of(update)))
    context = {"update": update, "problems": problems, "counts": counts}
    return render(request, "investors/_update_send.html", context, status=422 if request.method == "POST" else 200)


@for_writers
@require_http_methods(["GET", "POST"])
def update_schedule(request, pk):
    update = update_of(request, pk)
    initial = {"scheduled_at": update.campaign.scheduled_at if update.campaign else None}
    form = ScheduleForm(request.POST or None, initial=initial, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            actions.schedule_update(update=update, at=form.cleaned_data["scheduled_at"], by=request.user)
            return go_to(request, update, pgettext("update", "Scheduled."))
        except REFUSALS as error:
            return refused(request, update, error)
        except CampaignInvalid as error:
            add_problems(form, error.problems)
    action, title = reverse("investors:update-schedule", args=[pk]), _("Send later")
    return modal(request, form, title, action, _("Schedule"), _("Who gets it is looked up at that moment."))


@for_writers
@require_http_methods(["GET", "POST"])
def update_test(request, pk):
    update = update_of(request, pk)
    form = TestForm(request.POST or None, initial={"to": request.user.email})
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            actions.send_test(update=update, to=to, by=request.user)
            return close_modal(toast=_("Test sent to %(to)s.") % {"to": to})
        except REFUSALS as error:
            return refused(request, update, error)
        except SendFailed as error:
            form.add_error("to", error.message)
        except CampaignInvalid as error:
            add_problems(form, error.problems)
    action = reverse("investors:update-test", args=[pk])
    return modal(request, form, _("Send a test"), action, _("Send the test"))


def modal(request, form, title, action, submit="", intro=""):
    context = {"form": form, "title": title, "action": action, "submit": submit, "intro": intro, "size": "sm"}
    return render(request, "components/modal_form.html", context, status=422 if form.errors else 200)


@require_POST
def update_unschedule(request, pk):
    update = update_of(request, pk)
    try:
        actions.unschedule_update(update=update, by=request.user)
    except REFUSALS as error:
        return refused(request, update, error)
    return go_to(request, update, pgettext("update", "Back to draft: it is not sent by itself any more."))


@require_POST
def update_delete(request, pk):
    update = update_of(request, pk)
    try:
        actions.delete_update(update=update, by=request.user)
    except REFUSALS as error:
        return refused(request, update, error)
    return go_to(request, "investors:update-list", _("Update deleted."))


# Asks


@for_writers
@require_http_methods(["GET", "POST"])
def ask_edit(request, pk):
    rows = Ask.objects.visible_to(request.membership).select_related("update__workspace")
    ask = get_object_or_404(rows, pk=pk)
    form = AskForm(request.POST or None, instance=ask)
    if request.method == "POST" and form.is_valid():
        actions.settle_ask(ask=ask, by=request.user, **form.cleaned_data)
        return go_to(request, ask.update, _("Saved."))
    return modal(request, form, ask.text, reverse("investors:ask-edit", args=[pk]))
