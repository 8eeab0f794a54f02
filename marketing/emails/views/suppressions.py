from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.emails.actions import suppress, unsuppress
from marketing.emails.api.filters import SuppressionFilter
from marketing.emails.forms import SuppressionForm
from marketing.emails.models import Suppression
from webox.accounts.access import for_writers
from webox.lib.htmx import close_modal, wants_fragment
from webox.lib.pagination import ListPage


@require_safe
@vary_on_headers("HX-Request")
def suppression_list(request):
    rows = Suppression.objects.visible_to(request.membership).select_related("campaign")
    filter = SuppressionFilter(request.GET, rows)
    context = {"filter": filter, "page": ListPage(request, filter.qs)}
    template = "emails/_suppressions.html" if wants_fragment(request) else "emails/suppressions.html"
    return render(request, template, context)


@for_writers
@require_http_methods(["GET", "POST"])
def suppression_create(request):
    form = SuppressionForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        suppress(workspace=request.workspace, by=request.user, reason=Suppression.Reason.MANUAL, **form.cleaned_data)
        toast = _("Address added: no campaign reaches it from now on.")
        return close_modal("suppressionsChanged", toast=toast)
    return render(request, "emails/_suppression_form.html", {"form": form}, status=422 if form.errors else 200)


@for_writers
@require_http_methods(["GET", "POST"])
def suppression_delete(request, pk):
    suppression = get_object_or_404(Suppression.objects.visible_to(request.membership), pk=pk)
    if request.method == "POST":
        unsuppress(suppression=suppression, by=request.user)
        return close_modal("suppressionsChanged", toast=_("Address removed from the list."))
    return render(request, "emails/_suppression_delete.html", {"suppression": suppression})
