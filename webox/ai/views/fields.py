"""The fields of a draft, one by one: shown, edited, read."""

import json

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webox.accounts.access import for_writers
from webox.ai.actions import reading
from webox.ai.fields import anchor_of, field_of
from webox.ai.forms import FieldForm
from webox.ai.models import Generation
from webox.ai.templatetags.ai import field_context, problems_at
from webox.ai.views.drafts import draft_context
from webox.ai.views.generations import generation_of
from webox.lib.htmx import go
from webox.lib.sandbox import UNREAD, sandboxed_frame

State = Generation.State


def find(generation, path):
    """The Field at a path of a draft, or 404."""
    if generation.output is None:
        raise Http404
    try:
        return field_of(generation, path)
    except KeyError as error:
        raise Http404 from error


def page_with(generation, path):
    return f"{generation.get_absolute_url()}#{anchor_of(path)}"


@require_safe
def field(request, pk):
    generation, path = generation_of(request, pk, known=True), request.GET.get("path", "")
    found = find(generation, path)
    if not request.htmx or not path:
        return redirect(page_with(generation, path))
    return render(request, "ai/_field.html", shown(request, generation, found.path))


def shown(request, generation, path):
    can_edit = request.membership.can_write and generation.state == State.READY
    return field_context({"can_edit": can_edit, "request": request}, generation, path)


@for_writers
@require_http_methods(["GET", "POST"])
def field_edit(request, pk):
    generation = generation_of(request, pk, known=True)
    asked = request.POST if request.method == "POST" else request.GET
    found = find(generation, asked.get("path", ""))
    if found.is_below or generation.state != State.READY:
        return go(request, page_with(generation, found.path))
    form = FieldForm(request.POST if request.method == "POST" else None, field=found)
    if form.is_valid():
        try:
            edited = reading.edit(
                generation=generation, by=request.user, path=found.path, value=form.cleaned_data["value"]
            )
            return changed(request, generation, edited, found.path)
        except reading.DoesNotFit as error:
            form.add_error("value", error.message)
        except reading.NotReady:
            return go(request, generation.get_absolute_url())
    context = {"form": form, "field": found, "generation": generation}
    template = "ai/_field_form.html" if request.htmx else "ai/field_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def changed(request, before, generation, path):
    """The field as it is now, what stands beside the draft, and which other fields have other problems than before."""
    if not request.htmx:
        return redirect(page_with(generation, path))
    paths = {each["path"] for each in [*before.problems, *generation.problems]}
    others = [
        each
        for each in sorted(paths - {path})
        if problems_at(before, each, below=False) != problems_at(generation, each, below=False)
    ]
    context = draft_context(request, generation) | shown(request, generation, path)
    response = render(request, "ai/_field_changed.html", context)
    response["HX-Trigger"] = json.dumps({"draftChanged": {"path": path, "paths": others}})
    return response


@for_writers
@require_POST
def read(request, pk):
    """Somebody has read a field, or all of them (an empty path)."""
    generation, path = generation_of(request, pk), request.POST.get("path", "")
    try:
        generation = reading.mark_read(generation=generation, by=request.user, path=path)
    except reading.NotReady:
        return go(request, generation.get_absolute_url())
    if not request.htmx:
        return redirect(page_with(generation, path))
    return render(request, "ai/_unread.html", {"generation": generation, "oob": True})


@require_safe
def html(request, pk):
    """HTML of a draft, for a frame."""
    generation = generation_of(request, pk, known=True)
    found = find(generation, request.GET.get("path", ""))
    if found.kind != "html":
        raise Http404
    return sandboxed_frame(found.value or "", UNREAD)
