from itertools import islice

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm.forms.imports import UploadForm
from investors.actions import imports
from investors.forms.imports import ColumnsForm
from investors.importing.reading import MOST_ROWS
from webox.accounts.access import for_writers
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import look_at, read

SAMPLES, LOOKED_AT, SHOWN = 3, 100, 50


@require_http_methods(["GET", "POST"])
@for_writers
def import_create(request):
    """Choose a file; nothing is written yet."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            token = imports.receive_file(workspace=request.workspace, by=request.user, upload=form.cleaned_data["file"])
        except Unreadable as error:
            form.add_error("file", error.message)
        else:
            return redirect(f"{reverse('investors:import-check')}?{urlencode({'file': token})}")
    context = {"form": form, "most_rows": MOST_ROWS}
    return render(request, "investors/import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_writers
def import_check(request):
    """What each column is and what the import would do, or the import itself. All it was told is in the address."""
    try:
        path, title = imports.path_of(request.workspace, request.GET.get("file", ""))
        layout, headers, _sheets = look_at(path)
        form = ColumnsForm(headers, samples_of(path, layout, len(headers)), request.GET)
        context = {"form": form, "title": title, "file": request.GET["file"], "shown": SHOWN}
        if form.is_valid():
            how = {"path": path, "layout": layout, "targets": form.targets, "updates": form.cleaned_data["updates"]}
            how |= {"workspace": request.workspace, "by": request.user}
            if request.method == "POST":
                return imported(request, imports.import_file(**how))
            context["outcome"] = imports.try_import(**how)
    except signing.BadSignature as error:
        raise Http404 from error
    except (imports.FileIsGone, Unreadable) as error:
        messages.error(request, error.message)
        return redirect("investors:import")
    return render(request, "investors/import_check.html", context, status=422 if form.errors else 200)


def imported(request, outcome):
    created, updated, refused = len(outcome.created), len(outcome.updated), len(outcome.refused)
    said = [ngettext("%(number)d investor added.", "%(number)d investors added.", created) % {"number": created}]
    if updated:
        said.append(ngettext("%(number)d updated.", "%(number)d updated.", updated) % {"number": updated})
    if refused:
        said.append(ngettext("%(number)d row left out.", "%(number)d rows left out.", refused) % {"number": refused})
    messages.success(request, " ".join(said))
    return redirect("investors:investor-list")


def samples_of(path, layout, width):
    """Up to SAMPLES different values of each column."""
    samples = [[] for _number in range(width)]
    for _number, cells, _problem in islice(read(path, layout), LOOKED_AT):
        for known, cell in zip(samples, cells, strict=False):
            if cell and len(known) < SAMPLES and (short := cell[:60]) not in known:
                known.append(short)
    return samples
