from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from crm.actions import operations
from crm.api.finding import filters_by
from crm.fields import lead_fields
from crm.forms.leads import words_of
from crm.forms.operations import FORMS, first_error
from crm.models import Operation, OperationRow
from crm.operations.words import Words
from webox.lib.htmx import go, trigger, wants_fragment
from webox.lib.pagination import ListPage

Kind, Outcome = Operation.Kind, OperationRow.Outcome
# What a tab of an operation shows: who was brought back was changed.
SHOWN = {outcome.value: [outcome] for outcome in Outcome} | {"updated": [Outcome.UPDATED, Outcome.RESTORED]}


def words_for(request):
    return Words(lead_fields(request.workspace), request.workspace.names_of_members())


def operation_of(request, pk):
    shown = Operation.objects.visible_to(request.membership).select_related("workspace", "by", "undone_by", "file")
    return get_object_or_404(shown, pk=pk)


# What many leads are told


@require_http_methods(["GET", "POST"])
def bulk(request, kind):
    """The form of one thing to do with the chosen leads, which repeats whom and how many, and does it."""
    if kind not in FORMS:
        raise Http404
    if not request.membership.can_write:
        return trigger(HttpResponse(status=403), toast=_("Your role lets you look but not change."), level="error")
    form_class = FORMS[kind]
    if request.method == "POST":
        return bulk_start(request, kind, form_class(request.POST, membership=request.membership))
    chosen = request.GET.dict() | {"ids": ",".join(request.GET.getlist("ids"))}
    asked = form_class(chosen, membership=request.membership)
    asked.is_valid()
    try:
        selection, total = asked.select(request.membership)
    except ValidationError as error:
        return trigger(HttpResponse(status=204), toast=first_error(error), level="error")
    if not total:
        return trigger(HttpResponse(status=204), toast=operations.NothingSelected().message, level="error")
    initial = chosen | asked.cleaned_data | {"ids": chosen["ids"], "expected": total}
    initial |= {"before": selection.get("before")}
    return bulk_form(request, kind, form_class(initial=initial, membership=request.membership), total)


def bulk_start(request, kind, form):
    try:
        if not form.is_valid():
            return bulk_form(request, kind, form, form.number)
        selection, total = form.select(request.membership)
        if total != form.cleaned_data["expected"]:
            form.ask_again(total, operations.CountChanged(total).message)
            return bulk_form(request, kind, form, total)
        operation = operations.change_many(
            workspace=request.workspace,
            by=request.user,
            kind=kind,
            params=form.params(),
            selection=selection,
            total=total,
        )
    except ValidationError as error:
        form.refuse(error)
        return bulk_form(request, kind, form, form.number)
    except operations.NothingSelected as error:
        return trigger(HttpResponse(status=204), "closeModal", "leadsChanged", toast=error.message, level="error")
    return answer(request, operations.finish_if_few(operation))


def bulk_form(request, kind, form, total):
    context = {
        "form": form,
        "kind": kind,
        "title": Kind(kind).label,
        "total": total,
        "filters": filters_in_words(request, form),
        "is_all": form["is_all"].value() in (True, "true", "True", "on", "1"),
        "action": reverse("crm:bulk", args=[kind]),
    }
    return render(request, "crm/_bulk_form.html", context, status=422 if form.is_bound else 200)


def filters_in_words(request, form):
    """What the filter of a selection says, a line each."""
    query = form["filter"].value() or ""
    try:
        filters = filters_by(request.membership, query)
    except ValidationError:
        return []
    lines = []
    for name, each in filters.filters.items():
        values = [value for value in filters.data.getlist(name) if value]
        if values:
            names = _(" or ").join(words_of(request.workspace, name, each, value) for value in values)
            lines.append(_("%(field)s: %(names)s") % {"field": each.label, "names": names})
    return lines


def answer(request, operation):
    """To a page that had many leads changed: the outcome with its undo, or the way to where the work is watched."""
    url = operation.get_absolute_url()
    if operation.is_unfinished:
        return go(request, url)
    text = outcome_in_words(operation)
    if not request.htmx:
        messages.success(request, text)
        return redirect(url)
    response = HttpResponse(status=204)
    return trigger(
        response,
        "closeModal",
        "leadsChanged",
        toast=text,
        level="success" if operation.changed_count else "warning",
        post=reverse("crm:operation-undo", args=[operation.pk]) if operation.can_be_undone else "",
        link=_("Undo"),
    )


def outcome_in_words(operation):
    number = operation.changed_count
    text = ngettext("%(number)s lead changed.", "%(number)s leads changed.", number)
    parts = [text % {"number": intcomma(number)}]
    if number := operation.unchanged_count:
        text = ngettext("%(number)s was so already.", "%(number)s were so already.", number)
        parts.append(text % {"number": intcomma(number)})
    if number := operation.refused_count:
        parts.append(ngettext("%(number)s refused.", "%(number)s refused.", number) % {"number": intcomma(number)})
    return " ".join(parts)


# What was done


@require_safe
@vary_on_headers("HX-Request")
def operation_list(request):
    shown = Operation.objects.visible_to(request.membership).exclude(state=Operation.State.DRAFT)
    page = ListPage(request, shown.select_related("by", "file"), ordering=("-created_at", "-id"))
    words = words_for(request)
    for operation in page.rows:
        operation.told = words.told(operation)
    context = {"page": page}
    return render(request, "crm/_operations.html" if wants_fragment(request) else "crm/operation_list.html", context)


@require_safe
@vary_on_headers("HX-Request")
def operation_detail(request, pk):
    operation = operation_of(request, pk)
    if operation.state == Operation.State.DRAFT:
        return redirect("crm:import-detail", pk)
    words, shown = words_for(request), request.GET.get("show", "")
    rows = operation.rows.visible_to(request.membership).select_related("lead")
    if shown == "conflict":
        rows = rows.filter(undo=OperationRow.Undo.CONFLICT)
    elif shown in SHOWN:
        rows = rows.filter(outcome__in=SHOWN[shown])
    page = ListPage(request, rows, ordering=("number", "id"))
    for row in page.rows:
        row.changes, row.conflicts = words.changes(row), words.conflicts(row)
    operation.told = words.told(operation)
    context = {"operation": operation, "page": page, "tabs": tabs_of(operation, shown), "shown": shown}
    template = "crm/_operation_rows.html" if wants_fragment(request) else "crm/operation_detail.html"
    return render(request, template, context)


def tabs_of(operation, shown):
    done = operation.changed_count + operation.unchanged_count + operation.refused_count
    found = [
        ("", _("All"), done),
        (Outcome.CREATED, Outcome.CREATED.label, operation.created_count),
        (Outcome.UPDATED, Outcome.UPDATED.label, operation.updated_count),
        (Outcome.UNCHANGED, Outcome.UNCHANGED.label, operation.unchanged_count),
        (Outcome.REFUSED, Outcome.REFUSED.label, operation.refused_count),
        ("conflict", _("Edited since"), operation.conflict_count),
    ]
    url = operation.get_absolute_url()
    return [
        {"label": label, "url": f"{url}?show={name}" if name else url, "active": name == shown, "count": number}
        for name, label, number in found
        if number or not name
    ]


@require_safe
def operation_progress(request, pk):
    operation = operation_of(request, pk)
    if not operation.is_unfinished:
        return HttpResponseClientRefresh()
    return render(request, "crm/_operation_progress.html", {"operation": operation})


@require_http_methods(["GET", "POST"])
def operation_undo(request, pk):
    operation = operation_of(request, pk)
    if request.method == "GET":
        return redirect(operation)
    try:
        operation = operations.undo_operation(operation=operation, by=request.user)
    except operations.CannotUndo as error:
        if request.htmx:
            return trigger(HttpResponse(status=409), toast=error.message, level="error")
        messages.error(request, error.message)
        return redirect(operation)
    operation = operations.finish_if_few(operation)
    here = (request.htmx.current_url_abs_path or "").partition("?")[0] if request.htmx else ""
    if here != reverse("crm:lead-list") or operation.is_unfinished:
        if not operation.is_unfinished:
            messages.success(request, undone_in_words(operation))
        return go(request, operation.get_absolute_url())
    return trigger(HttpResponse(status=204), "leadsChanged", toast=undone_in_words(operation))


def undone_in_words(operation):
    text = ngettext("%(number)s lead is as it was.", "%(number)s leads are as they were.", operation.undone_count)
    parts = [text % {"number": intcomma(operation.undone_count)}]
    if number := operation.conflict_count:
        text = ngettext(
            "%(number)s was edited since and keeps that.", "%(number)s were edited since and keep that.", number
        )
        parts.append(text % {"number": intcomma(number)})
    return " ".join(parts)
