from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crm import actions
from crm.forms.fields import CustomFieldForm
from crm.models import CustomField
from webox.accounts.access import admin_required
from webox.lib.htmx import close_modal, trigger, wants_fragment


def field_of(request, pk):
    return get_object_or_404(CustomField.objects.visible_to(request.membership), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def custom_field_list(request):
    template = "crm/_fields.html" if wants_fragment(request) else "crm/field_list.html"
    return render(request, template, fields_context(request))


def fields_context(request):
    rows = list(CustomField.objects.visible_to(request.membership))
    return {
        "fields": [row for row in rows if not row.archived_at],
        "archived": [row for row in rows if row.archived_at],
        "most": CustomField.MOST,
    }


@admin_required
def custom_field_create(request):
    form = CustomFieldForm(request.POST or None, workspace=request.workspace)
    return field_form(request, form, _("New field"), reverse("crm:custom-field-create"))


@admin_required
def custom_field_edit(request, pk):
    field = field_of(request, pk)
    form = CustomFieldForm(request.POST or None, instance=field, workspace=request.workspace)
    return field_form(request, form, _("Edit the field"), reverse("crm:custom-field-edit", args=[pk]))


def field_form(request, form, title, action):
    if form.is_bound and form.is_valid() and form.save_by(request.user):
        if request.htmx:
            return close_modal("fieldsChanged", toast=_("Saved."))
        messages.success(request, _("Saved."))
        return redirect("crm:custom-field-list")
    context = {"form": form, "title": title, "action": action}
    template = "components/modal_form.html" if request.htmx else "crm/field_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@admin_required
@require_POST
def custom_field_move(request, pk):
    """One place up or down."""
    field = field_of(request, pk)
    rows = CustomField.objects.visible_to(request.membership)
    order = list(rows.in_use().values_list("pk", flat=True))
    if field.pk in order:
        place = order.index(field.pk)
        order.insert(max(place + (-1 if request.POST.get("to") == "up" else 1), 0), order.pop(place))
        actions.order_fields(workspace=request.workspace, by=request.user, order=order)
    return fields_answer(request)


@admin_required
@require_POST
def custom_field_archive(request, pk):
    field = actions.archive_field(field=field_of(request, pk), by=request.user)
    return fields_answer(request, _("“%(name)s” is archived. Leads keep their values.") % {"name": field})


@admin_required
@require_POST
def custom_field_restore(request, pk):
    field = actions.restore_field(field=field_of(request, pk), by=request.user)
    return fields_answer(request, _("“%(name)s” is back.") % {"name": field})


def fields_answer(request, toast=""):
    if request.htmx:
        return trigger(render(request, "crm/_fields.html", fields_context(request)), toast=toast)
    if toast:
        messages.success(request, toast)
    return redirect("crm:custom-field-list")
