"""What is written down of an investor: interactions, contacts, the next step."""

from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.actions.today import SNOOZES
from crm.forms.today import NextStepForm
from investors import actions
from investors.forms.investors import ContactForm, InteractionForm
from investors.models import Contact, Interaction
from investors.views.base import form_page, investor_of, refusing_deleted, saved
from webox.accounts.access import for_writers


def row_of(request, model, pk):
    """An interaction or a contact of an investor that is there."""
    rows = model.objects.visible_to(request.membership).filter(investor__deleted_at=None)
    return get_object_or_404(rows.select_related("investor__workspace", "investor__owner"), pk=pk)


@for_writers
@refusing_deleted
def interaction_create(request, pk):
    investor = investor_of(request, pk)
    form = InteractionForm(investor, request.POST or None)
    if form.is_valid():
        form.save_by(request.user)
        return saved(request, investor, _("Added to the timeline."))
    return form_page(request, form, _("Log an interaction"), investor)


@for_writers
@refusing_deleted
def interaction_edit(request, pk):
    interaction = row_of(request, Interaction, pk)
    form = InteractionForm(interaction.investor, request.POST or None, instance=interaction)
    if form.is_valid():
        form.save_by(request.user)
        return saved(request, interaction.investor)
    delete_url = reverse("investors:interaction-delete", args=[pk])
    return form_page(request, form, _("Edit the interaction"), interaction.investor, delete_url=delete_url)


@require_POST
@refusing_deleted
def interaction_delete(request, pk):
    interaction = row_of(request, Interaction, pk)
    actions.delete_interaction(interaction=interaction, by=request.user)
    return saved(request, interaction.investor, _("Deleted."))


@for_writers
@refusing_deleted
def contact_create(request, pk):
    investor = investor_of(request, pk)
    form = ContactForm(request.POST or None, instance=Contact(workspace=request.workspace, investor=investor))
    if form.is_valid() and form.save_by(request.user):
        return saved(request, investor)
    return form_page(request, form, _("New contact"), investor)


@for_writers
@refusing_deleted
def contact_edit(request, pk):
    contact = row_of(request, Contact, pk)
    form = ContactForm(request.POST or None, instance=contact)
    if form.is_valid() and form.save_by(request.user):
        return saved(request, contact.investor)
    delete_url = reverse("investors:contact-delete", args=[pk])
    return form_page(request, form, _("Edit the contact"), contact.investor, delete_url=delete_url)


@require_POST
@refusing_deleted
def contact_delete(request, pk):
    contact = row_of(request, Contact, pk)
    actions.delete_contact(contact=contact, by=request.user)
    return saved(request, contact.investor, _("Deleted."))


@for_writers
@refusing_deleted
def next_step(request, pk):
    """The step is done, or another one comes: what is next, and when."""
    investor = investor_of(request, pk)
    is_edit = "edit" in request.GET
    initial = {"next_step": investor.next_step, "next_step_at": investor.next_step_at} if is_edit else {}
    form = NextStepForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.edit_investor(investor=investor, by=request.user, **form.cleaned_data)
        return saved(request, investor, "" if form.cleaned_data["next_step_at"] else _("Done."))
    title = _("Next step") if is_edit else _("Done – what comes next?")
    intro = f"{investor} · {investor.next_step}" if investor.next_step and not is_edit else str(investor)
    return form_page(request, form, title, investor, intro=intro, hint=_("Leave both empty when nothing comes next."))


@require_POST
@refusing_deleted
def next_step_snooze(request, pk):
    investor, to = investor_of(request, pk), request.POST.get("to")
    if to not in SNOOZES:
        return HttpResponseBadRequest()
    investor = actions.snooze(investor=investor, by=request.user, to=to)
    return saved(request, reverse("investors:today"), _("%(name)s: put off.") % {"name": investor})
