from datetime import date
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.forms.imports import DELIMITERS, ENCODINGS, SAME
from marketing.ads.actions import imports
from marketing.ads.forms.imports import ORDERS, ChoicesForm, UploadForm
from marketing.ads.importing.comparing import ADDED, CHANGED, REMOVED, UNCHANGED
from marketing.ads.importing.outcome import outcome_of
from marketing.ads.models import AdImport, Measures
from webox.accounts.access import for_writers

State = AdImport.State
# A longer file is compared once the page is there.
AT_ONCE = 500_000
# So many earlier imports are shown.
EARLIER = 50
SHOWN = 200


def import_of(request, pk):
    files = AdImport.objects.visible_to(request.membership).select_related("workspace", "by")
    return get_object_or_404(files, pk=pk)


def refusing(view):
    """What the action refuses becomes a toast on the page of the import."""

    @wraps(view)
    def guarded(request, pk):
        file = import_of(request, pk)
        try:
            return view(request, file)
        except imports.ImportRefused as error:
            messages.error(request, error.message)
            return redirect("ads:import-detail", pk)

    return guarded


@require_http_methods(["GET", "POST"])
@for_writers
def import_create(request):
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            file = imports.receive_file(workspace=request.workspace, by=request.user, upload=upload)
            return redirect("ads:import-detail", file.pk)
        except imports.ImportRefused as error:
            form.add_error("file", error.message)
    earlier = AdImport.objects.visible_to(request.membership).select_related("by").order_by("-created_at", "-id")
    context = {"form": form, "earlier": earlier[:EARLIER]}
    return render(request, "ads/import.html", context, status=422 if form.errors else 200)


@require_safe
def import_detail(request, pk):
    file = import_of(request, pk)
    if file.state != State.DRAFT:
        context = {"file": file, "outcome": outcome_of(file), "kept": kept_by(file)}
        return render(request, "ads/import_detail.html", context)
    return render_draft(request, file)


def kept_by(file):
    """What its undo left as it was, with days instead of their texts."""
    days = ("first_day", "last_day")
    return [
        each | {name: date.fromisoformat(each[name]) for name in days} for each in file.counts.get("kept_named", [])
    ]


def render_draft(request, file, data=None):
    """The page of a draft: what was recognised, what is asked, and what would change."""
    context = {"file": file}
    try:
        preview = imports.preview_of(file, compares=file.size <= AT_ONCE)
        context |= (
            context_of(preview)
            | {"told": told_of(preview.report)}
            | {"form": ChoicesForm(file, preview.report.open, data)}
        )
    except imports.ImportRefused as error:
        context["problem"] = error.message
    form = context.get("form")
    return render(request, "ads/import_draft.html", context, status=422 if form and form.errors else 200)


def context_of(preview):
    rows = [
        {
            "campaign": difference.campaign,
            "is_new": difference.is_new,
            "cells": [cell(state, difference) for state in (ADDED, CHANGED, UNCHANGED, REMOVED)],
        }
        for difference in preview.differences[:SHOWN]
    ]
    return {"preview": preview, "report": preview.report, "rows": rows, "more": len(preview.differences) - len(rows)}


def told_of(report):
    """What was recognised of a file, in words."""
    layout = report.table.layout
    delimiter = DELIMITERS.get(layout.delimiter, "")
    encoding = "Excel" if layout.format == "xlsx" else str(ENCODINGS[SAME.get(layout.encoding, layout.encoding)])
    language = get_language_info(report.locale)["name_translated"] if report.locale else ""
    return {
        "language": capfirst(language),
        "encoding": f"{encoding} · {delimiter}" if delimiter else encoding,
        "dates": dict(ORDERS).get(report.date_order, ""),
        "currencies": ", ".join(report.currencies),
        "level": {"campaign": _("Campaigns"), "ad_set": _("Ad sets"), "ad": pgettext("of ads", "Ads")}[report.level],
    }


def cell(state, difference):
    """How many days of a campaign are of this state, and what they sum up to in each currency."""
    sums = difference.sums()[state]
    return {
        "count": difference.counts()[state],
        "lines": [line for currency, found in sums.items() for line in lines(state, currency, found)],
    }


def lines(state, currency, found):
    """Each measure of one currency: what goes, what comes; of changed days only those that differ."""
    for name in Measures.NAMES:
        before, after = found["before"].get(name, 0), found["after"].get(name, 0)
        is_shown = before != after if state == CHANGED else before or after or name == "spend"
        if is_shown:
            yield {
                "label": capfirst(Measures._meta.get_field(name).verbose_name),
                "gone": before if state in (CHANGED, REMOVED) else None,
                "now": after if state != REMOVED else None,
                "currency": currency if name in ("spend", "conversion_value") else "",
            }


@require_safe
@for_writers
def import_preview(request, pk):
    """The part of a draft's page that takes a moment with a long file."""
    file = import_of(request, pk)
    if file.state != State.DRAFT:
        return HttpResponse(headers={"HX-Refresh": "true"})
    try:
        context = context_of(imports.preview_of(file))
    except imports.ImportRefused as error:
        context = {"problem": error.message}
    return render(request, "ads/_import_preview.html", context | {"file": file})


@require_http_methods(["GET", "POST"])
@refusing
def import_choose(request, file):
    if request.method != "POST" or file.state != State.DRAFT:
        return redirect("ads:import-detail", file.pk)
    form = ChoicesForm(file, imports.preview_of(file, compares=False).report.open, request.POST)
    if not form.is_valid():
        return render_draft(request, file, request.POST)
    imports.choose(file=file, by=request.user, **form.cleaned_data)
    return redirect("ads:import-detail", file.pk)


@require_POST
@refusing
def import_start(request, file):
    file = imports.start_import(file=file, by=request.user)
    if file.state == State.DONE:
        changed = sum(file.counts[state] for state in (ADDED, CHANGED, REMOVED))
        if changed:
            text = ngettext("Imported: %(number)d day changed.", "Imported: %(number)d days changed.", changed)
            messages.success(request, text % {"number": changed})
        else:
            messages.success(request, _("Nothing had to be changed: all of it was here already."))
    return redirect("ads:import-detail", file.pk)


@require_safe
def import_progress(request, pk):
    file = import_of(request, pk)
    if file.state != State.QUEUED:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "ads/_import_progress.html", {"file": file})


@require_POST
@refusing
def import_undo(request, file):
    file = imports.undo_import(file=file, by=request.user)
    if not file.counts["kept"]:
        messages.success(request, _("Undone: the figures are what they were before."))
    return redirect("ads:import-detail", file.pk)


@require_POST
@refusing
def import_discard(request, file):
    imports.discard_import(file=file, by=request.user)
    messages.success(request, _("The import was thrown away. Nothing was changed."))
    return redirect("ads:import")
