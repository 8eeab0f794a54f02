from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from crm import exporting
from crm.api.finding import found_by
from crm.columns import names_in
from crm.forms.export import ExportForm
from crm.forms.operations import first_error
from crm.operations.selecting import filter_of
from webox.accounts.access import zone_of


@require_safe
def lead_export(request):
    """How and which columns, of the list whose query this has; with a `format`, the file itself."""
    if "format" not in request.GET:
        initial = {"query": request.GET.urlencode()}
        if shown := names_in(request.GET):
            initial["columns"] = ["first_name", "last_name", "email", *shown]
        return export_form(request, ExportForm(request.workspace, initial=initial))
    form = ExportForm(request.workspace, request.GET)
    if not form.is_valid():
        return export_form(request, form)
    query = filter_of(form.cleaned_data["query"])
    try:
        leads = found_by(request.membership, query)
    except ValidationError as error:
        messages.error(request, first_error(error))
        return redirect(f"{reverse('crm:lead-list')}?{query}")
    table = exporting.table_of(request.workspace, leads, form.cleaned_data["columns"], zone_of(request.membership))
    return file_response(table, form.cleaned_data["format"], form.mark)


def export_form(request, form):
    template = "crm/_export_form.html" if request.htmx else "crm/export_form.html"
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def file_response(table, format, delimiter=",", bom=True):
    response = StreamingHttpResponse(
        exporting.pieces(table, format, delimiter, bom), content_type=exporting.FORMATS[format]
    )
    name = f"leads-{timezone.localdate():%Y-%m-%d}.{format}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
