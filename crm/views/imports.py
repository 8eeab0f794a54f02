from functools import wraps
from pathlib import PurePath
from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.actions import imports
from crm.fields import lead_fields
from crm.forms.imports import LayoutForm, PlanForm, UploadForm
from crm.importing.refused import write_csv, write_xlsx
from crm.importing.words import VENDOR_NAMES
from crm.models import ImportFile, Operation
from crm.operations.words import Words
from webox.accounts.access import for_writers
from webox.lib import workbook


def import_of(request, pk):
    files = ImportFile.objects.visible_to(request.membership)
    file = get_object_or_404(files.select_related("operation__workspace", "operation__by", "parent"), operation=pk)
    file.operation.file = file
    return file.operation


def of_draft(view):
    """For pages that prepare an import: a started one is looked at on its own page."""

    @for_writers
    @wraps(view)
    def guarded(request, pk):
        operation = import_of(request, pk)
        if operation.state != Operation.State.DRAFT:
            return redirect("crm:operation-detail", pk)
        try:
            return view(request, operation)
        except imports.ImportRefused as error:
            messages.error(request, error.message)
            return redirect("crm:import-detail", pk)

    return guarded


@require_http_methods(["GET", "POST"])
@for_writers
def import_create(request):
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            operation = imports.receive_file(workspace=request.workspace, by=request.user, upload=upload)
            return redirect("crm:import-detail", operation.pk)
        except imports.ImportRefused as error:
            form.add_error("file", error.message)
    drafts = ImportFile.objects.visible_to(request.membership).filter(operation__state=Operation.State.DRAFT)
    drafts = drafts.filter(operation__by=request.user).select_related("operation").order_by("-pk")[:5]
    context = {"form": form, "drafts": drafts, "vendors": VENDOR_NAMES.values()}
    return render(request, "crm/import_create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@of_draft
def import_detail(request, operation):
    """What each column is, and what is done with the rows."""
    known = lead_fields(request.workspace)
    form = PlanForm(operation, known, request.membership.can_administer, request.POST or None)
    if form.is_bound and form.is_valid():
        imports.choose(operation=operation, by=request.user, plan=form.plan)
        return redirect("crm:import-preview", operation.pk)
    context = {
        "operation": operation,
        "file": operation.file,
        "form": form,
        "layout": LayoutForm(operation.file),
        "vendor": VENDOR_NAMES.get(operation.file.vendor),
        "dates": operation.params.get("dates", {}),
    }
    return render(request, "crm/import_detail.html", context, status=422 if form.errors else 200)


@require_POST
@of_draft
def import_layout(request, operation):
    form = LayoutForm(operation.file, request.POST)
    if form.is_valid():
        imports.read_again(operation=operation, by=request.user, **form.chosen())
    else:
        messages.error(request, _("Choose how the file is read from the lists."))
    return redirect("crm:import-detail", operation.pk)


@require_safe
@of_draft
def import_preview(request, operation):
    return render(request, "crm/import_preview.html", {"operation": operation, "file": operation.file})


@require_safe
@for_writers
def import_trial(request, pk):
    """The part of the preview that takes a moment."""
    operation = import_of(request, pk)
    context = {"operation": operation, "file": operation.file}
    try:
        trial = imports.try_import(operation=operation, by=request.user)
    except imports.ImportRefused as error:
        return render(request, "crm/_import_trial.html", context | {"problem": error.message})
    words = Words(trial.fields, request.workspace.names_of_members())
    for row in trial.changes:
        row.changes = words.changes(row)
    for row in trial.refused:
        row.cells = [cell for cell in row.cells if cell]
    return render(request, "crm/_import_trial.html", context | {"trial": trial})


@require_POST
@of_draft
def import_start(request, operation):
    imports.start_import(operation=operation, by=request.user)
    return redirect("crm:operation-detail", operation.pk)


@require_POST
@of_draft
def import_discard(request, operation):
    imports.discard_import(operation=operation, by=request.user)
    messages.success(request, _("The import was thrown away. Nothing was changed."))
    return redirect("crm:import")


@require_POST
def import_stop(request, pk):
    operation = imports.stop_import(operation=import_of(request, pk), by=request.user)
    messages.success(request, _("Stopped. What was imported so far stays; you can undo it."))
    return redirect("crm:operation-detail", operation.pk)


@require_safe
def import_refused(request, pk):
    """The refused rows with their reasons, as a file like the one that was uploaded."""
    operation = import_of(request, pk)
    if not operation.file.path.exists():
        raise Http404(_("The file is no longer there."))
    name = f"{PurePath(operation.file.name).stem[:80]}-{operation.pk}.{operation.file.format}"
    if operation.file.format == "xlsx":
        file = TemporaryFile()  # noqa: SIM115  the response closes it, and so removes it
        write_xlsx(operation, file)
        return FileResponse(file, as_attachment=True, filename=name, content_type=workbook.TYPE)
    response = StreamingHttpResponse(write_csv(operation), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
